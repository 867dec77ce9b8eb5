import type { EquipmentKind, RoomCard } from '@center/contract';
import type { StationEquipmentCardForm, StationEquipmentCards } from '@center/contract/station-api';
import { useDisplayWords, usualBands } from '@center/display';
import { DatePicker, Form, Input, InputNumber, Radio, Select, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { centerNow } from '../../parts/day-field.tsx';
import { useRequired } from '../../parts/equipment/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';

type Unlinked = StationEquipmentCards['unlinked'][number];

/** From what a card is begun. */
export type CardStart =
  | { readonly kind: 'new' }
  | { readonly kind: 'device'; readonly device: Unlinked }
  | { readonly kind: 'card'; readonly card: StationEquipmentCardForm };

const kinds = ['imaging', 'pacs', 'ups', 'room', 'network', 'host'] as const satisfies readonly EquipmentKind[];
const purposes = ['pacs', 'mr', 'other'] as const satisfies readonly RoomCard['purpose'][];
const smokes = ['wired', 'inspection', 'none'] as const satisfies readonly RoomCard['smoke'][];

interface Values {
  readonly id: string;
  readonly kind: EquipmentKind;
  readonly name: string;
  readonly deviceId?: string | null;
  readonly Manufacturer?: string;
  readonly ManufacturerModelName?: string;
  readonly DeviceSerialNumber?: string;
  readonly calendarId?: string | null;
  readonly inServiceFrom: Dayjs;
  readonly inServiceTo?: Dayjs | null;
  readonly warmUpMinutes: number;
  readonly reachabilityIsAll: boolean;
  readonly maintenanceEveryMonths?: number | null;
  readonly ratedVa?: number | null;
  readonly batteryDate?: Dayjs | null;
  readonly dedicatedCircuit?: boolean;
  readonly feeds?: string[];
  readonly runtimeGoalMinutes?: number;
  readonly purpose?: RoomCard['purpose'];
  readonly smoke?: RoomCard['smoke'];
  readonly fireInspectedOn?: Dayjs | null;
  readonly temperatureMin?: number;
  readonly temperatureMax?: number;
  readonly humidityMin?: number;
  readonly humidityMax?: number;
}

const usual = {
  warmUpMinutes: 15,
  reachabilityIsAll: false,
  dedicatedCircuit: false,
  feeds: [],
  runtimeGoalMinutes: 30,
  purpose: 'pacs',
  smoke: 'wired',
  temperatureMin: usualBands.temperatureC.min,
  temperatureMax: usualBands.temperatureC.max,
  humidityMin: usualBands.humidityPct.min,
  humidityMax: usualBands.humidityPct.max,
} as const;

const dayOf = (text: string | undefined): Dayjs | null => (text === undefined ? null : dayjs(text));

function valuesOf(start: CardStart): Partial<Values> {
  const fresh = { ...usual, feeds: [], kind: 'imaging' as const, inServiceFrom: centerNow() };
  switch (start.kind) {
    case 'new':
      return fresh;
    case 'device': {
      const { device } = start;
      return { ...fresh, ...device };
    }
    case 'card': {
      const { ups, room, inServiceFrom, inServiceTo, ...rest } = start.card;
      return {
        ...usual,
        ...rest,
        inServiceFrom: dayjs(inServiceFrom),
        inServiceTo: dayOf(inServiceTo),
        feeds: [],
        ...(ups === undefined ? {} : { ...ups, batteryDate: dayOf(ups.batteryDate) }),
        ...(room === undefined
          ? {}
          : {
              purpose: room.purpose,
              smoke: room.smoke,
              fireInspectedOn: dayOf(room.fireInspectedOn),
              temperatureMin: room.temperatureC.min,
              temperatureMax: room.temperatureC.max,
              humidityMin: room.humidityPct.min,
              humidityMax: room.humidityPct.max,
            }),
      };
    }
  }
}

const on = (day: Dayjs): string => day.format('YYYY-MM-DD');

function upsOf(values: Values): StationEquipmentCardForm['ups'] {
  const { ratedVa, batteryDate, dedicatedCircuit, feeds, runtimeGoalMinutes } = values;
  return {
    ...(typeof ratedVa === 'number' ? { ratedVa } : {}),
    ...(batteryDate ? { batteryDate: on(batteryDate) } : {}),
    dedicatedCircuit: dedicatedCircuit ?? false,
    feeds: feeds ?? [],
    runtimeGoalMinutes: runtimeGoalMinutes ?? usual.runtimeGoalMinutes,
  };
}

function roomOf(values: Values): StationEquipmentCardForm['room'] {
  const { purpose, smoke, fireInspectedOn, temperatureMin, temperatureMax, humidityMin, humidityMax } = values;
  return {
    purpose: purpose ?? usual.purpose,
    smoke: smoke ?? usual.smoke,
    ...(fireInspectedOn ? { fireInspectedOn: on(fireInspectedOn) } : {}),
    temperatureC: { min: temperatureMin ?? usual.temperatureMin, max: temperatureMax ?? usual.temperatureMax },
    humidityPct: { min: humidityMin ?? usual.humidityMin, max: humidityMax ?? usual.humidityMax },
  };
}

function cardOf(values: Values): StationEquipmentCardForm {
  const { kind, deviceId, calendarId, inServiceTo, maintenanceEveryMonths } = values;
  const ups = kind === 'ups' ? upsOf(values) : undefined;
  const room = kind === 'room' ? roomOf(values) : undefined;
  return {
    id: values.id.trim(),
    kind,
    name: values.name.trim(),
    ...(kind === 'imaging' && typeof deviceId === 'string' ? { deviceId } : {}),
    Manufacturer: values.Manufacturer?.trim() ?? '',
    ManufacturerModelName: values.ManufacturerModelName?.trim() ?? '',
    DeviceSerialNumber: values.DeviceSerialNumber?.trim() ?? '',
    ...(typeof calendarId === 'string' ? { calendarId } : {}),
    inServiceFrom: on(values.inServiceFrom),
    ...(inServiceTo ? { inServiceTo: on(inServiceTo) } : {}),
    warmUpMinutes: values.warmUpMinutes,
    reachabilityIsAll: values.reachabilityIsAll,
    ...(typeof maintenanceEveryMonths === 'number' ? { maintenanceEveryMonths } : {}),
    ...(ups === undefined ? {} : { ups }),
    ...(room === undefined ? {} : { room }),
  };
}

const wide = { width: '100%' } as const;

function UpsFields({ data }: { readonly data: StationEquipmentCards }) {
  const { t } = useTranslation();
  const required = useRequired();
  return (
    <>
      <h3 className="part">{t('equipment.card.upsPart')}</h3>
      <div className="form-row">
        <Form.Item name="ratedVa" label={t('equipment.card.ratedVa')}>
          <InputNumber min={1} max={10_000_000} style={wide} />
        </Form.Item>
        <Form.Item name="batteryDate" label={t('equipment.card.batteryDate')}>
          <DatePicker style={wide} />
        </Form.Item>
        <Form.Item name="runtimeGoalMinutes" label={t('equipment.card.runtimeGoal')} rules={[required]}>
          <InputNumber min={0} max={10_000} style={wide} />
        </Form.Item>
        <Form.Item name="dedicatedCircuit" label={t('equipment.card.dedicatedCircuit')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </div>
      <Form.Item name="feeds" label={t('equipment.card.feeds')} extra={t('equipment.card.feedsHint')}>
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={data.rows
            .filter(({ card }) => card.kind !== 'ups' && card.kind !== 'room')
            .map(({ card }) => ({ value: card.id, label: card.name }))}
        />
      </Form.Item>
    </>
  );
}

function RoomFields() {
  const { t } = useTranslation();
  const required = useRequired();
  return (
    <>
      <h3 className="part">{t('equipment.card.roomPart')}</h3>
      <div className="form-row">
        <Form.Item name="purpose" label={t('equipment.card.purpose')} rules={[required]}>
          <Select options={purposes.map((value) => ({ value, label: t(`equipment.purpose.${value}`) }))} />
        </Form.Item>
        <Form.Item name="smoke" label={t('equipment.card.smoke')} rules={[required]}>
          <Select options={smokes.map((value) => ({ value, label: t(`equipment.smokeBy.${value}`) }))} />
        </Form.Item>
        <Form.Item name="fireInspectedOn" label={t('equipment.card.fireInspectedOn')}>
          <DatePicker style={wide} />
        </Form.Item>
      </div>
      <div className="form-row">
        {(['temperatureMin', 'temperatureMax', 'humidityMin', 'humidityMax'] as const).map((name) => (
          <Form.Item key={name} name={name} label={t(`equipment.card.${name}`)} rules={[required]}>
            <InputNumber min={-50} max={150} style={wide} />
          </Form.Item>
        ))}
      </div>
    </>
  );
}

export interface WatchCardDialogProps {
  readonly start: CardStart;
  readonly data: StationEquipmentCards;
  readonly onClose: () => void;
}

/** The card of one thing that is watched. */
export function WatchCardDialog({ start, data, onClose }: WatchCardDialogProps) {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  const [form] = Form.useForm<Values>();
  const required = useRequired();
  const initial = valuesOf(start);
  const kind = Form.useWatch('kind', form) ?? initial.kind;
  const known = start.kind === 'card';
  const linked = start.kind === 'card' ? start.card.deviceId : undefined;
  const devices = [
    ...data.unlinked.map(({ deviceId, name, DeviceSerialNumber }) => ({
      value: deviceId,
      label: `${name} · ${DeviceSerialNumber}`,
    })),
    ...(linked === undefined
      ? []
      : [{ value: linked, label: start.kind === 'card' ? start.card.DeviceSerialNumber : linked }]),
  ];
  return (
    <FormDialog<Values>
      title={t(known ? 'equipment.card.edit' : 'equipment.card.add')}
      hint={t('equipment.card.hint')}
      width={760}
      form={form}
      initial={initial}
      change={(values) => ({ method: 'PUT', path: '/api/equipment/cards', body: cardOf(values) })}
      onClose={onClose}
    >
      <div className="form-row">
        <Form.Item name="kind" label={t('equipment.card.kind')} rules={[required]}>
          <Select disabled={known} options={kinds.map((value) => ({ value, label: equipment.kind[value] }))} />
        </Form.Item>
        <Form.Item name="name" label={t('equipment.card.name')} rules={[{ ...required, whitespace: true }]}>
          <Input maxLength={80} />
        </Form.Item>
        <Form.Item
          name="id"
          label={t('equipment.card.id')}
          extra={t('equipment.card.idHint')}
          rules={[
            required,
            { pattern: /^\s*[A-Za-z0-9][A-Za-z0-9._-]{0,63}\s*$/, message: t('equipment.card.idHint') },
          ]}
        >
          <Input maxLength={64} disabled={known} className="dp-code" placeholder="ct-1" />
        </Form.Item>
        {kind === 'imaging' ? (
          <Form.Item name="deviceId" label={t('equipment.card.device')} extra={t('equipment.card.deviceHint')}>
            <Select allowClear options={devices} optionFilterProp="label" />
          </Form.Item>
        ) : null}
        <Form.Item name="Manufacturer" label={t('devices.manufacturer')}>
          <Input maxLength={64} />
        </Form.Item>
        <Form.Item name="ManufacturerModelName" label={t('devices.model')}>
          <Input maxLength={64} />
        </Form.Item>
        <Form.Item name="DeviceSerialNumber" label={t('devices.serial')}>
          <Input maxLength={64} />
        </Form.Item>
        <Form.Item name="calendarId" label={t('equipment.card.calendar')} extra={t('equipment.card.calendarHint')}>
          <Select allowClear options={data.calendars.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="inServiceFrom" label={t('equipment.card.inServiceFrom')} rules={[required]}>
          <DatePicker style={wide} />
        </Form.Item>
        <Form.Item name="inServiceTo" label={t('equipment.card.inServiceTo')}>
          <DatePicker style={wide} />
        </Form.Item>
        <Form.Item name="warmUpMinutes" label={t('equipment.card.warmUp')} rules={[required]}>
          <InputNumber min={0} max={240} precision={0} style={wide} />
        </Form.Item>
        {kind === 'imaging' ? (
          <Form.Item name="maintenanceEveryMonths" label={t('equipment.card.maintenanceEvery')}>
            <InputNumber min={1} max={60} precision={0} style={wide} />
          </Form.Item>
        ) : null}
      </div>
      {kind === 'ups' || kind === 'room' ? null : (
        <Form.Item
          name="reachabilityIsAll"
          label={t('equipment.card.reachability')}
          extra={t('equipment.card.reachabilityHint')}
        >
          <Radio.Group
            options={[
              { value: false, label: t('equipment.card.reachabilityNo') },
              { value: true, label: t('equipment.card.reachabilityYes') },
            ]}
          />
        </Form.Item>
      )}
      {kind === 'ups' ? <UpsFields data={data} /> : null}
      {kind === 'room' ? <RoomFields /> : null}
    </FormDialog>
  );
}
