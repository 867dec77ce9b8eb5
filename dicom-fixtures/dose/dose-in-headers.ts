import { dicomDate, type StudyPlan, timeAfter } from '../center/study-plan.ts';
import { momentAfter } from '../objects/dose-report.ts';
import { commonElements } from '../objects/modules.ts';
import type { Dataset } from '../writer/dataset.ts';

const secondaryCapture = '1.2.840.10008.5.1.4.1.1.7';
const performedProcedureStep = '1.2.840.10008.3.1.2.3.3';
const privateBlocks: Dataset = { ElscintPrivateCreator00E1: 'ELSCINT1', ElscintPrivateCreator01E1: 'ELSCINT1' };

/** The page that a Philips CT console writes as secondary capture: exposures in a retired sequence, dose length products and phantom in private elements. */
export function philipsDosePage(plan: StudyPlan): Dataset {
  return {
    ...commonElements(plan, { SeriesNumber: 99, Modality: 'CT', InstanceNumber: 1, SOPClassUID: secondaryCapture }),
    Manufacturer: 'Philips',
    SeriesDescription: 'Dose Info',
    ConversionType: 'WSD',
    ImageType: ['DERIVED', 'SECONDARY'],
    SeriesDate: dicomDate(plan.date),
    SeriesTime: timeAfter(plan.time, 120),
    PatientOrientation: null,
    TotalNumberOfExposures: 2,
    CommentsOnRadiationDose: 'TOTAL DLP=612.5',
    ...privateBlocks,
    ElscintDoseLengthProduct: 612.5,
    ExposureDoseSequence: [
      {
        AcquisitionType: 'CONSTANT_ANGLE',
        AcquisitionDateTime: momentAfter(plan, 5),
        KVP: 120,
        XRayTubeCurrentInuA: 30_000,
        CTDIvol: 0.1,
        ...privateBlocks,
        ElscintDoseLengthProduct: 4.5,
        ElscintPhantomType: '32 CM',
      },
      {
        AcquisitionType: 'SPIRAL',
        AcquisitionDateTime: momentAfter(plan, 40),
        KVP: 120,
        XRayTubeCurrentInuA: 201_000,
        ExposureTime: 4200,
        ScanLength: 480,
        SpiralPitchFactor: 0.9,
        CTDIvol: 12.2,
        ...privateBlocks,
        ElscintDoseLengthProduct: 608,
        ElscintPhantomType: '32 CM',
      },
    ],
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: 2,
    Columns: 2,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    BurnedInAnnotation: 'YES',
    PixelData: Uint8Array.of(0, 64, 128, 255),
  };
}

/** A completed performed procedure step with its Radiation Dose module (PS3.3 §C.4.16), as it would be kept in a file. */
export function performedStep(plan: StudyPlan): Dataset {
  return {
    ...commonElements(plan, {
      SeriesNumber: 98,
      Modality: 'RF',
      InstanceNumber: 1,
      SOPClassUID: performedProcedureStep,
    }),
    PerformedStationAETitle: 'RF01',
    PerformedProcedureStepID: plan.AccessionNumber.slice(-8),
    PerformedProcedureStepStartDate: dicomDate(plan.date),
    PerformedProcedureStepStartTime: plan.time,
    PerformedProcedureStepEndDate: dicomDate(plan.date),
    PerformedProcedureStepEndTime: timeAfter(plan.time, 300),
    PerformedProcedureStepStatus: 'COMPLETED',
    ScheduledStepAttributesSequence: [
      { StudyInstanceUID: plan.StudyInstanceUID, AccessionNumber: plan.AccessionNumber },
    ],
    TotalTimeOfFluoroscopy: 185,
    TotalNumberOfExposures: 2,
    ImageAndFluoroscopyAreaDoseProduct: 420,
    EntranceDose: 0,
    EntranceDoseInmGy: 35.5,
    DistanceSourceToDetector: 1100,
    ExposureDoseSequence: [
      { RadiationMode: 'PULSED', KVP: 70, XRayTubeCurrentInuA: 400_000, ExposureTime: 80 },
      { RadiationMode: 'PULSED', KVP: 81, XRayTubeCurrentInuA: 350_000, ExposureTime: 100 },
    ],
  };
}
