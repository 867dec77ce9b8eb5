import {
  type CalendarDate,
  type DeviceCard,
  type DeviceId,
  type DeviceStandingFacts,
  daysBetween,
  foldDeviceText,
  ionisingModalities,
  type PermitEntry,
  type StopOrderEntry,
} from '@center/contract';

/** A device as the archive's images name it, or as a card has it that no image names. */
export interface DeviceSighting {
  readonly deviceId: DeviceId;
  readonly Manufacturer: string;
  readonly ManufacturerModelName: string;
  readonly DeviceSerialNumber: string;
  readonly StationName: string;
  readonly modalities: readonly string[];
  /** AE titles under which it was seen, with the last day of each. */
  readonly AETitles: readonly { readonly title: string; readonly last: CalendarDate }[];
  readonly seen?: { readonly first: CalendarDate; readonly last: CalendarDate; readonly studies: number };
}

export interface DeviceRegisters {
  readonly cards: readonly DeviceCard[];
  readonly permits: readonly PermitEntry[];
  readonly stops: readonly StopOrderEntry[];
}

/** The center's own studies of a device dated after `from` and before `until` (open when absent). */
export type StudiesBetween = (
  deviceId: DeviceId,
  from: CalendarDate,
  until: CalendarDate | undefined,
) => { readonly studies: number; readonly last?: CalendarDate };

function inForce({ validFrom, validTo }: Pick<DeviceCard, 'validFrom' | 'validTo'>, on: CalendarDate): boolean {
  return validFrom <= on && (validTo === undefined || on <= validTo);
}

/** A permit lists the device by serial number (and model, where it names one); one without a list covers the devices whose card carries its number. */
function lists(permit: PermitEntry, device: DeviceSighting, card: DeviceCard | undefined): boolean {
  if (permit.kind !== 'radiology') return false;
  if (permit.devices.length === 0)
    return card?.permitNumber !== undefined && foldDeviceText(card.permitNumber) === foldDeviceText(permit.number);
  const serial = foldDeviceText(device.DeviceSerialNumber);
  if (serial === '') return false;
  const model = foldDeviceText(device.ManufacturerModelName);
  return permit.devices.some(
    ({ DeviceSerialNumber, ManufacturerModelName }) =>
      foldDeviceText(DeviceSerialNumber) === serial &&
      (ManufacturerModelName === undefined || model === '' || foldDeviceText(ManufacturerModelName) === model),
  );
}

function touches({ scope }: StopOrderEntry, device: DeviceSighting, card: DeviceCard | undefined): boolean {
  if (scope.kind === 'device') return scope.deviceId === device.deviceId;
  return device.modalities.includes(scope.Modality) || card?.modality === scope.Modality;
}

/** Days that count when two devices were seen under one AE title: one that was replaced leaves its title to the next. */
const sharingDays = 30;

/** The device's titles, and for each the other devices that were seen under it within days of one another. */
function titlesOf(device: DeviceSighting, devices: readonly DeviceSighting[]): DeviceStandingFacts['AETitles'] {
  return device.AETitles.map(({ title, last }) => ({
    title,
    last,
    sharedWith: devices
      .filter(
        (other) =>
          other.deviceId !== device.deviceId &&
          other.AETitles.some(
            (theirs) => theirs.title === title && Math.abs(daysBetween(theirs.last, last)) <= sharingDays,
          ),
      )
      .map(({ DeviceSerialNumber }) => DeviceSerialNumber),
  }));
}

/** Each device held against cards, permits and stop orders (MIDC-2.9a, 3.13a, 5.2.3), as of a day. */
export function deviceStandings(
  devices: readonly DeviceSighting[],
  { cards, permits, stops }: DeviceRegisters,
  studiesBetween: StudiesBetween,
  asOf: CalendarDate,
): readonly Omit<DeviceStandingFacts, 'reviews'>[] {
  return devices.map((device) => {
    const { seen, ...named } = device;
    const card = cards.find((each) => each.deviceId === device.deviceId && inForce(each, asOf));
    return {
      subject: 'device',
      ...named,
      AETitles: titlesOf(device, devices),
      ionising: [...device.modalities, ...(card === undefined ? [] : [card.modality])].some((modality) =>
        ionisingModalities.has(modality),
      ),
      ...(seen === undefined ? {} : { seen }),
      ...(card === undefined ? {} : { card }),
      cardsInUse: cards.length > 0,
      permitsInUse: permits.some(({ kind }) => kind === 'radiology'),
      permits: permits
        .filter((permit) => lists(permit, device, card))
        .map(({ number, validFrom, validTo }) => ({
          number,
          validFrom,
          ...(validTo === undefined ? {} : { validTo }),
        })),
      stops: stops
        .filter((order) => touches(order, device, card))
        .map(({ id, from, liftedOn }) => {
          const { studies, last } = studiesBetween(device.deviceId, from, liftedOn);
          return {
            orderId: id,
            from,
            ...(liftedOn === undefined ? {} : { liftedOn }),
            studies,
            ...(last === undefined ? {} : { lastStudyOn: last }),
          };
        }),
      asOf,
    };
  });
}
