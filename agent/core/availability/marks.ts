import { type CountedReason, type Interval, instant } from '@center/contract';
import type { CountedSpan } from './evidence.ts';

/** A stretch that something says is to be counted so. A layer is a list of them, sorted and disjoint. */
export interface Mark extends Interval {
  readonly state: CountedSpan['state'];
  readonly because: CountedReason;
  readonly ref: string;
  readonly degraded: boolean;
}

/** A layer of what was said in any order: of two that overlap the one that began first speaks until its end. Empty ones are dropped. */
export function layer(marks: readonly Mark[]): Mark[] {
  const sorted = isSorted(marks) ? marks : [...marks].sort(byBegin);
  const flat: Mark[] = [];
  let reached = Number.NEGATIVE_INFINITY;
  for (const mark of sorted) {
    if (mark.end <= mark.start || mark.end <= reached) continue;
    flat.push(mark.start < reached ? { ...mark, start: instant(reached) } : mark);
    reached = mark.end;
  }
  return flat;
}

function isSorted(marks: readonly Mark[]): boolean {
  let before: Mark | undefined;
  for (const mark of marks) {
    if (before !== undefined && before.start >= mark.start) return false;
    before = mark;
  }
  return true;
}

/** Total, so that the order in which records come changes nothing. */
function byBegin(a: Mark, b: Mark): number {
  if (a.start !== b.start) return a.start - b.start;
  if (a.end !== b.end) return b.end - a.end;
  if (a.ref === b.ref) return a.because < b.because ? -1 : 1;
  return a.ref < b.ref ? -1 : 1;
}

/** Intervals as marks of one saying. */
export function marked(intervals: readonly Interval[], saying: Omit<Mark, 'start' | 'end'>): Mark[] {
  return intervals.map(({ start, end }) => ({ ...saying, start, end }));
}

/** At each instant within the range the first of the layers that says something; where none does, nothing, or what `otherwise` says. A year has fifty thousand marks: a whole one is passed on and not copied. */
export function overlay(
  layers: readonly (readonly Mark[])[],
  within: readonly Interval[],
  otherwise?: Omit<Mark, 'start' | 'end'>,
): Mark[] {
  const found: Mark[] = [];
  const saying = layers.filter((marks) => marks.length > 0);
  const at = saying.map(() => 0);
  for (const { start, end } of within) {
    for (let from: number = start; from < end; ) {
      let until: number = end;
      let said: Mark | undefined;
      for (let index = 0; index < saying.length && said === undefined; index += 1) {
        const marks = saying[index] ?? [];
        let cursor = at[index] ?? 0;
        while ((marks[cursor]?.end ?? Number.POSITIVE_INFINITY) <= from) cursor += 1;
        at[index] = cursor;
        const mark = marks[cursor];
        if (mark === undefined) continue;
        if (mark.start <= from) said = mark;
        const turn = said === undefined ? mark.start : mark.end;
        if (turn < until) until = turn;
      }
      if (said !== undefined) add(found, said, from, until);
      else if (otherwise !== undefined)
        add(found, { ...otherwise, start: instant(from), end: instant(until) }, from, until);
      from = until;
    }
  }
  return found;
}

function add(found: Mark[], mark: Mark, from: number, until: number): void {
  const last = found.at(-1);
  const goesOn =
    last !== undefined &&
    last.end === from &&
    last.state === mark.state &&
    last.because === mark.because &&
    last.ref === mark.ref &&
    last.degraded === mark.degraded;
  if (goesOn) found[found.length - 1] = { ...last, end: instant(until) };
  else if (mark.start === from && mark.end === until) found.push(mark);
  else found.push({ ...mark, start: instant(from), end: instant(until) });
}

/** What of the marks lies within the intervals. */
export function within(marks: readonly Mark[], intervals: readonly Interval[]): Mark[] {
  return overlay([marks], intervals);
}
