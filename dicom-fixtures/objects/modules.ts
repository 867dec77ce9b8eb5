import { institutionNames } from '../center/devices.ts';
import { ageString, dicomDate, type StudyPlan } from '../center/study-plan.ts';
import { uidOf } from '../random.ts';
import { declaredAs } from '../writer/character-set.ts';
import type { Dataset } from '../writer/dataset.ts';

/** A coded entry as a sequence item (PS3.16 §8). */
export function codeItem(CodeValue: string, CodingSchemeDesignator: string, CodeMeaning: string): Dataset {
  return { CodeValue, CodingSchemeDesignator, CodeMeaning };
}

/** The type of a national identity number of China in HL7 table 0203. */
const nationalNumberOfChina = 'NNCHN';

function patientElements({ person, date, pregnancy }: StudyPlan): Dataset {
  const inPatientId = person.identityIn === 'PatientID';
  return {
    PatientName: `${person.alphabetic}=${person.ideographic}`,
    PatientID: inPatientId ? person.identityNumber : person.hospitalNumber,
    ...(inPatientId ? { IssuerOfPatientIDQualifiersSequence: [{ IdentifierTypeCode: nationalNumberOfChina }] } : {}),
    ...(person.identityIn === 'OtherPatientIDsSequence'
      ? {
          OtherPatientIDsSequence: [
            {
              PatientID: person.identityNumber,
              TypeOfPatientID: 'TEXT',
              IssuerOfPatientIDQualifiersSequence: [{ IdentifierTypeCode: nationalNumberOfChina }],
            },
          ],
        }
      : {}),
    PatientBirthDate: dicomDate(person.birthDate),
    PatientSex: person.sex,
    PatientAge: ageString(person.birthDate, date),
    ...(pregnancy?.PregnancyStatus === undefined ? {} : { PregnancyStatus: pregnancy.PregnancyStatus }),
    ...(pregnancy?.LastMenstrualDate === undefined
      ? {}
      : { LastMenstrualDate: dicomDate(pregnancy.LastMenstrualDate) }),
  };
}

function studyElements(plan: StudyPlan): Dataset {
  return {
    StudyInstanceUID: plan.StudyInstanceUID,
    StudyDate: dicomDate(plan.date),
    StudyTime: plan.time,
    StudyID: plan.AccessionNumber.slice(-8),
    AccessionNumber: plan.AccessionNumber,
    ReferringPhysicianName: plan.physician,
    StudyDescription: describedInChinese(plan) ? plan.exam.zh : plan.exam.en,
  };
}

/** Devices with a Chinese console send Chinese descriptions; the others leave the English ones. */
function describedInChinese({ device }: StudyPlan): boolean {
  return device.characterSet !== 'utf-8' || device.modality === 'US';
}

function equipmentElements({ device }: StudyPlan): Dataset {
  return {
    Manufacturer: device.Manufacturer,
    ManufacturerModelName: device.ManufacturerModelName,
    DeviceSerialNumber: device.DeviceSerialNumber,
    StationName: device.StationName,
    SoftwareVersions: device.SoftwareVersions,
    InstitutionName: institutionNames.zh,
  };
}

export interface SeriesPlace {
  readonly SeriesNumber: number;
  readonly Modality: string;
  readonly InstanceNumber: number;
  readonly SOPClassUID: string;
}

/** The elements that every object of a study carries, whatever it is. */
export function commonElements(plan: StudyPlan, place: SeriesPlace): Dataset {
  const declared = declaredAs[plan.device.characterSet];
  return {
    ...(declared === undefined ? {} : { SpecificCharacterSet: declared }),
    SOPClassUID: place.SOPClassUID,
    SOPInstanceUID: uidOf(plan.seed, `${plan.name}/${place.SeriesNumber}/${place.InstanceNumber}`),
    InstanceCreationDate: dicomDate(plan.date),
    InstanceCreationTime: plan.time,
    ...patientElements(plan),
    ...studyElements(plan),
    ...equipmentElements(plan),
    Modality: place.Modality,
    SeriesInstanceUID: uidOf(plan.seed, `${plan.name}/${place.SeriesNumber}`),
    SeriesNumber: place.SeriesNumber,
    InstanceNumber: place.InstanceNumber,
  };
}

/** What image series say beyond that. */
export function imageSeriesElements(plan: StudyPlan): Dataset {
  return {
    SeriesDate: dicomDate(plan.date),
    SeriesTime: plan.time,
    AcquisitionDate: dicomDate(plan.date),
    AcquisitionTime: plan.time,
    ContentDate: dicomDate(plan.date),
    ContentTime: plan.time,
    OperatorsName: plan.operator,
    ProtocolName: plan.exam.protocol,
    SeriesDescription: describedInChinese(plan) ? plan.exam.zh : plan.exam.en,
    BodyPartExamined: plan.exam.BodyPartExamined,
  };
}

/** Which request the images answer; RequestedProcedureDescription is in the request's language, Chinese. */
export function requestElements(plan: StudyPlan): Dataset {
  return {
    RequestAttributesSequence: [
      {
        RequestedProcedureID: plan.AccessionNumber.slice(-8),
        RequestedProcedureDescription: plan.exam.zh,
        ScheduledProcedureStepID: plan.AccessionNumber.slice(-8),
        ScheduledProcedureStepDescription: plan.exam.zh,
      },
    ],
  };
}

export function regionElements({ exam }: StudyPlan): Dataset {
  return { AnatomicRegionSequence: [codeItem(exam.region.value, 'SCT', exam.region.meaning)] };
}
