import { ageOn, type StudyPlan } from '../center/study-plan.ts';
import { chanceOf, uidOf } from '../random.ts';
import type { Dataset } from '../writer/dataset.ts';
import { codeItem, commonElements, imageSeriesElements, regionElements, requestElements } from './modules.ts';
import { ctPixels, side } from './pixels.ts';

export const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';

/** What the scanner measured for one helical series; image headers and dose report tell the same numbers. */
export interface CtDose {
  /** mGy */
  readonly meanCtdivol: number;
  /** mm */
  readonly scanningLength: number;
  /** mGy·cm */
  readonly dlp: number;
  /** mGy·cm of the localiser */
  readonly localiserDlp: number;
  readonly phantom: 'head-16cm' | 'body-32cm';
  readonly kV: number;
  /** mA */
  readonly current: number;
  /** s */
  readonly time: number;
}

/** Children get less: a share of the adult dose that grows with age. */
function shareOfAdult(years: number): number {
  if (years < 1) return 0.4;
  if (years < 5) return 0.5;
  if (years < 10) return 0.6;
  return years < 15 ? 0.75 : 1;
}

export function ctDoseOf(plan: StudyPlan): CtDose {
  const chance = chanceOf(plan.seed, `${plan.name}/dose`);
  const { ctdivol = [5, 10], length = [200, 300], phantom = 'body-32cm' } = plan.exam;
  const share = shareOfAdult(ageOn(plan)) * plan.doseFactor;
  const meanCtdivol = Number((chance.amount(ctdivol[0], ctdivol[1], 2) * share).toFixed(2));
  const scanningLength = chance.amount(length[0], length[1], 0);
  return {
    meanCtdivol,
    scanningLength,
    dlp: Number(((meanCtdivol * scanningLength) / 10).toFixed(2)),
    localiserDlp: chance.amount(2, 6, 2),
    phantom,
    kV: ageOn(plan) < 10 ? 100 : 120,
    current: chance.whole(120, 260),
    time: chance.amount(2, 9, 2),
  };
}

const phantomCodes = {
  'head-16cm': codeItem('113690', 'DCM', 'IEC Head Dosimetry Phantom'),
  'body-32cm': codeItem('113691', 'DCM', 'IEC Body Dosimetry Phantom'),
} as const;

/** Image `InstanceNumber` of the diagnostic series (CT Image IOD, PS3.3 §A.3). */
export function ctImage(plan: StudyPlan, InstanceNumber: number): Dataset {
  const dose = ctDoseOf(plan);
  const z = -InstanceNumber * 5;
  return {
    ...commonElements(plan, { SeriesNumber: 2, Modality: 'CT', InstanceNumber, SOPClassUID: ctImageStorage }),
    ...imageSeriesElements(plan),
    ...requestElements(plan),
    ...regionElements(plan),
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    PatientPosition: 'HFS',
    FrameOfReferenceUID: uidOf(plan.seed, `${plan.name}/frame`),
    PositionReferenceIndicator: null,
    ImagePositionPatient: [-160, -160, z],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    PixelSpacing: [10, 10],
    SliceThickness: 5,
    SliceLocation: z,
    KVP: dose.kV,
    XRayTubeCurrent: dose.current,
    ExposureTime: Math.round(dose.time * 1000),
    Exposure: Math.round(dose.current * dose.time),
    ScanOptions: 'HELICAL MODE',
    AcquisitionNumber: 1,
    CTDIvol: dose.meanCtdivol,
    CTDIPhantomTypeCodeSequence: [phantomCodes[dose.phantom]],
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: side,
    Columns: side,
    BitsAllocated: 16,
    BitsStored: 16,
    HighBit: 15,
    PixelRepresentation: 1,
    RescaleIntercept: 0,
    RescaleSlope: 1,
    RescaleType: 'HU',
    WindowCenter: 40,
    WindowWidth: 400,
    PixelData: ctPixels,
  };
}
