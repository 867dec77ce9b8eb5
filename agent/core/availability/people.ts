import {
  addDays,
  addMonths,
  type CalendarDate,
  type DailyRecord,
  type DailyStatus,
  type EquipmentCard,
  type EquipmentRecord,
  type FaultRecord,
  type HolidaySet,
  type Instant,
  type Interval,
  instant,
  type MaintenanceRecord,
} from '@center/contract';
import { intersect, lengthMs, subtract } from './algebra.ts';
import { openingOn } from './calendar.ts';
import type { AvailabilityInput, AvailabilityPolicy } from './evidence.ts';
import { type Frame, frameOf } from './frame.ts';
import { explainedTime, faultTime, faultWeight } from './people-evidence.ts';
import { type ProbeEvidence, probeEvidence } from './probe-evidence.ts';
import { addWorkingDays } from './working-days.ts';
import { localDate, localDates, localMidnight } from './zone.ts';

/** A daily record that is owed. */
export interface DailyDue {
  readonly date: CalendarDate;
  readonly opensAt: Instant;
  readonly dueAt: Instant;
  readonly standing: 'not-due' | 'in-time' | 'late' | 'missing';
  readonly recordId?: string;
}

interface Seen {
  readonly frame: Frame;
  readonly probes: ProbeEvidence;
}

function seenOf(input: AvailabilityInput): Seen {
  const { period, now } = input;
  const past = { start: period.start, end: instant(Math.max(period.start, Math.min(period.end, now))) };
  const probes = probeEvidence(input, past);
  const down = probes.decided.filter(({ state }) => state === 'down');
  return { probes, frame: frameOf(input, down) };
}

/**
 * Each local day of the period up to today with scheduled time that begins on it: one daily record is owed (MIDC-3.14c), at opening and `dailyDueMs`. A day in formal suspension owes none; one in maintenance does.
 * A record written before its day began is none.
 */
export function dueDaily(input: AvailabilityInput): DailyDue[] {
  const { calendar, holidays, period, now, policy, records } = input;
  if (calendar === undefined) return [];
  const { frame } = seenOf(input);
  const until = instant(Math.min(period.end, Math.max(period.start, now + 1)));
  return localDates(frame.zone, period.start, until).flatMap((date): DailyDue[] => {
    const opensAt = openingOn(calendar, holidays, date).find(
      (open) => intersect([open], frame.scheduled).length > 0,
    )?.start;
    if (opensAt === undefined) return [];
    const dueAt = instant(opensAt + policy.dailyDueMs);
    const begins = localMidnight(frame.zone, date);
    const [record] = records.daily
      .filter(({ body, firstEntered }) => body.date === date && firstEntered.at >= begins)
      .sort((a, b) => a.firstEntered.at - b.firstEntered.at);
    const open = now < dueAt ? 'not-due' : 'missing';
    if (record === undefined) return [{ date, opensAt, dueAt, standing: open }];
    const standing = record.firstEntered.at <= dueAt ? 'in-time' : 'late';
    return [{ date, opensAt, dueAt, standing, recordId: record.id }];
  });
}

export interface DailyPrefill {
  readonly equipmentId: string;
  readonly date: CalendarDate;
  /** What the evidence suggests; absent: it suggests nothing, and the person says. */
  readonly status?: DailyStatus;
  readonly firstExposureAt?: Instant;
  readonly firstAnswerAt?: Instant;
  readonly temperatureC?: number;
  readonly humidityPct?: number;
  readonly heliumPct?: number;
  readonly counter?: number;
  /** All of the above that is known, as kept in the record. */
  readonly prefilled: DailyRecord['prefilled'];
}
export type DailyReadings = Pick<DailyPrefill, 'temperatureC' | 'humidityPct' | 'heliumPct' | 'counter'>;

/** What the machine can say of the day before a person signs: first study, first answer in the device's own protocol, room and counter as they were read, and the status that follows. */
export function prefillDaily(input: AvailabilityInput, date: CalendarDate, readings: DailyReadings): DailyPrefill {
  const { probes, frame } = seenOf(input);
  const day = localDay(date, frame.zone);
  const firstExposureAt = input.exposures.find((at) => day.start <= at && at < day.end);
  const answered = probes.decided.find(
    ({ because, end, start }) => because === 'probe-up' && end > day.start && start < day.end,
  );
  const firstAnswerAt = answered === undefined ? undefined : instant(Math.max(answered.start, day.start));
  const status = suggestedStatus(input, { probes, frame }, date, day);
  const known = {
    ...(status === undefined ? {} : { status }),
    ...(firstExposureAt === undefined ? {} : { firstExposureAt }),
    ...(firstAnswerAt === undefined ? {} : { firstAnswerAt }),
    ...readings,
  };
  return { equipmentId: input.card.id, date, ...known, prefilled: known };
}

function localDay(date: CalendarDate, zone: string): Interval {
  return { start: localMidnight(zone, date), end: localMidnight(zone, addDays(date, 1)) };
}

function suggestedStatus(
  { calendar, holidays, records, now }: AvailabilityInput,
  { probes, frame }: Seen,
  date: CalendarDate,
  day: Interval,
): DailyStatus | undefined {
  const open = calendar === undefined ? [] : openingOn(calendar, holidays, date);
  const standing = records.faults.filter((record) => {
    const { start, end } = faultTime(record);
    return faultWeight(record) === 'down' && start < day.end && start <= now && now < end;
  });
  if (standing.length > 0) return standing.every(({ body }) => body.degraded) ? 'degraded' : 'fault';
  if (open.length > 0 && intersect(open, frame.scheduled).length === 0) return 'suspended';
  if (open.length > 0 && subtract(intersect(open, frame.scheduled), frame.maintenance).length === 0)
    return 'maintenance';
  const today = probes.decided.filter(({ start, end }) => start < day.end && day.start < end);
  const last = today.findLast(({ state }) => state === 'up' || state === 'down');
  if (last === undefined) return undefined;
  return last.state === 'up' ? 'normal' : 'fault';
}

