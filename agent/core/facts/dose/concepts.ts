// A transcription (PS3.16 templates 10001 to 10022 and annex D), longer than other files because it is one table.
import { type CodedConcept, normaliseConcept, type Unit } from '@center/contract';

/** A measured concept of a dose report: its name (the code meaning without blanks) and the one unit its numbers are converted to. */
export interface DoseConcept {
  readonly name: string;
  readonly unit: Unit;
}

const measured: readonly (readonly [code: string, name: string, unit: Unit])[] = [
  // TID 10004, 10005, 10007: accumulated values of a plane.
  ['113722', 'DoseAreaProductTotal', 'Gy.m2'],
  ['113725', 'DoseRPTotal', 'Gy'],
  ['113726', 'FluoroDoseAreaProductTotal', 'Gy.m2'],
  ['113727', 'AcquisitionDoseAreaProductTotal', 'Gy.m2'],
  ['113728', 'FluoroDoseRPTotal', 'Gy'],
  ['113729', 'AcquisitionDoseRPTotal', 'Gy'],
  ['113730', 'TotalFluoroTime', 's'],
  ['113731', 'TotalNumberOfRadiographicFrames', '1'],
  ['113855', 'TotalAcquisitionTime', 's'],
  ['111637', 'AccumulatedAverageGlandularDose', 'mGy'],
  ['122322', 'CalibrationFactor', '1'],
  ['113763', 'CalibrationUncertainty', '%'],
  // TID 10003 and its parts: one projection event.
  ['122130', 'DoseAreaProduct', 'Gy.m2'],
  ['113738', 'DoseRP', 'Gy'],
  ['111631', 'AverageGlandularDose', 'mGy'],
  ['111636', 'EntranceExposureAtRP', 'mGy'],
  ['111634', 'HalfValueLayer', 'mm'],
  ['113733', 'KVP', 'kV'],
  ['113734', 'XRayTubeCurrent', 'mA'],
  ['113767', 'AverageXRayTubeCurrent', 'mA'],
  ['113735', 'ExposureTime', 's'],
  ['113736', 'Exposure', 'mA.s'],
  ['113742', 'IrradiationDuration', 's'],
  ['113768', 'NumberOfPulses', '1'],
  ['113791', 'PulseRate', '{pulse}/s'],
  ['113793', 'PulseWidth', 's'],
  ['113766', 'FocalSpotSize', 'mm'],
  ['113790', 'CollimatedFieldArea', 'mm2'],
  ['113788', 'CollimatedFieldHeight', 'mm'],
  ['113789', 'CollimatedFieldWidth', 'mm'],
  ['113758', 'XRayFilterThicknessMinimum', 'mm'],
  ['113773', 'XRayFilterThicknessMaximum', 'mm'],
  ['113845', 'ExposureIndex', '1'],
  ['113846', 'TargetExposureIndex', '1'],
  ['113847', 'DeviationIndex', '1'],
  ['113750', 'DistanceSourceToDetector', 'mm'],
  ['113748', 'DistanceSourceToIsocenter', 'mm'],
  ['113737', 'DistanceSourceToReferencePoint', 'mm'],
  ['113792', 'DistanceSourceToTablePlane', 'mm'],
  ['112011', 'PositionerPrimaryAngle', 'deg'],
  ['112012', 'PositionerSecondaryAngle', 'deg'],
  ['113739', 'PositionerPrimaryEndAngle', 'deg'],
  ['113740', 'PositionerSecondaryEndAngle', 'deg'],
  ['113770', 'ColumnAngulation', 'deg'],
  ['113751', 'TableLongitudinalPosition', 'mm'],
  ['113752', 'TableLateralPosition', 'mm'],
  ['113753', 'TableHeightPosition', 'mm'],
  ['113754', 'TableHeadTiltAngle', 'deg'],
  ['113755', 'TableHorizontalRotationAngle', 'deg'],
  ['113756', 'TableCradleTiltAngle', 'deg'],
  ['113759', 'TableLongitudinalEndPosition', 'mm'],
  ['113760', 'TableLateralEndPosition', 'mm'],
  ['113761', 'TableHeightEndPosition', 'mm'],
  ['111633', 'CompressionThickness', 'mm'],
  ['111647', 'CompressionForce', 'N'],
  ['111648', 'CompressionPressure', 'kPa'],
  ['111649', 'CompressionContactArea', 'mm2'],
  ['111638', 'PatientEquivalentThickness', 'mm'],
  ['112031', 'AttenuatorEquivalentThickness', 'mm'],
  // TID 10012: accumulated CT dose.
  ['113812', 'TotalNumberOfIrradiationEvents', '{events}'],
  ['113813', 'CTDoseLengthProductTotal', 'mGy.cm'],
  ['113814', 'CTEffectiveDoseTotal', 'mSv'],
  // TID 10013, 10014: one CT event.
  ['113830', 'MeanCTDIvol', 'mGy'],
  ['113838', 'DLP', 'mGy.cm'],
  ['113837', 'MeanCTDIfreeair', 'mGy'],
  ['113839', 'EffectiveDose', 'mSv'],
  ['113930', 'SizeSpecificDoseEstimation', 'mGy'],
  ['113824', 'ExposureTime', 's'],
  ['113825', 'ScanningLength', 'mm'],
  ['113826', 'NominalSingleCollimationWidth', 'mm'],
  ['113827', 'NominalTotalCollimationWidth', 'mm'],
  ['113828', 'PitchFactor', '{ratio}'],
  ['113823', 'NumberOfXRaySources', '1'],
  ['113833', 'MaximumXRayTubeCurrent', 'mA'],
  ['113834', 'ExposureTimePerRotation', 's'],
  ['113893', 'LengthOfReconstructableVolume', 'mm'],
  ['113895', 'TopZLocationOfReconstructableVolume', 'mm'],
  ['113896', 'BottomZLocationOfReconstructableVolume', 'mm'],
  ['113897', 'TopZLocationOfScanningLength', 'mm'],
  ['113898', 'BottomZLocationOfScanningLength', 'mm'],
  ['113899', 'ExposedRange', 'mm'],
  ['113980', 'WaterEquivalentDiameter', 'mm'],
  // TID 10015: dose check.
  ['113903', 'DLPAlertValue', 'mGy.cm'],
  ['113904', 'CTDIvolAlertValue', 'mGy'],
  ['113905', 'AccumulatedDLPForwardEstimate', 'mGy.cm'],
  ['113906', 'AccumulatedCTDIvolForwardEstimate', 'mGy'],
  ['113911', 'DLPNotificationValue', 'mGy.cm'],
  ['113912', 'CTDIvolNotificationValue', 'mGy'],
  ['113913', 'DLPForwardEstimate', 'mGy.cm'],
  ['113914', 'CTDIvolForwardEstimate', 'mGy'],
  // TID 10022: one radiopharmaceutical administration.
  ['113507', 'AdministeredActivity', 'MBq'],
  ['113508', 'PreAdministrationMeasuredActivity', 'MBq'],
  ['113509', 'PostAdministrationMeasuredActivity', 'MBq'],
  ['113506', 'EstimatedExtravasationActivity', '%'],
  ['123005', 'RadiopharmaceuticalVolume', 'cm3'],
  ['113518', 'OrganDose', 'mGy'],
];

