import { addDays, type CalendarDate, parseCalendarDate } from '@center/contract';

export interface DayRange {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** Days before the last live pass that are looked at again: late arrivals and clocks that go wrong. */
const overlapDays = 2;

/** The days a live pass asks for: from a little before the last one to tomorrow (device clocks run ahead). */
export function liveWindow(newest: CalendarDate | undefined, today: CalendarDate): DayRange {
  return { from: addDays(newest ?? today, -overlapDays), to: addDays(today, 1) };
}

/** How far the live passes have come, as it is kept. */
export function writeNewest(newest: CalendarDate): string {
  return JSON.stringify({ newest });
}

/** What cannot be read begins anew: reading twice changes nothing. */
export function readNewest(cursor: string | undefined): CalendarDate | undefined {
  if (cursor === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(cursor);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || !('newest' in parsed)) return undefined;
  const newest = parseCalendarDate(String(parsed.newest));
  return newest.ok ? newest.value : undefined;
}
