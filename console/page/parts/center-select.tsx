import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { facilitiesQuery } from '../api/queries.ts';

export interface CenterSelectProps {
  readonly value?: string | undefined;
  readonly onChange?: (facilityId: string | undefined) => void;
  readonly allowAll?: boolean;
}

/** One center, found by typing its name, id or licence number. */
export function CenterSelect({ value, onChange, allowAll = true }: CenterSelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const { data, isFetching } = useQuery(facilitiesQuery({ q: typed, sort: 'name', pageSize: 50 }));
  const options = (data?.rows ?? []).map((row) => ({ value: row.facilityId, label: row.name }));
  if (value !== undefined && !options.some((option) => option.value === value))
    options.unshift({ value, label: value });
  return (
    <Select
      className="center-select"
      style={{ minWidth: 200 }}
      aria-label={t('common.center')}
      placeholder={allowAll ? t('common.all_centers') : t('common.center')}
      allowClear={allowAll}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={isFetching}
      options={options}
      value={value ?? null}
      onChange={(next: string | null | undefined) => onChange?.(next ?? undefined)}
    />
  );
}
