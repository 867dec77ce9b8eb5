import type { DeviceModality, DoseCapability } from '@center/contract';
import type { StationCardForm, StationDevice, StationDevices } from '@center/contract/station-api';
import { DatePicker, Form, Input, Modal, Radio, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries.ts';
import { centerNow } from './day-field.tsx';
import { Refusal } from './refusal.tsx';

const modalities = [
  'CT',
  'DX',
  'CR',
  'MG',
  'XA',
  'RF',
  'PX',
  'IO',
  'NM',
  'PT',
  'US',
  'MR',
  'OT',
] as const satisfies readonly DeviceModality[];
const capabilities = ['rdsr', 'header', 'technique', 'none'] as const satisfies readonly DoseCapability[];

type Values = Omit<StationCardForm, 'validFrom' | 'validTo'> & {
  readonly validFrom: Dayjs;
  readonly validTo?: Dayjs | null;
};

function initial(device: StationDevice | undefined): Partial<Values> {
  const card = device?.card;
  if (card) {
    const { validFrom, validTo, ...rest } = card;
    return { ...rest, validFrom: dayjs(validFrom), ...(validTo === undefined ? {} : { validTo: dayjs(validTo) }) };
  }
  const seen = modalities.find((modality) => device?.modalities.includes(modality) ?? false);
  return {
    name: device?.StationName ?? '',
    Manufacturer: device?.Manufacturer ?? '',
    ManufacturerModelName: device?.ManufacturerModelName ?? '',
    DeviceSerialNumber: device?.DeviceSerialNumber ?? '',
    ...(seen === undefined ? {} : { modality: seen }),
    ...(device === undefined || device.AETitles.length === 0
      ? {}
      : { AETitles: device.AETitles.map(({ title }) => title) }),
    // The first day on which it was seen: its studies up to now are then its own.
    validFrom: typeof device?.firstSeen === 'string' ? dayjs(device.firstSeen) : centerNow(),
  };
}

function formOf({ validFrom, validTo, permitNumber, AETitles, ...rest }: Values): StationCardForm {
  const permit = permitNumber?.trim() ?? '';
  return {
    ...rest,
    validFrom: validFrom.format('YYYY-MM-DD'),
    ...(validTo ? { validTo: validTo.format('YYYY-MM-DD') } : {}),
    ...(permit === '' ? {} : { permitNumber: permit }),
    ...(AETitles === undefined || AETitles.length === 0 ? {} : { AETitles: AETitles.map((title) => title.trim()) }),
  };
}

export interface CardDialogProps {
  /** A seen device whose names are taken over; they are what the card is matched by. */
  readonly device: StationDevice | undefined;
  readonly onClose: () => void;
}

/** A device card, new or changed. */
export function CardDialog({ device, onClose }: CardDialogProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const { mutate, isPending, error } = useChange<StationDevices>();
  const known = device !== undefined;
  const required = [{ required: true, message: t('common.required') }];
  return (
    <Modal
      open
      width={640}
      title={t(device?.card ? 'devices.edit' : 'devices.make')}
      okText={t('common.save')}
      okButtonProps={{ loading: isPending }}
      cancelText={t('common.cancel')}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Refusal error={error} />
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={initial(device)}
        onFinish={(values) =>
          mutate({ method: 'PUT', path: '/api/devices/cards', body: formOf(values) }, { onSuccess: onClose })
        }
      >
        <div className="form-row">
          <Form.Item name="name" label={t('devices.name')} rules={[{ ...required[0], whitespace: true }]}>
            <Input maxLength={80} autoFocus />
          </Form.Item>
          <Form.Item name="modality" label={t('devices.modality')} rules={required}>
            <Select options={modalities.map((value) => ({ value, label: value }))} />
          </Form.Item>
          <Form.Item name="Manufacturer" label={t('devices.manufacturer')} initialValue="">
            <Input maxLength={64} disabled={known} />
          </Form.Item>
          <Form.Item name="ManufacturerModelName" label={t('devices.model')} initialValue="">
            <Input maxLength={64} disabled={known} />
          </Form.Item>
          <Form.Item name="DeviceSerialNumber" label={t('devices.serial')} rules={required}>
            <Input maxLength={64} disabled={known} />
          </Form.Item>
          <Form.Item name="permitNumber" label={t('devices.permit')}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item
            name="AETitles"
            label={t('devices.aeTitles')}
            extra={t('devices.aeTitlesHint')}
            rules={[{ type: 'array', max: 8, defaultField: { type: 'string', max: 16 } }]}
          >
            <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', ' ', '\\']} maxCount={8} />
          </Form.Item>
          <Form.Item name="validFrom" label={t('devices.validFrom')} rules={required}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="validTo" label={t('devices.validTo')}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
        </div>
        <Form.Item name="doseRecord" label={t('devices.doseRecord')} rules={required}>
          <Radio.Group options={capabilities.map((value) => ({ value, label: t(`devices.dose.${value}`) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
