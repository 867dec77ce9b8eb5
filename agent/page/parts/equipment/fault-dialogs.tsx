import type { FaultClass } from '@center/contract';
import type {
  StationAccept,
  StationDisputeForm,
  StationEquipmentRecord,
  StationFaultClassify,
  StationFaultForm,
} from '@center/contract/station-api';
import { Alert, Form, Radio, Switch } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { centerInstant, centerNow, centerWall } from '../day-field.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { newFormKey } from '../form-key.ts';
import { EquipmentField, ReasonField, TextField, useRequired, WhenField } from './fields.tsx';

export const recordPath = (record: StationEquipmentRecord, step: string): string =>
  `/api/equipment/records/${encodeURIComponent(record.id)}/${step}`;

interface FaultValues {
  readonly equipmentId: string;
  readonly start: Dayjs;
  readonly reportedAt?: Dayjs | null;
  readonly degraded: boolean;
  readonly description: string;
}

export interface ForDeviceProps {
  readonly equipmentId?: string | undefined;
  readonly onClose: () => void;
}

/** A person reports a fault. Down time runs from its start to the acceptance of the repair. */
export function FaultDialog({ equipmentId, onClose }: ForDeviceProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<FaultValues>();
  const [formKey] = useState(newFormKey);
  return (
    <FormDialog<FaultValues>
      title={t('equipment.fault.report')}
      hint={t('equipment.fault.reportHint')}
      form={form}
      initial={{ ...(equipmentId === undefined ? {} : { equipmentId }), start: centerNow(), degraded: false }}
      change={({ start, reportedAt, description, ...rest }) => ({
        method: 'POST',
        path: '/api/equipment/faults',
        body: {
          ...rest,
          formKey,
          start: centerInstant(start),
          ...(reportedAt ? { reportedAt: centerInstant(reportedAt) } : {}),
          description: description.trim(),
        } satisfies StationFaultForm,
      })}
      onClose={onClose}
    >
      <EquipmentField name="equipmentId" />
      <div className="form-row">
        <WhenField name="start" label={t('equipment.fault.start')} />
        <WhenField name="reportedAt" label={t('equipment.fault.reportedAt')} optional />
      </div>
      <Form.Item name="degraded" label={t('equipment.fault.degraded')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <TextField name="description" label={t('equipment.fault.description')} />
    </FormDialog>
  );
}

const classes = [
  'fault',
  'switched-off',
  'network',
  'moved',
  'maintenance-without-window',
] as const satisfies readonly FaultClass[];

interface ClassifyValues {
  readonly faultClass: FaultClass;
  readonly degraded: boolean;
  readonly description: string;
  readonly start?: Dayjs | null;
  readonly reason?: string;
}

export interface ForRecordProps {
  readonly record: StationEquipmentRecord;
  readonly onClose: () => void;
}

/** What a failing was, said by a person; whatever frees time counts only once a second person has signed it. */
export function ClassifyDialog({ record, onClose }: ForRecordProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<ClassifyValues>();
  const required = useRequired();
  const chosen = Form.useWatch('faultClass', form);
  const says = record.says.kind === 'fault' ? record.says : undefined;
  const before = says?.faultClass ?? undefined;
  const again = before !== undefined;
  return (
    <FormDialog<ClassifyValues>
      title={t('equipment.step.classify')}
      hint={t('equipment.fault.classifyHint')}
      form={form}
      initial={{
        ...(before === undefined ? {} : { faultClass: before }),
        degraded: says?.degraded ?? false,
        description: says?.description ?? '',
        ...(says === undefined ? {} : { start: centerWall(says.start) }),
      }}
      change={({ faultClass, degraded, description, start, reason }) => {
        const began = start ? centerInstant(start) : undefined;
        // The field shows minutes: a start that was not touched is left as it was seen, to the second.
        const earlier =
          began !== undefined && says !== undefined && Date.parse(began) < Date.parse(says.start) - 60_000;
        return {
          method: 'POST',
          path: recordPath(record, 'classify'),
          body: {
            revision: record.revision,
            faultClass,
            degraded,
            description: description.trim(),
            ...(earlier ? { start: began } : {}),
            ...(again && reason !== undefined ? { reason: reason.trim() } : {}),
          } satisfies StationFaultClassify,
        };
      }}
      onClose={onClose}
    >
      <Form.Item name="faultClass" label={t('equipment.fault.class')} rules={[required]}>
        <Radio.Group
          className="lines"
          options={classes.map((value) => ({ value, label: t(`equipment.faultClass.${value}`) }))}
        />
      </Form.Item>
      {chosen === undefined ? null : (
        <Alert
          type={chosen === 'fault' ? 'info' : 'warning'}
          showIcon
          className="dp-gap"
          title={t(`equipment.faultClassMeans.${chosen}`)}
        />
      )}
      <WhenField name="start" label={t('equipment.fault.start')} extra={t('equipment.fault.earlierOnly')} optional />
      <Form.Item name="degraded" label={t('equipment.fault.degraded')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <TextField name="description" label={t('equipment.fault.description')} />
      {again ? <ReasonField /> : null}
    </FormDialog>
  );
}

interface AcceptValues {
  readonly end: Dayjs;
  readonly result: string;
  readonly reason?: string;
}

/** The repair, or the work, is accepted; of a fault that is the end of its down time. */
export function AcceptDialog({ record, onClose }: ForRecordProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<AcceptValues>();
  const { says } = record;
  const fault = says.kind === 'fault';
  const again = record.accepted !== null;
  const known = says.kind === 'maintenance' ? says.to : says.kind === 'fault' ? (says.end ?? says.probeSawUpAt) : null;
  return (
    <FormDialog<AcceptValues>
      title={t('equipment.step.accept')}
      hint={t(fault ? 'equipment.fault.acceptHint' : 'equipment.maintenance.acceptHint')}
      form={form}
      initial={{ end: known === null ? centerNow() : centerWall(known) }}
      change={({ end, result, reason }) => ({
        method: 'POST',
        path: recordPath(record, 'accept'),
        body: {
          revision: record.revision,
          end: centerInstant(end),
          result: result.trim(),
          ...(again && reason !== undefined ? { reason: reason.trim() } : {}),
        } satisfies StationAccept,
      })}
      onClose={onClose}
    >
      {says.kind === 'fault' && says.probeSawUpAt !== null ? (
        <p>{t('equipment.fault.probeSawUp', { at: centerWall(says.probeSawUpAt).format('YYYY-MM-DD HH:mm') })}</p>
      ) : null}
      <WhenField name="end" label={t(fault ? 'equipment.fault.acceptedAt' : 'equipment.maintenance.to')} />
      <TextField name="result" label={t('equipment.result')} />
      {again ? <ReasonField /> : null}
    </FormDialog>
  );
}

interface DisputeValues {
  readonly equipmentId: string;
  readonly from: Dayjs;
  readonly to: Dayjs;
  readonly reason: string;
}

export interface DisputeDialogProps extends ForDeviceProps {
  readonly from?: string;
  readonly to?: string;
}

/** A person says that a device worked although a probe said no; nothing changes before a second person has signed. */
export function DisputeDialog({ equipmentId, from, to, onClose }: DisputeDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<DisputeValues>();
  const [formKey] = useState(newFormKey);
  return (
    <FormDialog<DisputeValues>
      title={t('equipment.dispute')}
      hint={t('equipment.disputeHint')}
      form={form}
      initial={{
        ...(equipmentId === undefined ? {} : { equipmentId }),
        ...(from === undefined ? {} : { from: centerWall(from) }),
        ...(to === undefined ? {} : { to: centerWall(to) }),
      }}
      change={(values) => ({
        method: 'POST',
        path: '/api/equipment/disputes',
        body: {
          formKey,
          equipmentId: values.equipmentId,
          from: centerInstant(values.from),
          to: centerInstant(values.to),
          reason: values.reason.trim(),
        } satisfies StationDisputeForm,
      })}
      onClose={onClose}
    >
      <EquipmentField name="equipmentId" />
      <div className="form-row">
        <WhenField name="from" label={t('equipment.from')} />
        <WhenField name="to" label={t('equipment.to')} />
      </div>
      <ReasonField />
    </FormDialog>
  );
}
