/** One month as a calendar shows it: weeks from Monday to Sunday, days as `YYYY-MM-DD`, places outside the month empty. */
export type MonthWeeks = readonly (readonly (string | undefined)[])[];

const dayMs = 86_400_000;

/** Weeks of a month `YYYY-MM`. Throws when the text is none. */
export function weeksOf(month: string): MonthWeeks {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new RangeError(`not a month: ${month}`);
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const before = (new Date(first).getUTCDay() + 6) % 7;
  const weeks: (string | undefined)[][] = [];
  for (let week = 0; week < 6; week += 1) {
    const days = Array.from({ length: 7 }, (_, weekday) => {
      const day = new Date(first + (week * 7 + weekday - before) * dayMs).toISOString().slice(0, 10);
      return day.startsWith(month) ? day : undefined;
    });
    if (days.some((day) => day !== undefined)) weeks.push(days);
  }
  return weeks;
}

/** How much of what was expected of a day is there. `none-expected` is no success and no lack. */
export type DayCover = 'none-expected' | 'whole' | 'part' | 'nothing';

/** `present` may exceed `expected`: more was given than promised. */
export function coverOf(expected: number, present: number): DayCover {
  if (expected === 0) return 'none-expected';
  if (present >= expected) return 'whole';
  return present === 0 ? 'nothing' : 'part';
}

/** Every month from the first to the last, both `YYYY-MM`; at most `most`, the latest ones. */
export function monthsBetween(first: string, last: string, most = 60): string[] {
  const months: string[] = [];
  const index = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  for (let at = Math.max(index(first), index(last) - most + 1); at <= index(last); at += 1) {
    months.push(`${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`);
  }
  return months;
}
