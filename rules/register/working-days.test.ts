import { addDays, type CalendarDate, must, parseCalendarDate } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { addWorkingDays, isWorkingDay, workingDayBasis, workingDaysBetween } from './working-days.ts';

const day = (text: string): CalendarDate => must(parseCalendarDate(text));

describe('working days', () => {
  it.each([
    ['2026-11-25', true], // a Wednesday
    ['2026-11-28', false], // a Saturday
    ['2026-10-05', false], // National Day week
    ['2026-10-10', true], // a Saturday worked for it
    ['2025-02-08', true],
    ['2025-10-08', false],
    ['2027-01-02', false], // no notice: a plain Saturday
    ['2027-10-01', true], // no notice: a plain Friday, and the basis says so
    ['2023-12-31', false], // before the anchor: a Sunday
  ])('%s', (text, expected) => {
    expect(isWorkingDay(day(text))).toBe(expected);
  });

  it('says on what it stands', () => {
    expect(workingDayBasis(day('2026-03-01'))).toBe('announced');
    expect(workingDayBasis(day('2027-03-01'))).toBe('weekends-only');
  });

  it('counts across a holiday', () => {
    expect(addWorkingDays(day('2026-09-30'), 1)).toEqual({ date: '2026-10-08', basis: 'announced' });
    expect(addWorkingDays(day('2026-09-30'), 3)).toEqual({ date: '2026-10-10', basis: 'announced' });
    expect(addWorkingDays(day('2026-12-30'), 10).basis).toBe('weekends-only');
    expect(addWorkingDays(day('2026-11-28'), 0)).toEqual({ date: '2026-11-28', basis: 'announced' });
    expect(() => addWorkingDays(day('2026-01-01'), -1)).toThrow(RangeError);
  });

  it('counts back what it added', () => {
    for (let count = 0; count <= 60; count += 1) {
      const from = day('2026-01-20');
      expect(workingDaysBetween(from, addWorkingDays(from, count).date)).toBe(count);
    }
    expect(workingDaysBetween(day('2026-02-01'), day('2026-01-01'))).toBe(0);
  });

  it('are counted at once as they would be day by day, also over years without notice', () => {
    for (const from of ['2023-12-30', '2024-12-31', '2025-01-26', '2025-09-30', '2026-10-03'].map(day)) {
      let count = 0;
      for (let date = addDays(from, 1); date < '2028-01-10'; date = addDays(date, 1)) {
        if (isWorkingDay(date)) count += 1;
        expect(workingDaysBetween(from, date), `${from} to ${date}`).toBe(count);
      }
    }
  });
});
