// CT exams as images that carry their dose: what the tests of groups, coverage and exports are made of.
import type { Header } from '../../../core/index.ts';
import type { Observation } from '../index.ts';

export interface CtExam {
  /** Ends the study's UID. */
  readonly key: string;
  /** YYYYMMDD. */
  readonly on: string;
  /** mGy; absent when the images carry none. */
  readonly CTDIvol?: number;
  /** 113690 head 16 cm, 113691 body 32 cm (CID 4052). */
  readonly phantom?: '113690' | '113691';
  readonly change?: Header;
}

export const examUid = (key: string): string => `1.2.826.0.1.3680043.9.9999.7.${key}`;

/** An adult's routine chest of the scanner CT-64, one image. */
export function ctExam({ key, on, CTDIvol, phantom = '113691', change = {} }: CtExam): Observation {
  const study = examUid(key);
  return {
    channel: 'folder:0',
    source: `/archive/exam-${key}`,
    reading: {
      kind: 'readable',
      object: 'instance',
      transferSyntaxUID: '1.2.840.10008.1.2.1',
      declaredCharset: ['ISO_IR 192'],
      damage: [],
      header: {
        PatientSex: 'M',
        PatientBirthDate: '19700402',
        PatientName: 'ZHAO^GANG=赵^刚',
        PatientID: `PX${key}`,
        AccessionNumber: `X${key}`,
        StudyDate: on,
        StudyTime: '093000',
        AcquisitionDate: on,
        AcquisitionTime: '093500',
        Modality: 'CT',
        ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
        BodyPartExamined: 'CHEST',
        ProtocolName: 'Thorax Routine',
        StudyDescription: '胸部CT平扫',
        Manufacturer: 'ACME',
        ManufacturerModelName: 'CT-64',
        DeviceSerialNumber: 'SN-1001',
        StationName: 'CT1',
        InstitutionName: '示范影像诊断中心',
        KVP: '120',
        ...(CTDIvol === undefined
          ? {}
          : {
              CTDIvol,
              CTDIPhantomTypeCodeSequence: [
                { CodeValue: phantom, CodingSchemeDesignator: 'DCM', CodeMeaning: 'phantom' },
              ],
            }),
        StudyInstanceUID: study,
        SeriesInstanceUID: `${study}.1`,
        SOPInstanceUID: `${study}.1.1`,
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
        ...change,
      },
    },
  };
}
