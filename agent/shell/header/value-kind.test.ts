import { describe, expect, it } from 'vitest';
import type { Damage } from '../../core/facts/damage.ts';
import { walkHeaderBytes } from './header-reader.ts';
import { headerFromDicomJson, readHeaderBytes } from './index.ts';
import { ctElements, element, explicitBig, explicitLittle, item, meta, pixels, sequence } from './part10-bytes.ts';
import { slots } from './wanted.ts';

/** Whoever takes an attribute for a text must never be handed a number, and the reverse, whatever representation a file gives it. */
const numbers = new Set(['DS', 'IS', 'US', 'SS', 'UL', 'SL', 'FL', 'FD', 'SV', 'UV']);
const texts = ['AE', 'AS', 'CS', 'DA', 'DT', 'LO', 'LT', 'PN', 'SH', 'ST', 'TM', 'UC', 'UI', 'UR', 'UT'];
const others = ['AT', 'OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'UN'];

function object(more: Readonly<Record<number, Buffer>>, big = false): Buffer {
  const style = big ? explicitBig : explicitLittle;
  const syntax = big ? '1.2.840.10008.1.2.2' : '1.2.840.10008.1.2.1';
  return Buffer.concat([meta(syntax), ctElements(style, more), pixels(style)]);
}

interface Read {
  readonly header: Readonly<Record<string, unknown>>;
  readonly damage: readonly Damage[];
}
function read(bytes: Buffer): Read {
  const reading = readHeaderBytes(bytes, { complete: true });
  expect(reading).toEqual(walkHeaderBytes(bytes, { complete: true }));
  if (reading.kind !== 'readable') throw new Error(reading.kind);
  return reading;
}

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? [...new Set(value.map((each) => typeof each))].join(' and ') : typeof value;

describe('an attribute in a value representation of another kind', () => {
  const wanted = slots.filter(({ tag, vr }) => tag > 0x00080018 && vr !== 'SQ');
  /** As many at a time as an object may have damages. */
  const atATime = 60;

  it.each([...numbers, ...texts, ...others])('is of its own kind, written as %s', (written) => {
    const digits = Buffer.from('12345678');
    for (const value of [digits, Buffer.from('1.5\\2.5 '), Buffer.from('d5c5c8fd00000000', 'hex')]) {
      for (const [big, first] of [false, true].flatMap((each) => wanted.map((_, at) => [each, at] as const))) {
        if (first % atATime !== 0) continue;
        const some = wanted.slice(first, first + atATime);
        const style = big ? explicitBig : explicitLittle;
        const elements = some.map(({ tag }) => [tag, element(tag, written, value, style)] as const);
        const { header, damage } = read(object(Object.fromEntries(elements), big));
        for (const { keyword, vr } of some) {
          const found = header[keyword];
          const where = `${keyword} (${vr}), ${value.toString('hex')}`;
          const holdsValues = !others.includes(written) || written === 'UN';
          const strange = written !== 'UN' && (!holdsValues || numbers.has(vr) !== numbers.has(written));
          const named = damage.some((each) => each.code === 'vr-unexpected' && each.where === keyword);
          expect(named, where).toBe(strange);
          if (!holdsValues) expect(found, where).toBeUndefined();
          else if (!numbers.has(vr)) expect(kindOf(found), where).toBe('string');
          // What is no number stands as its text beside numbers, as everywhere.
          else expect(kindOf(found), where).toMatch(value === digits ? /^number$/ : /number|string/);
        }
      }
    }
  });

  it.each([
    [0x00100010, 'US', Buffer.from('王^小东', 'utf8'), { PatientName: '王^小东' }],
    [0x00100010, 'CS', Buffer.from('Wang^A=王^小东', 'utf8'), { PatientName: 'Wang^A=王^小东' }],
    [0x00100030, 'UL', Buffer.from('19800615'), { PatientBirthDate: '19800615' }],
    [0x00101030, 'LO', Buffer.from('72.5'), { PatientWeight: 72.5 }],
    [0x00181151, 'SH', Buffer.from('200\\210 '), { XRayTubeCurrent: [200, 210] }],
    [0x00101030, 'LO', Buffer.from('heavy '), { PatientWeight: 'heavy' }],
    [0x00280010, 'IS', Buffer.from('512 '), { Rows: 512 }],
    [0x00181151, 'US', Buffer.from([200, 0]), { XRayTubeCurrent: 200 }],
  ])('%s as %s', (tag, vr, value, expected) => {
    expect(read(object({ [tag]: element(tag, vr, value) })).header).toMatchObject(expected);
  });

  it('in an item of a sequence as well', () => {
    const odd = item(element(0x00080100, 'FD', Buffer.from('T-D3000 ')), explicitLittle, true);
    const { header, damage } = read(object({ [0x00082218]: sequence(0x00082218, [odd]) }));
    expect(header).toMatchObject({ AnatomicRegionSequence: [{ CodeValue: 'T-D3000' }] });
    expect(damage).toEqual([{ code: 'vr-unexpected', where: 'CodeValue', detail: 'FD' }]);
  });

  it('and in the DICOM JSON model', () => {
    const json = {
      '00100010': { vr: 'US', Value: [5] },
      '00100020': { vr: 'IS', Value: [4711, '12'] },
      '00101030': { vr: 'LO', Value: ['72.5'] },
      '00181151': { vr: 'PN', Value: ['much'] },
      '00189345': { vr: 'FD', Value: ['NaN', 1.5] },
    };
    expect(headerFromDicomJson(json)).toMatchObject({
      header: {
        PatientName: '5',
        PatientID: ['4711', '12'],
        PatientWeight: 72.5,
        XRayTubeCurrent: 'much',
        CTDIvol: ['NaN', 1.5],
      },
      damage: [
        { code: 'vr-unexpected', where: 'PatientName' },
        { code: 'vr-unexpected', where: 'PatientID' },
        { code: 'vr-unexpected', where: 'PatientWeight' },
        { code: 'vr-unexpected', where: 'XRayTubeCurrent' },
        { code: 'number-unreadable', where: 'XRayTubeCurrent' },
      ],
    });
  });
});
