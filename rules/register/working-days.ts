import { addDays, type CalendarDate, daysBetween, must, parseCalendarDate } from '@center/contract';

/**
 * Working days of China. announced: the State Council's notice for that year is in the table (days off and the weekend days worked for them).
 * weekends-only: no notice is in the table, so only Saturday and Sunday count as free and a due day may be wrong by the holidays; pages say so.
 */
export type WorkingDayBasis = 'announced' | 'weekends-only';

interface YearNotice {
  /** First and last day of each holiday, inclusive. */
  readonly off: readonly (readonly [string, string])[];
  /** Saturdays and Sundays that are worked. */
  readonly worked: readonly string[];
}

/** 国务院办公厅关于部分节假日安排的通知: for 2025 of 2024-11-12 (国办发明电〔2024〕12号), for 2026 of 2025-11-04. */
const notices: ReadonlyMap<string, YearNotice> = new Map([
  [
    '2025',
    {
      off: [
        ['2025-01-01', '2025-01-01'],
        ['2025-01-28', '2025-02-04'],
        ['2025-04-04', '2025-04-06'],
        ['2025-05-01', '2025-05-05'],
        ['2025-05-31', '2025-06-02'],
        ['2025-10-01', '2025-10-08'],
      ],
      worked: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
    },
  ],
  [
    '2026',
    {
      off: [
        ['2026-01-01', '2026-01-03'],
        ['2026-02-15', '2026-02-23'],
        ['2026-04-04', '2026-04-06'],
        ['2026-05-01', '2026-05-05'],
        ['2026-06-19', '2026-06-21'],
        ['2026-09-25', '2026-09-27'],
        ['2026-10-01', '2026-10-07'],
      ],
      worked: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
    },
  ],
]);

const aMonday = must(parseCalendarDate('2024-01-01'));

export function workingDayBasis(date: CalendarDate): WorkingDayBasis {
  return notices.has(date.slice(0, 4)) ? 'announced' : 'weekends-only';
}

export function isWorkingDay(date: CalendarDate): boolean {
  const notice = notices.get(date.slice(0, 4));
  // ISO dates of equal length compare as text.
  if (notice?.off.some(([first, last]) => first <= date && date <= last) === true) return false;
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
const exceptions: readonly (readonly [date: string, more: 1 | -1])[] = [...notices.values()].flatMap(
  ({ off, worked }) => {
    const days = new Set<string>(worked);
    for (const [first, last] of off)
      for (let date = must(parseCalendarDate(first)); date <= last; date = addDays(date, 1)) days.add(date);
    return [...days].flatMap((day) => {
      const date = must(parseCalendarDate(day));
      const more = Number(isWorkingDay(date)) - Number(isWeekday(date));
      return more === 1 || more === -1 ? [[day, more] as const] : [];
    });
  },
);

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
