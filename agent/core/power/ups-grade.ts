import {
  addDays,
  type CalendarDate,
  calendarDateAt,
  type EquipmentCard,
  type EquipmentEvent,
  type Instant,
  type Interval,
  type UpsCounterEvidence,
  type UpsGrade,
  type UpsGradeReason,
  type UpsStatus,
} from '@center/contract';
import { type GradePolicy, usualGradePolicy } from './policy.ts';

/** What PACS and agent did around the power events. Intervals sorted and disjoint. */
export interface PowerWitness {
  /** Time in which the PACS answered in its own protocol (C-ECHO, DICOMweb). */
  readonly pacsUp: readonly Interval[];
  /** Time in which it was confirmed not to answer. */
  readonly pacsDown: readonly Interval[];
  /** Time in which the agent ran and looked. */
  readonly agentUp: readonly Interval[];
  /** Restarts of the computers (a new boot); `clean`: they were shut down in order. */
  readonly restarts: readonly { readonly of: 'pacs' | 'agent'; readonly at: Instant; readonly clean: boolean }[];
}

export interface UpsGradeInput {
  readonly card: EquipmentCard;
  /** A person declared that there is no independent UPS. */
  readonly declaredAbsent: boolean;
  /** What it said last; absent: never heard. */
  readonly status?: UpsStatus;
  /** Its episodes, ended and open; at least those of the last two years. */
  readonly events: readonly EquipmentEvent[];
  readonly witness: PowerWitness;
  /** Its load moves in step with exams; undefined: not known. */
  readonly loadInStep?: boolean;
  readonly now: Instant;
}

export interface GradedUps {
  readonly grade: UpsGrade;
  readonly against: readonly UpsCounterEvidence[];
  /** Day of the last on-battery interval in which PACS and agent ran through. */
  readonly provedOn?: CalendarDate;
  readonly reasons: readonly UpsGradeReason[];
}

const outOfService = new Set(['replace-battery', 'alarm', 'battery-absent']);

/**
 * How well it is evidenced that the PACS has a UPS of its own (MIDC-3.12b; grades at `upsGrades`). Each grade rests on the one before. Counter-evidence that no later proof outlives
 * holds the grade at 2 (a person must look), a serial number that differs at 1, a declared absence at 0. A device that is on its battery is in service.
 */
export function upsGrade(input: UpsGradeInput, policy: GradePolicy = usualGradePolicy): GradedUps {
  const proof = lastProof(input, policy);
  const provedOn = proof === undefined ? undefined : calendarDateAt(proof.start);
  const against = counterEvidence(input, proof?.start, policy);
  const reasons: UpsGradeReason[] = [];
  const climbed = climb(input, proof?.start, reasons, policy);
  const cap = ceiling(against);
  if (climbed > cap) reasons.push('counter-evidence');
  const grade = climbed < cap ? climbed : cap;
  return { grade, against, ...(provedOn === undefined ? {} : { provedOn }), reasons };
}

function ceiling(against: readonly UpsCounterEvidence[]): UpsGrade {
  if (against.includes('established-absent')) return 0;
  if (against.includes('serial-differs')) return 1;
  return against.length > 0 ? 2 : 5;
}

function climb(
  input: UpsGradeInput,
  provedAt: Instant | undefined,
  reasons: UpsGradeReason[],
  policy: GradePolicy,
): UpsGrade {
  const { card, status, now } = input;
  const stop = (grade: UpsGrade, reason: UpsGradeReason): UpsGrade => {
    reasons.push(reason);
    return grade;
  };
  if (input.declaredAbsent) return stop(0, 'declared-absent');
  const ups = card.ups;
  if (ups === undefined) return stop(0, 'no-card');
  if (ups.dedicatedCircuit === false) return stop(0, 'not-dedicated');
  const recorded =
    card.Manufacturer !== '' &&
    card.DeviceSerialNumber !== '' &&
    ups.ratedVa !== undefined &&
    ups.batteryDate !== undefined &&
    ups.dedicatedCircuit === true;
  if (!recorded) reasons.push('asset-record-incomplete');
  const declared: UpsGrade = recorded ? 1 : 0;
  if (status === undefined) return stop(declared, 'never-heard');
  if (status.serial === undefined) return stop(declared, 'serial-not-told');
  if (card.DeviceSerialNumber === '') return stop(declared, 'serial-not-on-card');
  if (serialDiffers(card, status)) return stop(declared, 'serial-differs');
  const carries = status.state === 'on-line' || status.state === 'on-battery';
  if (!carries || status.marks.some((mark) => outOfService.has(mark))) return stop(2, 'not-in-service');
  if (status.loadPct === undefined) return stop(2, 'load-not-told');
  if (status.loadPct < policy.loadPct.min || status.loadPct > policy.loadPct.max) return stop(2, 'load-out-of-range');
  if (provedAt === undefined) return stop(3, 'not-proved');
  if (calendarDateAt(provedAt) < addDays(calendarDateAt(now), -policy.proofHoldsDays)) return stop(4, 'proof-old');
  if (status.runtimeS === undefined) return stop(4, 'runtime-not-told');
  return status.runtimeS < ups.runtimeGoalMinutes * 60 ? stop(4, 'runtime-below-goal') : 5;
}

const bare = (serial: string): string => serial.replace(/[\s-]/g, '').toUpperCase();

function serialDiffers(card: EquipmentCard, status: UpsStatus): boolean {
  return (
    status.serial !== undefined &&
    card.DeviceSerialNumber !== '' &&
    bare(status.serial) !== bare(card.DeviceSerialNumber)
  );
}

/** How long it was surely on battery: to the end that was seen, or to now. An end that nobody saw proves nothing. */
function onBattery(event: EquipmentEvent, now: Instant): Interval | undefined {
  if (event.kind !== 'on-battery' || event.endUnseen === true) return undefined;
  const end = event.end ?? now;
  return end > event.start ? { start: event.start, end } : undefined;
}

const covers = (spans: readonly Interval[], { start, end }: Interval): boolean =>
  spans.some((span) => span.start <= start && span.end >= end);

function lastProof({ events, witness, now }: UpsGradeInput, policy: GradePolicy): Interval | undefined {
  return events
    .flatMap((event) => onBattery(event, now) ?? [])
    .filter(
      (time) =>
        time.end - time.start >= policy.provedAfterMs && covers(witness.pacsUp, time) && covers(witness.agentUp, time),
    )
    .sort((a, b) => a.start - b.start)
    .at(-1);
}

function counterEvidence(
  input: UpsGradeInput,
  provedAt: Instant | undefined,
  policy: GradePolicy,
): readonly UpsCounterEvidence[] {
  const { events, witness, status, card, now } = input;
  const outlived = (at: Instant): boolean => provedAt !== undefined && provedAt > at;
  const battery = events.filter((event) => event.kind === 'on-battery');
  const told = (at: Instant): boolean =>
    battery.some((event) => event.start - policy.nearMs <= at && at <= (event.end ?? now) + policy.nearMs);
  const out: UpsCounterEvidence[] = [];
  if (input.declaredAbsent) out.push('established-absent');
  if (status !== undefined && serialDiffers(card, status)) out.push('serial-differs');
  if (witness.restarts.some((restart) => !restart.clean && !told(restart.at) && !outlived(restart.at)))
    out.push('unseen-power-loss');
  const lost = battery.some((event) =>
    witness.pacsDown.some(
      (down) => Math.abs(down.start - event.start) <= policy.lostWithMainsMs && !outlived(event.start),
    ),
  );
  if (lost) out.push('pacs-lost-on-battery');
  if (input.loadInStep === true) out.push('shared-load');
  return out;
}
