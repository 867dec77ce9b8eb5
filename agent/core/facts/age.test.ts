import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageBandOf, ageConflicts, parseAgeString, readAge } from './age.ts';

describe('age at the study', () => {
  it.each([
    ['on the birthday', '19800615', '20250615', '', { years: 45, source: 'dates', band: 'adult' }],
    ['the day before', '19800615', '20250614', '', { years: 44, source: 'dates' }],
    ['born on 29 February', '20200229', '20210228', '', { years: 0, days: 365 }],
    ['a day later', '20200229', '20210301', '', { years: 1, days: 366 }],
    ['a newborn', '20250301', '20250301', '', { years: 0, days: 0, band: '0-<1' }],
    ['the oldest plausible', '19050101', '20250101', '', { years: 120, source: 'dates' }],
    ['one year older is none', '19040101', '20250101', '045Y', { years: 45, source: 'PatientAge' }],
    ['born after the study', '20260101', '20250101', '003M', { years: 0, source: 'PatientAge', band: '0-<1' }],
    ['a spreadsheet zero', '18991230', '20250101', '010Y', { years: 10, source: 'PatientAge', band: '10-<15' }],
    ['a placeholder', '99990101', '20250101', '010Y', { years: 10, source: 'PatientAge' }],
    ['a zero', '0', '20250101', '010D', { years: 0, days: 10, source: 'PatientAge' }],
    ['weeks', '', '20250101', '060W', { years: 1, days: 420, source: 'PatientAge', band: '1-<5' }],
    ['no study date', '19800101', '', '045Y', { years: 45, source: 'PatientAge' }],
    ['two digits are no age', '', '20250101', '56Y', { source: 'none' }],
    ['no unit is no age', '', '20250101', '42', { source: 'none' }],
    ['an impossible day', '19800231', '20250101', '', { source: 'none' }],
  ])('%s', (_name, PatientBirthDate, StudyDate, PatientAge, expected) => {
    expect(readAge({ PatientBirthDate, StudyDate, PatientAge })).toMatchObject(expected);
  });

  it.each([
    ['by the calendar', '20240315', '20250314', '', 11],
    ['the day it is full', '20240315', '20250315', '', 12],
    ['as stated', '', '20250101', '018M', 18],
    ['in weeks', '', '20250101', '008W', 1],
    ['in days', '', '20250101', '400D', 13],
    ['not from two years', '20230101', '20250101', '', undefined],
    ['nor of a stated year', '', '20250101', '001Y', undefined],
  ])('months of a child under two: %s', (_name, PatientBirthDate, StudyDate, PatientAge, expected) => {
    expect(readAge({ PatientBirthDate, StudyDate, PatientAge }).months).toBe(expected);
  });

  it('sources apart by a way of counting agree, by more they conflict', () => {
    const apart = (PatientAge: string) => readAge({ PatientBirthDate: '19800615', StudyDate: '20250615', PatientAge });
    expect(apart('046Y')).toMatchObject({ years: 45, differenceYears: 1 });
    expect(ageConflicts(apart('047Y'))).toBe(false);
    expect(ageConflicts(apart('048Y'))).toBe(true);
    expect(apart('048M')).toMatchObject({ differenceYears: 41 });
    expect(ageConflicts(readAge({ PatientAge: '045Y' }))).toBe(false);
  });

  it('bands are half-open', () => {
    expect([0, 1, 4, 5, 9, 10, 14, 15, 17, 18].map(ageBandOf)).toEqual([
      '0-<1',
      '1-<5',
      '1-<5',
      '5-<10',
      '5-<10',
      '10-<15',
      '10-<15',
      '15-17',
      '15-17',
      'adult',
    ]);
  });

  it('three digits and a unit, and nothing else, are an age', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.constantFrom('D', 'W', 'M', 'Y'), (count, unit) => {
        const age = parseAgeString(`${String(count).padStart(3, '0')}${unit}`);
        expect(age?.unit).toBe(unit);
        expect(Math.floor(age?.exactYears ?? -1)).toBe(age?.years);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^\s*\d{3}[DWMY]\s*$/.test(text));
        expect(parseAgeString(text)).toBeUndefined();
      }),
    );
  });
});
