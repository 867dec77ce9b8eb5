import { type DoseEvent, type DoseValue, quantity } from '@center/contract';
import { unionOfEvents } from './event-union.ts';
import { isLocaliser } from './exposed-images.ts';
import { type Header, textOf } from './header.ts';
import { modalityOf } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';

/** What is exposed together: a report of CT says nothing of a film or of an injected radionuclide in the same study. */
export type ExposureFamily = 'ct' | 'projection' | 'nuclear';

/** By the modality that the image names. */
export function familyOfImage(object: ObservedObject): ExposureFamily {
  const modality = modalityOf(object);
  if (modality === 'CT') return 'ct';
  return modality === 'NM' || modality === 'PT' ? 'nuclear' : 'projection';
}

function stampOf(header: Header): string {
  const whole = textOf(header, 'AcquisitionDateTime')?.trim() ?? '';
  if (whole !== '') return whole;
  const time = textOf(header, 'AcquisitionTime')?.trim() ?? '';
  const day = (textOf(header, 'AcquisitionDate') ?? textOf(header, 'StudyDate'))?.trim() ?? '';
  return time === '' || day === '' ? '' : `${day}${time.replaceAll(':', '')}`;
}

/** What the image's header says beside the dose itself. */
function placed(event: DoseEvent, object: ObservedObject): DoseEvent {
  const { header } = object;
  const protocol = textOf(header, 'ProtocolName')?.trim() ?? '';
  const startedAt = stampOf(header);
  return {
    ...(startedAt === '' ? {} : { startedAt }),
    ...(protocol === '' ? {} : { protocol }),
    ...(isLocaliser(object) ? { type: 'ConstantAngleAcquisition' } : {}),
    ...event,
  };
}

function mean(values: readonly DoseValue[]): DoseValue | undefined {
  const amounts = values.flatMap((value) => (value.kind === 'quantity' ? [value.quantity.value] : []));
  const [first] = values;
  if (first?.kind !== 'quantity' || amounts.length !== values.length) return first;
  const sum = amounts.toSorted((a, b) => a - b).reduce((total, amount) => total + amount, 0);
  return { ...first, quantity: quantity(Number((sum / amounts.length).toPrecision(12)), first.quantity.unit) };
}

/**
 * The images of one CT acquisition are one exposure; with modulated tube current each has a CTDIvol of its own, and their mean comes nearest to that of the event.
 * Images without event UIDs are one exposure a series and acquisition number: a second reconstruction looks like a second one.
 */
function ctEvents(images: readonly ObservedObject[]): readonly DoseEvent[] {
  const acquisitions = new Map<string, { readonly event: DoseEvent; startedAt: string; readonly told: DoseValue[] }>();
  for (const object of images) {
    const startedAt = stampOf(object.header);
    for (const event of object.dose?.events ?? []) {
      const number = object.header.AcquisitionNumber;
      const key = event.IrradiationEventUID ?? `${object.SeriesInstanceUID} ${String(number ?? '')}`;
      const known = acquisitions.get(key) ?? { event: placed(event, object), startedAt, told: [] };
      acquisitions.set(key, known);
      if (startedAt !== '' && (known.startedAt === '' || startedAt < known.startedAt)) known.startedAt = startedAt;
      if (event.values.CTDIvol !== undefined) known.told.push(event.values.CTDIvol);
    }
  }
  return [...acquisitions.values()].map(({ event, startedAt, told }) => {
    const CTDIvol = mean(told);
    return {
      ...event,
      ...(startedAt === '' ? {} : { startedAt }),
      values: { ...event.values, ...(CTDIvol === undefined ? {} : { CTDIvol }) },
    };
  });
}

/** One image is one exposure; the same exposure stored twice (as acquired and for viewing) has the same moment and the same amounts. */
function projectionEvents(images: readonly ObservedObject[]): readonly DoseEvent[] {
  const timed: DoseEvent[][] = [];
  const untimed: DoseEvent[] = [];
  for (const object of images) {
    const events = (object.dose?.events ?? []).map((event) => placed(event, object));
    const inTime = events.filter((event) => event.startedAt !== undefined || event.IrradiationEventUID !== undefined);
    // Each image a report of its own: the union then takes equal ones for one.
    timed.push(inTime);
    untimed.push(...events.filter((event) => !inTime.includes(event)));
  }
  return [...unionOfEvents(timed), ...untimed];
}

/** Every image of a series repeats the administrations. */
function nuclearEvents(images: readonly ObservedObject[]): readonly DoseEvent[] {
  return unionOfEvents(images.map(({ dose }) => dose?.events ?? []));
}

/** The exposures that the headers of one device's images tell, by family. */
export const eventsIn = { ct: ctEvents, projection: projectionEvents, nuclear: nuclearEvents } as const;
