import type { DailyStatus } from '@center/contract';
import type {
  StationDailyDay,
  StationDailyForm,
  StationDailyRevision,
  StationEquipmentRecord,
} from '@center/contract/station-api';
import { formatDateTime } from '@center/display';
import { Alert, Form, InputNumber, Radio, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../form-dialog.tsx';
import { newFormKey } from '../form-key.ts';
import { recordPath } from './fault-dialogs.tsx';
import { ReasonField, TextField, useRequired } from './fields.tsx';

type Row = StationDailyDay['rows'][number];

const dailyStatuses = [
  'normal',
  'degraded',
  'fault',
  'suspended',
  'maintenance',
] as const satisfies readonly DailyStatus[];

interface Values {
  readonly status: DailyStatus;
  readonly selfCheckDone: boolean;
  readonly calibrationDone: boolean;
  readonly counter?: number | null;
  readonly temperatureC?: number | null;
  readonly humidityPct?: number | null;
  readonly heliumPct?: number | null;
  readonly remark?: string;
  readonly reason?: string;
}

const numbers = ['counter', 'temperatureC', 'humidityPct', 'heliumPct'] as const;

/** What the form says, without the numbers that nobody gave. */
function wordsOf(values: Values) {
  const given = Object.fromEntries(
    numbers.flatMap((key) => {
      const value = values[key];
      return value === null || value === undefined ? [] : [[key, value]];
    }),
  );
  return {
    status: values.status,
    selfCheckDone: values.selfCheckDone,
    calibrationDone: values.calibrationDone,
    ...given,
    remark: values.remark?.trim() ?? '',
  };
}

/** The fields of a daily record. */
function Fields() {
  const { t } = useTranslation();
  const required = useRequired();
  return (
    <>
      <Form.Item name="status" label={t('equipment.daily.status')} rules={[required]}>
        <Radio.Group options={dailyStatuses.map((value) => ({ value, label: t(`equipment.dailyStatus.${value}`) }))} />
      </Form.Item>
      <div className="form-row">
        <Form.Item name="selfCheckDone" label={t('equipment.daily.selfCheck')} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="calibrationDone" label={t('equipment.daily.calibration')} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="counter" label={t('equipment.daily.counter')}>
          <InputNumber min={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="temperatureC" label={t('equipment.daily.temperature')}>
          <InputNumber min={-50} max={100} step={0.1} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="humidityPct" label={t('equipment.daily.humidity')}>
          <InputNumber min={0} max={100} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="heliumPct" label={t('equipment.daily.helium')}>
          <InputNumber min={0} max={100} style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <TextField name="remark" label={t('equipment.daily.remark')} optional />
    </>
  );
}

/** What the machines saw of the day before the person signs. */
function Seen({ prefill }: { readonly prefill: Row['prefill'] }) {
  const { t } = useTranslation();
  const { firstStudyAt, studies, probeUpAt, openFaultId } = prefill;
  return (
    <Alert
      type={openFaultId === null ? 'info' : 'warning'}
      showIcon
      className="dp-gap"
      title={t('equipment.daily.seen')}
      description={
        <span className="lines">
          <span>
            {firstStudyAt === null
              ? t('equipment.daily.noStudy')
              : t('equipment.daily.firstStudy', { at: formatDateTime(firstStudyAt), n: studies })}
          </span>
          <span>
            {probeUpAt === null
              ? t('equipment.daily.noProbe')
              : t('equipment.daily.probeUp', { at: formatDateTime(probeUpAt) })}
          </span>
          {openFaultId === null ? null : <span>{t('equipment.daily.openFault')}</span>}
        </span>
      }
    />
  );
}

export interface DailyDialogProps {
  readonly row: Row;
  readonly date: string;
  readonly onClose: () => void;
}

/** The record of one device and day, filled in by what machines saw, signed by a person. */
export function DailyDialog({ row, date, onClose }: DailyDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const [formKey] = useState(newFormKey);
  const { status, counter, temperatureC, humidityPct, heliumPct } = row.prefill;
  return (
    <FormDialog<Values>
      title={t('equipment.daily.title', { name: row.name, date })}
      hint={t('equipment.daily.hint')}
      okText={t('equipment.daily.sign')}
      form={form}
      initial={{
        ...(status === null ? {} : { status }),
        selfCheckDone: false,
        calibrationDone: false,
        counter,
        temperatureC,
        humidityPct,
        heliumPct,
      }}
      change={(values) => ({
        method: 'POST',
        path: '/api/equipment/daily',
        body: { formKey, equipmentId: row.equipmentId, date, ...wordsOf(values) } satisfies StationDailyForm,
      })}
      onClose={onClose}
    >
      <Seen prefill={row.prefill} />
      <Fields />
    </FormDialog>
  );
}

export interface DailyRevisionDialogProps {
  readonly record: StationEquipmentRecord;
  readonly onClose: () => void;
}

/** A daily record is corrected; what it said before stays readable. */
export function DailyRevisionDialog({ record, onClose }: DailyRevisionDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const { says } = record;
  if (says.kind !== 'daily') return null;
  return (
    <FormDialog<Values>
      title={t('equipment.step.revise')}
      hint={t('equipment.reviseHint')}
      form={form}
      initial={says}
      change={(values) => ({
        method: 'POST',
        path: recordPath(record, 'daily'),
        body: {
          revision: record.revision,
          reason: values.reason?.trim() ?? '',
          ...wordsOf(values),
        } satisfies StationDailyRevision,
      })}
      onClose={onClose}
    >
      <Fields />
      <ReasonField />
    </FormDialog>
  );
}
