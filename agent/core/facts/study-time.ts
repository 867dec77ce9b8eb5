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
  for (const source of [
    'StudyDate',
    'AcquisitionDate',
    'SeriesDate',
    'ContentDate',
    // Of a study of which only its performed step has come.
    'PerformedProcedureStepStartDate',
  ] as const) {
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
  const own = textOf(header, 'TimezoneOffsetFromUTC')?.trim() ?? '';
  if (text === '' && own === '') return assumed;
  const match = /([+-])(\d{2})(\d{2})$/.exec(text) ?? /^([+-])(\d{2})(\d{2})$/.exec(own);
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

/** Midnights (UTC, epoch milliseconds) of days as they are written, read once: a study has few days and many images. */
const midnights = new Map<string, number | undefined>();
const mostMidnights = 4096;

function midnightOf(raw: string): number | undefined {
  if (midnights.has(raw)) return midnights.get(raw);
  const parsed = parseCalendarDate(raw);
  const midnight = parsed.ok ? startOfDay(parsed.value, 0) : undefined;
  if (midnights.size >= mostMidnights) midnights.clear();
  midnights.set(raw, midnight);
  return midnight;
}

function instantAt(
  header: Header,
  assumed: number,
  day: string | undefined,
  time: string | undefined,
): Instant | undefined {
  if (day === undefined || time === undefined || time === '') return undefined;
  const ms = timeOfDay(time);
  const midnight = ms === undefined ? undefined : midnightOf(day);
  if (ms === undefined || midnight === undefined) return undefined;
  return instant(midnight - offsetOf(header, '', assumed) * 60_000 + ms);
}

/** AcquisitionDateTime, else AcquisitionDate and AcquisitionTime. */
function acquisitionInstant(header: Header, assumed: number): Instant | undefined {
  const stamp = textOf(header, 'AcquisitionDateTime')?.trim() ?? '';
  const whole = stamp.length > 8 ? instantOf(stamp, header, assumed) : undefined;
  if (whole !== undefined) return whole;
  const day = textOf(header, 'AcquisitionDate') ?? textOf(header, 'StudyDate');
  return instantAt(header, assumed, day, textOf(header, 'AcquisitionTime'));
}

/**
 * The first and the last exposure that the acquired objects name; a date-time without offset is read in the assumed zone. For the last one, times of content are left
 * out: an image may be reconstructed long after the exposure.
 */
export function acquisitionSpan(
  objects: readonly ObservedObject[],
  zoneOffsetMinutes: number,
): { readonly from?: Instant; readonly until?: Instant } {
  let from: Instant | undefined;
  let until: Instant | undefined;
  for (const { header } of objects) {
    const exposed = acquisitionInstant(header, zoneOffsetMinutes);
    const [content, study] =
      exposed === undefined
        ? [
            instantAt(header, zoneOffsetMinutes, textOf(header, 'ContentDate'), textOf(header, 'ContentTime')),
            instantAt(header, zoneOffsetMinutes, textOf(header, 'StudyDate'), textOf(header, 'StudyTime')),
          ]
        : [];
    const begin = exposed ?? content ?? study;
    const end = exposed ?? study;
    if (begin !== undefined && (from === undefined || begin < from)) from = begin;
    if (end !== undefined && (until === undefined || end > until)) until = end;
  }
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
}

/** The first exposure that the acquired objects name. */
export function acquiredAt(objects: readonly ObservedObject[], zoneOffsetMinutes: number): Instant | undefined {
  return acquisitionSpan(objects, zoneOffsetMinutes).from;
}
