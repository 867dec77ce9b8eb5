import { type CalendarDate, parseCalendarDate } from '@center/contract';
import { Refusal } from './problems.ts';

/** A day as a form or an address gives it; the border's pattern lets a 30th of February through. Throws `request-invalid` with the field's name. */
export function calendarDay(text: string, field: string): CalendarDate {
  const day = parseCalendarDate(text);
  if (!day.ok) throw new Refusal('request-invalid', [field]);
  return day.value;
}
