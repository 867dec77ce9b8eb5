import { type CalendarDate, calendarDateAt, type EntryState, type Instant } from '@center/contract';

export type Timing = 'signed-before' | 'signed-same-day' | 'signed-after';

/**
 * Where the time of signing lies against the start of the exposure. Without a known start only the day can be compared: the same day is
 * `signed-same-day`, which is neither proof nor contradiction. Exactly at the start counts as before.
 */
export function signingTiming(signedAt: Instant, exposureAt: Instant | undefined, exposureDay: CalendarDate): Timing {
  if (exposureAt !== undefined) return signedAt <= exposureAt ? 'signed-before' : 'signed-after';
  const day = calendarDateAt(signedAt);
  if (day === exposureDay) return 'signed-same-day';
  return day < exposureDay ? 'signed-before' : 'signed-after';
}

/** A late entry (补录) is evidence only after a second person has looked at it. */
export function entryCounts(entry: EntryState): boolean {
  return entry !== 'late-unreviewed';
}
