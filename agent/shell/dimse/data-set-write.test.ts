import { describe, expect, it } from 'vitest';
import { encodeDataSet, type ValueRepresentation } from './data-set-write.ts';
import { dateRange, isQueryUID, isSingleValue, key, sequenceKey } from './query-keys.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN } from './transfer-syntax.ts';

const VRS: readonly ValueRepresentation[] =
  // biome-ignore format: one table
  ['AE', 'AS', 'AT', 'CS', 'DA', 'DS', 'DT', 'FD', 'FL', 'IS', 'LO', 'LT', 'OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'PN', 'SH', 'SL', 'SQ', 'SS', 'ST', 'SV', 'TM', 'UC', 'UI', 'UL', 'UN', 'UR', 'US', 'UT', 'UV'];
const LONG = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

describe('an empty key', () => {
  it.each(VRS)('of VR %s has zero length, whatever says that it is empty', (vr) => {
    const explicit = `11002233${Buffer.from(vr).toString('hex')}${LONG.has(vr) ? '0000' + '00000000' : '0000'}`;
    for (const value of [undefined, '', []]) {
      const elements = [{ tag: 0x00113322, vr, ...(value === undefined ? {} : { value }) }];
      expect(encodeDataSet(elements, EXPLICIT_VR_LITTLE_ENDIAN).toString('hex')).toBe(explicit);
      expect(encodeDataSet(elements, IMPLICIT_VR_LITTLE_ENDIAN).toString('hex')).toBe('1100223300000000');
    }
  });
});

describe('values', () => {
  const explicit = (...elements: Parameters<typeof encodeDataSet>[0]): string =>
    encodeDataSet(elements, EXPLICIT_VR_LITTLE_ENDIAN).toString('latin1');

  it('are padded by their VR, several joined by a backslash, elements ascending', () => {
    expect(
      explicit(
        { tag: 0x00080052, vr: 'CS', value: 'STUDY' },
        { tag: 0x00080018, vr: 'UI', value: ['1.2', '1.3'] },
        { tag: 0x00280010, vr: 'US', value: 513 },
      ),
    ).toBe('\x08\0\x18\0UI\x08\x001.2\\1.3\0' + '\x08\0\x52\0CS\x06\0STUDY ' + '\x28\0\x10\0US\x02\0\x01\x02');
    expect(() => explicit({ tag: 0x00101020, vr: 'DS', value: 1 })).toThrow(RangeError);
  });

  it('stand within items of a sequence', () => {
    const sequence = sequenceKey('ScheduledProcedureStepSequence', [
      key('ScheduledProcedureStepStartDate', '20261126'),
      key('Modality'),
    ]);
    expect(encodeDataSet([sequence], IMPLICIT_VR_LITTLE_ENDIAN).toString('hex')).toBe(
      '40000001' +
        '20000000' +
        'feff00e0' +
        '18000000' +
        '0800600000000000' +
        '40000200' +
        '08000000' +
        '3230323631313236',
    );
  });

  it('beyond ASCII are UTF-8 and declared so; without them no character set is named', () => {
    expect(explicit(key('AccessionNumber', 'A1'))).toBe('\x08\0\x50\0SH\x02\0A1');
    const declared = encodeDataSet([key('AccessionNumber', '特')], EXPLICIT_VR_LITTLE_ENDIAN);
    expect(declared.toString('utf8')).toBe('\x08\0\x05\0CS\x0a\0ISO_IR 192\x08\0\x50\0SH\x04\0特 ');
  });

  it('are never written in a syntax that was not proposed', () => {
    expect(() => encodeDataSet([], '1.2.840.10008.1.2.2')).toThrow(RangeError);
  });
});

describe('what may stand in a query', () => {
  it('a UID is one UID', () => {
    expect(['1.2.3', '2.25.0'].every(isQueryUID)).toBe(true);
    expect(['', '1.*', '1.2\\1.3', '1..2', '1.2.', `1.${'2'.repeat(63)}`, 'a.b'].some(isQueryUID)).toBe(false);
  });

  it('a value matches only itself', () => {
    expect(['A1', '特需 7', "O'Neill"].every(isSingleValue)).toBe(true);
    expect(['', ' ', 'A*', 'A?', 'A\\B', 'A\nB', '"A"', 'x'.repeat(65)].some(isSingleValue)).toBe(false);
  });

  it('a window is a range of days, or one day', () => {
    expect(dateRange('2026-11-01', '2026-11-30')).toBe('20261101-20261130');
    expect(dateRange('2026-11-01', '2026-11-01')).toBe('20261101');
  });
});
