import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClauseFigures, shownAlone, shownClause, shownPart } from './suppression.ts';

/** Any clause's figures: a partition of the applicable subjects. */
const figures = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(12), fc.nat(12)).map(
  ([met, deviating, waived, undecided]): ClauseFigures => ({
    applicable: met + deviating + waived + undecided,
    judged: met + deviating + waived,
    met,
    deviating,
  }),
);

describe('one clause', () => {
  it('never shows a count of one to four, and no published pair gives one away', () => {
    fc.assert(
      fc.property(figures, (given) => {
        const { applicable, judged, met, deviating } = shownClause(given);
        for (const value of [applicable, judged, met, deviating])
          if (typeof value === 'number') expect(value === 0 || value >= 5).toBe(true);
        const small = (n: number) => n > 0 && n < 5;
        if (typeof applicable === 'number' && typeof judged === 'number')
          expect(small(applicable - judged)).toBe(false);
        if (typeof judged === 'number' && typeof met === 'number' && typeof deviating === 'number')
          expect(small(judged - met - deviating)).toBe(false);
        // What is missing from the sum of the judged is never a single small stratum.
        if (typeof judged === 'number' && typeof met === 'number' && deviating === '<5')
          expect.unreachable('met and judged give the deviating away');
        if (typeof judged === 'number' && typeof deviating === 'number' && met === '<5')
          expect.unreachable('deviating and judged give the met away');
      }),
      { numRuns: 5000 },
    );
  });

  it('says <5 only of what is under five, and shows everything when nothing is small', () => {
    fc.assert(
      fc.property(figures, (given) => {
        const shown = shownClause(given);
        for (const name of ['applicable', 'judged', 'met', 'deviating'] as const)
          if (shown[name] === '<5') expect(given[name]).toBeLessThan(5);
        const parts = [
          given.met,
          given.deviating,
          given.judged - given.met - given.deviating,
          given.applicable - given.judged,
        ];
        if (parts.every((n) => n === 0 || n >= 5)) expect(shown).toEqual(given);
      }),
    );
  });

  it.each([
    [
      { applicable: 100, judged: 100, met: 97, deviating: 3 },
      { applicable: 100, judged: 100, met: 'withheld', deviating: '<5' },
    ],
    [
      { applicable: 4, judged: 4, met: 4, deviating: 0 },
      { applicable: '<5', judged: '<5', met: '<5', deviating: '<5' },
    ],
    [
      { applicable: 50, judged: 48, met: 48, deviating: 0 },
      { applicable: 'withheld', judged: 48, met: 48, deviating: 0 },
    ],
    [
      { applicable: 0, judged: 0, met: 0, deviating: 0 },
      { applicable: 0, judged: 0, met: 0, deviating: 0 },
    ],
    [
      { applicable: 20, judged: 20, met: 10, deviating: 10 },
      { applicable: 20, judged: 20, met: 10, deviating: 10 },
    ],
  ])('%j', (given, wanted) => {
    expect(shownClause(given)).toEqual(wanted);
  });
});

describe('a total and its part', () => {
  it('never lets the rest be a small number that follows', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), (part, rest) => {
        const shown = shownPart(part + rest, part);
        if (typeof shown.total === 'number' && typeof shown.part === 'number') {
          expect(shown.part === 0 || shown.part >= 5).toBe(true);
          expect(rest === 0 || rest >= 5).toBe(true);
        }
      }),
    );
    expect([shownAlone(0), shownAlone(4), shownAlone(5)]).toEqual([0, '<5', 5]);
  });
});
