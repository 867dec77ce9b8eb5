import type { DoseMeasure } from './dose.ts';
import type { AgeBand } from './fact.ts';
import type { DeviceId } from './ids.ts';
import type { CalendarDate } from './instant.ts';
import type { ReviewDecision } from './record.ts';
import type { GroupAgeBand } from './wire/dose.ts';

/** Reference level as a group is compared with it, in the unit of the measure. */
export interface LevelFact {
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly source: string;
  readonly verified: boolean;
}

/** One measure over the exams of a group. Amounts in the unit of the measure (`doseMeasureUnits`). */
export interface GroupMeasureFacts {
  readonly measure: DoseMeasure;
  /** Exams that are compared. */
  readonly n: number;
  /** Exams that are not: phantom of CTDIvol unknown or another than the level's; DLP of several phases, or of phases that nobody told. */
  readonly excluded: { readonly phantom: number; readonly phases: number };
  /** Absent while n is 0. */
  readonly median?: number;
  readonly level?: LevelFact;
  /** First day, without interruption since, on which enough exams lay with their median above the 75 % level, or below the 25 % hint. */
  readonly aboveSince?: CalendarDate;
  readonly lowSince?: CalendarDate;
}

/** The exams of one device, class and age band over the judged period: the twelve months that end with the last month in which the device made an exam with a dose. */
export interface ExamGroupFacts {
  readonly subject: 'device';
  readonly deviceId: DeviceId;
  readonly examClass: string;
  readonly ageBand: AgeBand | Extract<GroupAgeBand, 'unknown'>;
  /** Months YYYY-MM, both included. */
  readonly from: string;
  readonly to: string;
  readonly measures: readonly GroupMeasureFacts[];
  readonly reviews: readonly ReviewDecision[];
  /** The day of judging. Not part of the fact hash. */
  readonly asOf: CalendarDate;
}

/** Everything that is known of the archive's patients as a whole. Persons are compared by keyed digests; nothing here names one. */
export interface ArchiveFacts {
  readonly subject: 'archive';
  /** Studies that carry a PatientID that is no placeholder. */
  readonly studies: number;
  /** Valid identity numbers that stand under more than one PatientID, and such numbers at all. */
  readonly identityNumbers: { readonly all: number; readonly underSeveralPatientIds: number };
  /** PatientIDs with more than one name (alphabetic or ideographic group, width and case aside), and PatientIDs at all. */
  readonly patientIds: { readonly all: number; readonly withSeveralNames: number };
  /** Studies of each device, and those that were taken for a phantom or test object. */
  readonly devices: readonly { readonly deviceId: DeviceId; readonly studies: number; readonly notPatients: number }[];
  readonly reviews: readonly ReviewDecision[];
  readonly asOf: CalendarDate;
}
