// What an archive can be asked for: information models, levels, and the keys of each (PS3.4 sections C.6 and K.6).
import type { ValueRepresentation, WrittenElement } from './data-set-write.ts';

/** SOP classes of PS3.6 Table A-1. Study root is asked first; patient root where an archive offers nothing else. */
export const QUERY_CLASS = {
  studyFind: '1.2.840.10008.5.1.4.1.2.2.1',
  studyMove: '1.2.840.10008.5.1.4.1.2.2.2',
  studyGet: '1.2.840.10008.5.1.4.1.2.2.3',
  patientFind: '1.2.840.10008.5.1.4.1.2.1.1',
  patientMove: '1.2.840.10008.5.1.4.1.2.1.2',
  patientGet: '1.2.840.10008.5.1.4.1.2.1.3',
  worklistFind: '1.2.840.10008.5.1.4.31',
} as const;

/** The keys that are ever sent: tag and VR by keyword. No name of a person is among them. */
const KEY = {
  StudyDate: [0x00080020, 'DA'],
  StudyTime: [0x00080030, 'TM'],
  AccessionNumber: [0x00080050, 'SH'],
  QueryRetrieveLevel: [0x00080052, 'CS'],
  InstanceAvailability: [0x00080056, 'CS'],
  Modality: [0x00080060, 'CS'],
  ModalitiesInStudy: [0x00080061, 'CS'],
  SOPClassUID: [0x00080016, 'UI'],
  SOPInstanceUID: [0x00080018, 'UI'],
  StationName: [0x00081010, 'SH'],
  PatientID: [0x00100020, 'LO'],
  PatientSex: [0x00100040, 'CS'],
  PregnancyStatus: [0x001021c0, 'US'],
  LastMenstrualDate: [0x001021d0, 'DA'],
  StudyInstanceUID: [0x0020000d, 'UI'],
  SeriesInstanceUID: [0x0020000e, 'UI'],
  NumberOfStudyRelatedSeries: [0x00201206, 'IS'],
  NumberOfStudyRelatedInstances: [0x00201208, 'IS'],
  NumberOfSeriesRelatedInstances: [0x00201209, 'IS'],
  RequestedProcedureDescription: [0x00321060, 'LO'],
  RequestedProcedureCodeSequence: [0x00321064, 'SQ'],
  ScheduledStationAETitle: [0x00400001, 'AE'],
  ScheduledProcedureStepStartDate: [0x00400002, 'DA'],
  ScheduledProcedureStepStartTime: [0x00400003, 'TM'],
  ScheduledProcedureStepDescription: [0x00400007, 'LO'],
  ScheduledProtocolCodeSequence: [0x00400008, 'SQ'],
  ScheduledProcedureStepID: [0x00400009, 'SH'],
  ScheduledProcedureStepStatus: [0x00400020, 'CS'],
  ScheduledProcedureStepSequence: [0x00400100, 'SQ'],
  RequestedProcedureID: [0x00401001, 'SH'],
} as const satisfies Record<string, readonly [tag: number, vr: ValueRepresentation]>;
export type QueryKey = keyof typeof KEY;

/** One key: with a value it is matched, without one it is only to be returned. */
export function key(keyword: QueryKey, value?: string): WrittenElement {
  const [tag, vr] = KEY[keyword];
  return { tag, vr, ...(value === undefined ? {} : { value }) };
}

/** Keys that are to be returned, each of zero length whatever its VR (PS3.4 section C.2.2.2.3). */
export function returnKeys(keywords: readonly QueryKey[]): readonly WrittenElement[] {
  return keywords.map((keyword) => key(keyword));
}

/** A sequence whose one item holds the keys that are matched and returned within (PS3.4 section C.2.2.2.6). */
export function sequenceKey(keyword: QueryKey, item: readonly WrittenElement[]): WrittenElement {
  return { ...key(keyword), items: [item] };
}

const UID = /^(?=.{1,64}$)\d+(?:\.\d+)*$/;

/** Whether a UID may stand in a query: anything else could be a wildcard, a list, or nothing at all, and so match everything. */
export function isQueryUID(uid: string): boolean {
  return UID.test(uid);
}

/** Whether a text matches only itself: no wildcard, no list, not empty (PS3.4 section C.2.2.2.1). */
export function isSingleValue(text: string): boolean {
  return text.trim() !== '' && !/[*?\\"\p{Cc}]/u.test(text) && text.length <= 64;
}

/** A closed range of days as DA range matching has it (PS3.4 section C.2.2.2.5); one day stands as it is. Days as YYYY-MM-DD. */
export function dateRange(from: string, to: string): string {
  const [first, last] = [from.replaceAll('-', ''), to.replaceAll('-', '')];
  return first === last ? first : `${first}-${last}`;
}
