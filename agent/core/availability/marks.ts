import { type Interval, instant } from '@center/contract';
import type { CountedBecause, CountedSpan } from './evidence.ts';

/** A stretch that something says is to be counted so. A layer is a list of them, sorted and disjoint. */
export interface Mark extends Interval {
  readonly state: CountedSpan['state'];
  readonly because: CountedBecause;
  readonly ref: string;
  readonly degraded: boolean;
}

/** A layer of what was said in any order: of two that overlap the one that began first speaks until its end. Empty ones are dropped. */
export function layer(marks: readonly Mark[]): Mark[] {
  const sorted = [...marks].sort(byBegin);
  const flat: Mark[] = [];
  let reached = Number.NEGATIVE_INFINITY;
  for (const mark of sorted) {
    if (mark.end <= mark.start || mark.end <= reached) continue;
    flat.push(mark.start < reached ? { ...mark, start: instant(reached) } : mark);
    reached = mark.end;
  }
  return flat;
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

/** At each instant within the range the first of the layers that says something; where none does, nothing, or what `otherwise` says. */
export function overlay(
  layers: readonly (readonly Mark[])[],
  within: readonly Interval[],
  otherwise?: Omit<Mark, 'start' | 'end'>,
): Mark[] {
  const found: Mark[] = [];
  const at = layers.map(() => 0);
  for (const { start, end } of within) {
    for (let from: number = start; from < end; ) {
      let until: number = end;
      let said: Mark | undefined;
      for (const [index, marks] of layers.entries()) {
        let cursor = at[index] ?? 0;
        while ((marks[cursor]?.end ?? Number.POSITIVE_INFINITY) <= from) cursor += 1;
        at[index] = cursor;
        const mark = marks[cursor];
        if (mark === undefined) continue;
        const speaks = mark.start <= from;
        until = Math.min(until, speaks ? mark.end : mark.start);
        if (speaks) {
          said = mark;
          break;
        }
      }
      const saying = said ?? otherwise;
      if (saying !== undefined) add(found, saying, from, until);
      from = until;
    }
  }
  return found;
}

function add(
  found: Mark[],
  { state, because, ref, degraded }: Omit<Mark, 'start' | 'end'>,
  from: number,
  until: number,
): void {
  const last = found.at(-1);
  if (
    last !== undefined &&
    last.end === from &&
    last.state === state &&
    last.because === because &&
    last.ref === ref &&
    last.degraded === degraded
  )
    found[found.length - 1] = { ...last, end: instant(until) };
  else found.push({ start: instant(from), end: instant(until), state, because, ref, degraded });
}

/** What of the marks lies within the intervals. */
export function within(marks: readonly Mark[], intervals: readonly Interval[]): Mark[] {
  return overlay([marks], intervals);
}
