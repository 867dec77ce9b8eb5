import {
  addDays,
  addMonths,
  type CalendarDate,
  canonicalJson,
  daysBetween,
  type HolidaySet,
  type Interval,
  instant,
  monthOf,
  must,
  type OpeningHours,
  parseCalendarDate,
  type ServiceCalendar,
} from '@center/contract';
import { cut, normalise } from './algebra.ts';
import { localDate, localInstant } from './zone.ts';

/** Scheduled time of a calendar over a period. */
export interface OpenTime {
  readonly open: readonly Interval[];
  /** The holiday set settles each day of the period (or the calendar does not heed holidays): nothing was guessed. */
  readonly covers: boolean;
  readonly coversTo: CalendarDate;
}

/** A calendar with its holidays as it is asked day by day. */
interface Prepared {
  readonly calendar: ServiceCalendar;
  readonly holidays: ReadonlySet<CalendarDate>;
  readonly workdays: ReadonlySet<CalendarDate>;
  readonly overrides: ReadonlyMap<CalendarDate, readonly OpeningHours[]>;
  /** Opening intervals that begin in the month, by `YYYY-MM`. */
  readonly months: Map<string, readonly Interval[]>;
}

/** One entry for each content of calendar and holidays, by which it is found again though both are read anew each time. */
const prepared = new Map<string, Prepared>();
const preparedAtMost = 200;
const bySameObjects = new WeakMap<ServiceCalendar, WeakMap<HolidaySet, Prepared>>();

function prepare(calendar: ServiceCalendar, holidays: HolidaySet): Prepared {
  const same = bySameObjects.get(calendar)?.get(holidays);
  if (same !== undefined) return same;
  const key = canonicalJson({ calendar, holidays });
  let found = prepared.get(key);
  if (found === undefined) {
    found = {
      calendar: { ...calendar, patterns: [...calendar.patterns].sort(byEffectiveFrom) },
      holidays: new Set(holidays.holidays.map(({ date }) => date)),
      workdays: new Set(holidays.workdays),
      overrides: new Map(calendar.overrides.map(({ date, hours }) => [date, hours])),
      months: new Map(),
    };
    const oldest = prepared.keys().next();
    if (prepared.size >= preparedAtMost && oldest.done !== true) prepared.delete(oldest.value);
    prepared.set(key, found);
  }
  const byHolidays = bySameObjects.get(calendar) ?? new WeakMap<HolidaySet, Prepared>();
  byHolidays.set(holidays, found);
  bySameObjects.set(calendar, byHolidays);
  return found;
}

function byEffectiveFrom(a: { effectiveFrom: CalendarDate }, b: { effectiveFrom: CalendarDate }): number {
  return daysBetween(b.effectiveFrom, a.effectiveFrom);
}

/**
 * Scheduled time within the period. Order of what decides a day: its override; a public holiday; a swapped workday; the pattern in force. Before the first pattern the first one holds, so that no
 * time is left without hours by dating a pattern late. Where nothing was settled about holidays the pattern alone decides, and `covers` says so.
 */
export function expandCalendar(calendar: ServiceCalendar, holidays: HolidaySet, period: Interval): OpenTime {
  const { coversFrom, coversTo } = holidays;
  if (period.end <= period.start) return { open: [], covers: true, coversTo };
  const ready = prepare(calendar, holidays);
  const first = localDate(calendar.zone, period.start);
  const last = localDate(calendar.zone, period.end);
  const heeds = calendar.onHolidays !== 'as-usual' || calendar.swappedWorkdayAs !== undefined;
  const found: Interval[] = [];
  // Hours of the day before may reach into the period.
  const endMonth = monthOf(last);
  for (let date = addDays(first, -1); monthOf(date) <= endMonth; date = nextMonth(date))
    found.push(...monthOpening(ready, monthOf(date)));
  const lastDay = localDate(calendar.zone, instant(Math.max(period.start, period.end - 1)));
  return {
    open: cut(found, period),
    covers: !heeds || (coversFrom <= first && lastDay <= coversTo),
    coversTo,
  };
}

function nextMonth(date: CalendarDate): CalendarDate {
  return addMonths(firstOf(monthOf(date)), 1);
}

function firstOf(month: string): CalendarDate {
  return must(parseCalendarDate(`${month}-01`));
}

function monthOpening(ready: Prepared, month: string): readonly Interval[] {
  const known = ready.months.get(month);
  if (known !== undefined) return known;
  const found: Interval[] = [];
  for (let date = firstOf(month); monthOf(date) === month; date = addDays(date, 1))
    found.push(...dayOpening(ready, date));
  const open = Object.freeze(normalise(found));
  ready.months.set(month, open);
  return open;
}

/** Opening hours that begin on the local date, as instants. */
export function openingOn(calendar: ServiceCalendar, holidays: HolidaySet, date: CalendarDate): Interval[] {
  return normalise(dayOpening(prepare(calendar, holidays), date));
}

function dayOpening(ready: Prepared, date: CalendarDate): Interval[] {
  const { zone } = ready.calendar;
  return hoursOn(ready, date).flatMap(({ from, to }) => {
    const fromMs = timeOfDayMs(from);
    const toMs = timeOfDayMs(to);
    if (fromMs === undefined || toMs === undefined || fromMs === dayMs) return [];
    const start = localInstant(zone, date, fromMs);
    const end = localInstant(zone, date, toMs > fromMs ? toMs : toMs + dayMs);
    return start < end ? [{ start, end }] : [];
  });
}

function hoursOn({ calendar, holidays, workdays, overrides }: Prepared, date: CalendarDate): readonly OpeningHours[] {
  const single = overrides.get(date);
  if (single !== undefined) return single;
  const pattern = calendar.patterns.findLast(({ effectiveFrom }) => effectiveFrom <= date) ?? calendar.patterns[0];
  const usual = (weekday: number): readonly OpeningHours[] => pattern?.days[weekday] ?? [];
  if (holidays.has(date) && calendar.onHolidays !== 'as-usual')
    return calendar.onHolidays === 'closed' ? [] : calendar.onHolidays;
  if (workdays.has(date) && calendar.swappedWorkdayAs !== undefined) return usual(calendar.swappedWorkdayAs);
  return usual(weekdayOf(date));
}

const aMonday = must(parseCalendarDate('2024-01-01'));
/** 0 Monday … 6 Sunday. */
export function weekdayOf(date: CalendarDate): number {
  return ((daysBetween(aMonday, date) % 7) + 7) % 7;
}

export const dayMs = 86_400_000;
/** Milliseconds after midnight of `HH:MM`; `24:00` is a whole day; undefined for what is no time. */
export function timeOfDayMs(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$|^24:00$/.exec(text);
  if (match === null) return undefined;
  return match[1] === undefined ? dayMs : (Number(match[1]) * 60 + Number(match[2])) * 60_000;
}

/** What a center starts from until its people have said their own hours: Monday to Friday from eight to six, closed on holidays, swapped workdays worked. */
export function usualCalendar(zone: string): ServiceCalendar {
  const day: readonly OpeningHours[] = [{ from: '08:00', to: '18:00' }];
  return {
    id: 'usual',
    name: '通常 / usual',
    zone,
    patterns: [{ effectiveFrom: must(parseCalendarDate('2000-01-01')), days: [day, day, day, day, day, [], []] }],
    onHolidays: 'closed',
    swappedWorkdayAs: 0,
    overrides: [],
  };
}
