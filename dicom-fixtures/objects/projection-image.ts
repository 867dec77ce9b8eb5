import type { FixtureModality } from '../center/devices.ts';
import { ageOn, type StudyPlan } from '../center/study-plan.ts';
import { chanceOf } from '../random.ts';
import type { Dataset } from '../writer/dataset.ts';
import { codeItem, commonElements, imageSeriesElements, regionElements, requestElements } from './modules.ts';
import { projectionPixels, side } from './pixels.ts';

const digitalXRay = '1.2.840.10008.5.1.4.1.1.1.1';
const digitalMammography = '1.2.840.10008.5.1.4.1.1.1.2';
const digitalIntraOral = '1.2.840.10008.5.1.4.1.1.1.3';
const xRayRadiofluoroscopic = '1.2.840.10008.5.1.4.1.1.12.2';

/** What one exposure took. */
export interface ProjectionDose {
  readonly kV: number;
  /** mA */
  readonly current: number;
  /** ms */
  readonly time: number;
  /** dGy·cm² */
  readonly dap: number;
  /** Exposure index and its target (IEC 62494-1). */
  readonly exposureIndex: number;
  readonly targetExposureIndex: number;
}

export function projectionDoseOf(plan: StudyPlan, InstanceNumber: number): ProjectionDose {
  const chance = chanceOf(plan.seed, `${plan.name}/dose/${InstanceNumber}`);
  const [low, high] = plan.exam.dap ?? [0.5, 1];
  const share = ageOn(plan) < 15 ? 0.4 : 1;
  const { kV, current, time } = techniques[plan.device.modality] ?? radiographic;
  return {
    kV: chance.whole(...kV),
    current: chance.whole(...current),
    time: chance.whole(...time),
    dap: Number((chance.amount(low, high, 3) * share * plan.doseFactor).toFixed(3)),
    exposureIndex: chance.whole(260, 520),
    targetExposureIndex: 400,
  };
}

interface Technique {
  readonly kV: readonly [number, number];
  /** mA */
  readonly current: readonly [number, number];
  /** ms */
  readonly time: readonly [number, number];
}
const radiographic: Technique = { kV: [60, 110], current: [100, 320], time: [10, 90] };
const techniques: Partial<Record<FixtureModality, Technique>> = {
  MG: { kV: [26, 31], current: [70, 100], time: [600, 1200] },
  PX: { kV: [62, 72], current: [6, 10], time: [12_000, 16_000] },
  IO: { kV: [60, 66], current: [6, 8], time: [100, 250] },
};

function exposureElements(dose: ProjectionDose): Dataset {
  return {
    KVP: dose.kV,
    XRayTubeCurrent: dose.current,
    ExposureTime: dose.time,
    Exposure: Math.round((dose.current * dose.time) / 1000),
    ExposureInuAs: dose.current * dose.time,
  };
}

/** Elements of the DX family (PS3.3 §A.26): DX, mammography, intra-oral. */
function digitalXRayElements(plan: StudyPlan): Dataset {
  return {
    ...imageSeriesElements(plan),
    ...requestElements(plan),
    ...regionElements(plan),
    PresentationIntentType: 'FOR PRESENTATION',
    ImageType: ['ORIGINAL', 'PRIMARY', ''],
    PatientOrientation: ['L', 'F'],
    ImageLaterality: 'U',
    BurnedInAnnotation: 'NO',
    DetectorType: 'DIRECT',
    DetectorID: `${plan.device.StationName}-1`,
    ImagerPixelSpacing: [0.5, 0.5],
    PixelIntensityRelationship: 'LOG',
    PixelIntensityRelationshipSign: -1,
    PresentationLUTShape: 'IDENTITY',
    LossyImageCompression: '00',
    RescaleIntercept: 0,
    RescaleSlope: 1,
    RescaleType: 'US',
    WindowCenter: 1100,
    WindowWidth: 2200,
    AcquisitionContextSequence: null,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: side,
    Columns: side,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    PixelData: projectionPixels,
  };
}

