import { describe, expect, it } from 'vitest';
import { daysOff, holidayNotices, shippedHolidays } from './holidays.ts';
import { isWorkingDay } from './working-days.ts';

describe('holiday notices', () => {
  it.each(holidayNotices.map((notice) => [notice.year, notice] as const))('%s', (year, notice) => {
    const days = daysOff(notice).map(({ date }) => date);
    expect(new Set(days).size).toBe(days.length);
    expect([...days, ...notice.worked].every((date) => date.startsWith(year))).toBe(true);
    expect(days.some((date) => notice.worked.includes(date))).toBe(false);
    for (const date of notice.worked) expect(isWorkingDay(date)).toBe(true);
    for (const date of days) expect(isWorkingDay(date)).toBe(false);
    expect(notice.title).toContain(year);
    expect(notice.issued < `${year}-01-01`).toBe(true);
  });

  it('have no year left out, and the set covers just them', () => {
    const years = holidayNotices.map(({ year }) => Number(year));
    expect(years.every((year, index) => index === 0 || year === (years[index - 1] ?? 0) + 1)).toBe(true);
    expect(shippedHolidays).toMatchObject({ coversFrom: '2025-01-01', coversTo: '2026-12-31' });
    // Days in lieu and worked days as the notices sum them up: 28 and 5 for 2025, 33 and 6 for 2026.
    expect(shippedHolidays.holidays).toHaveLength(28 + 33);
    expect(shippedHolidays.workdays).toHaveLength(5 + 6);
    expect(shippedHolidays.holidays.find(({ date }) => date === '2026-02-17')?.name).toBe('春节');
  });
});
