import { type DoseEvent, type DoseReport, type DoseValue, quantity, type Unit } from '@center/contract';
import { type Header, itemsOf, type NumberKeyword, numberOf, numbersOf, textOf } from '../header.ts';
import { convert, unitOf } from './units.ts';

/**
 * The radionuclide dose is in Bq in the PET image and in MBq in nuclear medicine and enhanced PET (PS3.3 §C.8.9.2, §C.8.22.4). The class says which; the modality
 * only where it is another class.
 */
const activityUnits = new Map([
  ['1.2.840.10008.5.1.4.1.1.128', 'Bq'],
  ['1.2.840.10008.5.1.4.1.1.128.1', 'Bq'],
  ['1.2.840.10008.5.1.4.1.1.130', 'MBq'],
  ['1.2.840.10008.5.1.4.1.1.20', 'MBq'],
]);

interface HeaderDose {
  readonly keyword: NumberKeyword;
  readonly name: string;
  /** Unit that PS3.3 gives the attribute. */
  readonly from: string;
  readonly to: Unit;
}

const row = (keyword: NumberKeyword, name: string, from: string, to: Unit): HeaderDose => ({ keyword, name, from, to });

/** Amounts that are a dose. Several rows of one name stand from the most exact attribute to the least. */
const doses: readonly HeaderDose[] = [
  row('CTDIvol', 'CTDIvol', 'mGy', 'mGy'),
  row('ImageAndFluoroscopyAreaDoseProduct', 'DoseAreaProduct', 'dGy.cm2', 'Gy.m2'),
  row('AcquiredImageAreaDoseProduct', 'DoseAreaProduct', 'dGy.cm2', 'Gy.m2'),
  row('EntranceDoseInmGy', 'EntranceDose', 'mGy', 'mGy'),
  row('EntranceDose', 'EntranceDose', 'dGy', 'mGy'),
];

/** What goes with a dose and is none. */
const techniques: readonly HeaderDose[] = [
  row('KVP', 'KVP', 'kV', 'kV'),
  row('XRayTubeCurrentInmA', 'XRayTubeCurrent', 'mA', 'mA'),
  row('XRayTubeCurrentInuA', 'XRayTubeCurrent', 'uA', 'mA'),
  row('XRayTubeCurrent', 'XRayTubeCurrent', 'mA', 'mA'),
  row('ExposureTimeInms', 'ExposureTime', 'ms', 's'),
  row('ExposureTimeInuS', 'ExposureTime', 'us', 's'),
  row('ExposureTime', 'ExposureTime', 'ms', 's'),
  row('ExposureInmAs', 'Exposure', 'mA.s', 'mA.s'),
  row('ExposureInuAs', 'Exposure', 'uA.s', 'mA.s'),
  row('Exposure', 'Exposure', 'mA.s', 'mA.s'),
  row('ExposureIndex', 'ExposureIndex', '1', '1'),
  row('TargetExposureIndex', 'TargetExposureIndex', '1', '1'),
  row('DeviationIndex', 'DeviationIndex', '1', '1'),
  row('HalfValueLayer', 'HalfValueLayer', 'mm', 'mm'),
  row('BodyPartThickness', 'CompressionThickness', 'mm', 'mm'),
  row('CompressionForce', 'CompressionForce', 'N', 'N'),
  row('DistanceSourceToDetector', 'DistanceSourceToDetector', 'mm', 'mm'),
  row('TotalTimeOfFluoroscopy', 'TotalFluoroTime', 's', 's'),
];

function valueIn(amount: number, from: string, to: Unit): DoseValue | undefined {
  const unit = unitOf(from);
  const value = unit === undefined ? undefined : convert(amount, unit, to);
  return value === undefined || !Number.isFinite(value)
    ? undefined
    : { kind: 'quantity', quantity: quantity(value, to), rawUnit: from, standardSpelling: true };
}

