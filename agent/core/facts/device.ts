import {
  type CalendarDate,
  type DeviceCard,
  type DeviceId,
  must,
  type Origin,
  parseDeviceId,
  type SeenDevice,
} from '@center/contract';
import { textOf } from './header.ts';
import { isPerformedStep, modalityOf } from './object-kind.ts';
import type { Digest, ObservedObject, StudyInput } from './observed-object.ts';

/** A device's id: the first 32 hexadecimal digits of the SHA-256 over manufacturer, model and serial number, folded to upper case. */
export function deviceIdOf(
  Manufacturer: string,
  ManufacturerModelName: string,
  DeviceSerialNumber: string,
  digest: Digest,
): DeviceId {
  const text = [Manufacturer, ManufacturerModelName, DeviceSerialNumber]
    .map((part) => part.trim().toUpperCase())
    .join('|');
  return must(parseDeviceId(digest(text).slice(0, 32)));
}

/** The card in force on a day. */
function cardFor(cards: readonly DeviceCard[], deviceId: DeviceId, on: CalendarDate): DeviceCard | undefined {
  return cards.find(
    (card) => card.deviceId === deviceId && card.validFrom <= on && (card.validTo === undefined || on <= card.validTo),
  );
}

/** The devices that the objects name, in the order in which they appear, with the card of the study's day. */
export function seenDevices(
  objects: readonly ObservedObject[],
  cards: readonly DeviceCard[],
  on: CalendarDate,
  nameOf: DeviceNamer,
): ReadonlyMap<DeviceId, SeenDevice> {
  const devices = new Map<DeviceId, SeenDevice>();
  for (const object of objects) {
    const id = nameOf(object);
    if (id === undefined) continue;
    const known = devices.get(id);
    const modality = modalityOf(object);
    if (known !== undefined) {
      if (!known.modalities.includes(modality))
        devices.set(id, { ...known, modalities: [...known.modalities, modality] });
      continue;
    }
    const card = cardFor(cards, id, on);
    const text = (keyword: 'Manufacturer' | 'ManufacturerModelName' | 'DeviceSerialNumber' | 'StationName'): string =>
      textOf(object.header, keyword)?.trim() ?? '';
    devices.set(id, {
      deviceId: id,
      Manufacturer: text('Manufacturer'),
      ManufacturerModelName: text('ManufacturerModelName'),
      DeviceSerialNumber: text('DeviceSerialNumber'),
      StationName: text('StationName'),
      modalities: [modality],
      ...(card === undefined ? {} : { card }),
    });
  }
  return devices;
}

/**
 * The AE titles under which devices worked: what their own images give, and what a performed step gives where the study has one device of its modality (a step names no
 * device, PS3.3 §C.4.14). With two devices of the modality nobody can tell whose title it is.
 */
export function withAETitles(
  devices: ReadonlyMap<DeviceId, SeenDevice>,
  objects: readonly ObservedObject[],
  nameOf: DeviceNamer,
): readonly SeenDevice[] {
  const titles = new Map<DeviceId, Set<string>>();
  for (const object of objects) {
    const title = textOf(object.header, 'PerformedStationAETitle')?.trim() ?? '';
    if (title === '') continue;
    const modality = modalityOf(object);
    const ofModality = [...devices.values()].filter(({ modalities }) => modalities.includes(modality));
    const id = isPerformedStep(object)
      ? ofModality.length === 1
        ? ofModality[0]?.deviceId
        : undefined
      : nameOf(object);
    if (id !== undefined) titles.set(id, (titles.get(id) ?? new Set()).add(title));
  }
  return [...devices.values()].map((device) => {
    const own = titles.get(device.deviceId);
    return own === undefined ? device : { ...device, AETitles: [...own].toSorted() };
  });
}

/** The device that made an object; undefined when the object names none at all. */
export type DeviceNamer = (object: ObservedObject) => DeviceId | undefined;

/** Names devices, each combination of texts hashed once. */
export function deviceNamer(digest: Digest): DeviceNamer {
  const known = new Map<string, DeviceId>();
  const named = new WeakMap<ObservedObject, DeviceId | false>();
  const nameAnew = ({ header }: ObservedObject): DeviceId | undefined => {
    const parts = [
      textOf(header, 'Manufacturer') ?? '',
      textOf(header, 'ManufacturerModelName') ?? '',
      textOf(header, 'DeviceSerialNumber') ?? '',
    ] as const;
    if (parts.every((part) => part.trim() === '')) return undefined;
    const key = parts.join('\n');
    const id = known.get(key) ?? deviceIdOf(...parts, digest);
    known.set(key, id);
    return id;
  };
  return (object) => {
    const before = named.get(object);
    if (before !== undefined) return before === false ? undefined : before;
    const id = nameAnew(object);
    named.set(object, id ?? false);
    return id;
  };
}

/** The device a dose report is about: the seen one of the serial number that its device observer names, else the one in the report's own header. */
export function reportedDeviceNamer(devices: ReadonlyMap<DeviceId, SeenDevice>, nameOf: DeviceNamer): DeviceNamer {
  const bySerial = new Map(
    [...devices.values()].map(({ DeviceSerialNumber, deviceId }) => [fold(DeviceSerialNumber), deviceId]),
  );
  return (object) => {
    const serial = fold(object.dose?.deviceObserver?.serial ?? '');
    return (serial === '' ? undefined : bySerial.get(serial)) ?? nameOf(object);
  };
}

const fold = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toUpperCase();

/**
 * Domain: whose study is it? A record outranks the register, the register and a performed step of our own modality (`stepSeen`) outrank the institution's name, and
 * without any of them nobody knows.
 */
export function originOf(
  input: Pick<StudyInput, 'records' | 'registerInUse' | 'institutionNames'>,
  objects: readonly ObservedObject[],
  devices: ReadonlyMap<DeviceId, SeenDevice>,
  stepSeen: boolean,
): Origin {
  if (input.records.importedBy !== undefined) return { kind: 'imported', by: 'record' };
  if ([...devices.values()].some(({ card }) => card !== undefined)) return { kind: 'own', by: 'device-register' };
  if (stepSeen) return { kind: 'own', by: 'mpps' };
  const ours = new Set(input.institutionNames.map(fold));
  const named = objects
    .map(({ header }) => fold(textOf(header, 'InstitutionName') ?? ''))
    .filter((name) => name !== '');
  if (ours.size > 0 && named.length > 0) {
    return named.some((name) => ours.has(name))
      ? { kind: 'own', by: 'presumption' }
      : { kind: 'imported', by: 'institution' };
  }
  if (!input.registerInUse && objects.length > 0) return { kind: 'own', by: 'presumption' };
  return {
    kind: 'unclassified',
    why: objects.length === 0 ? 'no acquired image' : 'no registered device and no known institution',
  };
}
