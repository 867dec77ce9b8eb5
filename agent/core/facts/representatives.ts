import type { Header } from './header.ts';
import type { ObservedObject } from './observed-object.ts';

/**
 * What the images of one series nearly always share, and what the facts about patient, words, region, people and devices are made of. Written out, because named
 * access is many times faster than a list of keywords; sequences and lists are compared as the objects they are.
 */
function saysTheSame(a: Header, b: Header): boolean {
  return (
    a.Modality === b.Modality &&
    a.PatientName === b.PatientName &&
    a.PatientID === b.PatientID &&
    a.PatientBirthDate === b.PatientBirthDate &&
    a.PatientSex === b.PatientSex &&
    a.PatientAge === b.PatientAge &&
    a.OtherPatientIDs === b.OtherPatientIDs &&
    a.OtherPatientIDsSequence === b.OtherPatientIDsSequence &&
    a.IssuerOfPatientIDQualifiersSequence === b.IssuerOfPatientIDQualifiersSequence &&
    a.PregnancyStatus === b.PregnancyStatus &&
    a.LastMenstrualDate === b.LastMenstrualDate &&
    a.StudyDate === b.StudyDate &&
    a.SeriesDate === b.SeriesDate &&
    a.AcquisitionDate === b.AcquisitionDate &&
    a.ContentDate === b.ContentDate &&
    a.AccessionNumber === b.AccessionNumber &&
    a.InstitutionName === b.InstitutionName &&
    a.Manufacturer === b.Manufacturer &&
    a.ManufacturerModelName === b.ManufacturerModelName &&
    a.DeviceSerialNumber === b.DeviceSerialNumber &&
    a.StationName === b.StationName &&
    a.StudyDescription === b.StudyDescription &&
    a.SeriesDescription === b.SeriesDescription &&
    a.ProtocolName === b.ProtocolName &&
    a.AcquisitionProtocolName === b.AcquisitionProtocolName &&
    a.RequestedProcedureDescription === b.RequestedProcedureDescription &&
    a.PerformedProcedureStepDescription === b.PerformedProcedureStepDescription &&
    a.ScheduledProcedureStepDescription === b.ScheduledProcedureStepDescription &&
    a.RequestAttributesSequence === b.RequestAttributesSequence &&
    a.ProcedureCodeSequence === b.ProcedureCodeSequence &&
    a.RequestedProcedureCodeSequence === b.RequestedProcedureCodeSequence &&
    a.PerformedProtocolCodeSequence === b.PerformedProtocolCodeSequence &&
    a.BodyPartExamined === b.BodyPartExamined &&
    a.AnatomicRegionSequence === b.AnatomicRegionSequence &&
    a.SharedFunctionalGroupsSequence === b.SharedFunctionalGroupsSequence &&
    a.PerFrameFunctionalGroupsSequence === b.PerFrameFunctionalGroupsSequence &&
    a.OperatorsName === b.OperatorsName &&
    a.PerformingPhysicianName === b.PerformingPhysicianName &&
    a.NameOfPhysiciansReadingStudy === b.NameOfPhysiciansReadingStudy &&
    a.ContrastBolusAgent === b.ContrastBolusAgent &&
    a.ContrastBolusAgentSequence === b.ContrastBolusAgentSequence
  );
}

/**
 * Objects without those that say the same as one before in their series in every attribute above: a thousand slices become as many objects as there are series. An
 * object with damage always stands for itself. For questions of what is said, never of how often.
 */
export function representatives(objects: readonly ObservedObject[]): readonly ObservedObject[] {
  const found: ObservedObject[] = [];
  // Of a series the latest one is enough: one too many costs time and nothing else.
  const latest = new Map<string, ObservedObject>();
  for (const object of objects) {
    const before = latest.get(object.SeriesInstanceUID);
    if (before !== undefined && object.damage.length === 0 && saysTheSame(before.header, object.header)) continue;
    found.push(object);
    if (object.damage.length === 0) latest.set(object.SeriesInstanceUID, object);
  }
  return found;
}
