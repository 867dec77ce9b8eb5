import { addDays, addMonths, type CalendarDate, calendarDateAt, daysBetween, type Instant } from '@center/contract';
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

/** Which round lists a day: the last 60 days daily, up to 36 months weekly, up to ten years monthly; older days owe nothing. */
export function roundOf(
  day: CalendarDate,
  today: CalendarDate,
  parameters: RetentionParameters = retentionDefaults,
): DueWindow['round'] | undefined {
  if (day > today) return undefined;
  if (daysBetween(day, today) < parameters.recentDays) return 'recent';
  if (today < addMonths(day, parameters.onlineMonths)) return 'online';
  return today < addMonths(day, parameters.keepMonths) ? 'kept' : undefined;
}

/**
 * Listed in one night by the first reading, all days would be due again in one night. So each day has a place of its own in its period: from half the period on it is due
 * at its place, and at the end of the period in any case.
 */
function due(day: CalendarDate, today: CalendarDate, listedAt: Instant | undefined, everyDays: number): boolean {
  if (listedAt === undefined) return true;
  const age = daysBetween(calendarDateAt(listedAt), today);
  if (age >= everyDays) return true;
  const place = daysBetween(day, today) % everyDays;
  return age * 2 >= everyDays && place === 0;
}

/** Every window that is due today: recent before online before kept, in each those that have waited longest first. Never more than one window a day of ten years. */
export function dueWindows(
  listed: ListedWindows,
  parameters: RetentionParameters = retentionDefaults,
): readonly DueWindow[] {
  const { today } = listed;
  const windows: DueWindow[] = [];
  for (let day = today; day >= listed.earliest; day = addDays(day, -1)) {
    const round = roundOf(day, today, parameters);
    if (round === undefined) break;
    const listedAt = listed.listedAt(day);
    if (due(day, today, listedAt, parameters.listEveryDays[round]))
      windows.push({ round, window: { from: day, to: day }, ...(listedAt === undefined ? {} : { listedAt }) });
  }
  if (listed.undated !== undefined && due(today, today, listed.undated.listedAt, parameters.listEveryDays.online))
    windows.push({
      round: 'online',
      window: 'undated',
      ...(listed.undated.listedAt === undefined ? {} : { listedAt: listed.undated.listedAt }),
    });
  return windows.sort((a, b) =>
    a.round === b.round ? (a.listedAt ?? 0) - (b.listedAt ?? 0) : order[a.round] - order[b.round],
  );
}

/** A part of a window that can be listed by itself. `hours`: of StudyTime, from … to, the last hour without its end. */
export interface WindowPart {
  readonly window: DayWindow;
  readonly hours?: { readonly from: number; readonly to: number };
}

/**
 * Smaller parts for a window whose rows reach a limit: days, then quarters of a day, then hours. None when there is nothing smaller; a study without a time is in no
 * part of a day, so that what the parts lack is to be asked for by UID and not taken as absent.
 */
export function splitWindow({ window, hours }: WindowPart): readonly WindowPart[] {
  if (window === 'undated') return [];
  const days = daysBetween(window.from, window.to) + 1;
  if (days > 1) {
    const middle = addDays(window.from, Math.floor(days / 2) - 1);
    return [{ window: { from: window.from, to: middle } }, { window: { from: addDays(middle, 1), to: window.to } }];
  }
  const { from, to } = hours ?? { from: 0, to: 24 };
  const step = hours === undefined ? 6 : 1;
  if (to - from <= 1) return [];
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => ({
    window,
    hours: { from: from + index * step, to: Math.min(to, from + (index + 1) * step) },
  }));
}
