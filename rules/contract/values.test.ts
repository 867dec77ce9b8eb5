import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { PatientAttribute, patientAttribute } from './identity.ts';
import {
  parseClauseId,
  parseDeviceId,
  parseFacilityId,
  parseFindingId,
  parseRuleId,
  parseSha256,
  parseStudyInstanceUID,
} from './ids.ts';
import { instant } from './instant.ts';
import { interval } from './interval.ts';
import { must } from './parsed.ts';
import { isUnit, mGy, quantity, unitAsShown, units } from './quantity.ts';

describe('canonical JSON', () => {
  test('the order of members and absent members change nothing', () => {
    expect(canonicalJson({ b: 1, a: [{ d: null, c: 'x' }], e: undefined })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
    expect(canonicalJson({ e: undefined })).toBe(canonicalJson({}));
    expect(canonicalJson(['é', '\n', 0, -0, 1e21])).toBe('["é","\\n",0,0,1e+21]');
  });
  test('parses back to the same value, and again to the same text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
  test('what has no JSON form throws', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 0, Symbol('s'), undefined, { a: [1n] }])
      expect(() => canonicalJson(value)).toThrow(TypeError);
  });
  test('an amount is its value and unit', () => {
    expect(canonicalJson({ dose: mGy(1.5) })).toBe('{"dose":{"unit":"mGy","value":1.5}}');
  });
});

describe('a patient attribute', () => {
  const name = patientAttribute('Li^Na');
  test('tells itself to whoever asks by name', () => {
    expect(name.reveal()).toBe('Li^Na');
    expect(name).toBeInstanceOf(PatientAttribute);
  });
  test('does not become JSON, text or members by mistake', () => {
    expect(() => JSON.stringify({ deep: [name] })).toThrow(TypeError);
    expect(() => canonicalJson({ deep: [name] })).toThrow(TypeError);
    expect(String(name)).toBe('[patient identity]');
    expect(Object.entries(name)).toEqual([]);
    expect(JSON.stringify(Object.assign({}, name))).toBe('{}');
  });
});

describe('ids', () => {
  test.for([
    [
      'StudyInstanceUID',
      parseStudyInstanceUID,
      ['1.2.840.113619', ' 1.2.3 ', 'A.1'],
      ['', ' ', '1.2 3', '1'.repeat(129), '１.２'],
    ],
    ['FacilityId', parseFacilityId, ['demo-center', 'A1'], ['', '-a', 'a/b', 'a'.repeat(65)]],
    ['RuleId', parseRuleId, ['pregnancy-weeks-8-15'], ['Pregnancy', 'a--b', '-a', 'a_b', '']],
    ['ClauseId', parseClauseId, ['MIDC-3.5.3e', 'SX21-1'], ['MIDC', 'midc-1', 'MIDC-3 5', '']],
    ['DeviceId', parseDeviceId, ['0f'.repeat(16)], ['0F'.repeat(16), '0f'.repeat(15), '']],
    ['FindingId', parseFindingId, ['ab'.repeat(32)], ['ab'.repeat(31), 'xy'.repeat(32)]],
    ['Sha256', parseSha256, ['00'.repeat(32)], ['00'.repeat(33)]],
  ] as const)('%s', ([name, parse, good, bad]) => {
    for (const text of good) expect(parse(text), text).toEqual({ ok: true, value: text.trim() });
    for (const text of bad)
      expect(parse(text), text).toMatchObject({ ok: false, problem: expect.stringContaining(name) as string });
    for (const other of [undefined, null, 3, {}]) expect(parse(other).ok).toBe(false);
  });
  test('must throws what was wrong', () => {
    expect(() => must(parseRuleId('No'))).toThrow(/RuleId/);
  });
});

describe('quantities', () => {
  test('finite, frozen, and compared by amount', () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => quantity(wrong, 'mGy')).toThrow(RangeError);
    expect(mGy(0) < mGy(0.1)).toBe(true);
    expect(Object.isFrozen(mGy(1))).toBe(true);
    expect(JSON.stringify(mGy(1))).toBe('{"value":1,"unit":"mGy"}');
  });
  test('units', () => {
    expect(units.every(isUnit)).toBe(true);
    expect(isUnit('rad')).toBe(false);
    expect(unitAsShown('mGy.cm')).toBe('mGy·cm');
    expect(unitAsShown('kV')).toBe('kV');
    expect(new Set(units).size).toBe(units.length);
  });
});

test('an interval is half-open and never empty', () => {
  expect(interval(instant(1), instant(2))).toEqual({ start: 1, end: 2 });
  expect(() => interval(instant(2), instant(2))).toThrow(RangeError);
  expect(() => interval(instant(2), instant(1))).toThrow(RangeError);
});
