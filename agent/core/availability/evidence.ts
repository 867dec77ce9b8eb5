import type {
  CountedReason,
  DailyRecord,
  DisputeRecord,
  EquipmentCard,
  EquipmentRecord,
  ExternalRecord,
  FaultRecord,
  HolidaySet,
  Instant,
  Interval,
  NothingRequired,
  ServiceCalendar,
  SuspensionRecord,
  UptimeFigures,
  WindowRecord,
} from '@center/contract';

/**
 * What kind of evidence a source gives, best first: `use` (exams arrive: it works) outranks `service` (it answers in its own protocol) outranks `reachability`
 * (something answers at its address). Reachability alone never credits up and never proves down, unless the card says that nothing better exists.
 */
export const evidenceGrades = ['use', 'service', 'reachability'] as const;
export type EvidenceGrade = (typeof evidenceGrades)[number];

/**
 * What one attempt of a probe came to.
 * - `ok`: the target answered rightly. - `fail`: it answered wrongly or not at all. - `invalid`: we could not measure (no route from here, our own name service, a missing right):
 *   unknown, never down. - `unsupported`: the target does not know the question; the probe is no evidence.
 */
export const probeOutcomes = ['ok', 'fail', 'invalid', 'unsupported'] as const;
export type ProbeOutcome = (typeof probeOutcomes)[number];

/** One attempt as accounting sees it. `bootMs` is the time since the host started, which no clock setting moves. */
export interface Sample {
  readonly probe: string;
  readonly at: Instant;
  readonly bootId: string;
  readonly bootMs: number;
  readonly outcome: ProbeOutcome;
  /** connect · associate · echo · release … and the code within it, kept as evidence. */
  readonly stage: string;
  readonly code: string;
  readonly latencyMs: number;
}

/** How samples of one probe become spans. */
export interface SampleRule {
  /** What the probe is evidence of; its spans bear it. */
  readonly grade: EvidenceGrade;
  /** Usual interval between two samples. */
  readonly everyMs: number;
  /** A sample covers back to its predecessor when the gap is at most this many intervals, else one interval. */
  readonly gapFactor: number;
  /** Failures in a row, and the least time from the first to the last of them, that confirm down. */
  readonly failures: number;
  readonly failuresSpanMs: number;
  /** Successes in a row that confirm up. */
  readonly successes: number;
}
export const usualSampleRule: Omit<SampleRule, 'everyMs' | 'grade'> = {
  gapFactor: 2.5,
  failures: 3,
  failuresSpanMs: 30_000,
  successes: 2,
};

/** Time over which one probe says one thing, confirmed and dated back. Gaps between spans are unknown. */
export interface ProbeSpan extends Interval {
  readonly probe: string;
  readonly state: 'up' | 'down' | 'unknown';
  readonly grade: EvidenceGrade;
  /** Of the sample that began it: stage and code; and how many samples it rests on. */
  readonly stage: string;
  readonly code: string;
  readonly samples: number;
  /** Rises with each step of the wall clock; time that lies in two epochs counts as the worse: down, unknown, up. */
  readonly clockEpoch: number;
  /** 时间可疑. */
  readonly doubtful: boolean;
}

/** The kept records of one piece of equipment that touch the period; withdrawn ones left out by the caller. */
export interface EquipmentRecords {
  readonly daily: readonly EquipmentRecord<DailyRecord>[];
  readonly faults: readonly EquipmentRecord<FaultRecord>[];
  readonly windows: readonly EquipmentRecord<WindowRecord>[];
  readonly suspensions: readonly EquipmentRecord<SuspensionRecord>[];
  readonly externals: readonly EquipmentRecord<ExternalRecord>[];
  readonly disputes: readonly EquipmentRecord<DisputeRecord>[];
}

export interface AvailabilityPolicy {
  /** Most maintenance a device and month that leaves required time. */
  readonly maintenanceCapMs: number;
  /** How long after an exposure it still counts as working. */
  readonly useCoversMs: number;
  /** Working days in which a draft must be classified; the day of a month on which the month before is closed. */
  readonly classifyWithinDays: number;
  readonly closeOnDay: number;
  /** A daily record is due so long after opening. */
  readonly dailyDueMs: number;
  /** A device day is a fault day when down time is at least this share (per thousand) of its scheduled time. */
  readonly faultDayPerMille: number;
}
export const usualAvailabilityPolicy: AvailabilityPolicy = {
  maintenanceCapMs: 8 * 3_600_000,
  useCoversMs: 900_000,
  classifyWithinDays: 3,
  closeOnDay: 5,
  dailyDueMs: 3_600_000,
  faultDayPerMille: 500,
};

/** All that is known of one piece of equipment over a period. */
export interface AvailabilityInput {
  readonly card: EquipmentCard;
  readonly calendar: ServiceCalendar | undefined;
  readonly holidays: HolidaySet;
  readonly records: EquipmentRecords;
  readonly spans: readonly ProbeSpan[];
  /** How many probes watch it; absent: as many as `spans` name. With none, time that nobody knows waits for people and is not silence. */
  readonly probes?: number;
  /** Usual interval of the slowest probe that counts, in milliseconds; absent: a minute where there are spans. */
  readonly sampleMs?: number;
  /** Instants at which images of it were acquired, ascending. */
  readonly exposures: readonly Instant[];
  readonly policy: AvailabilityPolicy;
  /** P, its future included; what lies after `now` is not counted but known as required. */
  readonly period: Interval;
  readonly now: Instant;
  /** SHA-256, for the basis of the figures. */
  readonly digest: (text: string) => string;
}

/** One stretch of scheduled time, counted one way for one reason; together they tile S up to now without gap or overlap. */
export interface CountedSpan extends Interval {
  readonly state: 'up' | 'down' | 'unknown' | 'maintenance' | 'external';
  readonly because: CountedReason;
  readonly ref: string;
  readonly degraded: boolean;
  readonly doubtful: boolean;
}

export interface Account {
  readonly spans: readonly CountedSpan[];
  readonly figures: UptimeFigures;
  /** Required time of the whole period, its future by calendar and approved windows included. */
  readonly requiredWholeMs: number;
  readonly budgetLeftMs: number;
  readonly worstBudgetLeftMs: number;
  /** While it is down: when it must be back for the period to conform still; absent: not down, lost already, or not to be lost by staying down to its end. Of the rolling year: `rollingBackBy`. */
  readonly mustBeBackBy?: Instant;
  /** The same with unknown time taken as down. */
  readonly worstMustBeBackBy?: Instant;
  /** It is down at the moment of asking, also outside of opening hours. */
  readonly downNow: boolean;
  readonly nothingRequired?: NothingRequired;
}
