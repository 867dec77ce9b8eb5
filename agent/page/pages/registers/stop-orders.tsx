import type { StationStopOrderForm, StationStopOrders } from '@center/contract/station-api';
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Radio, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { stopOrdersQuery } from '../../api/archive-queries.ts';
import { devicesQuery } from '../../api/queries.ts';
import { Shown } from '../../parts/shown.tsx';
import { dayOf, EntryDialog, given, SpanFields, textOf } from './entry-dialog.tsx';
import { RegisterFrame, SpanText } from './register-frame.tsx';

type Order = StationStopOrders['rows'][number]['entry'];

const modalities = ['CT', 'DX', 'CR', 'MG', 'XA', 'RF', 'PX', 'IO', 'NM', 'PT', 'US', 'MR'] as const;

interface Values {
  readonly number: string;
  readonly issuedBy: string;
  readonly what: 'device' | 'modality';
  readonly deviceId?: string;
  readonly Modality?: string;
  readonly reason: string;
  readonly from: Dayjs;
  readonly liftedOn?: Dayjs | null;
}

function bodyOf(entry: Order | undefined, values: Values): StationStopOrderForm {
  const { what, deviceId = '', Modality = '', from, liftedOn, number, issuedBy, reason } = values;
  return {
    number: number.trim(),
    issuedBy: issuedBy.trim(),
    reason: reason.trim(),
    scope: what === 'device' ? { kind: 'device', deviceId } : { kind: 'modality', Modality },
    from: textOf(from),
    ...(liftedOn ? { liftedOn: textOf(liftedOn) } : {}),
    ...given('id', entry?.id),
  };
}

function initialOf(entry: Order | undefined): Partial<Values> {
  if (entry === undefined) return { what: 'device' };
  const [from, liftedOn] = [dayOf(entry.from), dayOf(entry.liftedOn)];
  return {
    number: entry.number,
    issuedBy: entry.issuedBy,
    reason: entry.reason,
    ...(entry.scope.kind === 'device'
      ? { what: 'device' as const, deviceId: entry.scope.deviceId }
      : { what: 'modality' as const, Modality: entry.scope.Modality }),
    ...(from === undefined ? {} : { from }),
    ...(liftedOn === undefined ? {} : { liftedOn }),
  };
}

/** Devices by what people call them. */
function useDeviceNames(): ReadonlyMap<string, string> {
  const { data } = useQuery(devicesQuery);
  return new Map(
    (data?.rows ?? []).map(({ deviceId, card, ManufacturerModelName, DeviceSerialNumber }) => [
      deviceId,
      `${card?.name ?? ManufacturerModelName} · ${DeviceSerialNumber}`,
    ]),
  );
}

function StopOrderDialog({ entry, onClose }: { readonly entry: Order | undefined; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const devices = useDeviceNames();
  const what = Form.useWatch('what', form) ?? initialOf(entry).what;
  const required = [{ required: true, message: t('common.required') }];
  return (
    <EntryDialog<Values>
      title={t(entry === undefined ? 'registers.add.stop-orders' : 'registers.edit')}
      path="/api/registers/stop-orders"
      form={form}
      initial={initialOf(entry)}
      body={(values) => bodyOf(entry, values)}
      onClose={onClose}
    >
      <div className="form-row">
        <Form.Item name="number" label={t('registers.orderNumber')} rules={required}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="issuedBy" label={t('registers.issuedBy')} rules={required}>
          <Input maxLength={80} />
        </Form.Item>
      </div>
      <Form.Item name="what" label={t('registers.stops')}>
        <Radio.Group
          options={[
            { value: 'device', label: t('registers.oneDevice') },
            { value: 'modality', label: t('registers.wholeModality') },
          ]}
        />
      </Form.Item>
      {what === 'modality' ? (
        <Form.Item name="Modality" label={t('registers.modality')} rules={required}>
          <Select options={modalities.map((value) => ({ value, label: value }))} />
        </Form.Item>
      ) : (
        <Form.Item name="deviceId" label={t('registers.device')} rules={required}>
          <Select options={[...devices].map(([value, label]) => ({ value, label }))} />
        </Form.Item>
      )}
      <div className="form-row">
        <SpanFields from={['from', t('registers.stoppedFrom')]} to={['liftedOn', t('registers.liftedOn')]} />
      </div>
      <Form.Item name="reason" label={t('common.reason')} rules={required}>
        <Input.TextArea rows={2} maxLength={400} />
      </Form.Item>
    </EntryDialog>
  );
}

/** Orders of the authority to stop a device or a modality. */
export function StopOrders() {
  const { t } = useTranslation();
  const query = useQuery(stopOrdersQuery);
  const devices = useDeviceNames();
  return (
    <Shown query={query}>
      {({ asOf, rows }) => (
        <RegisterFrame<Order>
          register="stop-orders"
          asOf={asOf}
          rows={rows}
          columns={[
            {
              title: t('registers.orderNumber'),
              render: (_, { entry }) => (
                <span className="lines">
                  <b>{entry.number}</b>
                  <span className="dp-quiet small">{entry.issuedBy}</span>
                </span>
              ),
            },
            {
              title: t('registers.stops'),
              render: (_, { entry: { scope } }) =>
                scope.kind === 'modality'
                  ? scope.Modality
                  : (devices.get(scope.deviceId) ?? scope.deviceId.slice(0, 8)),
            },
            { title: t('common.reason'), render: (_, { entry }) => entry.reason },
            {
              title: t('registers.validity'),
              width: 210,
              render: (_, { entry }) => <SpanText from={entry.from} to={entry.liftedOn} />,
            },
          ]}
          dialog={(entry, close) => <StopOrderDialog entry={entry} onClose={close} />}
        />
      )}
    </Shown>
  );
}
