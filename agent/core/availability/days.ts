import { addDays, type CalendarDate, type DailyStatus, type Instant, instant } from '@center/contract';
import type { Account, AvailabilityInput, CountedSpan } from './evidence.ts';
import { serviceTime, zoneWithoutCalendar } from './frame.ts';
import { localDate, localDates, localMidnight } from './zone.ts';

/**
 * What makes a device day a fault day: `half`, down time at least the policy's share of its scheduled time (the headline); `any-15-minutes`, one stretch down of fifteen minutes;
 * `daily-status`, the status in the daily record.
 */
export const faultDayRules = ['half', 'any-15-minutes', 'daily-status'] as const;
export type FaultDayRule = (typeof faultDayRules)[number];

export const dayKinds = ['good', 'fault', 'overhaul', 'external', 'unknown', 'closed', 'not-in-service'] as const;
/**
 * 完好日 · 故障日 · 检修日 (wholly in maintenance) · 外部 (wholly maintenance or external, some of it external) · 未知日 (less than half of what was required is known) · closed (no opening hours, or suspended) · not in service.
 */
export type DayKind = (typeof dayKinds)[number];

/** One local day of one device, up to the moment of asking. Members ending in `Ms` are whole milliseconds of its scheduled time. */
export interface DeviceDay {
  readonly date: CalendarDate;
  readonly scheduledMs: number;
  readonly requiredMs: number;
  readonly upMs: number;
  readonly downMs: number;
  readonly unknownMs: number;
  readonly maintenanceMs: number;
  readonly externalMs: number;
  /** The longest time down without a break but closing hours. */
  readonly longestDownMs: number;
  readonly dailyStatus?: DailyStatus;
  readonly kinds: Readonly<Record<FaultDayRule, DayKind>>;
}

const fifteenMinutesMs = 900_000;

interface Tally {
  up: number;
  down: number;
  unknown: number;
  maintenance: number;
  external: number;
  longestDown: number;
}

/** Each local day that the period touches up to the moment of asking, oldest first. A day without opening hours between two that end and begin down is a fault day: a fault does not heal over a weekend. */
export function deviceDays(
  { spans, figures }: Pick<Account, 'spans' | 'figures'>,
  input: AvailabilityInput,
): DeviceDay[] {
  const zone = input.calendar?.zone ?? zoneWithoutCalendar;
  const inService = serviceTime(input.card, zone);
  const statuses = statusByDay(input);
  const tallies = tallyDays(spans, zone);
  const downThrough = closedWhileDown(spans);
  return localDates(zone, figures.period.start, figures.period.end).map((date) => {
    const tally = tallies.get(date) ?? emptyTally();
    const requiredMs = tally.up + tally.down + tally.unknown;
    const status = statuses.get(date);
    const midnight = localMidnight(zone, date);
    const serves = inService.start < localMidnight(zone, addDays(date, 1)) && midnight < inService.end;
    const day = {
      date,
      scheduledMs: requiredMs + tally.maintenance + tally.external,
      requiredMs,
      upMs: tally.up,
      downMs: tally.down,
      unknownMs: tally.unknown,
      maintenanceMs: tally.maintenance,
      externalMs: tally.external,
      longestDownMs: tally.longestDown,
      ...(status === undefined ? {} : { dailyStatus: status }),
    };
    return { ...day, kinds: kindsOf(day, serves, downThrough(midnight), input.policy.faultDayPerMille) };
  });
}

function emptyTally(): Tally {
  return { up: 0, down: 0, unknown: 0, maintenance: 0, external: 0, longestDown: 0 };
}

function tallyDays(spans: readonly CountedSpan[], zone: string): Map<CalendarDate, Tally> {
  const tallies = new Map<CalendarDate, Tally>();
  let date: CalendarDate | undefined;
  let ends = Number.NEGATIVE_INFINITY;
  let tally = emptyTally();
  let run = 0;
  for (const { start, end, state } of spans) {
    for (let from: number = start; from < end; ) {
      if (date === undefined || from >= ends) {
        date = localDate(zone, instant(from));
        ends = localMidnight(zone, addDays(date, 1));
        tally = emptyTally();
        run = 0;
        tallies.set(date, tally);
      }
      const until = Math.min(end, ends);
      tally[state] += until - from;
      run = state === 'down' ? run + until - from : 0;
      tally.longestDown = Math.max(tally.longestDown, run);
      from = until;
    }
  }
  return tallies;
}

/** Whether the last counted time before the moment was down, and the next one, if there is one, is too. */
function closedWhileDown(spans: readonly CountedSpan[]): (at: Instant) => boolean {
  let index = 0;
  return (at) => {
    while ((spans[index]?.start ?? Number.POSITIVE_INFINITY) < at) index += 1;
    const next = spans[index];
    return spans[index - 1]?.state === 'down' && (next === undefined || next.state === 'down');
  };
}

/** The status of the day by its latest record. */
function statusByDay({ records }: AvailabilityInput): Map<CalendarDate, DailyStatus> {
  const sorted = [...records.daily].sort((a, b) =>
    a.entered.at === b.entered.at ? (a.id < b.id ? -1 : 1) : a.entered.at - b.entered.at,
  );
  return new Map(sorted.map(({ body }) => [body.date, body.status]));
}

type Figures = Omit<DeviceDay, 'kinds'>;

function kindsOf(day: Figures, serves: boolean, downThrough: boolean, perMille: number): DeviceDay['kinds'] {
  const apart = apartOf(day, serves, downThrough);
  if (apart !== undefined) return { half: apart, 'any-15-minutes': apart, 'daily-status': apart };
  const half = day.downMs * 1000 >= perMille * day.scheduledMs;
  const known = (day.upMs + day.downMs) * 2 >= day.requiredMs;
  const otherwise = known ? 'good' : 'unknown';
  return {
    half: half && day.downMs > 0 ? 'fault' : otherwise,
    'any-15-minutes': day.longestDownMs >= fifteenMinutesMs ? 'fault' : otherwise,
    'daily-status': kindOfStatus(day.dailyStatus),
  };
}

function apartOf(
  { scheduledMs, requiredMs, externalMs }: Figures,
  serves: boolean,
  downThrough: boolean,
): DayKind | undefined {
  if (!serves) return 'not-in-service';
  if (scheduledMs === 0) return downThrough ? 'fault' : 'closed';
  if (requiredMs > 0) return undefined;
  return externalMs > 0 ? 'external' : 'overhaul';
}

/** 停用 and 保养 are no statement that it worked; without a record nothing was stated. */
function kindOfStatus(status: DailyStatus | undefined): DayKind {
  switch (status) {
    case 'normal':
      return 'good';
    case 'fault':
    case 'degraded':
      return 'fault';
    case 'suspended':
    case 'maintenance':
    case undefined:
      return 'unknown';
  }
}
