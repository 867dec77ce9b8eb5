// On which local days a calendar job is due, and when on such a day. The expression is cron's, the arithmetic is ours: a library that ticks skips a time that a clock change has
// taken away, and a time that was slept through.
import { addDays, type CalendarDate, calendarDateAt, daysBetween, type Instant, instant } from '@center/contract';
import { localDate, localInstant } from '../../core/index.ts';

/** A job of the calendar: at most once a local day, at the first of its times. */
export interface DaySchedule {
  /** The local day of the latest time that has come; undefined: none in the last years. */
  latest(at: Instant): CalendarDate | undefined;
  /** The next time after `at`; undefined: none in the next years. */
  next(at: Instant): Instant | undefined;
}

/** A leap day comes again within eight years. */
const mostDays = 8 * 366;
const names = {
  month: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  weekday: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
} as const;

/**
 * Reads `minute hour day-of-month month day-of-week` (lists, ranges, steps, English names; 7 is Sunday). A time that the zone leaves out on a day (a clock change) is the first
 * moment after it.
 *
 * @throws RangeError for what is no such expression, for both kinds of day at once (cron readers differ on it), for a day that never comes, and for a zone that there is not
 */
export function daySchedule(expression: string, zone: string): DaySchedule {
  const fields = expression.trim().split(/\s+/);
  const [minutes, hours, days, months, weekdays] = [
    numbersOf(fields[0], 0, 59),
    numbersOf(fields[1], 0, 23),
    numbersOf(fields[2], 1, 31),
    numbersOf(fields[3], 1, 12, names.month, 1),
    numbersOf(fields[4], 0, 7, names.weekday, 0),
  ];
  if (fields.length !== 5) throw new RangeError(`"${expression}" has not five fields`);
  if (fields[2] !== '*' && fields[4] !== '*')
    throw new RangeError(`"${expression}" names days of the month and of the week`);
  const timeMs = (Math.min(...hours) * 60 + Math.min(...minutes)) * 60_000;
  const isDay = (date: CalendarDate): boolean => {
    const [, month, day] = date.split('-').map(Number);
    const weekday = (((daysBetween(thursday, date) + 4) % 7) + 7) % 7;
    return (
      days.has(day ?? 0) && months.has(month ?? 0) && (weekdays.has(weekday) || (weekday === 0 && weekdays.has(7)))
    );
  };
  const schedule: DaySchedule = {
    latest(at) {
      let date = localDate(zone, at);
      for (let n = 0; n < mostDays; n += 1, date = addDays(date, -1))
        if (isDay(date) && localInstant(zone, date, timeMs) <= at) return date;
      return undefined;
    },
    next(at) {
      let date = localDate(zone, at);
      for (let n = 0; n < mostDays; n += 1, date = addDays(date, 1)) {
        const due = isDay(date) ? localInstant(zone, date, timeMs) : undefined;
        if (due !== undefined && due > at) return due;
      }
      return undefined;
    },
  };
  if (schedule.next(instant(0)) === undefined) throw new RangeError(`"${expression}" names a day that never comes`);
  return schedule;
}

/** 1 January 1970 was a Thursday. */
const thursday = calendarDateAt(instant(0), 0);

function numbersOf(
  field: string | undefined,
  least: number,
  most: number,
  words: readonly string[] = [],
  firstWord = 0,
): ReadonlySet<number> {
  const found = new Set<number>();
  for (const part of (field ?? '').toLowerCase().split(',')) {
    const match = /^(\*|[a-z]{3}|\d{1,2})(?:-([a-z]{3}|\d{1,2}))?(?:\/(\d{1,2}))?$/.exec(part);
    if (match === null) throw new RangeError(`"${part}" is no part of a cron expression`);
    const [, first = '*', last, step] = match;
    const numberOf = (text: string): number => {
      const word = words.indexOf(text);
      const value = word < 0 ? Number(text) : word + firstWord;
      if (!Number.isInteger(value) || value < least || value > most)
        throw new RangeError(`"${text}" is not ${String(least)} to ${String(most)}`);
      return value;
    };
    const from = first === '*' ? least : numberOf(first);
    const to = last !== undefined ? numberOf(last) : first === '*' || step !== undefined ? most : from;
    const by = step === undefined ? 1 : Number(step);
    if (to < from || by < 1) throw new RangeError(`"${part}" is an empty range`);
    for (let n = from; n <= to; n += by) found.add(n);
  }
  return found;
}
