import {
  addMonths,
  type CalendarDate,
  calendarDateAt,
  daysBetween,
  type EquipmentCard,
  type EquipmentEvent,
  type Instant,
  parseCalendarDate,
  type UpsStatus,
} from '@center/contract';
import { type BatteryPolicy, usualBatteryPolicy } from './policy.ts';

/** Run time as the device estimated it, with the load that it bore. */
export interface RuntimeSample {
  readonly at: Instant;
  readonly runtimeS: number;
  readonly loadPct: number;
}

export interface BatteryCareInput {
  readonly card: EquipmentCard;
  readonly status?: UpsStatus;
  readonly events: readonly EquipmentEvent[];
  /** Ascending; one a day is enough. */
  readonly runtimes: readonly RuntimeSample[];
  readonly now: Instant;
}

/**
 * What the battery needs. `battery-date-unknown` and `never-tested` are missing evidence and no fault. `battery-date-differs`: the device names another date than the card: a
 * replacement wants a person's word and the invoice.
 */
export type BatteryFinding =
  | {
      readonly kind:
        | 'battery-absent'
        | 'replace-battery'
        | 'battery-date-unknown'
        | 'never-tested'
        | 'never-discharged';
    }
  | {
      readonly kind: 'battery-old';
      readonly urgency: 'warning' | 'critical';
      readonly since: CalendarDate;
      readonly years: number;
    }
  | { readonly kind: 'battery-date-differs'; readonly card: CalendarDate; readonly device: CalendarDate }
  | { readonly kind: 'self-test-failed'; readonly on: CalendarDate }
  | { readonly kind: 'self-test-overdue' | 'discharge-overdue'; readonly last: CalendarDate; readonly days: number }
  | { readonly kind: 'runtime-below-goal'; readonly minutes: number; readonly goalMinutes: number }
  | { readonly kind: 'runtime-aged'; readonly percent: number };

/** The day that a device's text names, where it can be read without doubt: ISO order, or month/day/year in which one of the two cannot be a month. */
export function dateOfDevice(text: string | undefined): CalendarDate | undefined {
  if (text === undefined) return undefined;
  const iso = /^(\d{4})[-/.](\d{2})[-/.](\d{2})/.exec(text.trim());
  if (iso !== null) {
    const parsed = parseCalendarDate(`${iso[1] ?? ''}-${iso[2] ?? ''}-${iso[3] ?? ''}`);
    return parsed.ok ? parsed.value : undefined;
  }
  const turned = /^(\d{2})[-/.](\d{2})[-/.](\d{4}|\d{2})$/.exec(text.trim());
  if (turned === null) return undefined;
  const [, a = '', b = '', y = ''] = turned;
  const year = y.length === 2 ? `20${y}` : y;
  // Month and day alike, or only one order possible: no doubt. Else the order is the device's secret.
  const order = a === b || Number(b) > 12 ? [a, b] : Number(a) > 12 ? [b, a] : undefined;
  if (order === undefined) return undefined;
  const parsed = parseCalendarDate(`${year}-${order[0] ?? ''}-${order[1] ?? ''}`);
  return parsed.ok ? parsed.value : undefined;
}

/** The last self-test that is known: by an episode that was seen, or by the date that the device tells. */
export function lastSelfTest(
  status: UpsStatus | undefined,
  events: readonly EquipmentEvent[],
): { readonly on: CalendarDate; readonly passed: boolean } | undefined {
  const seen = events
    .filter((event) => event.kind === 'self-test' && event.result !== undefined && event.result !== 'aborted')
    .sort((a, b) => a.start - b.start)
    .at(-1);
  const told = dateOfDevice(status?.selfTest?.on);
  const result = status?.selfTest?.result;
  const seenOn = seen === undefined ? undefined : calendarDateAt(seen.start);
  if (
    told !== undefined &&
    (result === 'passed' || result === 'warning' || result === 'failed') &&
    (seenOn === undefined || told > seenOn)
  )
    return { on: told, passed: result !== 'failed' };
  return seenOn === undefined
    ? undefined
    : { on: seenOn, passed: seen?.result === 'passed' || seen?.result === 'warning' };
}

