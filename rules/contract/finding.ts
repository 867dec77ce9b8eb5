import type { ClauseId, FindingId, RuleId, Sha256 } from './ids.ts';
import type { CalendarDate, Instant } from './instant.ts';
import type { Observed, Verdict } from './verdict.ts';

export const severities = ['critical', 'major', 'minor'] as const;
export type Severity = (typeof severities)[number];

/** What kinds of thing a rule judges. */
export const subjectKinds = ['facility', 'device', 'room', 'person', 'document', 'study', 'archive', 'agent'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** `key` is unique inside the center (StudyInstanceUID, DeviceId, clause id …) and never leaves it; outside, its HMAC stands for it. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly key: string;
}

/** One rule applied to one subject: a measurement, overwritten by the next run. */
export interface Judgement {
  readonly ruleId: RuleId;
  readonly ruleVersion: number;
  readonly clause: ClauseId;
  readonly severity: Severity;
  readonly subject: Subject;
  readonly verdict: Verdict;
  readonly informational: boolean;
  /** Set when the clause's evidence channel does not work yet: the verdict is counted, but its finding is the clause's one finding. */
  readonly heldBy?: EvidenceChannel;
  readonly ruleSetSha256: Sha256;
  readonly factSha256: Sha256;
  readonly subjectDate: CalendarDate;
  readonly judgedAt: Instant;
}

/** The way in which evidence of a clause reaches us; until it has worked once, absence is said once for the clause and not once a study. */
export const evidenceChannels = [
  'headers',
  'consent-register',
  'device-register',
  'review',
  'retention-proof',
  'report-source',
  // Registers and forms of the center's people; each begins to work when its first entry is there.
  'staff-register',
  'contrast-consent',
  'event-form',
  'outing-record',
  'exposure-register',
  'protocol-register',
  'permit-register',
  // Receipts of the regional platform for images that were uploaded.
  'upload-receipts',
  // Probes and calendars of devices, what people write down of them, and readings of UPS and room.
  'device-watch',
  'daily-records',
  'maintenance-records',
  'ups-watch',
  'room-watch',
] as const;
export type EvidenceChannel = (typeof evidenceChannels)[number];

/** A finding lives on its own: opens at the first deviation or missing evidence, keeps its history, closes only by a later conforming run or a second person. */
export interface Finding {
  readonly id: FindingId;
  /** 1 at opening; raised by every change that is worth telling. */
  readonly revision: number;
  readonly ruleId: RuleId;
  readonly ruleVersion: number;
  readonly clause: ClauseId;
  readonly severity: Severity;
  readonly subject: Subject;
  readonly state: FindingState;
  readonly verdict: Verdict;
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  readonly timesOpened: number;
  readonly ruleSetSha256: Sha256;
  readonly factSha256: Sha256;
  readonly evidence: readonly Observed[];
}

/**
 * - `open`: suspected, nobody has looked (疑似·待核实).
 * - `confirmed`: a person agrees that it is so. Not: mended.
 * - `dismissed`: a person says it is unfounded, with a reason (误报); the machine's verdict stays beside it.
 * - `closed`: a later run conforms, or a second person has closed attested evidence.
 */
export const findingStates = ['open', 'confirmed', 'dismissed', 'closed'] as const;
export type FindingState = (typeof findingStates)[number];
