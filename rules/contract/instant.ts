// The one pure file that may use Date, for arithmetic on instants it is given. It never asks what time it is.
import { accepted, type Parsed, refused } from './parsed.ts';

declare const brand: unique symbol;
/** Milliseconds since 1970-01-01T00:00:00Z, integer. */
export type Instant = number & { readonly [brand]: 'Instant' };
/** A day of the proleptic Gregorian calendar, `YYYY-MM-DD`, without zone. */
export type CalendarDate = string & { readonly [brand]: 'CalendarDate' };

const dayMs = 86_400_000;
/** Asia/Shanghai: UTC+8 all year. */
export const shanghaiOffsetMinutes = 480;

export function instant(epochMs: number): Instant {
  if (!Number.isSafeInteger(epochMs)) throw new RangeError('an instant is a whole number of milliseconds');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked above
  return epochMs as Instant;
}

/** Reads an ISO 8601 date-time with offset or `Z`. */
export function parseInstant(raw: string): Parsed<Instant> {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(raw))
    return refused(`"${raw}" is no date-time; expected like "2026-11-25T08:30:00+08:00"`);
  const epoch = Date.parse(raw);
  return Number.isNaN(epoch) ? refused(`"${raw}" names no real date-time`) : accepted(instant(epoch));
}

export function instantToIso(at: Instant): string {
  return new Date(at).toISOString();
}

function fromParts(year: number, month: number, day: number): CalendarDate | undefined {
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  if (at.getUTCFullYear() !== year || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return undefined;
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- built from a checked calendar day
  return text as CalendarDate;
}

/** Reads `YYYY-MM-DD`, or a DICOM DA `YYYYMMDD` (PS3.5 §6.2), or the old `YYYY.MM.DD`. */
export function parseCalendarDate(raw: string): Parsed<CalendarDate> {
  const match = /^(\d{4})(?:-|\.)?(\d{2})(?:-|\.)?(\d{2})$/.exec(raw.trim());
  const date = match === null ? undefined : fromParts(Number(match[1]), Number(match[2]), Number(match[3]));
  return date === undefined ? refused(`"${raw}" is no calendar date; expected like "2026-11-25"`) : accepted(date);
}

function dayNumber(date: CalendarDate): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

/** Whole days from one date to the other; negative when `to` lies before `from`. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round(dayNumber(to) - dayNumber(from));
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return calendarDateAt(instant(Math.round((dayNumber(date) + days) * dayMs)), 0);
}

/** Adds whole months; a day the month does not have becomes its last day. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const index = year * 12 + month - 1 + months;
  for (let d = day; d > 27; d -= 1) {
    const found = fromParts(Math.floor(index / 12), (index % 12) + 1, d);
    if (found !== undefined) return found;
  }
  const found = fromParts(Math.floor(index / 12), (index % 12) + 1, Math.min(day, 27));
  if (found === undefined) throw new RangeError(`no month ${String(months)} months after ${date}`);
  return found;
}

/** Completed years from birth to `on` (29 February counts as 1 March in common years). */
export function completedYears(birth: CalendarDate, on: CalendarDate): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** The calendar day of an instant at a fixed offset from UTC. */
export function calendarDateAt(at: Instant, offsetMinutes: number = shanghaiOffsetMinutes): CalendarDate {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- toISOString begins with a calendar date
  return new Date(at + offsetMinutes * 60_000).toISOString().slice(0, 10) as CalendarDate;
}

/** Midnight that begins the day, at a fixed offset from UTC. */
export function startOfDay(date: CalendarDate, offsetMinutes: number = shanghaiOffsetMinutes): Instant {
  return instant(dayNumber(date) * dayMs - offsetMinutes * 60_000);
}

/** `YYYY-MM` of a date. */
export function monthOf(date: CalendarDate): string {
  return date.slice(0, 7);
}
