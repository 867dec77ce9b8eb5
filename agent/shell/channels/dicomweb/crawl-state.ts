import { addDays, addMonths, type CalendarDate, parseCalendarDate } from '@center/contract';

/** How far a DICOMweb archive has been read: everything from `oldest` to `newest` is done; `backfilled` when `oldest` has reached the beginning asked for. */
export interface CrawlState {
  readonly newest: CalendarDate;
  readonly oldest: CalendarDate;
  readonly backfilled: boolean;
}

export interface Window {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** Days before the last live pass that are looked at again: late arrivals and clocks that go wrong. */
const overlapDays = 2;

/** The days a live pass asks for: from a little before the last one to tomorrow (device clocks run ahead). */
export function liveWindow(state: CrawlState | undefined, today: CalendarDate): Window {
  return { from: addDays(state?.newest ?? today, -overlapDays), to: addDays(today, 1) };
}

export function afterLive(state: CrawlState | undefined, window: Window, today: CalendarDate): CrawlState {
  return state === undefined ? { newest: today, oldest: window.from, backfilled: false } : { ...state, newest: today };
}

/** The next older window of at most `days` days, or undefined when the beginning is reached. Newest first. */
export function nextBackfill(state: CrawlState, today: CalendarDate, months: number, days: number): Window | undefined {
  const beginning = addMonths(today, -months);
  if (state.backfilled || state.oldest <= beginning) return undefined;
  const from = addDays(state.oldest, -days);
  return { from: from < beginning ? beginning : from, to: addDays(state.oldest, -1) };
}

export function writeState(state: CrawlState): string {
  return JSON.stringify(state);
}

/** A cursor that cannot be read begins anew: reading twice changes nothing. */
export function readState(cursor: string | undefined): CrawlState | undefined {
  if (cursor === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(cursor);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || !('newest' in parsed) || !('oldest' in parsed)) return undefined;
  const newest = parseCalendarDate(String(parsed.newest));
  const oldest = parseCalendarDate(String(parsed.oldest));
  if (!newest.ok || !oldest.ok) return undefined;
  return {
    newest: newest.value,
    oldest: oldest.value,
    backfilled: 'backfilled' in parsed && parsed.backfilled === true,
  };
}
