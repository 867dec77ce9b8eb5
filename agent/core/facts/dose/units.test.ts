import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { convert, targetUnit, unitOf, writtenUnit } from './units.ts';

describe('units', () => {
  it.each([
    ['Gy.m2', 'Gy.m2', 1, true],
    ['Gym2', 'Gy.m2', 1, false],
    ['Gy.cm2', 'Gy.m2', 1e-4, true],
    ['Gy.cm^2', 'Gy.m2', 1e-4, false],
    ['dGy.cm2', 'Gy.m2', 1e-5, true],
    ['cGy·cm²', 'Gy.m2', 1e-6, false],
    ['µGy.m2', 'Gy.m2', 1e-6, false],
    ['uGy.m2', 'Gy.m2', 1e-6, true],
    ['mGy.cm2', 'Gy.m2', 1e-7, true],
    ['mGycm', 'mGy.cm', 1, false],
    ['mGy.cm', 'mGy.cm', 1, true],
    ['dGy', 'mGy', 100, true],
    ['mGy', 'Gy', 1e-3, true],
    ['uAs', 'mA.s', 1e-3, false],
    ['uA.s', 'mA.s', 1e-3, true],
    ['ms', 's', 1e-3, true],
    ['Bq', 'MBq', 1e-6, true],
    ['pulse/s', '{pulse}/s', 1, false],
    ['º', 'deg', 1, false],
    ['{ratio}', '{ratio}', 1, true],
    ['{X-Ray sources}', '1', 1, true],
    ['m2', 'mm2', 1e6, true],
  ] as const)('1 %s in %s', (from, to, factor, standard) => {
    const unit = unitOf(from, targetUnit(to).dimension);
    const written = writtenUnit({ CodeValue: from, CodingSchemeDesignator: 'UCUM' });
    expect(written.known.find(({ dimension }) => dimension === unit?.dimension)?.standard).toBe(standard);
    expect(unit === undefined ? undefined : convert(1, unit, to)).toBeCloseTo(factor, 15);
  });

  it.each(['', 'furlong', 'MGY', 'R', 'mGy.cm.s', '}'])('%s is outside of the table', (text) => {
    expect(unitOf(text)).toBeUndefined();
  });

  it('amounts of different kinds are never converted into each other', () => {
    const names = ['Gy', 'mGy.cm', 'Gy.m2', 's', 'kV', 'mA', 'mA.s', 'MBq', 'mm', '%', 'deg', '1'] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.constantFrom(...names),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (from, to, value) => {
          const unit = unitOf(from);
          if (unit === undefined) throw new Error(from);
          expect(convert(value, unit, to)).toBe(from === to ? value : undefined);
        },
      ),
    );
  });
});
