import { addDays, type CalendarDate, daysBetween, must, parseCalendarDate } from '@center/contract';
import { daysOff, type HolidayNotice, holidayNotices } from './holidays.ts';

/**
 * Working days of China. announced: the State Council's notice for that year is in the table (days off and the weekend days worked for them).
 * weekends-only: no notice is in the table, so only Saturday and Sunday count as free and a due day may be wrong by the holidays; pages say so.
 */
export type WorkingDayBasis = 'announced' | 'weekends-only';

const notices: ReadonlyMap<string, HolidayNotice> = new Map(holidayNotices.map((notice) => [notice.year, notice]));

const aMonday = must(parseCalendarDate('2024-01-01'));

export function workingDayBasis(date: CalendarDate): WorkingDayBasis {
  return notices.has(date.slice(0, 4)) ? 'announced' : 'weekends-only';
}

export function isWorkingDay(date: CalendarDate): boolean {
  const notice = notices.get(date.slice(0, 4));
  // ISO dates of equal length compare as text.
  if (notice?.off.some(({ from, to }) => from <= date && date <= to) === true) return false;
  if (notice?.worked.includes(date) === true) return true;
  return isWeekday(date);
}

function isWeekday(date: CalendarDate): boolean {
  return ((daysBetween(aMonday, date) % 7) + 7) % 7 < 5;
}

/**
 * The day on which `count` working days after `from` have passed; `from` itself does not count. Basis is weekends-only as soon as one day on the way
 * lies in a year without notice. Throws on a count that is no whole number from 0 up.
 */
export function addWorkingDays(
  from: CalendarDate,
  count: number,
): { readonly date: CalendarDate; readonly basis: WorkingDayBasis } {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError('working days are counted in whole numbers from 0 up');
  let date = from;
  let basis = workingDayBasis(from);
  for (let left = count; left > 0; ) {
    date = addDays(date, 1);
    if (workingDayBasis(date) === 'weekends-only') basis = 'weekends-only';
    if (isWorkingDay(date)) left -= 1;
  }
  return { date, basis };
}

/** Days on which a notice makes working what is a weekend, or free what is none: +1 and -1. */
const exceptions: readonly (readonly [date: CalendarDate, more: 1 | -1])[] = holidayNotices.flatMap((notice) => {
  const days = new Set([...notice.worked, ...daysOff(notice).map(({ date }) => date)]);
  return [...days].flatMap((date) => {
    const more = Number(isWorkingDay(date)) - Number(isWeekday(date));
    return more === 1 || more === -1 ? [[date, more] as const] : [];
  });
});

/** Mondays to Fridays from `aMonday` to the date. */
function weekdaysUntil(date: CalendarDate): number {
  const days = daysBetween(aMonday, date) + 1;
  const weeks = Math.floor(days / 7);
  return weeks * 5 + Math.min(days - weeks * 7, 5);
}

/** Working days after `from` up to and including `to`; 0 when `to` is not after `from`. */
export function workingDaysBetween(from: CalendarDate, to: CalendarDate): number {
  if (to <= from) return 0;
  let count = weekdaysUntil(to) - weekdaysUntil(from);
  for (const [date, more] of exceptions) if (from < date && date <= to) count += more;
  return count;
}