const byKey = new Map<string, DoseConcept>(measured.map(([code, name, unit]) => [`${code}|DCM`, { name, unit }]));
byKey.set('304283002|SCT', { name: 'RadionuclideHalfLife', unit: 's' });
// Totals of a surgical C-arm's radiation summary.
byKey.set('C-200|99SMS_RADSUM', { name: 'TotalNumberOfRadiographicFrames', unit: '1' });
byKey.set('C-202|99SMS_RADSUM', { name: 'TotalFluoroTime', unit: 's' });
byKey.set('C-204|99SMS_RADSUM', { name: 'DoseAreaProductTotal', unit: 'Gy.m2' });

const plainName = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
const byName = new Map<string, DoseConcept>();
for (const concept of byKey.values())
  if (!byName.has(concept.name.toLowerCase())) byName.set(concept.name.toLowerCase(), concept);

/** Concepts that are matched on structure or as a choice, by normalised key. */
export const dcm = (code: string): string => `${code}|DCM`;

/** Event and acquisition types, by their concept name without blanks. */
const types = new Map<string, string>([
  ['44491008|SCT', 'Fluoroscopy'],
  [dcm('113611'), 'StationaryAcquisition'],
  [dcm('113612'), 'SteppingAcquisition'],
  [dcm('113613'), 'RotationalAcquisition'],
  ['116152004|SCT', 'SpiralAcquisition'],
  [dcm('113804'), 'SequencedAcquisition'],
  [dcm('113805'), 'ConstantAngleAcquisition'],
  [dcm('113806'), 'StationaryAcquisition'],
  [dcm('113807'), 'FreeAcquisition'],
]);

/** A concept as it is matched: normalised, with a missing scheme taken as DCM where the code is one of its numbers. */
export interface Matched {
  readonly key: string;
  readonly concept: CodedConcept;
  /** The scheme was missing. */
  readonly repaired: boolean;
}

/** A report names the same few concepts on every pulse, and each is asked for several times. Keyed by the object, so it lives as long as the tree. */
const matches = new WeakMap<CodedConcept, Matched>();

export function match(raw: CodedConcept): Matched {
  const known = matches.get(raw);
  if (known !== undefined) return known;
  const found = matchAnew(raw);
  matches.set(raw, found);
  return found;
}

function matchAnew(raw: CodedConcept): Matched {
  const concept = normaliseConcept(raw);
  const scheme = concept.CodingSchemeDesignator;
  if (scheme === '' && /^1[123]\d{4}$/.test(concept.CodeValue))
    return { key: dcm(concept.CodeValue), concept, repaired: true };
  return { key: `${concept.CodeValue}|${scheme.toUpperCase()}`, concept, repaired: false };
}

/**
 * The measured concept behind a concept name. Code and scheme decide; the meaning decides only where the code is missing or the scheme is none or private, and the
 * caller names that (`byMeaning`).
 */
export function measuredConcept(
  matched: Matched,
): { readonly concept: DoseConcept; readonly byMeaning: boolean } | undefined {
  const found = byKey.get(matched.key);
  if (found !== undefined) return { concept: found, byMeaning: matched.repaired };
  const { CodeValue: code, CodingSchemeDesignator: scheme } = matched.concept;
  if (code !== '' && scheme !== '' && !scheme.startsWith('99')) return undefined;
  const named = conceptByMeaning(matched);
  return named === undefined ? undefined : { concept: named, byMeaning: true };
}

/** The measured concept that the meaning text names, whatever the code. */
export function conceptByMeaning({ concept: { CodeMeaning } }: Matched): DoseConcept | undefined {
  return CodeMeaning === undefined ? undefined : byName.get(plainName(CodeMeaning));
}

/** Name of an event or acquisition type; an unlisted one keeps its meaning without blanks. */
export function typeName(matched: Matched): string | undefined {
  const known = types.get(matched.key);
  if (known !== undefined) return known;
  const meaning = (matched.concept.CodeMeaning ?? '').replaceAll(/[^A-Za-z0-9]/g, '');
  return meaning === '' ? undefined : meaning;
}
