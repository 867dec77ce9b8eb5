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
    ['mGy*cm', 'mGy.cm', 1, false],
    ['mGy-cm', 'mGy.cm', 1, false],
    ['mGy cm', 'mGy.cm', 1, false],
    ['Gy.cm', 'mGy.cm', 1000, true],
    ['Gy·m²', 'Gy.m2', 1, false],
    ['uGym2', 'Gy.m2', 1e-6, false],
    ['cGy.cm2', 'Gy.m2', 1e-6, true],
    ['cGy', 'Gy', 1e-2, true],
    ['rad', 'Gy', 1e-2, false],
    ['mrad', 'mGy', 1e-2, false],
    ['RAD', 'mGy', 10, true],
    ['rad', 'deg', 57.2957795130823, true],
    ['rem', 'mSv', 10, false],
    ['uSv', 'mSv', 1e-3, true],
    ['mAs', 'mA.s', 1, false],
    ['kVp', 'kV', 1, false],
    ['KV', 'kV', 1, false],
    ['V', 'kV', 1e-3, true],
    ['uA', 'mA', 1e-3, true],
    ['min', 's', 60, true],
    ['sec', 's', 1, false],
    ['us', 's', 1e-6, true],
    ['kBq', 'MBq', 1e-3, true],
    ['GBq', 'MBq', 1e3, true],
    ['mCi', 'MBq', 37, true],
    ['cm2', 'mm2', 100, true],
    ['dm', 'mm', 100, true],
    ['daN', 'N', 10, true],
    ['mm[Hg]', 'kPa', 0.133322, true],
    ['deg', 'deg', 1, true],
    ['°', 'deg', 1, false],
    ['o', 'deg', 1, false],
    ['{pulse}/s', '{pulse}/s', 1, true],
    ['frames/s', '{pulse}/s', 1, false],
    ['1', '1', 1, true],
    ['no units', '1', 1, false],
    ['{events}', '{events}', 1, true],
    ['percent', '%', 1, false],
    ['毫戈瑞·厘米', 'mGy.cm', 1, false],
    ['秒', 's', 1, false],
  ] as const)('1 %s in %s', (from, to, factor, standard) => {
    const unit = unitOf(from, targetUnit(to).dimension);
    const written = writtenUnit({ CodeValue: from, CodingSchemeDesignator: 'UCUM' });
    expect(written.known.find(({ dimension }) => dimension === unit?.dimension)?.standard).toBe(standard);
    expect(unit === undefined ? undefined : convert(1, unit, to)).toBeCloseTo(factor, 15);
  });

  it.each(['', 'furlong', 'MGY', 'R', 'mGy.cm.s', '}'])('%s is outside of the table', (text) => {
    expect(unitOf(text)).toBeUndefined();
  });

  it.each([
    ['the scheme UCM', { CodeValue: 'mGy', CodingSchemeDesignator: 'UCM' }, 'mGy', false, 'mGy (UCM)'],
    ['no scheme', { CodeValue: 'mGy', CodingSchemeDesignator: '' }, 'mGy', false, 'mGy ()'],
    ['small letters', { CodeValue: 'mGy', CodingSchemeDesignator: 'ucum' }, 'mGy', true, 'mGy'],
    ['padding', { CodeValue: 'mGy\0', CodingSchemeDesignator: 'UCUM ' }, 'mGy', true, 'mGy'],
    [
      'the code in the meaning',
      { CodeValue: '', CodingSchemeDesignator: 'UCUM', CodeMeaning: 'mGy' },
      'mGy',
      false,
      'mGy',
    ],
    [
      'a number for a code',
      { CodeValue: '7', CodingSchemeDesignator: 'UCUM', CodeMeaning: 'mGy' },
      'mGy',
      false,
      'mGy',
    ],
    [
      'another meaning',
      { CodeValue: 'mGy', CodingSchemeDesignator: 'UCUM', CodeMeaning: '毫西弗' },
      'mGy',
      true,
      'mGy',
    ],
  ] as const)('%s', (_name, unit, raw, standard, shown) => {
    const { known, ...written } = writtenUnit(unit);
    expect(written).toEqual({ raw, shown });
    expect(known).toEqual([{ dimension: 'dose', factor: 1e-3, standard }]);
  });

  it('nothing written is no unit', () => {
    expect(writtenUnit(undefined).known).toEqual([]);
    expect(writtenUnit({ CodeValue: '', CodingSchemeDesignator: '' })).toEqual({ raw: '', known: [], shown: '' });
  });

  it('1 Gy·m² is 10⁴ Gy·cm², 10⁵ dGy·cm², 10⁶ cGy·cm², 10⁶ µGy·m² and 10⁷ mGy·cm²', () => {
    for (const [from, times] of [
      ['Gy.cm2', 1e4],
      ['dGy.cm2', 1e5],
      ['cGy.cm2', 1e6],
      ['uGy.m2', 1e6],
      ['mGy.cm2', 1e7],
    ] as const) {
      const unit = unitOf(from);
      if (unit === undefined) throw new Error(from);
      expect(convert(times, unit, 'Gy.m2')).toBe(1);
    }
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
