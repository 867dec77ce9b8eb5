import { dicomDate, type StudyPlan } from '../center/study-plan.ts';
import { uidOf } from '../random.ts';
import { ctImageStorage } from './ct-image.ts';
import type { FixtureObject } from './fixture-object.ts';
import { commonElements } from './modules.ts';
import { projectionPixels, side } from './pixels.ts';

const rtImageStorage = '1.2.840.10008.5.1.4.1.1.481.1';
const rtStructureSetStorage = '1.2.840.10008.5.1.4.1.1.481.3';
const rtBeamsTreatmentRecordStorage = '1.2.840.10008.5.1.4.1.1.481.4';

function other(plan: StudyPlan, dataset: FixtureObject['dataset']): FixtureObject {
  return { role: 'other', dataset, transferSyntax: 'explicit-le', characterSet: plan.device.characterSet };
}

/** Contours drawn on a CT, as diagnostic centers do for others (RT Structure Set IOD, PS3.3 §A.19). */
export function structureSet(plan: StudyPlan): FixtureObject {
  return other(plan, {
    ...commonElements(plan, {
      SeriesNumber: 50,
      Modality: 'RTSTRUCT',
      InstanceNumber: 1,
      SOPClassUID: rtStructureSetStorage,
    }),
    OperatorsName: plan.operator,
    FrameOfReferenceUID: uidOf(plan.seed, `${plan.name}/frame`),
    PositionReferenceIndicator: null,
    StructureSetLabel: 'CONTOURS',
    StructureSetDate: dicomDate(plan.date),
    StructureSetTime: plan.time,
    ReferencedFrameOfReferenceSequence: [{ FrameOfReferenceUID: uidOf(plan.seed, `${plan.name}/frame`) }],
    StructureSetROISequence: [
      {
        ROINumber: 1,
        ReferencedFrameOfReferenceUID: uidOf(plan.seed, `${plan.name}/frame`),
        ROIName: 'LUNG',
        ROIGenerationAlgorithm: 'MANUAL',
      },
    ],
    ROIContourSequence: [
      {
        ReferencedROINumber: 1,
        ContourSequence: [
          {
            ContourImageSequence: [
              { ReferencedSOPClassUID: ctImageStorage, ReferencedSOPInstanceUID: uidOf(plan.seed, `${plan.name}/2/1`) },
            ],
            ContourGeometricType: 'CLOSED_PLANAR',
            NumberOfContourPoints: 3,
            ContourData: [0, 0, -5, 20, 0, -5, 0, 20, -5],
          },
        ],
      },
    ],
    RTROIObservationsSequence: [
      { ObservationNumber: 1, ReferencedROINumber: 1, RTROIInterpretedType: 'ORGAN', ROIInterpreter: null },
    ],
  });
}

/** Proof that somebody was treated (RT Beams Treatment Record IOD, PS3.3 §A.29). */
export function treatmentRecord(plan: StudyPlan): FixtureObject {
  return other(plan, {
    ...commonElements(plan, {
      SeriesNumber: 60,
      Modality: 'RTRECORD',
      InstanceNumber: 1,
      SOPClassUID: rtBeamsTreatmentRecordStorage,
    }),
    OperatorsName: plan.operator,
    TreatmentDate: dicomDate(plan.date),
    TreatmentTime: plan.time,
    CurrentFractionNumber: 1,
    PrimaryDosimeterUnit: 'MU',
  });
}

/** A portal picture (RT Image IOD, PS3.3 §A.17). */
export function portalImage(plan: StudyPlan): FixtureObject {
  return other(plan, {
    ...commonElements(plan, { SeriesNumber: 70, Modality: 'RTIMAGE', InstanceNumber: 1, SOPClassUID: rtImageStorage }),
    OperatorsName: plan.operator,
    ImageType: ['DERIVED', 'SECONDARY', 'PORTAL'],
    RTImageLabel: 'PORTAL',
    RTImagePlane: 'NORMAL',
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: side,
    Columns: side,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    PixelData: projectionPixels,
  });
}
