import type { ExternalCause } from '@center/contract';
import type {
  StationEquipmentRecord,
  StationExternalForm,
  StationSuspensionEnd,
  StationSuspensionForm,
  StationWindowForm,
} from '@center/contract/station-api';
import { DatePicker, Form, InputNumber, Radio, Select, Switch } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { centerInstant, centerNow, centerWall } from '../day-field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { newFormKey } from '../form-key.ts';
import { type ForDeviceProps, recordPath } from './fault-dialogs.tsx';
import { EquipmentField, ReasonField, TextField, useRequired, WhenField } from './fields.tsx';

const several = (equipmentId: string | undefined) => (equipmentId === undefined ? {} : { equipmentIds: [equipmentId] });

interface WindowValues {
  readonly equipmentIds: string[];
  readonly from: Dayjs;
  readonly to: Dayjs;
  readonly repeating: boolean;
  readonly every?: number;
  readonly unit?: 'week' | 'month';
  readonly until?: Dayjs;
  readonly reason: string;
}

/** A planned maintenance window is asked for; another person approves it before it begins. */
export function WindowDialog({ equipmentId, onClose }: ForDeviceProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<WindowValues>();
  const [formKey] = useState(newFormKey);
  const required = useRequired();
  const repeating = Form.useWatch('repeating', form) ?? false;
  const begins = Form.useWatch('from', form);
  const late = begins !== undefined && begins !== null && begins.isBefore(centerNow());
  return (
    <FormDialog<WindowValues>
      title={t('equipment.window.ask')}
      hint={t('equipment.window.hint')}
      form={form}
      initial={{ ...several(equipmentId), repeating: false, every: 1, unit: 'month' }}
      change={({ equipmentIds, from, to, repeating: again, every, unit, until, reason }) => ({
        method: 'POST',
        path: '/api/equipment/windows',
        body: {
          formKey,
          equipmentIds,
          from: centerInstant(from),
          to: centerInstant(to),
          reason: reason.trim(),
          ...(again && every !== undefined && unit !== undefined && until !== undefined
            ? { repeats: { every, unit, until: until.format('YYYY-MM-DD') } }
            : {}),
        } satisfies StationWindowForm,
      })}
      onClose={onClose}
    >
      <EquipmentField name="equipmentIds" several />
      <div className="form-row">
        <WhenField
          name="from"
          label={t('equipment.from')}
          {...(late ? { extra: t('equipment.window.lateHint') } : {})}
        />
        <WhenField name="to" label={t('equipment.to')} />
      </div>
      <Form.Item name="repeating" label={t('equipment.window.repeats')} valuePropName="checked">
        <Switch />
      </Form.Item>
      {repeating ? (
        <div className="form-row">
          <Form.Item name="every" label={t('equipment.window.every')} rules={[required]}>
            <InputNumber min={1} max={52} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="unit" label={t('equipment.window.unit')} rules={[required]}>
            <Radio.Group
              options={(['week', 'month'] as const).map((value) => ({
                value,
                label: t(`equipment.window.units.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item name="until" label={t('equipment.window.until')} rules={[required]}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
        </div>
      ) : null}
      <ReasonField />
    </FormDialog>
  );
}

interface SuspensionValues {
  readonly equipmentId: string;
  readonly from: Dayjs;
  readonly to?: Dayjs | null;
  readonly reason: string;
}

/** Formally out of service; a second person signs it. */
export function SuspensionDialog({ equipmentId, onClose }: ForDeviceProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<SuspensionValues>();
  const [formKey] = useState(newFormKey);
  return (
    <FormDialog<SuspensionValues>
      title={t('equipment.suspension.add')}
      hint={t('equipment.suspension.hint')}
      form={form}
      initial={equipmentId === undefined ? {} : { equipmentId }}
      change={(values) => ({
        method: 'POST',
        path: '/api/equipment/suspensions',
        body: {
          formKey,
          equipmentId: values.equipmentId,
          from: centerInstant(values.from),
          ...(values.to ? { to: centerInstant(values.to) } : {}),
          reason: values.reason.trim(),
        } satisfies StationSuspensionForm,
      })}
      onClose={onClose}
    >
      <EquipmentField name="equipmentId" />
      <div className="form-row">
        <WhenField name="from" label={t('equipment.from')} />
        <WhenField name="to" label={t('equipment.to')} optional />
      </div>
      <ReasonField />
    </FormDialog>
  );
}

interface EndValues {
  readonly to: Dayjs;
  readonly reason: string;
}

/** A suspension ends, or is to end at another time. */
export function EndDialog({
  record,
  onClose,
}: {
  readonly record: StationEquipmentRecord;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<EndValues>();
  const to = record.says.kind === 'suspension' ? record.says.to : null;
  return (
    <FormDialog<EndValues>
      title={t('equipment.step.end')}
      form={form}
      initial={{ to: to === null ? centerNow() : centerWall(to) }}
      change={(values) => ({
        method: 'POST',
        path: recordPath(record, 'end'),
        body: {
          revision: record.revision,
          to: centerInstant(values.to),
          reason: values.reason.trim(),
        } satisfies StationSuspensionEnd,
      })}
      onClose={onClose}
    >
      <WhenField name="to" label={t('equipment.to')} />
      <ReasonField />
    </FormDialog>
  );
}

const causes = ['mains', 'building-cooling', 'permit-suspension', 'other'] as const satisfies readonly ExternalCause[];

interface ExternalValues {
  readonly equipmentIds: string[];
  readonly from: Dayjs;
  readonly to: Dayjs;
  readonly cause: ExternalCause;
  readonly document: string;
}

/** A cause outside of the center, with its document; another person approves it. */
export function ExternalDialog({ equipmentId, onClose }: ForDeviceProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<ExternalValues>();
  const [formKey] = useState(newFormKey);
  const required = useRequired();
  return (
    <FormDialog<ExternalValues>
      title={t('equipment.external.add')}
      hint={t('equipment.external.hint')}
      form={form}
      initial={several(equipmentId)}
      change={(values) => ({
        method: 'POST',
        path: '/api/equipment/externals',
        body: {
          formKey,
          equipmentIds: values.equipmentIds,
          from: centerInstant(values.from),
          to: centerInstant(values.to),
          cause: values.cause,
          document: values.document.trim(),
        } satisfies StationExternalForm,
      })}
      onClose={onClose}
    >
      <EquipmentField name="equipmentIds" several />
      <div className="form-row">
        <WhenField name="from" label={t('equipment.from')} />
        <WhenField name="to" label={t('equipment.to')} />
      </div>
      <Form.Item name="cause" label={t('equipment.external.cause')} rules={[required]}>
        <Select options={causes.map((value) => ({ value, label: t(`equipment.cause.${value}`) }))} />
      </Form.Item>
      <TextField name="document" label={t('equipment.external.document')} />
    </FormDialog>
  );
}
