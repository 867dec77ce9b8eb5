import { conceptKey, type DoseReport, type DoseSource, type DoseTotal, foldDeviceText } from '@center/contract';
import { exposedImages } from './exposed-images.ts';
import { type Header, textOf } from './header.ts';
import { type ExposureFamily, eventsIn, familyOfImage } from './header-exposures.ts';
import { isDoseScreen, isPerformedStep, isReport, radiopharmaceuticalReport } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';

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

function fold(text: string | undefined): string {
  const raw = text ?? '';
  const known = folded.get(raw);
  if (known !== undefined) return known;
  const made = foldDeviceText(raw);
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

interface Maker {
  readonly serial: string;
  readonly model: string;
}

function makerOf(manufacturer: string | undefined, model: string | undefined, serial: string | undefined): Maker {
  const named = fold(model);
  return { serial: fold(serial), model: named === '' ? '' : `${fold(manufacturer)}|${named}` };
}

/** The last maker that was named: image after image names the same one. */
let lastMaker: readonly [manufacturer: unknown, model: unknown, serial: unknown, maker: Maker] | undefined;

function headerMaker(header: Header): Maker {
  const { Manufacturer, ManufacturerModelName, DeviceSerialNumber } = header;
  if (
    lastMaker !== undefined &&
    lastMaker[0] === Manufacturer &&
    lastMaker[1] === ManufacturerModelName &&
    lastMaker[2] === DeviceSerialNumber
  )
    return lastMaker[3];
  const maker = makerOf(
    textOf(header, 'Manufacturer'),
    textOf(header, 'ManufacturerModelName'),
    textOf(header, 'DeviceSerialNumber'),
  );
  lastMaker = [Manufacturer, ManufacturerModelName, DeviceSerialNumber, maker];
  return maker;
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

/** A report without device observer is the word of the equipment in its own header, where an image of the study confirms that. */
function withObserver(report: DoseReport, { header }: ObservedObject, imageSerials: ReadonlySet<string>): DoseReport {
  const serial = textOf(header, 'DeviceSerialNumber')?.trim() ?? '';
  if (report.deviceObserver !== undefined || serial === '' || !imageSerials.has(fold(serial))) return report;
  return { ...report, deviceObserver: { serial } };
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

/** What image headers tell, one pseudo-report a device and family. */
function headerTellings(images: readonly ObservedObject[]): readonly DoseTelling[] {
  const groups = new Map<
    string,
    { readonly family: ExposureFamily; readonly maker: Maker; readonly images: ObservedObject[] }
  >();
  let last: { readonly family: ExposureFamily; readonly maker: Maker; readonly images: ObservedObject[] } | undefined;
  for (const object of images) {
    if (object.dose === undefined) continue;
    const family = familyOfImage(object);
    const maker = headerMaker(object.header);
    if (last?.family !== family || last.maker !== maker) {
      const key = `${family} ${deviceKey(maker)}`;
      last = groups.get(key) ?? { family, maker, images: [] };
      groups.set(key, last);
    }
    last.images.push(object);
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

/**
 * Cone-beam images call themselves CT and carry an area dose product, while the report of their device is one of projection: then both tell the same exposures.
 */
function coneBeam(telling: DoseTelling, reports: readonly DoseTelling[]): DoseTelling {
  const { family, report, device } = telling;
  const carries = (name: string): boolean => report.events.some(({ values }) => name in values);
  if (family !== 'ct' || !carries('DoseAreaProduct')) return telling;
  const reported = reports.some((each) => each.family === 'projection' && each.device === device);
  return reported || !carries('CTDIvol') ? { ...telling, family: 'projection' } : telling;
}

/**
 * A report spells the serial number of its device otherwise than the images do, or names the workstation that wrote it: as long as no image confirms the device of any
 * report, each may be about the very exposures that the images tell.
 */
function confirmed(reports: readonly DoseTelling[], images: readonly ObservedObject[]): readonly DoseTelling[] {
  const named = new Set(images.map(({ header }) => headerMaker(header)));
  const makers = [...new Map([...named].map((maker) => [deviceKey(maker), maker]))];
  const isConfirmed = ({ source, device, model }: DoseTelling): boolean =>
    source === 'rdsr' &&
    makers.some(
      ([key, maker]) =>
        key === device ||
        (model !== '' && model === maker.model && (maker.serial === '' || device === `model ${model}`)),
    );
  const families = new Set(reports.filter(isConfirmed).map(({ family }) => family));
  return reports.map((telling) =>
    makers.length === 0 || telling.source !== 'rdsr' || families.has(telling.family)
      ? telling
      : { ...telling, device: '' },
  );
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
    const report = source === 'rdsr' ? withObserver({ ...dose, source }, object, imageSerials) : { ...dose, source };
    told.push({ source, family, report, device: deviceKey(maker), model: maker.model });
  }
  return [...confirmed(told, images), ...headerTellings(images).map((telling) => coneBeam(telling, told))];
}
