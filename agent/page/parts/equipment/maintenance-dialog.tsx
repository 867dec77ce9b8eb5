import type { MaintenanceWork } from '@center/contract';
import type {
  StationEquipmentRecord,
  StationMaintenanceForm,
  StationMaintenanceRevision,
} from '@center/contract/station-api';
import { useQuery } from '@tanstack/react-query';
import { DatePicker, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { equipmentRecordsQuery } from '../../api/equipment-queries.ts';
import { centerInstant, centerNow, centerWall } from '../day-field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { newFormKey } from '../form-key.ts';
import { recordPath } from './fault-dialogs.tsx';
import { EquipmentField, ReasonField, TextField, useRequired, WhenField } from './fields.tsx';

const maintenanceWorks = [
  'preventive',
  'repair',
  'calibration',
  'quality-control',
  'inspection',
] as const satisfies readonly MaintenanceWork[];

interface Values {
  readonly equipmentId: string;
  readonly work: MaintenanceWork;
  readonly plannedFor?: Dayjs | null;
  readonly from: Dayjs;
  readonly to?: Dayjs | null;
  readonly vendor?: string;
  readonly parts?: string;
  readonly result?: string;
  readonly faultId?: string | null;
  readonly windowId?: string | null;
  readonly reason?: string;
}

function wordsOf({ work, plannedFor, from, to, vendor, parts, result, faultId, windowId }: Values) {
  return {
    work,
    from: centerInstant(from),
    vendor: vendor?.trim() ?? '',
    parts: parts?.trim() ?? '',
    result: result?.trim() ?? '',
    ...(plannedFor ? { plannedFor: plannedFor.format('YYYY-MM-DD') } : {}),
    ...(to ? { to: centerInstant(to) } : {}),
    ...(typeof faultId === 'string' ? { faultId } : {}),
    ...(typeof windowId === 'string' ? { windowId } : {}),
  };
}

/** The fault or the window of the device to which the work belongs. */
function LinkField({
  kind,
  equipmentId,
}: {
  readonly kind: 'fault' | 'window';
  readonly equipmentId: string | undefined;
}) {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...equipmentRecordsQuery({ kind, equipmentId, pageSize: 50 }),
    enabled: equipmentId !== undefined,
  });
  const options = (data?.rows ?? []).flatMap(({ id, says, withdrawn }) => {
    if (withdrawn !== null || (says.kind !== 'fault' && says.kind !== 'window')) return [];
    const from = says.kind === 'fault' ? says.start : says.from;
    const words = says.kind === 'fault' ? says.description : says.reason;
    return [{ value: id, label: `${centerWall(from).format('YYYY-MM-DD HH:mm')} ${words}` }];
  });
  return (
    <Form.Item name={`${kind}Id`} label={t(`equipment.maintenance.${kind}`)}>
      <Select options={options} allowClear />
    </Form.Item>
  );
}

function Fields({ equipmentId }: { readonly equipmentId: string | undefined }) {
  const { t } = useTranslation();
  const required = useRequired();
  return (
    <>
      <div className="form-row">
        <Form.Item name="work" label={t('equipment.maintenance.work')} rules={[required]}>
          <Select options={maintenanceWorks.map((value) => ({ value, label: t(`equipment.work.${value}`) }))} />
        </Form.Item>
        <Form.Item name="plannedFor" label={t('equipment.maintenance.plannedFor')}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <WhenField name="from" label={t('equipment.maintenance.from')} />
        <WhenField name="to" label={t('equipment.maintenance.to')} optional />
        <LinkField kind="fault" equipmentId={equipmentId} />
        <LinkField kind="window" equipmentId={equipmentId} />
      </div>
      <Form.Item name="vendor" label={t('equipment.maintenance.vendor')}>
        <Input maxLength={120} />
      </Form.Item>
      <TextField name="parts" label={t('equipment.maintenance.parts')} optional />
      <TextField name="result" label={t('equipment.result')} optional />
    </>
  );
}

export interface MaintenanceDialogProps {
  readonly equipmentId?: string | undefined;
  readonly plannedFor?: string | undefined;
  readonly onClose: () => void;
}

/** Maintenance that was done, or is being done. */
export function MaintenanceDialog({ equipmentId, plannedFor, onClose }: MaintenanceDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [formKey] = useState(newFormKey);
  const chosen = Form.useWatch('equipmentId', form);
  return (
    <FormDialog<Values>
      title={t('equipment.maintenance.add')}
      hint={t('equipment.maintenance.hint')}
      form={form}
      initial={{
        ...(equipmentId === undefined ? {} : { equipmentId }),
        ...(plannedFor === undefined ? {} : { plannedFor: dayjs(plannedFor) }),
        work: 'preventive',
        from: centerNow(),
      }}
      change={(values) => ({
        method: 'POST',
        path: '/api/equipment/maintenance',
        body: { formKey, equipmentId: values.equipmentId, ...wordsOf(values) } satisfies StationMaintenanceForm,
      })}
      onClose={onClose}
    >
      <EquipmentField name="equipmentId" />
      <Fields equipmentId={chosen} />
    </FormDialog>
  );
}

export interface MaintenanceRevisionDialogProps {
  readonly record: StationEquipmentRecord;
  readonly onClose: () => void;
}

/** A maintenance record is corrected or completed; what it said before stays readable. */
export function MaintenanceRevisionDialog({ record, onClose }: MaintenanceRevisionDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const { says } = record;
  if (says.kind !== 'maintenance') return null;
  return (
    <FormDialog<Values>
      title={t('equipment.step.revise')}
      hint={t('equipment.reviseHint')}
      form={form}
      initial={{
        work: says.work,
        from: centerWall(says.from),
        to: says.to === null ? null : centerWall(says.to),
        plannedFor: says.plannedFor === null ? null : dayjs(says.plannedFor),
        vendor: says.vendor,
        parts: says.parts,
        result: says.result,
        faultId: says.faultId,
        windowId: says.windowId,
      }}
      change={(values) => ({
        method: 'POST',
        path: recordPath(record, 'maintenance'),
        body: {
          revision: record.revision,
          reason: values.reason?.trim() ?? '',
          ...wordsOf(values),
        } satisfies StationMaintenanceRevision,
      })}
      onClose={onClose}
    >
      <Fields equipmentId={record.equipmentIds[0]} />
      <ReasonField />
    </FormDialog>
  );
}