/** A daily record that says the opposite of what was seen; `countersigned`: a second person has looked at it. */
export interface Contradiction {
  readonly recordId: string;
  readonly date: CalendarDate;
  readonly says: DailyStatus;
  /** Time of that day's opening hours in which probes, or exams, said the opposite. */
  readonly againstMs: number;
  readonly countersigned: boolean;
}
/** Less than this is no contradiction. */
const contradictingMs = 900_000;

/**
 * 正常 and 带病运行 are contradicted by confirmed failings outside of the warm-up that no fault record and no countersigned classification tells; 故障, 停用 and 保养 by exams outside of a fault record. That it answers a
 * probe contradicts nobody: what answers may be broken.
 */
export function contradictionsOf(input: AvailabilityInput): Contradiction[] {
  const { calendar, holidays, records } = input;
  if (calendar === undefined) return [];
  const { probes, frame } = seenOf(input);
  const told = records.faults.flatMap((record) => {
    const weight = faultWeight(record);
    if (weight === 'draft') return [];
    return [weight === 'down' ? faultTime(record) : explainedTime(record)];
  });
  const failing = subtract(
    probes.decided.filter(({ state }) => state === 'down'),
    [...frame.warmUps, ...told],
  );
  const working = subtract(
    probes.decided.filter(({ because }) => because === 'exam'),
    told,
  );
  return records.daily.flatMap(({ id, body, firstEntered }) => {
    const { status, date } = body;
    const opposite = status === 'normal' || status === 'degraded' ? failing : working;
    const againstMs = lengthMs(intersect(openingOn(calendar, holidays, date), opposite));
    if (againstMs < contradictingMs) return [];
    const countersigned = body.countersigned !== undefined && body.countersigned.by !== firstEntered.by;
    return [{ recordId: id, date, says: status, againstMs, countersigned }];
  });
}

export interface MaintenanceStanding {
  readonly everyMonths?: number;
  readonly last?: { readonly on: CalendarDate; readonly accepted: boolean };
  readonly dueOn?: CalendarDate;
  readonly overdue: boolean;
  readonly planned: number;
  readonly done: number;
}

/**
 * Planned maintenance (MIDC-3.14d) of one device on `asOf`. The next is due `everyMonths` after the last one that was finished, else after it went into service. Planned are the plan dates of the twelve months before, by the
 * records or by the interval, whichever are more; done are the preventive works that were finished and accepted in them.
 */
export function maintenanceStanding(
  card: EquipmentCard,
  records: readonly EquipmentRecord<MaintenanceRecord>[],
  asOf: CalendarDate,
  zone: string,
): MaintenanceStanding {
  const yearAgo = addMonths(asOf, -12);
  const inYear = (date: CalendarDate): boolean => yearAgo < date && date <= asOf;
  const preventive = records.map(({ body }) => body).filter(({ work }) => work === 'preventive');
  const finished = preventive
    .flatMap(({ to, accepted }) =>
      to === undefined ? [] : [{ on: localDate(zone, to), accepted: accepted !== undefined }],
    )
    .filter(({ on }) => on <= asOf)
    .sort((a, b) => (a.on < b.on ? -1 : 1));
  const last = finished.at(-1);
  const every = card.maintenanceEveryMonths;
  const dueOn = every === undefined ? undefined : addMonths(last?.on ?? card.inServiceFrom, every);
  const recorded = preventive.filter(({ plannedFor }) => plannedFor !== undefined && inYear(plannedFor)).length;
  return {
    ...(every === undefined ? {} : { everyMonths: every }),
    ...(last === undefined ? {} : { last }),
    ...(dueOn === undefined ? {} : { dueOn }),
    overdue: dueOn !== undefined && dueOn < asOf,
    planned: Math.max(recorded, every === undefined ? 0 : plannedByInterval(card, every, yearAgo, asOf)),
    done: finished.filter(({ on, accepted }) => accepted && inYear(on)).length,
  };
}

/** Dates of the plan, counted from the day of service, after `from` up to `to`. */
function plannedByInterval(
  { inServiceFrom, inServiceTo }: EquipmentCard,
  every: number,
  from: CalendarDate,
  to: CalendarDate,
): number {
  const end = inServiceTo !== undefined && inServiceTo < to ? inServiceTo : to;
  let count = 0;
  for (let index = 1; ; index += 1) {
    const date = addMonths(inServiceFrom, every * index);
    if (date > end) return count;
    if (date > from) count += 1;
  }
}

/** Drafts that nobody has classified, oldest first, and of these the ones older than the policy's working days. */
export function unclassifiedOf(
  faults: readonly EquipmentRecord<FaultRecord>[],
  now: Instant,
  zone: string,
  holidays: HolidaySet,
  { classifyWithinDays }: AvailabilityPolicy,
): {
  readonly unclassified: readonly EquipmentRecord<FaultRecord>[];
  readonly overdue: readonly EquipmentRecord<FaultRecord>[];
} {
  const unclassified = faults
    .filter(({ body }) => body.openedBy === 'probe' && body.faultClass === undefined)
    .sort((a, b) => a.body.start - b.body.start);
  const today = localDate(zone, now);
  const overdue = unclassified.filter(
    ({ firstEntered }) => addWorkingDays(localDate(zone, firstEntered.at), classifyWithinDays, holidays).date < today,
  );
  return { unclassified, overdue };
}
