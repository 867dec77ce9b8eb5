import { addDays, addMonths, type CalendarDate, type Instant, startOfDay } from '@center/contract';
import type { DayWindow, Round } from './observation.ts';
import { type RetentionParameters, retentionDefaults } from './parameters.ts';

/** A window that is to be listed now. */
export interface DueWindow {
  readonly round: Exclude<Round, 'backfill'>;
  readonly window: DayWindow;
  /** Absent: never listed. */
  readonly listedAt?: Instant;
}

export interface ListedWindows {
  readonly today: CalendarDate;
  /** Day of the earliest study that is known. */
  readonly earliest: CalendarDate;
  /** When the day was last listed to its end with good controls. */
  readonly listedAt: (day: CalendarDate) => Instant | undefined;
  /** The same of the studies without a date; absent when they are not listed at all. */
  readonly undated?: { readonly listedAt?: Instant };
}

const order = { recent: 0, online: 1, kept: 2 } as const;

/** First day on which `months` are not yet completed on `today`. */
function firstWithin(months: number, today: CalendarDate): CalendarDate {
  let first = addMonths(today, -months);
  // The last days of a longer month complete their months on one day.
  while (today < addMonths(addDays(first, -1), months)) first = addDays(first, -1);
  while (today >= addMonths(first, months)) first = addDays(first, 1);
  return first;
}

function firstDays(
  today: CalendarDate,
  parameters: RetentionParameters,
): Readonly<Record<DueWindow['round'], CalendarDate>> {
  return {
    recent: addDays(today, 1 - parameters.recentDays),
    online: firstWithin(parameters.onlineMonths, today),
    kept: firstWithin(parameters.keepMonths, today),
  };
}

const within = (
  day: CalendarDate,
  first: Readonly<Record<DueWindow['round'], CalendarDate>>,
): DueWindow['round'] | undefined =>
  day >= first.recent ? 'recent' : day >= first.online ? 'online' : day >= first.kept ? 'kept' : undefined;

/** Which round lists a day: the last 60 days daily, up to 36 months weekly, up to ten years monthly; older days owe nothing. */
export function roundOf(
  day: CalendarDate,
  today: CalendarDate,
  parameters: RetentionParameters = retentionDefaults,
): DueWindow['round'] | undefined {
  return day > today ? undefined : within(day, firstDays(today, parameters));
}

/** Whole days of the calendar since a moment. */
function daysSince(at: Instant, todayBegins: Instant): number {
  return Math.max(0, Math.ceil((todayBegins - at) / 86_400_000));
}

/**
 * Every window that is due today: recent before online before kept, in each those that have waited longest first. Never more than one window a day of ten years.
 * Listed in one night by the first reading, all days would be due again in one night: so each day has a night of its own in its period, in which it is due in any case.
 */
export function dueWindows(
  listed: ListedWindows,
  parameters: RetentionParameters = retentionDefaults,
): readonly DueWindow[] {
  const { today } = listed;
  const begins = startOfDay(today);
  const first = firstDays(today, parameters);
  const windows: DueWindow[] = [];
  const add = (
    round: DueWindow['round'],
    window: DayWindow,
    listedAt: Instant | undefined,
    ownNight: boolean,
  ): void => {
    const age = listedAt === undefined ? undefined : daysSince(listedAt, begins);
    if (age === undefined || age >= parameters.listEveryDays[round] || (ownNight && age > 0))
      windows.push({ round, window, ...(listedAt === undefined ? {} : { listedAt }) });
  };
  let [day, age] = [today, 0];
  for (; day >= listed.earliest && day >= first.kept; day = addDays(day, -1), age += 1) {
    const round = within(day, first) ?? 'kept';
    add(round, { from: day, to: day }, listed.listedAt(day), age % parameters.listEveryDays[round] === 0);
  }
  if (listed.undated !== undefined) add('online', 'undated', listed.undated.listedAt, false);
  return windows.sort((a, b) =>
    a.round === b.round ? (a.listedAt ?? 0) - (b.listedAt ?? 0) : order[a.round] - order[b.round],
  );
}
