import { addDays, type CalendarDate, calendarDateAt, type Instant, instant, startOfDay } from '@center/contract';

/*
 * Local wall time and instants of an IANA zone. `Intl` alone knows the rules of the zones; its formatters are dear to build, so one is kept for each zone, and the offset is kept
 * for each UTC day. No zone changes its offset twice within two days.
 */

const dayMs = 86_400_000;
const minuteMs = 60_000;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Offset in milliseconds at the beginning of each UTC day asked for. */
  readonly atDay: Map<number, number>;
}
const zones = new Map<string, Zone>();

/** Throws RangeError on a name that is no zone. */
function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone: Zone = {
    format: new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' }),
    atDay: new Map(),
  };
  zones.set(name, zone);
  return zone;
}

/** Whether the name is an IANA zone that is known here. */
export function isZone(name: string): boolean {
  try {
    zoneOf(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function readOffset(zone: Zone, at: number): number {
  const text = zone.format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (match === null) throw new TypeError(`no offset in "${text}"`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const ms = Number(hours) * 3_600_000 + Number(minutes) * minuteMs + Number(seconds) * 1000;
  return sign === '-' ? -ms : ms;
}

function offsetAtDay(zone: Zone, day: number): number {
  const known = zone.atDay.get(day);
  if (known !== undefined) return known;
  const offset = readOffset(zone, day * dayMs);
  zone.atDay.set(day, offset);
  return offset;
}

/** Milliseconds that local wall time is ahead of UTC at the instant. */
export function offsetMs(name: string, at: Instant): number {
  const zone = zoneOf(name);
  const day = Math.floor(at / dayMs);
  const before = offsetAtDay(zone, day);
  return before === offsetAtDay(zone, day + 1) ? before : readOffset(zone, at);
}

/** The local day of an instant. */
export function localDate(name: string, at: Instant): CalendarDate {
  return calendarDateAt(instant(at + offsetMs(name, at)), 0);
}

/** Milliseconds since local midnight by the wall clock. */
export function localTimeMs(name: string, at: Instant): number {
  const wall = at + offsetMs(name, at);
  return ((wall % dayMs) + dayMs) % dayMs;
}

/**
 * The instant at which the wall clock of the zone shows so many milliseconds after midnight of the date; a day and more are the days after. A time that the clock shows twice is its
 * first showing; one that it skips is the moment of the skip.
 */
export function localInstant(name: string, date: CalendarDate, timeMs: number): Instant {
  const zone = zoneOf(name);
  const wall = startOfDay(date, 0) + timeMs;
  const day = Math.floor(wall / dayMs);
  const early = offsetAtDay(zone, day - 1);
  const late = offsetAtDay(zone, day + 2);
  if (early === late) return instant(wall - early);
  const candidates = [wall - early, wall - late].filter((at) => readOffset(zone, at) === wall - at);
  if (candidates.length > 0) return instant(Math.min(...candidates));
  // The clock skips this time: between the two readings it goes from the early offset to the late one.
  let before = wall - late;
  let after = wall - early;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (readOffset(zone, middle) === late) after = middle;
    else before = middle;
  }
  return instant(after);
}

/** Begin of the local day. */
export function localMidnight(name: string, date: CalendarDate): Instant {
  return localInstant(name, date, 0);
}

/** Each local date from the one of `from` to the one of the last moment before `to`. */
export function localDates(name: string, from: Instant, to: Instant): CalendarDate[] {
  const dates: CalendarDate[] = [];
  if (to <= from) return dates;
  const last = localDate(name, instant(to - 1));
  for (let date = localDate(name, from); date <= last; date = addDays(date, 1)) dates.push(date);
  return dates;
}
