import { type Instant, type Interval, instant } from '@center/contract';

/*
 * Invariants of every list that leaves this file: sorted by start, disjoint, no two of them touch, none is empty. What comes in may be in any order and may overlap;
 * an interval that does not end after it starts covers nothing and is dropped.
 */

/** The same time, sorted, with what overlaps or touches made one. */
export function normalise(intervals: readonly Interval[]): Interval[] {
  const sorted = isSorted(intervals)
    ? intervals
    : [...intervals].sort((a, b) => (a.start === b.start ? a.end - b.end : a.start - b.start));
  const merged: Interval[] = [];
  let open: { start: Instant; end: Instant } | undefined;
  for (const { start, end } of sorted) {
    if (end <= start) continue;
    if (open !== undefined && start <= open.end) {
      if (end > open.end) open.end = end;
      continue;
    }
    open = { start, end };
    merged.push(open);
  }
  return merged;
}

function isSorted(intervals: readonly Interval[]): boolean {
  let before = Number.NEGATIVE_INFINITY;
  for (const { start } of intervals) {
    if (start < before) return false;
    before = start;
  }
  return true;
}

/** Time that lies in any of the lists. */
export function union(...lists: readonly (readonly Interval[])[]): Interval[] {
  return normalise(lists.flat());
}

/** Time that lies in both. */
export function intersect(one: readonly Interval[], other: readonly Interval[]): Interval[] {
  const a = normalise(one);
  const b = normalise(other);
  const both: Interval[] = [];
  for (let i = 0, j = 0; ; ) {
    const x = a[i];
    const y = b[j];
    if (x === undefined || y === undefined) return both;
    const start = x.start > y.start ? x.start : y.start;
    const end = x.end < y.end ? x.end : y.end;
    if (start < end) both.push({ start, end });
    if (x.end < y.end) i += 1;
    else j += 1;
  }
}

/** Time of the first that does not lie in the second. */
export function subtract(from: readonly Interval[], away: readonly Interval[]): Interval[] {
  const taken = normalise(away);
  const left: Interval[] = [];
  let j = 0;
  for (const { start, end } of normalise(from)) {
    let at = start;
    while ((taken[j]?.end ?? Number.POSITIVE_INFINITY) <= at) j += 1;
    for (let k = j; at < end; k += 1) {
      const next = taken[k];
      if (next === undefined || next.start >= end) {
        left.push({ start: at, end });
        break;
      }
      if (next.start > at) left.push({ start: at, end: next.start });
      at = next.end;
    }
  }
  return left;
}

/** What of the list lies within the period. */
export function cut(intervals: readonly Interval[], period: Interval): Interval[] {
  return intersect(intervals, [period]);
}

/** Whole milliseconds that the list covers; time that lies in two of its intervals counts once. */
export function lengthMs(intervals: readonly Interval[]): number {
  return normalise(intervals).reduce((sum, { start, end }) => sum + (end - start), 0);
}

/** The first `most` milliseconds of the list. */
export function firstMs(intervals: readonly Interval[], most: number): Interval[] {
  const first: Interval[] = [];
  let left = most;
  for (const { start, end } of normalise(intervals)) {
    if (left <= 0) break;
    const until = Math.min(end, start + left);
    first.push({ start, end: instant(until) });
    left -= until - start;
  }
  return first;
}
