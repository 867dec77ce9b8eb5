import {
  addDays,
  type CalendarDate,
  calendarDateAt,
  type Instant,
  instant,
  parseCalendarDate,
  type StudyFacts,
  startOfDay,
} from '@center/contract';
import { type Header, type TextKeyword, textOf } from './header.ts';
import type { ObservedObject } from './observed-object.ts';

/** Digital imaging is not older than this; an earlier StudyDate is a clock that was never set. */
const earliest = '1980-01-01';

function dateIn(header: Header, keyword: TextKeyword, latest: CalendarDate): CalendarDate | undefined {
  const parsed = parseCalendarDate((textOf(header, keyword) ?? '').slice(0, 8));
  return parsed.ok && parsed.value >= earliest && parsed.value <= latest ? parsed.value : undefined;
}

/** The day of the study: StudyDate, else the other dates of PS3.3 in order, else the day we first saw it (said so). A day after tomorrow's is impossible. */
export function studyDate(
  objects: readonly ObservedObject[],
  firstSeenAt: Instant,
  zoneOffsetMinutes: number,
): { readonly date: CalendarDate; readonly source: StudyFacts['dateSource'] } {
  const seen = calendarDateAt(firstSeenAt, zoneOffsetMinutes);
  const latest = addDays(seen, 1);
  for (const source of ['StudyDate', 'AcquisitionDate', 'SeriesDate', 'ContentDate'] as const) {
    const dates = objects.map(({ header }) => dateIn(header, source, latest)).filter((date) => date !== undefined);
    const first = dates.toSorted()[0];
    if (first !== undefined) return { date: first, source };
  }
  return { date: seen, source: 'first-seen' };
}

/** DICOM TM (PS3.5 §6.2): HH, HHMM, HHMMSS with fraction; colons of the old form are accepted. Milliseconds since midnight. */
function timeOfDay(raw: string): number | undefined {
  const match = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:\.(\d{1,6}))?)?)?$/.exec(raw.trim());
  if (match === null) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  return h < 24 && m < 60 && s < 61
    ? ((h * 60 + m) * 60 + s) * 1000 + Math.floor(Number(`0.${fraction}`) * 1000)
    : undefined;
}

function offsetOf(header: Header, text: string, assumed: number): number {
  const match =
    /([+-])(\d{2})(\d{2})$/.exec(text) ??
    /^([+-])(\d{2})(\d{2})$/.exec(textOf(header, 'TimezoneOffsetFromUTC')?.trim() ?? '');
  if (match === null) return assumed;
  const [, sign = '+', hours = '0', minutes = '0'] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** A DICOM DT (PS3.5 §6.2) as an instant, in its own offset, else the data set's, else the assumed one (minutes). A day alone means its end: the hour is unknown. */
export function instantOf(text: string, header: Header, assumed: number): Instant | undefined {
  const stamp = text.trim();
  const date = parseCalendarDate(stamp.slice(0, 8));
  if (!date.ok) return undefined;
  const clock = stamp.slice(8).replace(/[+-]\d{4}$/, '');
  const ms = clock === '' ? 86_400_000 - 1 : timeOfDay(clock);
  return ms === undefined ? undefined : instant(startOfDay(date.value, offsetOf(header, stamp, assumed)) + ms);
}

function acquiredInstant(header: Header, assumed: number, content: boolean): Instant | undefined {
  const stamp = textOf(header, 'AcquisitionDateTime')?.trim() ?? '';
  const pairs: readonly (readonly [string, string])[] = [
    [stamp.slice(0, 8), /^\d{8}(\d{2,6}(?:\.\d{1,6})?)/.exec(stamp)?.[1] ?? ''],
    [textOf(header, 'AcquisitionDate') ?? textOf(header, 'StudyDate') ?? '', textOf(header, 'AcquisitionTime') ?? ''],
    content ? [textOf(header, 'ContentDate') ?? '', textOf(header, 'ContentTime') ?? ''] : ['', ''],
    [textOf(header, 'StudyDate') ?? '', textOf(header, 'StudyTime') ?? ''],
  ];
  for (const [day, time] of pairs) {
    const date = parseCalendarDate(day);
    const ms = timeOfDay(time);
    if (date.ok && ms !== undefined) return instant(startOfDay(date.value, offsetOf(header, stamp, assumed)) + ms);
  }
  return undefined;
}

/** The first exposure that the acquired objects name; a date-time without offset is read in the assumed zone. */
export function acquiredAt(objects: readonly ObservedObject[], zoneOffsetMinutes: number): Instant | undefined {
  const instants = objects
    .map(({ header }) => acquiredInstant(header, zoneOffsetMinutes, true))
    .filter((at) => at !== undefined);
  return instants.toSorted((a, b) => a - b)[0];
}

/** The last exposure that the acquired objects name. Times of content are left out: an image may be reconstructed long after the exposure. */
export function acquiredUntil(objects: readonly ObservedObject[], zoneOffsetMinutes: number): Instant | undefined {
  return objects.reduce<Instant | undefined>((latest, { header }) => {
    const at = acquiredInstant(header, zoneOffsetMinutes, false);
    return at === undefined || (latest !== undefined && latest >= at) ? latest : at;
  }, undefined);
}
