import type { StationPermitForm, StationPermits } from '@center/contract/station-api';
import { useQuery } from '@tanstack/react-query';
import { Form, Input, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { permitsQuery } from '../../api/archive-queries.ts';
import { Shown } from '../../parts/shown.tsx';
import { dayOf, EntryDialog, given, SpanFields, textOf } from './entry-dialog.tsx';
import { RegisterFrame, SpanText } from './register-frame.tsx';

type Permit = StationPermits['rows'][number]['entry'];

const kinds = ['radiology', 'large-equipment'] as const satisfies readonly Permit['kind'][];

interface Values {
  readonly kind: Permit['kind'];
  readonly number: string;
  readonly scope?: string;
  readonly validFrom: Dayjs;
  readonly validTo?: Dayjs | null;
  /** A device a line: serial number, then the model where it is known. */
  readonly devices?: string;
}

const deviceLine = /^\s*(\S+)(?:[\s,，]+(.+?))?\s*$/;

function devicesOf(text: string | undefined): StationPermitForm['devices'] {
  return (text ?? '')
    .split('\n')
    .map((line) => deviceLine.exec(line))
    .filter((found) => found !== null)
    .map(([, serial = '', model]) => ({
      DeviceSerialNumber: serial,
      ...(model === undefined ? {} : { ManufacturerModelName: model }),
    }));
}

function bodyOf(entry: Permit | undefined, { validFrom, validTo, devices, scope, ...rest }: Values): StationPermitForm {
  return {
    ...rest,
    number: rest.number.trim(),
    scope: scope?.trim() ?? '',
    validFrom: textOf(validFrom),
    ...(validTo ? { validTo: textOf(validTo) } : {}),
    devices: devicesOf(devices),
    ...given('id', entry?.id),
  };
}

function PermitDialog({ entry, onClose }: { readonly entry: Permit | undefined; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const validTo = dayOf(entry?.validTo);
  const initial: Partial<Values> =
    entry === undefined
      ? { kind: 'radiology' }
      : {
          kind: entry.kind,
          number: entry.number,
          scope: entry.scope,
          validFrom: dayjs(entry.validFrom),
          ...(validTo === undefined ? {} : { validTo }),
          devices: entry.devices
            .map(({ DeviceSerialNumber, ManufacturerModelName }) =>
              `${DeviceSerialNumber} ${ManufacturerModelName ?? ''}`.trim(),
            )
            .join('\n'),
        };
  return (
    <EntryDialog<Values>
      title={t(entry === undefined ? 'registers.add.permits' : 'registers.edit')}
      path="/api/registers/permits"
      form={form}
      initial={initial}
      body={(values) => bodyOf(entry, values)}
      onClose={onClose}
    >
      <Form.Item name="kind" label={t('registers.permitKind')} rules={[{ required: true }]}>
        <Radio.Group options={kinds.map((value) => ({ value, label: t(`registers.permitKinds.${value}`) }))} />
      </Form.Item>
      <div className="form-row">
        <Form.Item
          name="number"
          label={t('registers.number')}
          rules={[{ required: true, whitespace: true, message: t('common.required') }]}
        >
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="scope" label={t('registers.scope')}>
          <Input maxLength={200} />
        </Form.Item>
        <SpanFields from={['validFrom', t('registers.validFrom')]} to={['validTo', t('registers.validTo')]} />
      </div>
      <Form.Item name="devices" label={t('registers.devices')} extra={t('registers.devicesHint')}>
        <Input.TextArea rows={3} className="dp-code" />
      </Form.Item>
    </EntryDialog>
  );
}

/** Permits of the center and the devices that they name. */
export function Permits() {
  const { t } = useTranslation();
  const query = useQuery(permitsQuery);
  return (
    <Shown query={query}>
      {({ asOf, rows }) => (
        <RegisterFrame<Permit>
          register="permits"
          asOf={asOf}
          rows={rows}
          columns={[
            {
              title: t('registers.permitKind'),
              width: 150,
              render: (_, { entry }) => t(`registers.permitKinds.${entry.kind}`),
            },
            {
              title: t('registers.number'),
              render: (_, { entry }) => (
                <span className="lines">
                  <b>{entry.number}</b>
                  <span className="dp-quiet small">{entry.scope}</span>
                </span>
              ),
            },
            {
              title: t('registers.validity'),
              width: 210,
              render: (_, { entry }) => <SpanText from={entry.validFrom} to={entry.validTo} />,
            },
            {
              title: t('registers.devices'),
              render: (_, { entry }) =>
                entry.devices.length === 0 ? (
                  <span className="dp-quiet small">{t('registers.devicesByCard')}</span>
                ) : (
                  <span className="dp-code small">
                    {entry.devices.map(({ DeviceSerialNumber }) => DeviceSerialNumber).join(' · ')}
                  </span>
                ),
            },
          ]}
          dialog={(entry, close) => <PermitDialog entry={entry} onClose={close} />}
        />
      )}
    </Shown>
  );
}