const dischargedMs = 60_000;

/**
 * Age, tests and run time of a battery: a self-test at least monthly, a discharge at least half-yearly (an outage counts), the age from the card or, without it, from the
 * device, the run time against the goal and against the first year's at a like load (within 10 points).
 */
export function batteryCare(
  input: BatteryCareInput,
  policy: BatteryPolicy = usualBatteryPolicy,
): readonly BatteryFinding[] {
  const { status } = input;
  const out: BatteryFinding[] = [];
  if (status?.marks.includes('battery-absent') === true) out.push({ kind: 'battery-absent' });
  if (status?.marks.includes('replace-battery') === true) out.push({ kind: 'replace-battery' });
  return [...out, ...ageFindings(input, policy), ...testFindings(input, policy), ...runtimeFindings(input, policy)];
}

function ageFindings({ card, status, now }: BatteryCareInput, policy: BatteryPolicy): readonly BatteryFinding[] {
  const own = card.ups?.batteryDate;
  const device = dateOfDevice(status?.batteryDate);
  const since = own ?? device;
  const today = calendarDateAt(now);
  if (since === undefined) return [{ kind: 'battery-date-unknown' }];
  const out: BatteryFinding[] = [];
  const years = Math.floor(Math.max(0, daysBetween(since, today)) / 365.25);
  if (today >= addMonths(since, policy.redAgeYears * 12))
    out.push({ kind: 'battery-old', urgency: 'critical', since, years });
  else if (today >= addMonths(since, policy.warnAgeYears * 12))
    out.push({ kind: 'battery-old', urgency: 'warning', since, years });
  if (own !== undefined && device !== undefined && Math.abs(daysBetween(own, device)) > 31)
    out.push({ kind: 'battery-date-differs', card: own, device });
  return out;
}

function testFindings({ status, events, now }: BatteryCareInput, policy: BatteryPolicy): readonly BatteryFinding[] {
  const today = calendarDateAt(now);
  const out: BatteryFinding[] = [];
  const test = lastSelfTest(status, events);
  if (test === undefined) out.push({ kind: 'never-tested' });
  else {
    const days = daysBetween(test.on, today);
    if (!test.passed) out.push({ kind: 'self-test-failed', on: test.on });
    if (days > policy.selfTestDays) out.push({ kind: 'self-test-overdue', last: test.on, days });
  }
  const drained = events
    .filter((event) => ['on-battery', 'calibration', 'self-test'].includes(event.kind))
    .filter((event) => (event.end ?? now) - event.start >= dischargedMs && event.endUnseen !== true)
    .sort((a, b) => a.start - b.start)
    .at(-1);
  if (drained === undefined) out.push({ kind: 'never-discharged' });
  else {
    const last = calendarDateAt(drained.start);
    const days = daysBetween(last, today);
    if (days > policy.dischargeDays) out.push({ kind: 'discharge-overdue', last, days });
  }
  return out;
}

const yearMs = 365 * 86_400_000;
const likePoints = 10;

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

function runtimeFindings(
  { card, status, runtimes, now }: BatteryCareInput,
  policy: BatteryPolicy,
): readonly BatteryFinding[] {
  const out: BatteryFinding[] = [];
  const goal = card.ups?.runtimeGoalMinutes;
  const { runtimeS, state, loadPct } = status ?? {};
  // Of a battery that is being used up, less is left by right.
  if (runtimeS === undefined || state !== 'on-line') return out;
  if (goal !== undefined && runtimeS < goal * 60)
    out.push({ kind: 'runtime-below-goal', minutes: Math.floor(runtimeS / 60), goalMinutes: goal });
  const first = runtimes[0]?.at;
  if (first === undefined || loadPct === undefined || now - first <= yearMs) return out;
  const then = median(
    runtimes.flatMap((each) =>
      each.at - first <= yearMs && Math.abs(each.loadPct - loadPct) <= likePoints ? [each.runtimeS] : [],
    ),
  );
  if (then === undefined || then === 0) return out;
  const percent = Math.floor((runtimeS * 100) / then);
  if (percent < policy.ageingPct) out.push({ kind: 'runtime-aged', percent });
  return out;
}
