import type {
  CalendarDate,
  CareRecords,
  DeviceCard,
  DoseReport,
  DriftFacts,
  EarlierStudy,
  ExamMappingRow,
  Instant,
  SeriesInstanceUID,
  SOPClassUID,
  SOPInstanceUID,
  StudyInstanceUID,
  UnreadableObject,
} from '@center/contract';
import type { Damage } from './damage.ts';
import type { Header } from './header.ts';

/** One DICOM object as the ledger holds it: its header by keyword, the damage named, its dose values if it carries any. */
export interface ObservedObject {
  readonly SOPInstanceUID: SOPInstanceUID;
  readonly SOPClassUID: SOPClassUID;
  readonly StudyInstanceUID: StudyInstanceUID;
  readonly SeriesInstanceUID: SeriesInstanceUID;
  readonly transferSyntaxUID: string;
  readonly header: Header;
  readonly damage: readonly Damage[];
  readonly dose?: DoseReport;
}

/** Everything that is known of one study on the day of judging. */
export interface StudyInput {
  readonly StudyInstanceUID: StudyInstanceUID;
  readonly objects: readonly ObservedObject[];
  readonly unreadable: readonly UnreadableObject[];
  readonly firstSeenAt: Instant;
  readonly completeness: 'quiet' | 'arriving';
  readonly records: CareRecords;
  readonly cards: readonly DeviceCard[];
  /** At least one device card exists: then an unknown device is unknown, and not merely "no register kept yet". */
  readonly registerInUse: boolean;
  /** Names under which the center writes InstitutionName; empty = not configured. */
  readonly institutionNames: readonly string[];
  /** The center's mapping of protocols, descriptions and procedure codes to exam classes, first match wins. */
  readonly examMapping: readonly ExamMappingRow[];
  /** Ionising studies of the same PatientID in the 31 days before, newest first. */
  readonly earlier: readonly EarlierStudy[];
  /** What the worklist said of the steps that were planned for the study, as far as it is evidence: PregnancyStatus, LastMenstrualDate. */
  readonly planned?: readonly Header[];
  /** Of a study that had objects with other content before: what they amount to. */
  readonly drift?: DriftFacts;
  readonly asOf: CalendarDate;
  /** Zone assumed for date-times without offset, minutes east of UTC. */
  readonly zoneOffsetMinutes: number;
}

/** SHA-256 of UTF-8 text as lower-case hexadecimal; lent by the shell. */
export type Digest = (text: string) => string;
