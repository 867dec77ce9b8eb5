import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { equipmentCardsQuery, equipmentRecordsQuery } from '../../api/equipment-queries.ts';
import { FaultDialog } from '../../parts/equipment/fault-dialogs.tsx';
import { EquipmentRecordTable } from '../../parts/equipment/record-table.tsx';
import { useFilters, usePaging } from '../../parts/filters.ts';
import { Shown } from '../../parts/shown.tsx';

/** A choice of one thing, for a list. */
export function EquipmentFilter() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const { data } = useQuery(equipmentCardsQuery);
  return (
    <Select
      allowClear
      aria-label={t('equipment.device')}
      placeholder={t('equipment.device')}
      style={{ minWidth: 180 }}
      value={filters['device'] ?? null}
      options={(data?.rows ?? []).map(({ card }) => ({ value: card.id, label: card.name }))}
      onChange={(device: string | null) => set({ device: device ?? undefined })}
    />
  );
}

const views = ['waiting', 'fault', 'all'] as const;
type View = (typeof views)[number];

/** What waits for people first: drafts to classify, repairs to accept, second signatures; then every fault, and every record of any kind. */
export function Faults() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const view: View = views.find((each) => each === filters['show']) ?? 'waiting';
  const query = useQuery(
    equipmentRecordsQuery({
      ...(view === 'waiting' ? { waiting: 'yes' } : view === 'fault' ? { kind: 'fault' } : {}),
      equipmentId: filters['device'],
      page: filters['page'],
      pageSize: 25,
    }),
  );
  const [reporting, setReporting] = useState(false);
  const paging = usePaging(query.data ?? { total: 0, page: 1, pageSize: 25 }, set);
  return (
    <>
      <div className="filters">
        <Button type="primary" onClick={() => setReporting(true)}>
          {t('equipment.fault.report')}
        </Button>
        <Select<View>
          value={view}
          aria-label={t('equipment.show')}
          style={{ minWidth: 180 }}
          options={views.map((value) => ({ value, label: t(`equipment.view.${value}`) }))}
          onChange={(show) => set({ show })}
        />
        <EquipmentFilter />
      </div>
      <Shown query={query}>
        {({ rows }) => (
          <EquipmentRecordTable
            rows={rows}
            none={t(`equipment.viewNone.${view}`)}
            kinds={view !== 'fault'}
            pagination={paging}
          />
        )}
      </Shown>
      {reporting ? <FaultDialog equipmentId={filters['device']} onClose={() => setReporting(false)} /> : null}
    </>
  );
}
