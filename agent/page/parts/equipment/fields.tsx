import type { EquipmentKind } from '@center/contract';
import { useQuery } from '@tanstack/react-query';
import { DatePicker, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { equipmentCardsQuery } from '../../api/equipment-queries.ts';

/** What each watched thing is called by the center's people. */
export function useEquipmentNames(): (id: string) => string {
  const { data } = useQuery(equipmentCardsQuery);
  return (id) => data?.rows.find(({ card }) => card.id === id)?.card.name ?? id;
}

export function useRequired() {
  const { t } = useTranslation();
  return { required: true, message: t('common.required') };
}

export interface EquipmentFieldProps {
  readonly name: string;
  readonly several?: boolean;
  /** Only things of these kinds; all of them when absent. */
  readonly kinds?: readonly EquipmentKind[];
  readonly disabled?: boolean;
}

/** Which thing, or which of them. */
export function EquipmentField({ name, several = false, kinds, disabled = false }: EquipmentFieldProps) {
  const { t } = useTranslation();
  const { data } = useQuery(equipmentCardsQuery);
  const required = useRequired();
  const options = (data?.rows ?? [])
    .filter(({ card }) => kinds === undefined || kinds.includes(card.kind))
    .map(({ card }) => ({ value: card.id, label: `${card.name} (${card.id})` }));
  return (
    <Form.Item name={name} label={t(several ? 'equipment.devices' : 'equipment.device')} rules={[required]}>
      <Select
        options={options}
        disabled={disabled}
        optionFilterProp="label"
        showSearch
        {...(several ? { mode: 'multiple' as const } : {})}
      />
    </Form.Item>
  );
}

export interface WhenFieldProps {
  readonly name: string;
  readonly label: string;
  readonly extra?: string;
  readonly optional?: boolean;
}

/** A moment on the center's wall clock. */
export function WhenField({ name, label, extra, optional = false }: WhenFieldProps) {
  const required = useRequired();
  return (
    <Form.Item name={name} label={label} extra={extra} rules={optional ? [] : [required]}>
      <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" style={{ width: '100%' }} />
    </Form.Item>
  );
}

/** Why: at least ten characters, kept for good. */
export function ReasonField({ name = 'reason', label }: { readonly name?: string; readonly label?: string }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={name}
      label={label ?? t('common.reason')}
      extra={t('common.reasonHint')}
      rules={[
        {
          validator: async (_rule, value: string | undefined) => {
            if ((value ?? '').trim().length < 10) throw new Error(t('common.reasonHint'));
            await Promise.resolve();
          },
        },
      ]}
    >
      <Input.TextArea rows={2} maxLength={400} />
    </Form.Item>
  );
}

export interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  readonly optional?: boolean;
}

/** Free words of a person; they stay in the center. */
export function TextField({ name, label, optional = false }: TextFieldProps) {
  const required = useRequired();
  return (
    <Form.Item name={name} label={label} rules={optional ? [] : [{ ...required, whitespace: true }]}>
      <Input.TextArea rows={2} maxLength={1000} />
    </Form.Item>
  );
}
