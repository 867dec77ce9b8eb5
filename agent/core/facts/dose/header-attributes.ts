// A transcription (PS3.3 attributes that carry a dose or what goes with one), longer than other files because it is one table.
import type { Unit } from '@center/contract';
import type { NumberKeyword, SequenceKeyword } from '../header.ts';
import { type Dimension, type KnownUnit, targetUnit, unitOf } from './units.ts';

/** An attribute with the unit that PS3.3 gives it, and the concept it is read as. */
export interface HeaderAmount {
  readonly keyword: NumberKeyword;
  readonly name: string;
  /** Unit that PS3.3 gives the attribute. */
  readonly from: string;
  readonly to: Unit;
  readonly unit: KnownUnit;
  readonly target: KnownUnit;
  /** Numbers outside of it were not written in the unit of PS3.3; they are kept raw. In that unit. */
  readonly believable?: readonly [least: number, most: number];
}

function row(
  keyword: NumberKeyword,
  name: string,
  from: string,
  to: Unit,
  believable?: readonly [least: number, most: number],
): HeaderAmount {
  const target = targetUnit(to);
  const dimension: Dimension = target.dimension;
  const unit = unitOf(from, dimension);
  if (unit === undefined) throw new RangeError(`${keyword} is not told in ${from}`);
  return { keyword, name, from, to, unit, target, ...(believable === undefined ? {} : { believable }) };
}

/**
 * Amounts that are a dose. Several rows of one name stand from the most exact attribute to the least. EntranceDose is an integer of dGy, and so nearly always 0.
 * Sections of PS3.3: C.8.2.1 and C.8.15.3.8 (CTDIvol), C.8.7.8 (area dose product, entrance and organ dose), C.8.19.3 (enhanced XA), C.8.31.5 (breast tomosynthesis).
 */
export const doseAmounts: readonly HeaderAmount[] = [
  row('CTDIvol', 'CTDIvol', 'mGy', 'mGy'),
  row('ImageAndFluoroscopyAreaDoseProduct', 'DoseAreaProduct', 'dGy.cm2', 'Gy.m2'),
  row('AcquiredImageAreaDoseProduct', 'DoseAreaProduct', 'dGy.cm2', 'Gy.m2'),
  row('EntranceDoseInmGy', 'EntranceDose', 'mGy', 'mGy'),
  row('EntranceDose', 'EntranceDose', 'dGy', 'mGy'),
];

/** OrganDose is told in dGy; of a breast it is the average glandular dose. */
export const organDose = row('OrganDose', 'OrganDose', 'dGy', 'mGy');
export const breastDose = row('OrganDose', 'AverageGlandularDose', 'dGy', 'mGy');

/** A source stands at least 50 mm from its detector: less was written in another unit (11.5 dm). */
const distanceSourceToDetector = row('DistanceSourceToDetector', 'DistanceSourceToDetector', 'mm', 'mm', [50, 10_000]);

/** What goes with a dose and is none. */
export const techniqueAmounts: readonly HeaderAmount[] = [
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
  // A breast is pressed with 20 N and more: less was written in another unit (daN).
  row('CompressionForce', 'CompressionForce', 'N', 'N', [20, 500]),
  distanceSourceToDetector,
  row('TotalTimeOfFluoroscopy', 'TotalFluoroTime', 's', 's'),
];

/** The items of ExposureDoseSequence (C.4.16; and the dose page of a Philips CT, which adds the CT attributes): each is one exposure, so its CTDIvol is the event's. */
export const exposureAmounts: readonly HeaderAmount[] = [
  row('CTDIvol', 'MeanCTDIvol', 'mGy', 'mGy'),
  ...doseAmounts.filter(({ keyword }) => keyword !== 'CTDIvol'),
  ...techniqueAmounts,
  row('ScanLength', 'ScanningLength', 'mm', 'mm'),
  row('SingleCollimationWidth', 'NominalSingleCollimationWidth', 'mm', 'mm'),
  row('TotalCollimationWidth', 'NominalTotalCollimationWidth', 'mm', 'mm'),
  row('SpiralPitchFactor', 'PitchFactor', '1', '{ratio}'),
];

/** Dose length product of a Philips CT's dose page, private to ELSCINT1: of the exposure in an item, of the whole examination outside. */
export const privateDlp = row('ElscintDoseLengthProduct', 'DLP', 'mGy.cm', 'mGy.cm');
export const privateDlpTotal = row('ElscintDoseLengthProduct', 'CTDoseLengthProductTotal', 'mGy.cm', 'mGy.cm');

/** The Radiation Dose module of a modality performed procedure step (C.4.16): of the whole step. */
export const stepAmounts: readonly HeaderAmount[] = [
  row('TotalTimeOfFluoroscopy', 'TotalFluoroTime', 's', 's'),
  row('TotalNumberOfExposures', 'TotalNumberOfExposures', '1', '1'),
  row('ImageAndFluoroscopyAreaDoseProduct', 'DoseAreaProductTotal', 'dGy.cm2', 'Gy.m2'),
  row('EntranceDoseInmGy', 'EntranceDose', 'mGy', 'mGy'),
  row('EntranceDose', 'EntranceDose', 'dGy', 'mGy'),
  distanceSourceToDetector,
  row('DistanceSourceToEntrance', 'DistanceSourceToEntrance', 'mm', 'mm', [50, 10_000]),
  row('HalfValueLayer', 'HalfValueLayer', 'mm', 'mm'),
];
/** Exposures of the whole examination as a dose page counts them. */
export const pageExposures = row('TotalNumberOfExposures', 'TotalNumberOfIrradiationEvents', '1', '{events}');

/**
 * RadionuclideTotalDose is in Bq in the PET image and in MBq in nuclear medicine and enhanced PET (C.8.9.2, C.8.4.10, C.8.22.4). Less than a tenth of a MBq or more than
 * 100 GBq is given to nobody: there the two units were confused.
 */
export const activityInBq = row('RadionuclideTotalDose', 'AdministeredActivity', 'Bq', 'MBq', [1e5, 1e11]);
export const activityInMBq = row('RadionuclideTotalDose', 'AdministeredActivity', 'MBq', 'MBq', [0.1, 1e5]);

/**
 * Where dose and technique stand below the data set: functional groups of a multi-frame image (shared by all frames, else those of the first frame; a mean over frames
 * would be of nothing that was exposed), and the exposures of an RT image.
 */
export const nestedSequences: readonly SequenceKeyword[] = [
  'SharedFunctionalGroupsSequence',
  'PerFrameFunctionalGroupsSequence',
  'CTAcquisitionTypeSequence',
  'CTExposureSequence',
  'CTXRayDetailsSequence',
  'XRay3DAcquisitionSequence',
  'PerProjectionAcquisitionSequence',
  'XRayAcquisitionDoseSequence',
  'FrameAcquisitionSequence',
  'IrradiationEventIdentificationSequence',
  'FrameAnatomySequence',
  'ExposureSequence',
];

/** AcquisitionType (0018,9302) as event type. */
export const acquisitionTypes: ReadonlyMap<string, string> = new Map([
  ['SPIRAL', 'SpiralAcquisition'],
  ['SEQUENCED', 'SequencedAcquisition'],
  ['CONSTANT_ANGLE', 'ConstantAngleAcquisition'],
  ['STATIONARY', 'StationaryAcquisition'],
  ['FREE', 'FreeAcquisition'],
]);
