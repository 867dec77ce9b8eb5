import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDateAt,
  completedYears,
  daysBetween,
  instant,
  instantToIso,
  monthOf,
  parseCalendarDate,
  parseInstant,
  startOfDay,
} from './instant.ts';
import { must } from './parsed.ts';

const day = (text: string): CalendarDate => must(parseCalendarDate(text));
const anyDay = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays(day('1950-01-01'), n));

describe('instants', () => {
  test('whole milliseconds only', () => {
    expect(() => instant(0.5)).toThrow(RangeError);
    expect(() => instant(Number.NaN)).toThrow(RangeError);
    expect(instant(-1)).toBe(-1);
  });
  test('an offset or Z is required', () => {
    expect(must(parseInstant('2026-03-10T09:30:00+08:00'))).toBe(must(parseInstant('2026-03-10T01:30:00Z')));
    for (const wrong of ['2026-03-10T09:30:00', '2026-03-10', '2026-02-30T25:00:00Z', 'now', ''])
      expect(parseInstant(wrong).ok, wrong).toBe(false);
  });
  test('to text and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_102_444_800_000 }),
        (ms) => must(parseInstant(instantToIso(instant(ms)))) === ms,
      ),
    );
  });
});

describe('calendar dates', () => {
  test('three spellings, one form', () => {
    expect(['20260310', '2026-03-10', '2026.03.10', ' 20260310 '].map(day)).toEqual(
      Array.from({ length: 4 }, () => '2026-03-10'),
    );
    for (const wrong of ['20260230', '20250229', '2026-13-01', '00000000', '0', '', '2026-3-10', '99999999'])
      expect(parseCalendarDate(wrong).ok, wrong).toBe(false);
    expect(day('20000229')).toBe('2000-02-29');
  });
  test('days between and add agree', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: -20_000, max: 20_000 }),
        (from, n) => daysBetween(from, addDays(from, n)) === n,
      ),
    );
  });
  test('a day begins at midnight of its zone', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -840, max: 840 }), (date, offset) => {
        const start = startOfDay(date, offset);
        return (
          calendarDateAt(start, offset) === date && calendarDateAt(instant(start - 1), offset) === addDays(date, -1)
        );
      }),
    );
    expect(calendarDateAt(must(parseInstant('2026-03-09T16:00:00Z')))).toBe('2026-03-10');
  });
  test('months: a day that the month lacks becomes its last', () => {
    expect(addMonths(day('2024-01-31'), 1)).toBe('2024-02-29');
    expect(addMonths(day('2025-01-31'), 1)).toBe('2025-02-28');
    expect(addMonths(day('2016-03-10'), 120)).toBe('2026-03-10');
    expect(addMonths(day('2026-01-15'), -1)).toBe('2025-12-15');
    expect(addMonths(day('2026-01-15'), -25)).toBe('2023-12-15');
    expect(monthOf(day('2026-01-15'))).toBe('2026-01');
  });
  test('completed years: the day before the birthday is not yet', () => {
    expect(completedYears(day('1985-03-12'), day('2026-03-11'))).toBe(40);
    expect(completedYears(day('1985-03-12'), day('2026-03-12'))).toBe(41);
    expect(completedYears(day('2004-02-29'), day('2026-02-28'))).toBe(21);
    expect(completedYears(day('2004-02-29'), day('2026-03-01'))).toBe(22);
  });
});
