import { addDays, type CalendarDate, type HolidaySet } from '@center/contract';
import { weekdayOf } from './calendar.ts';

interface Days {
  readonly holidays: ReadonlySet<CalendarDate>;
  readonly workdays: ReadonlySet<CalendarDate>;
}
const daysOfSet = new WeakMap<HolidaySet, Days>();
function daysOf(set: HolidaySet): Days {
  const known = daysOfSet.get(set);
  if (known !== undefined) return known;
  const days = { holidays: new Set(set.holidays.map(({ date }) => date)), workdays: new Set(set.workdays) };
  daysOfSet.set(set, days);
  return days;
}

/**
 * The day on which `count` working days after `from` have passed by the holiday set; `from` itself does not count. `settled` false: a day on the way lies outside of the set, and only Saturdays and Sundays
 * were taken as free there. Throws on a count that is no whole number from 0 up.
 */
export function addWorkingDays(
  from: CalendarDate,
  count: number,
  holidaySet: HolidaySet,
): { readonly date: CalendarDate; readonly settled: boolean } {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError('working days are counted in whole numbers from 0 up');
  const { holidays, workdays } = daysOf(holidaySet);
  const settles = (date: CalendarDate): boolean => holidaySet.coversFrom <= date && date <= holidaySet.coversTo;
  let date = from;
  let settled = settles(from);
  for (let left = count; left > 0; ) {
    date = addDays(date, 1);
    settled &&= settles(date);
    if (workdays.has(date) || (!holidays.has(date) && weekdayOf(date) < 5)) left -= 1;
  }
  return { date, settled };
}
