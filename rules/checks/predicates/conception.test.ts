import { quantity } from '@center/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { conceptionWeek, daysFromMenstruation } from './conception.ts';
import { within } from './limits.ts';

const day = (n: number): ReturnType<typeof quantity<'d'>> => quantity(n, 'd');

test.for([
  [13, -1],
  [14, 0],
  [20, 0],
  [21, 1],
  [69, 7],
  [70, 8],
  [119, 15],
  [125, 15],
  [126, 16],
] as const)('day %i after the last menstrual date is conception week %i', ([n, week]) => {
  expect(conceptionWeek(day(n)).value).toBe(week);
});

test('days 70 to 125 are exactly the weeks 8 to 15', () => {
  const inside = within(day(70), day(125));
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), (n) => {
      const { value } = conceptionWeek(day(n));
      return inside(day(n)) === (value >= 8 && value <= 15);
    }),
  );
});

test('a week lasts seven days and the next one follows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400 }),
      (n) => conceptionWeek(day(n + 7)).value === conceptionWeek(day(n)).value + 1,
    ),
  );
});

test('a conception age and its menstrual days name the same week', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 300 }),
      (age) => conceptionWeek(daysFromMenstruation(day(age))).value === Math.floor(age / 7),
    ),
  );
});
