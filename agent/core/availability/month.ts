import type { CalendarDate, HolidaySet, Instant, Interval, UptimeFigures } from '@center/contract';
import type { AvailabilityPolicy } from './evidence.ts';

/** The local month `YYYY-MM` in the zone. */
export function monthPeriod(_month: string, _zone: string): Interval {
  throw new Error('being written');
}
/** When the month is closed: the beginning of the policy's day of the month after. */
export function monthClosesAt(_month: string, _zone: string, _policy: AvailabilityPolicy): Instant {
  throw new Error('being written');
}
/** P of the verdict: [max(supervision start, now − 12 months), now). */
export function yearPeriod(_supervisionStart: Instant, _now: Instant, _zone: string): Interval {
  throw new Error('being written');
}
/** A closed month whose records were corrected later: both figures stand. */
export interface MonthRevision {
  readonly before: UptimeFigures;
  readonly now: UptimeFigures;
  readonly changed: readonly (keyof UptimeFigures)[];
}
/** Undefined: nothing changed. */
export function monthRevision(_before: UptimeFigures, _now: UptimeFigures): MonthRevision | undefined {
  throw new Error('being written');
}
/** The day on which `count` working days after `from` have passed by the holiday set; `settled` false: a day on the way lies beyond the set. */
export function addWorkingDays(
  _from: CalendarDate,
  _count: number,
  _holidays: HolidaySet,
): { readonly date: CalendarDate; readonly settled: boolean } {
  throw new Error('being written');
}
