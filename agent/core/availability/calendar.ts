import type { CalendarDate, HolidaySet, Interval, ServiceCalendar } from '@center/contract';

export interface OpenTime {
  readonly open: readonly Interval[];
  /** The holiday set settles each day of the period (or the calendar does not heed holidays): nothing was guessed. */
  readonly covers: boolean;
  readonly coversTo: CalendarDate;
}
export function expandCalendar(_calendar: ServiceCalendar, _holidays: HolidaySet, _period: Interval): OpenTime {
  throw new Error('being written');
}
/** Opening hours that begin on the local date. */
export function openingOn(_calendar: ServiceCalendar, _holidays: HolidaySet, _date: CalendarDate): Interval[] {
  throw new Error('being written');
}
/** What a center starts from until its people have said their own hours. */
export function usualCalendar(_zone: string): ServiceCalendar {
  throw new Error('being written');
}