/** DX and panoramic dental images; both are the DX class, told apart by Modality. */
export function dxImage(plan: StudyPlan, InstanceNumber: number): Dataset {
  const dose = projectionDoseOf(plan, InstanceNumber);
  const { view } = plan.exam;
  return {
    ...commonElements(plan, {
      SeriesNumber: 1,
      Modality: plan.device.modality,
      InstanceNumber,
      SOPClassUID: digitalXRay,
    }),
    ...digitalXRayElements(plan),
    ...exposureElements(dose),
    ImageAndFluoroscopyAreaDoseProduct: dose.dap,
    ...(plan.device.modality === 'DX'
      ? {
          ExposureIndex: dose.exposureIndex,
          TargetExposureIndex: dose.targetExposureIndex,
          DeviationIndex: Number((10 * Math.log10(dose.exposureIndex / dose.targetExposureIndex)).toFixed(1)),
        }
      : {}),
    ...(view === undefined
      ? {}
      : { ViewPosition: view.position, ViewCodeSequence: [codeItem(view.code.value, 'SCT', view.code.meaning)] }),
    PositionerType: plan.device.modality === 'PX' ? 'PANORAMIC' : 'COLUMN',
    ...(plan.device.modality === 'PX' ? { ImageLaterality: 'B' } : {}),
  };
}

/** A tooth film (PS3.3 §A.28): technique factors, no dose meter. */
export function intraOralImage(plan: StudyPlan, InstanceNumber: number): Dataset {
  return {
    ...commonElements(plan, { SeriesNumber: 1, Modality: 'IO', InstanceNumber, SOPClassUID: digitalIntraOral }),
    ...digitalXRayElements(plan),
    ...exposureElements(projectionDoseOf(plan, InstanceNumber)),
    ImageLaterality: 'R',
    PositionerType: 'NONE',
    AnatomicRegionSequence: [
      {
        ...codeItem(plan.exam.region.value, 'SCT', plan.exam.region.meaning),
        AnatomicRegionModifierSequence: [codeItem('24028007', 'SCT', 'Right')],
      },
    ],
  };
}

/** Mean glandular dose of one view in mGy. */
export function glandularDoseOf(plan: StudyPlan, InstanceNumber: number): number {
  return chanceOf(plan.seed, `${plan.name}/agd/${InstanceNumber}`).amount(0.9, 1.9, 2);
}

/** Cranio-caudal views: 1 right, 2 left (PS3.3 §A.27). OrganDose (0040,0316) is in dGy. */
export function mammogram(plan: StudyPlan, InstanceNumber: number): Dataset {
  const chance = chanceOf(plan.seed, `${plan.name}/compression/${InstanceNumber}`);
  const dose = projectionDoseOf(plan, InstanceNumber);
  return {
    ...commonElements(plan, { SeriesNumber: 1, Modality: 'MG', InstanceNumber, SOPClassUID: digitalMammography }),
    ...digitalXRayElements(plan),
    ...exposureElements(dose),
    ImageLaterality: InstanceNumber % 2 === 1 ? 'R' : 'L',
    PatientOrientation: InstanceNumber % 2 === 1 ? ['P', 'L'] : ['A', 'R'],
    OrganExposed: 'BREAST',
    OrganDose: Number((glandularDoseOf(plan, InstanceNumber) / 100).toFixed(4)),
    EntranceDoseInmGy: chance.amount(4, 8, 2),
    HalfValueLayer: 0.33,
    AnodeTargetMaterial: 'TUNGSTEN',
    FilterMaterial: 'RHODIUM',
    BodyPartThickness: chance.whole(38, 66),
    CompressionForce: chance.whole(70, 130),
    PositionerType: 'MAMMOGRAPHIC',
    DistanceSourceToDetector: 660,
    DistanceSourceToPatient: 600,
    BreastImplantPresent: 'NO',
    PartialView: 'NO',
    ViewCodeSequence: [{ ...codeItem('399162004', 'SCT', 'cranio-caudal'), ViewModifierCodeSequence: null }],
  };
}

/** One stored picture of a fluoroscopy (X-Ray RF Image IOD, PS3.3 §A.16). */
export function radiofluoroscopicImage(plan: StudyPlan, InstanceNumber: number): Dataset {
  const dose = projectionDoseOf(plan, InstanceNumber);
  return {
    ...commonElements(plan, { SeriesNumber: 1, Modality: 'RF', InstanceNumber, SOPClassUID: xRayRadiofluoroscopic }),
    ...imageSeriesElements(plan),
    ...requestElements(plan),
    ...regionElements(plan),
    ...exposureElements(dose),
    ImageType: ['ORIGINAL', 'PRIMARY', 'SINGLE PLANE'],
    PatientOrientation: null,
    RadiationSetting: 'GR',
    RadiationMode: 'PULSED',
    ImageAndFluoroscopyAreaDoseProduct: dose.dap,
    PixelIntensityRelationship: 'DISP',
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: side,
    Columns: side,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    PixelData: projectionPixels,
  };
}
