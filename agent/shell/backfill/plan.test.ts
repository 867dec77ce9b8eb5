import { addDays, addMonths, type CalendarDate, must, parseCalendarDate } from '@center/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DayWindow } from '../../core/index.ts';
import {
  type BackfillState,
  nextWindow,
  planBackfill,
  readState,
  windowDivided,
  windowLeft,
  windowRead,
  windowsTotal,
  writeState,
} from './plan.ts';

const today = must(parseCalendarDate('2026-06-15'));

/** What becomes of each window in turn; the draws end with windows that can be read. */
function walk(months: number, fates: readonly ('read' | 'left' | 'divided')[]) {
  let state: BackfillState = planBackfill(today, months);
  const read: DayWindow[] = [];
  const given: DayWindow[] = [];
  for (let n = 0; n < 5_000; n += 1) {
    // As a kill between two windows would have it.
    state = readState(writeState(state)) ?? state;
    const window = nextWindow(state);
    if (window === undefined) return { state, read, given };
    const fate = fates[n] ?? 'read';
    const divided = fate === 'divided' ? windowDivided(state, window) : undefined;
    if (divided !== undefined) state = divided;
    else if (fate === 'left') state = windowLeft(state, window, 'not-final', 5);
    else {
      read.push(window);
      state = windowRead(state, window, 1, 10);
    }
    if (fate === 'left') given.push(window);
  }
  throw new Error('the plan does not end');
}

function daysOf(windows: readonly DayWindow[]): string[] {
  return windows.flatMap((window) => {
    if (window === 'undated') return ['undated'];
    const days: string[] = [];
    for (let day: CalendarDate = window.from; day <= window.to; day = addDays(day, 1)) days.push(day);
    return days;
  });
}

describe('the plan of a first reading', () => {
  it('goes newest first for three years, then oldest first, then to what has no date', () => {
    const { read, state } = walk(120, []);
    const middle = addMonths(today, -36);
    const dated = read.filter((window) => window !== 'undated');
    const change = dated.findIndex(({ from }) => from < middle);
    expect(dated[0]).toEqual({ from: '2026-06-10', to: '2026-06-16' });
    expect(dated[change - 1]?.from).toBe(middle);
    expect(dated[change]).toEqual({ from: '2016-06-15', to: '2016-06-21' });
    expect(dated.at(-1)?.to).toBe(addDays(middle, -1));
    expect(read.at(-1)).toBe('undated');
    expect(dated.slice(0, change).map(({ to }) => to)).toEqual(
      dated
        .slice(0, change)
        .map(({ to }) => to)
        .toSorted()
        .reverse(),
    );
    expect(dated.slice(change).map(({ from }) => from)).toEqual(
      dated
        .slice(change)
        .map(({ from }) => from)
        .toSorted(),
    );
    expect(state).toMatchObject({ phase: 'done', left: [], windowsDone: read.length });
    expect(windowsTotal(state)).toBe(read.length);
  });

  it('reads every day once and none twice, whatever is divided or cannot be read, and ends', () => {
    const fate = fc.constantFrom<'read' | 'left' | 'divided'>('read', 'left', 'divided');
    fc.assert(
      fc.property(fc.constantFrom(1, 5, 36, 40), fc.array(fate, { maxLength: 400 }), (months, fates) => {
        const { read, state } = walk(months, fates);
        const days = daysOf(read);
        expect(new Set(days).size).toBe(days.length);
        const all: string[] = ['undated'];
        for (let day = addMonths(today, -months); day <= addDays(today, 1); day = addDays(day, 1)) all.push(day);
        const lost = daysOf(state.left.map(({ window }) => window));
        expect([...days, ...lost].toSorted()).toEqual(all.toSorted());
        expect(state.left.every(({ tries }) => tries === 3)).toBe(true);
        expect(state.windowsDone).toBe(windowsTotal(state));
      }),
      { numRuns: 80 },
    );
  });

  it('of no months is none', () => {
    const state = planBackfill(today, 0);
    expect(nextWindow(state)).toBeUndefined();
    expect(windowsTotal(state)).toBe(0);
  });

  it('a place that cannot be read begins anew', () => {
    const good = writeState(windowLeft(planBackfill(today, 1), { from: today, to: today }, 'warned', 1));
    expect(writeState(readState(good) ?? planBackfill(today, 2))).toBe(good);
    for (const junk of [undefined, '', '{', '[]', '{}', good.replace('warned', 'bored'), good.replace('newest', 'x')])
      expect(readState(junk)).toBeUndefined();
  });
});
