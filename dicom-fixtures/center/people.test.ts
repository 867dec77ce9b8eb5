import { completedYears, daysBetween, must, parseCalendarDate } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../random.ts';
import { checkDigitOf, drawPerson, identityNumberOf } from './people.ts';
import { ageString } from './study-plan.ts';

const day = (text: string) => must(parseCalendarDate(text));

describe('identity numbers', () => {
  it('have the check digit of the published examples of GB 11643', () => {
    expect(checkDigitOf('11010519491231002')).toBe('X');
    expect(checkDigitOf('44052418800101001')).toBe('4');
  });

  it('hold birth date and sex under a region that no place has', () => {
    const number = identityNumberOf('resident', day('1990-07-05'), 'F', 12);
    expect(number).toMatch(/^10000019900705\d{3}[\dX]$/);
    expect(Number(number.charAt(16)) % 2).toBe(0);
    expect(Number(identityNumberOf('permit', day('1990-07-05'), 'M', 12).charAt(16)) % 2).toBe(1);
    expect(checkDigitOf(number.slice(0, 17))).toBe(number.slice(17));
  });
});

describe('people', () => {
  it.each([
    [0, 0],
    [8, 8],
    [15, 49],
    [60, 88],
  ] as const)('are of the wished age %i to %i on the day', (low, high) => {
    for (let index = 0; index < 100; index += 1) {
      const on = day(index % 2 === 0 ? '2024-02-29' : '2026-11-24');
      const { birthDate } = drawPerson(chanceOf('a', String(index)), { years: [low, high] }, 'F', on);
      const years = completedYears(birthDate, on);
      expect(years).toBeGreaterThanOrEqual(low);
      expect(years).toBeLessThanOrEqual(high);
    }
  });

  it('may be infants', () => {
    const on = day('2026-11-24');
    const { birthDate } = drawPerson(chanceOf('a', 'infant'), { days: [3, 20] }, 'M', on);
    expect(daysBetween(birthDate, on)).toBeLessThanOrEqual(20);
  });
});

describe('PatientAge', () => {
  it.each([
    ['2026-11-10', '2026-11-24', '014D'],
    ['2026-09-25', '2026-11-24', '001M'],
    ['2024-12-01', '2026-11-24', '023M'],
    ['2024-11-24', '2026-11-24', '002Y'],
    ['1930-01-01', '2026-11-24', '096Y'],
  ])('born %s on %s is %s', (birth, on, age) => {
    expect(ageString(day(birth), day(on))).toBe(age);
  });
});
