import type { StudyPlan } from '../center/study-plan.ts';
import { uidOf } from '../random.ts';
import type { Dataset } from '../writer/dataset.ts';
import { commonElements, imageSeriesElements, regionElements, requestElements } from './modules.ts';
import { greyJpeg, projectionPixels, side } from './pixels.ts';

const usImageStorage = '1.2.840.10008.5.1.4.1.1.6.1';
const mrImageStorage = '1.2.840.10008.5.1.4.1.1.4';

/** US Image IOD (PS3.3 §A.6), compressed as most ultrasound machines send it. */
export function usImage(plan: StudyPlan, InstanceNumber: number): Dataset {
  return {
    ...commonElements(plan, { SeriesNumber: 1, Modality: 'US', InstanceNumber, SOPClassUID: usImageStorage }),
    ...imageSeriesElements(plan),
    ...requestElements(plan),
    ...regionElements(plan),
    ImageType: ['ORIGINAL', 'PRIMARY', 'ABDOMINAL', '0001'],
    PatientOrientation: null,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: side,
    Columns: side,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    LossyImageCompression: '01',
    LossyImageCompressionRatio: 8,
    LossyImageCompressionMethod: 'ISO_10918_1',
    PixelData: greyJpeg,
  };
}

/** MR Image IOD (PS3.3 §A.4). */
export function mrImage(plan: StudyPlan, InstanceNumber: number): Dataset {
  const z = InstanceNumber * 6;
  return {
    ...commonElements(plan, { SeriesNumber: 1, Modality: 'MR', InstanceNumber, SOPClassUID: mrImageStorage }),
    ...imageSeriesElements(plan),
    ...requestElements(plan),
    ...regionElements(plan),
    ...(plan.exam.BodyPartExamined === 'KNEE' ? { Laterality: 'L' } : {}),
    ImageType: ['ORIGINAL', 'PRIMARY', 'OTHER'],
    PatientPosition: 'HFS',
    FrameOfReferenceUID: uidOf(plan.seed, `${plan.name}/frame`),
    PositionReferenceIndicator: null,
    ImagePositionPatient: [-110, -110, z],
    ImageOrientationPatient: [1, 0, 0, 0, 1, 0],
    PixelSpacing: [7, 7],
    SliceThickness: 5,
    ScanningSequence: 'SE',
    SequenceVariant: 'SK',
    ScanOptions: null,
    MRAcquisitionType: '2D',
    RepetitionTime: 4200,
    EchoTime: 98,
    EchoTrainLength: 15,
    MagneticFieldStrength: 3,
    AcquisitionNumber: 1,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: side,
    Columns: side,
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    WindowCenter: 1000,
    WindowWidth: 2000,
    PixelData: projectionPixels,
  };
}
