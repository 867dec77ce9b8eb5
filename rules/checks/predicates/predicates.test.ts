import {
  instant,
  type KeptLevel,
  keptLevels,
  mGy,
  must,
  parseCalendarDate,
  parseInstant,
  quantity,
} from '@center/contract';
import { describe, expect, test } from 'vitest';
import { keptStudy, provenDay, without } from '../testing/index.ts';
import { isProven } from './kept-study.ts';
import { atMost, times, within } from './limits.ts';
import { holdsLetters, placeholderInName, placeholderValue } from './placeholder.ts';
import { entryCounts, signingTiming } from './signed-in-time.ts';
import { hitsIn } from './suspect-words.ts';
import { awaitingReview, conforms, deviates, evidenceMissing, notApplicable, notYetRun } from './verdicts.ts';
import { worstOf } from './worst-of.ts';

describe('limits', () => {
  test('at most holds at the limit', () => {
    expect([59.99, 60, 60.01].map((value) => atMost(mGy(60))(mGy(value)))).toEqual([true, true, false]);
  });
  test('within holds at both ends', () => {
    expect([69, 70, 125, 126].map((n) => within(quantity(70, 'd'), quantity(125, 'd'))(quantity(n, 'd')))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
  test('a factor keeps the unit', () => {
    expect(times(mGy(15), quantity(2, '{ratio}'), mGy).toJSON()).toEqual({ value: 30, unit: 'mGy' });
  });
});

describe('placeholder', () => {
  test('whole components, case and width aside', () => {
    expect(placeholderInName('ｔｅｓｔ^Li', ['TEST'], [])).toBe('TEST');
    expect(placeholderInName('Li^no   name', ['NO NAME'], [])).toBe('NO NAME');
    expect(placeholderInName('Testa^Li', ['TEST'], [])).toBeUndefined();
    expect(placeholderInName('', ['TEST'], [])).toBeUndefined();
  });
  test('whole names in either order', () => {
    expect(placeholderInName('Doe^John', [], ['DOE^JOHN'])).toBe('DOE^JOHN');
    expect(placeholderInName('John^Doe', [], ['DOE^JOHN'])).toBe('DOE^JOHN');
    expect(placeholderInName('Doe^Johnny', [], ['DOE^JOHN'])).toBeUndefined();
  });
  test('values and letters', () => {
    expect(placeholderValue(' unknown ', ['UNKNOWN'])).toBe('UNKNOWN');
    expect(placeholderValue('UNKNOWN1', ['UNKNOWN'])).toBeUndefined();
    expect(['张^三', 'Zhang', '12^3', '^', '??'].map(holdsLetters)).toEqual([true, true, false, false, false]);
  });
});

test('a negated text is no hit, the other text still is', () => {
  const texts = [
    { keyword: 'A', text: '支架术后' },
    { keyword: 'B', text: '支架置入' },
  ];
  expect(hitsIn(texts, ['支架'], ['术后'])).toEqual([{ keyword: 'B', terms: ['支架'] }]);
});

describe('signing', () => {
  const exposure = must(parseInstant('2026-03-10T09:30:00+08:00'));
  const on = must(parseCalendarDate('2026-03-10'));
  test('against the start of the exposure', () => {
    expect(signingTiming(exposure, exposure, on)).toBe('signed-before');
    expect(signingTiming(instant(exposure + 1), exposure, on)).toBe('signed-after');
  });
  test('against the day where no start is known; the day is Shanghai’s', () => {
    expect(signingTiming(must(parseInstant('2026-03-10T00:10:00+08:00')), undefined, on)).toBe('signed-same-day');
    expect(signingTiming(must(parseInstant('2026-03-09T23:50:00+08:00')), undefined, on)).toBe('signed-before');
    expect(signingTiming(must(parseInstant('2026-03-11T00:00:00+08:00')), undefined, on)).toBe('signed-after');
  });
  test('a late entry counts once it is reviewed', () => {
    expect((['in-time', 'late-unreviewed', 'late-reviewed'] as const).map(entryCounts)).toEqual([true, false, true]);
  });
});

test('retention: only a delivery from level 4 on proves', () => {
  const proven = (level: KeptLevel): boolean => isProven(keptStudy({ proof: { level, on: provenDay } }));
  expect(keptLevels.map(proven)).toEqual([false, false, false, false, true, true, true]);
  expect(isProven({ ...without(keptStudy(), 'proof') })).toBe(false);
});

test('verdicts fold worst first', () => {
  const order = [
    deviates([]),
    evidenceMissing(['x']),
    awaitingReview([], 'n'),
    notYetRun([], []),
    conforms([], { basis: 'attested' }),
    conforms([]),
    notApplicable('f', 'v'),
  ];
  for (let i = 0; i < order.length; i += 1) expect(worstOf(order.slice(i).toReversed())).toEqual(order[i]);
  expect(worstOf([])).toBeUndefined();
});
