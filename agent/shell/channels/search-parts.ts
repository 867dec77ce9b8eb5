// What searches for studies have in common, whatever protocol they are asked over: how one that was cut by a limit is divided (days by their middle, a day by the time of its
// studies), and how a claim is read.
import { addDays, type CalendarDate, daysBetween } from '@center/contract';
import type { ListedStudy } from './archive-port.ts';

const secondsOfDay = 86_400;
/** A day is cut into slices down to this, in seconds; shorter ones hold no more studies than a limit. */
const shortestSlice = 300;

/** Part of a day, seconds after its beginning; `to` is not in it. */
export interface DaySlice {
  readonly from: number;
  readonly to: number;
}

export const wholeDay: DaySlice = { from: 0, to: secondsOfDay };

/** The two halves of a part of a day; undefined when it is not to be divided any more. */
export function halvesOf({ from, to }: DaySlice): readonly [DaySlice, DaySlice] | undefined {
  if (to - from <= shortestSlice) return undefined;
  const middle = from + (to - from) / 2;
  return [
    { from, to: middle },
    { from: middle, to },
  ];
}

/** The slice as a range of StudyTime (TM, PS3.5 §6.2), to the last microsecond before its end. */
export function timeRange({ from, to }: DaySlice): string {
  return `${timeText(from)}-${timeText(to - 1)}.999999`;
}

function timeText(seconds: number): string {
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  return `${two(seconds / 3600)}${two((seconds / 60) % 60)}${two(seconds % 60)}`;
}

/** The two halves of several days, each with its first and last day. */
export function halvesOfDays(
  from: CalendarDate,
  to: CalendarDate,
): readonly [readonly [CalendarDate, CalendarDate], readonly [CalendarDate, CalendarDate]] {
  const middle = addDays(from, Math.floor(daysBetween(from, to) / 2));
  return [
    [from, middle],
    [addDays(middle, 1), to],
  ];
}

const availabilities = ['ONLINE', 'NEARLINE', 'OFFLINE', 'UNAVAILABLE'] as const;

/** What an archive claims of a study (0008,0056); another word claims nothing. */
export function availabilityOf(text: string | undefined): ListedStudy['availability'] {
  return availabilities.find((each) => each === text);
}