/** First filled number of an attribute in the data set, its functional groups (first frame) or its acquisition items. Zero counts as filled only when nothing else is. */
function deepNumber(header: Header, keyword: NumberKeyword, depth = 0): number | undefined {
  const here = numbersOf(header, keyword)[0];
  if (here !== undefined || depth > 3) return here;
  for (const sequence of [
    'SharedFunctionalGroupsSequence',
    'PerFrameFunctionalGroupsSequence',
    'CTExposureSequence',
    'CTXRayDetailsSequence',
    'XRay3DAcquisitionSequence',
    'FrameAcquisitionSequence',
    'ExposureSequence',
  ] as const) {
    for (const item of itemsOf(header, sequence)) {
      const found = deepNumber(item, keyword, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function collect(header: Header, rows: readonly HeaderDose[], into: Record<string, DoseValue>): void {
  for (const { keyword, name, from, to } of rows) {
    const amount = deepNumber(header, keyword);
    if (amount === undefined) continue;
    const before = into[name];
    // A rounded zero in the exact attribute is less than a number in the coarse one, and the reverse.
    if (before !== undefined && !(before.kind === 'quantity' && before.quantity.value === 0 && amount !== 0)) continue;
    const value = valueIn(amount, from, to);
    if (value !== undefined) into[name] = value;
  }
}

function phantomOf(header: Header): DoseEvent['phantom'] {
  const code = itemsOf(header, 'CTDIPhantomTypeCodeSequence').map((item) => textOf(item, 'CodeValue'))[0];
  if (code === '113690') return 'head-16cm';
  return code === '113691' ? 'body-32cm' : undefined;
}

function administered(header: Header): DoseEvent[] {
  const unit =
    activityUnits.get(textOf(header, 'SOPClassUID') ?? '') ?? (textOf(header, 'Modality') === 'PT' ? 'Bq' : 'MBq');
  return itemsOf(header, 'RadiopharmaceuticalInformationSequence').flatMap((item) => {
    const amount = numberOf(item, 'RadionuclideTotalDose');
    const value = amount === undefined ? undefined : valueIn(amount, unit, 'MBq');
    return value === undefined
      ? []
      : [{ type: 'RadiopharmaceuticalAdministration', values: { AdministeredActivity: value } }];
  });
}

function exposures(header: Header): DoseEvent[] {
  return itemsOf(header, 'ExposureDoseSequence').flatMap((item) => {
    const values: Record<string, DoseValue> = {};
    collect(item, doses, values);
    collect(item, techniques, values);
    return Object.keys(values).length === 0 ? [] : [{ values }];
  });
}

/** Laterality as the functional groups of a multi-frame image say it (PS3.3 §C.7.6.16.2.8). */
function frameSides(header: Header): readonly (string | undefined)[] {
  return (['SharedFunctionalGroupsSequence', 'PerFrameFunctionalGroupsSequence'] as const)
    .flatMap((groups) => itemsOf(header, groups))
    .flatMap((group) => itemsOf(group, 'FrameAnatomySequence'))
    .map((anatomy) => textOf(anatomy, 'FrameLaterality'));
}

/**
 * The dose values an image carries itself, as a report of one event (or one a radiopharmaceutical, or one a listed exposure). Units are those PS3.3 gives each
 * attribute: area dose product dGy·cm², organ dose and entrance dose dGy, PET activity Bq and nuclear medicine MBq. An image's CTDIvol is of that image and no mean
 * of an event, so it is not called one. `undefined`: no dose value.
 */
export function readHeaderDose(header: Header): DoseReport | undefined {
  const values: Record<string, DoseValue> = {};
  collect(header, doses, values);
  const organ = deepNumber(header, 'OrganDose');
  const organDose = organ === undefined ? undefined : valueIn(organ, 'dGy', 'mGy');
  if (organDose !== undefined)
    values[textOf(header, 'Modality') === 'MG' ? 'AverageGlandularDose' : 'OrganDose'] = organDose;
  const events: DoseEvent[] = [...administered(header), ...exposures(header)];
  if (Object.keys(values).length > 0) {
    collect(header, techniques, values);
    const uid = textOf(header, 'IrradiationEventUID');
    const phantom = phantomOf(header);
    const side = [textOf(header, 'ImageLaterality'), textOf(header, 'Laterality'), ...frameSides(header)].find(
      (each) => each !== undefined && each !== '',
    );
    const laterality = side === 'L' ? 'left' : side === 'R' ? 'right' : side === 'B' ? 'both' : undefined;
    events.push({
      ...(uid === undefined || uid === '' ? {} : { IrradiationEventUID: uid }),
      ...(laterality === undefined ? {} : { laterality }),
      ...(phantom === undefined ? {} : { phantom }),
      values,
    });
  }
  if (events.length === 0) return undefined;
  const instance = textOf(header, 'SOPInstanceUID');
  return { source: 'header', ...(instance === undefined ? {} : { SOPInstanceUID: instance }), events, totals: [] };
}
