import type { Instant } from './instant.ts';

/** Half-open [start, end) in integer milliseconds; `uptime-def/1` does all its algebra on these. */
export interface Interval {
  readonly start: Instant;
  readonly end: Instant;
}

/** Throws RangeError when the end is not after the start: an empty interval is no interval. */
export function interval(start: Instant, end: Instant): Interval {
  if (end <= start) throw new RangeError('an interval ends after it starts');
  return Object.freeze({ start, end });
}
