import {
  conceptKey,
  type DoseEvent,
  type DoseReport,
  type DoseSource,
  type DoseTotal,
  type DoseValue,
  quantity,
} from '@center/contract';
import { unionOfEvents } from './event-union.ts';
import { exposedImages, isLocaliser } from './exposed-images.ts';
import { type Header, textOf } from './header.ts';
import { isDoseScreen, isPerformedStep, isReport, modalityOf, radiopharmaceuticalReport } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';

/** What is exposed together: a report of CT says nothing of a film or of an injected radionuclide in the same study. */
export type ExposureFamily = 'ct' | 'projection' | 'nuclear';

/** One source's telling of the exposures of one device. */
export interface DoseTelling {
  readonly source: DoseSource;
  readonly family: ExposureFamily;
  readonly report: DoseReport;
  /** The device by its serial number, or by its model where there is none; '' when nothing names it. Folded. */
  readonly device: string;
  /** Folded manufacturer and model, '' when not named. */
  readonly model: string;
}

/** Spellings folded once: every image of a device repeats them. */
const folded = new Map<string, string>();
const mostFolded = 4096;

/** Letters and digits only, upper case, without leading zeros: devices and their reports spell one serial number differently. */
function fold(text: string | undefined): string {
  const raw = text ?? '';
  const known = folded.get(raw);
  if (known !== undefined) return known;
  const made = raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/^0+(?=.)/, '');
  if (folded.size >= mostFolded) folded.clear();
  folded.set(raw, made);
  return made;
}

const ctConcepts = ['MeanCTDIvol', 'CTDIvol', 'DLP', 'CTDoseLengthProductTotal'];
const ctProcedure = '77477000|SCT';
const radiopharmaceutical = 'RadiopharmaceuticalAdministration';

function familyOf(object: ObservedObject, { procedure, events, totals }: DoseReport): ExposureFamily {
  if (object.SOPClassUID === radiopharmaceuticalReport) return 'nuclear';
  if (isPerformedStep(object) && familyOfImage(object) !== 'projection') return familyOfImage(object);
  if (procedure !== undefined && conceptKey(procedure) === ctProcedure) return 'ct';
  const all = [...events, ...totals];
  if (all.some(({ values }) => ctConcepts.some((name) => name in values))) return 'ct';
  return events.some(({ type }) => type === radiopharmaceutical) ||
    all.some(({ values }) => 'AdministeredActivity' in values)
    ? 'nuclear'
    : 'projection';
}

function familyOfImage(object: ObservedObject): ExposureFamily {
  const modality = modalityOf(object);
  if (modality === 'CT') return 'ct';
  return modality === 'NM' || modality === 'PT' ? 'nuclear' : 'projection';
}

interface Maker {
  readonly serial: string;
  readonly model: string;
}

function makerOf(manufacturer: string | undefined, model: string | undefined, serial: string | undefined): Maker {
  const named = fold(model);
  return { serial: fold(serial), model: named === '' ? '' : `${fold(manufacturer)}|${named}` };
}

function headerMaker(header: Header): Maker {
  return makerOf(
    textOf(header, 'Manufacturer'),
    textOf(header, 'ManufacturerModelName'),
    textOf(header, 'DeviceSerialNumber'),
  );
}

function deviceKey({ serial, model }: Maker): string {
  if (serial !== '') return `serial ${serial}`;
  return model === '' ? '' : `model ${model}`;
}

/** The device of a report: its device observer, else the equipment in its own header, whichever an image of the study confirms. */
function reportMaker({ header, dose }: ObservedObject, imageSerials: ReadonlySet<string>): Maker {
  const own = headerMaker(header);
  const observer = dose?.deviceObserver;
  if (observer === undefined) return own;
  const named = makerOf(observer.manufacturer, observer.model, observer.serial);
  if (named.serial === '')
    return own.serial !== '' && imageSerials.has(own.serial) ? own : named.model === '' ? own : named;
  return !imageSerials.has(named.serial) && own.serial !== '' && imageSerials.has(own.serial) ? own : named;
}

