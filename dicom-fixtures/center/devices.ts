import { createHash } from 'node:crypto';
import {
  type CalendarDate,
  type DeviceCard,
  type DoseCapability,
  must,
  parseCalendarDate,
  parseDeviceId,
} from '@center/contract';
import type { CharacterSet } from '../writer/character-set.ts';

/** What this center calls itself in InstitutionName (0008,0080), in the script the device can write. */
export const institutionNames = { zh: '示范医学影像诊断中心', en: 'Demonstration Medical Imaging Center' } as const;

export type FixtureModality = 'CT' | 'DX' | 'MG' | 'RF' | 'PX' | 'IO' | 'US' | 'MR';

/** A machine of the center. Makers and models are invented. */
export interface FixtureDevice {
  readonly key: string;
  readonly modality: FixtureModality;
  readonly Manufacturer: string;
  readonly ManufacturerModelName: string;
  readonly DeviceSerialNumber: string;
  readonly StationName: string;
  readonly SoftwareVersions: string;
  readonly characterSet: CharacterSet;
  readonly doseRecord: DoseCapability;
  readonly transferSyntax: 'explicit-le' | 'implicit-le' | 'jpeg-baseline';
  readonly nameZh: string;
  /** Of all studies, so many in a hundred. */
  readonly share: number;
}

export const devices: readonly FixtureDevice[] = [
  {
    key: 'ct-a',
    modality: 'CT',
    Manufacturer: 'Huayun Medical',
    ManufacturerModelName: 'Lingjing CT 64',
    DeviceSerialNumber: 'HY64-210317',
    StationName: 'CT01',
    SoftwareVersions: 'VB42A',
    characterSet: 'gb18030',
    doseRecord: 'rdsr',
    transferSyntax: 'explicit-le',
    nameZh: 'CT 一室',
    share: 20,
  },
  {
    key: 'ct-b',
    modality: 'CT',
    Manufacturer: 'Norden Imaging',
    ManufacturerModelName: 'Helix 128',
    DeviceSerialNumber: 'NH128-4471',
    StationName: 'CT02',
    SoftwareVersions: '6.3.1',
    characterSet: 'utf-8',
    doseRecord: 'rdsr',
    transferSyntax: 'explicit-le',
    nameZh: 'CT 二室',
    share: 16,
  },
  {
    key: 'dx-a',
    modality: 'DX',
    Manufacturer: 'Huayun Medical',
    ManufacturerModelName: 'Mingche DR 500',
    DeviceSerialNumber: 'HD500-200915',
    StationName: 'DR01',
    SoftwareVersions: '3.2',
    characterSet: 'gb18030',
    doseRecord: 'header',
    transferSyntax: 'explicit-le',
    nameZh: 'DR 一室',
    share: 18,
  },
  {
    key: 'dx-b',
    modality: 'DX',
    Manufacturer: 'Orbis Radiology',
    ManufacturerModelName: 'FlatView 43',
    DeviceSerialNumber: 'OF43-88120',
    StationName: 'DR02',
    SoftwareVersions: '1.9.4',
    characterSet: 'iso-2022-ir-58',
    doseRecord: 'header',
    transferSyntax: 'implicit-le',
    nameZh: 'DR 二室',
    share: 10,
  },
  {
    key: 'mg-a',
    modality: 'MG',
    Manufacturer: 'Norden Imaging',
    ManufacturerModelName: 'Mamma Clear',
    DeviceSerialNumber: 'NMC-30552',
    StationName: 'MG01',
    SoftwareVersions: '2.0.7',
    characterSet: 'utf-8',
    doseRecord: 'header',
    transferSyntax: 'explicit-le',
    nameZh: '乳腺钼靶室',
    share: 6,
  },
  {
    key: 'rf-a',
    modality: 'RF',
    Manufacturer: 'Orbis Radiology',
    ManufacturerModelName: 'Fluoro One',
    DeviceSerialNumber: 'OFO-7719',
    StationName: 'RF01',
    SoftwareVersions: '4.1',
    characterSet: 'gb18030',
    doseRecord: 'rdsr',
    transferSyntax: 'explicit-le',
    nameZh: '胃肠透视室',
    share: 3,
  },
  {
    key: 'px-a',
    modality: 'PX',
    Manufacturer: 'Yadao Dental',
    ManufacturerModelName: 'Quanjing 10',
    DeviceSerialNumber: 'YQ10-1906',
    StationName: 'PX01',
    SoftwareVersions: '5.0',
    characterSet: 'gbk',
    doseRecord: 'header',
    transferSyntax: 'implicit-le',
    nameZh: '口腔全景室',
    share: 4,
  },
  {
    key: 'io-a',
    modality: 'IO',
    Manufacturer: 'Yadao Dental',
    ManufacturerModelName: 'Xiaopian 2',
    DeviceSerialNumber: 'YX2-0442',
    StationName: 'IO01',
    SoftwareVersions: '1.1',
    characterSet: 'gb18030',
    doseRecord: 'technique',
    transferSyntax: 'explicit-le',
    nameZh: '口腔牙片室',
    share: 3,
  },
  {
    key: 'us-a',
    modality: 'US',
    Manufacturer: 'Shengbo',
    ManufacturerModelName: 'Sono 9',
    DeviceSerialNumber: 'SB9-66023',
    StationName: 'US01',
    SoftwareVersions: '7.2',
    characterSet: 'utf-8',
    doseRecord: 'none',
    transferSyntax: 'jpeg-baseline',
    nameZh: '超声一室',
    share: 10,
  },
  {
    key: 'mr-a',
    modality: 'MR',
    Manufacturer: 'Norden Imaging',
    ManufacturerModelName: 'Magna 3T',
    DeviceSerialNumber: 'NM3-0097',
    StationName: 'MR01',
    SoftwareVersions: 'E11',
    characterSet: 'utf-8',
    doseRecord: 'none',
    transferSyntax: 'explicit-le',
    nameZh: '磁共振室',
    share: 10,
  },
];

export function deviceByKey(key: string): FixtureDevice {
  const found = devices.find((device) => device.key === key);
  if (found === undefined) throw new RangeError(`the center has no device ${key}`);
  return found;
}

/** The agent's id of a device: the first 32 hexadecimal digits of SHA-256 over `maker|model|serial`, trimmed and upper-cased. */
export function deviceIdOf(
  device: Pick<FixtureDevice, 'Manufacturer' | 'ManufacturerModelName' | 'DeviceSerialNumber'>,
): DeviceCard['deviceId'] {
  const parts = [device.Manufacturer, device.ManufacturerModelName, device.DeviceSerialNumber];
  const text = parts.map((part) => part.trim().toUpperCase()).join('|');
  return must(parseDeviceId(createHash('sha256').update(text).digest('hex').slice(0, 32)));
}

const ionising: ReadonlySet<FixtureModality> = new Set(['CT', 'DX', 'MG', 'RF', 'PX', 'IO']);
/** Long before the oldest study of any case. */
const inServiceFrom: CalendarDate = must(parseCalendarDate('2010-01-01'));

/** The signed card of a device, as the center's officer would have entered it. */
export function cardOf(device: FixtureDevice): DeviceCard {
  return {
    deviceId: deviceIdOf(device),
    name: device.nameZh,
    Manufacturer: device.Manufacturer,
    ManufacturerModelName: device.ManufacturerModelName,
    DeviceSerialNumber: device.DeviceSerialNumber,
    modality: device.modality,
    doseRecord: device.doseRecord,
    ...(ionising.has(device.modality) ? { permitNumber: '示放证字(0000)第0001号' } : {}),
    validFrom: inServiceFrom,
  };
}
