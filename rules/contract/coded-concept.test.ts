import { describe, expect, test } from 'vitest';
import { conceptKey, normaliseConcept, sameConcept } from './coded-concept.ts';

const key = (CodeValue: string, CodingSchemeDesignator: string): string =>
  conceptKey(normaliseConcept({ CodeValue, CodingSchemeDesignator }));

describe('normalised once on reading', () => {
  test.for([
    ['SRT with a successor', 'T-D4000', 'SRT', '818981001|SCT'],
    ['the old name of SRT', 'T-D4000', 'SNM3', '818981001|SCT'],
    ['99SDM is SRT', 'T-D6000', '99SDM', '816092008|SCT'],
    ['older SCT', '113345001', 'SCT', '818981001|SCT'],
    ['present SCT stays', '818981001', 'SCT', '818981001|SCT'],
    ['SRT without a known successor stays SRT', 'X-00000', 'SRT', 'X-00000|SRT'],
    ['DCM stays', '113830', 'DCM', '113830|DCM'],
    ['private schemes stay', 'T-D4000', '99GEMS', 'T-D4000|99GEMS'],
    ['UCM is UCUM', 'mGy', 'UCM', 'mGy|UCUM'],
    ['contrast given, as SRT wrote it', 'P5-00100', 'SRT', '27483000|SCT'],
    ['scheme in small letters', 'T-D4000', 'snm3', '818981001|SCT'],
    ['SNOMED CT by its UID', '113345001', '2.16.840.1.113883.6.96', '818981001|SCT'],
    ['padding goes', ' 113830 ', 'DCM\0', '113830|DCM'],
  ] as const)('%s', ([, value, scheme, expected]) => {
    expect(key(value, scheme)).toBe(expected);
  });
  test('normalising twice changes nothing', () => {
    for (const [value, scheme] of [
      ['T-D4000', 'SNM3'],
      ['113345001', 'SCT'],
      ['1', 'UCM'],
      ['X', '99ABC'],
    ] as const) {
      const once = normaliseConcept({ CodeValue: value, CodingSchemeDesignator: scheme });
      expect(normaliseConcept(once)).toEqual(once);
    }
  });
});

test('the meaning is kept and never compared', () => {
  const a = normaliseConcept({ CodeValue: '113830', CodingSchemeDesignator: 'DCM', CodeMeaning: ' Mean CTDIvol ' });
  expect(a.CodeMeaning).toBe('Mean CTDIvol');
  expect(sameConcept(a, { CodeValue: '113830', CodingSchemeDesignator: 'DCM', CodeMeaning: 'something else' })).toBe(
    true,
  );
  expect(sameConcept(a, { CodeValue: '113830', CodingSchemeDesignator: '99DCM' })).toBe(false);
});