/** A performed step names its station only; an image of the same station name tells the device. */
function stepMaker({ header }: ObservedObject, images: readonly ObservedObject[]): Maker {
  const station = fold(textOf(header, 'PerformedStationName'));
  const makers = images
    .filter((image) => station !== '' && fold(textOf(image.header, 'StationName')) === station)
    .map(({ header: of }) => headerMaker(of));
  const [first] = makers;
  const one = first !== undefined && new Set(makers.map(deviceKey)).size === 1;
  return one ? first : { serial: '', model: '' };
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

const eventsIn = { ct: ctEvents, projection: projectionEvents, nuclear: nuclearEvents } as const;

/** What image headers tell, one pseudo-report a device and family. */
function headerTellings(images: readonly ObservedObject[]): readonly DoseTelling[] {
  const groups = new Map<
    string,
    { readonly family: ExposureFamily; readonly maker: Maker; readonly images: ObservedObject[] }
  >();
  for (const object of images) {
    if (object.dose === undefined) continue;
    const family = familyOfImage(object);
    const maker = headerMaker(object.header);
    const key = `${family} ${deviceKey(maker)}`;
    const group = groups.get(key) ?? { family, maker, images: [] };
    groups.set(key, group);
    group.images.push(object);
  }
  return [...groups.values()].map(({ family, maker, images: own }) => {
    const header = own[0]?.header ?? {};
    const named = {
      manufacturer: textOf(header, 'Manufacturer')?.trim() ?? '',
      model: textOf(header, 'ManufacturerModelName')?.trim() ?? '',
      serial: textOf(header, 'DeviceSerialNumber')?.trim() ?? '',
    };
    const totals: readonly DoseTotal[] = own.flatMap(({ dose }) => dose?.totals ?? []);
    return {
      source: 'header',
      family,
      report: {
        source: 'header',
        deviceObserver: Object.fromEntries(Object.entries(named).filter(([, text]) => text !== '')),
        events: eventsIn[family](own),
        totals,
      },
      device: deviceKey(maker),
      model: maker.model,
    };
  });
}

/** Images whose header speaks of an exposure or an administration of this study. */
export function tellingImages(
  objects: readonly ObservedObject[],
  acquired: readonly ObservedObject[],
): readonly ObservedObject[] {
  const nuclear = objects.filter(
    (object) => familyOfImage(object) === 'nuclear' && object.dose?.source === 'header' && !isReport(object),
  );
  return [...exposedImages(objects, acquired), ...nuclear];
}

/** What an object that is no image of the patient is as a source of dose. */
function sourceOf(object: ObservedObject): DoseSource | undefined {
  if (isReport(object)) return 'rdsr';
  if (isPerformedStep(object)) return 'mpps';
  return isDoseScreen(object) ? 'dose-screen' : undefined;
}

/** Every telling of dose in a study: reports, performed steps and dose pages one by one, image headers by device and family. */
export function doseTellings(
  objects: readonly ObservedObject[],
  acquired: readonly ObservedObject[],
): readonly DoseTelling[] {
  const images = tellingImages(objects, acquired);
  const imageSerials = new Set(images.map(({ header }) => fold(textOf(header, 'DeviceSerialNumber'))));
  const told: DoseTelling[] = [];
  for (const object of objects) {
    const { dose } = object;
    const source = dose === undefined ? undefined : sourceOf(object);
    if (dose === undefined || source === undefined) continue;
    const maker = source === 'mpps' ? stepMaker(object, images) : reportMaker(object, imageSerials);
    const family = familyOf(object, dose);
    told.push({ source, family, report: { ...dose, source }, device: deviceKey(maker), model: maker.model });
  }
  return [...told, ...headerTellings(images)];
}
