import { addDays, calendarDateAt, type Instant, instant, shanghaiOffsetMinutes, startOfDay } from '@center/contract';

/** Hours in which a center examines few: they open at `from` of each weekday (1 Monday … 7 Sunday) and end at `to`, on the next day when that is not later. */
export interface OffHours {
  readonly weekdays: readonly number[];
  readonly from: string;
  readonly to: string;
}

/** Nights from ten to six, and the whole of Sunday. */
export const usualOffHours: readonly OffHours[] = [
  { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' },
  { weekdays: [7], from: '00:00', to: '00:00' },
];

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

function minutesOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The spans that touch the days from yesterday to `days` days on. Weekday of a date: 1970-01-01 was a Thursday. */
function spansAround(at: Instant, hours: readonly OffHours[], days: number): readonly Span[] {
  const today = calendarDateAt(at);
  return Array.from({ length: days + 2 }, (_, index) => index - 1).flatMap((offset) => {
    const midnight = startOfDay(addDays(today, offset));
    const dayNumber = Math.round((midnight + shanghaiOffsetMinutes * minuteMs) / dayMs);
    const weekday = ((((dayNumber + 3) % 7) + 7) % 7) + 1;
    return hours
      .filter(({ weekdays }) => weekdays.includes(weekday))
      .map(({ from, to }) => {
        const [opens, ends] = [minutesOf(from), minutesOf(to)];
        return { from: midnight + opens * minuteMs, to: midnight + (ends > opens ? ends : ends + 24 * 60) * minuteMs };
      });
  });
}

/** Whether `at` lies in off-hours (Asia/Shanghai). None given: at no time. */
export function isOffHours(at: Instant, hours: readonly OffHours[]): boolean {
  return spansAround(at, hours, 0).some(({ from, to }) => from <= at && at < to);
}

/** The next instant at which off-hours open; undefined when there are none. */
export function nextOffHours(at: Instant, hours: readonly OffHours[]): Instant | undefined {
  const openings = spansAround(at, hours, 8)
    .map(({ from }) => from)
    .filter((from) => from > at);
  return openings.length === 0 ? undefined : instant(Math.min(...openings));
}

/** Share of a week that is off-hours, 0 to 1; overlapping hours count once. */
export function offHoursShare(hours: readonly OffHours[]): number {
  const monday = instant(4 * dayMs - shanghaiOffsetMinutes * minuteMs);
  const spans = spansAround(monday, hours, 7)
    .map(({ from, to }) => ({ from: Math.max(from, monday), to: Math.min(to, monday + 7 * dayMs) }))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from - b.from);
  let covered = 0;
  let reached = 0;
  for (const { from, to } of spans) {
    covered += Math.max(0, to - Math.max(from, reached));
    reached = Math.max(reached, to);
  }
  return covered / (7 * dayMs);
}
