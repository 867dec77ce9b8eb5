import { addDays, addMonths, type CalendarDate, daysBetween, monthOf, must, parseCalendarDate } from '@center/contract';

/** Last day of the following month on which a monthly summary counts as on time. */
export interface UploadCalendar {
  readonly dueDay: number;
}
export const defaultUploadCalendar: UploadCalendar = { dueDay: 10 };

const firstOf = (month: string): CalendarDate => must(parseCalendarDate(`${month}-01`));

/** The day by which the summary of a month is due, inclusive (Asia/Shanghai). */
export function dueOn(month: string, calendar: UploadCalendar = defaultUploadCalendar): CalendarDate {
  return addDays(addMonths(firstOf(month), 1), calendar.dueDay - 1);
}

/** Months that have ended before `today`, from the month of `since` on, oldest first. */
export function closedMonths(since: CalendarDate, today: CalendarDate): string[] {
  const months: string[] = [];
  for (let day = firstOf(monthOf(since)); monthOf(day) < monthOf(today); day = addMonths(day, 1))
    months.push(monthOf(day));
  return months;
}

export function isClosed(month: string, today: CalendarDate): boolean {
  return month < monthOf(today);
}

/** What is known of a month's delivery: the day on which the target first accepted it. */
export interface DeliveredMonth {
  readonly month: string;
  readonly acceptedOn: CalendarDate | undefined;
}

export type Timeliness = 'on-time' | 'late' | 'waiting' | 'overdue';

/** The first accepted version decides; a later correction never turns late into on time or back. */
export function timelinessOf(
  month: string,
  acceptedOn: CalendarDate | undefined,
  today: CalendarDate,
  calendar: UploadCalendar = defaultUploadCalendar,
): Timeliness {
  const due = dueOn(month, calendar);
  if (acceptedOn !== undefined) return acceptedOn <= due ? 'on-time' : 'late';
  return today > due ? 'overdue' : 'waiting';
}

/** On-time reporting of one facility to one target: owed are the closed months since `since` whose due day has passed or that were delivered. */
export function onTimeReporting(
  since: CalendarDate,
  delivered: readonly DeliveredMonth[],
  today: CalendarDate,
  calendar: UploadCalendar = defaultUploadCalendar,
): { onTime: number; due: number } {
  let onTime = 0;
  let due = 0;
  for (const month of closedMonths(since, today)) {
    const timeliness = timelinessOf(month, delivered.find((row) => row.month === month)?.acceptedOn, today, calendar);
    if (timeliness !== 'waiting') due += 1;
    if (timeliness === 'on-time') onTime += 1;
  }
  return { onTime, due };
}

/** A closed month that still has to reach a target, with the days left (negative: overdue). */
export function dueSoon(
  since: CalendarDate,
  delivered: readonly DeliveredMonth[],
  today: CalendarDate,
  calendar: UploadCalendar = defaultUploadCalendar,
): { month: string; dueOn: CalendarDate; daysLeft: number }[] {
  return closedMonths(since, today)
    .filter((month) => delivered.find((row) => row.month === month)?.acceptedOn === undefined)
    .map((month) => ({ month, dueOn: dueOn(month, calendar), daysLeft: daysBetween(today, dueOn(month, calendar)) }));
}
