import { describe, expect, it } from 'vitest';
import { readHeaderBytes } from './index.ts';
import {
  ctElements,
  element,
  explicitBig,
  explicitLittle,
  implicitLittle,
  item,
  meta,
  pixels,
  type Style,
  sequence,
  tagBytes,
  u32,
  undefinedLength,
} from './part10-bytes.ts';
import { doseReport } from './report-bytes.ts';

const styles: readonly (readonly [name: string, syntax: string, style: Style])[] = [
  ['explicit', '1.2.840.10008.1.2.1', explicitLittle],
  ['implicit', '1.2.840.10008.1.2', implicitLittle],
  ['big endian', '1.2.840.10008.1.2.2', explicitBig],
];
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

function read(
  syntax: string,
  style: Style,
  more: Readonly<Record<number, Buffer>>,
): ReturnType<typeof readHeaderBytes> {
  return readHeaderBytes(Buffer.concat([meta(syntax), ctElements(style, more), pixels(style)]), { complete: true });
}

/** A sequence of undefined length whose items' heads and delimiters are in the other byte order than everything else. */
function turnedSequence(tag: number, contents: readonly Buffer[], style: Style, itemLength: boolean): Buffer {
  const other = !style.big;
  const delimiter = (of: number): Buffer => Buffer.concat([tagBytes(of, other), u32(0, other)]);
  const items = contents.flatMap((content) => [
    tagBytes(0xfffee000, other),
    u32(itemLength ? content.length : undefinedLength, other),
    content,
    itemLength ? Buffer.alloc(0) : delimiter(0xfffee00d),
  ]);
  return Buffer.concat([element(tag, 'SQ', Buffer.alloc(0), style, undefinedLength), ...items, delimiter(0xfffee0dd)]);
}

describe.each(styles)('sequences as no standard has them, %s', (_name, syntax, style) => {
  const code = (value: string): Buffer =>
    Buffer.concat([element(0x00080100, 'SH', value, style), element(0x00080104, 'LO', 'Head', style)]);

  it.each([
    ['delimited items', false],
    ['items with lengths', true],
  ])('delimiters in the other byte order end what they end, and are named: %s', (_which, itemLength) => {
    const codes = turnedSequence(0x00081032, [code('1'), code('2')], style, itemLength);
    const reading = read(syntax, style, { [0x00081032]: codes });
    expect(reading).toMatchObject({
      kind: 'readable',
      header: { ProcedureCodeSequence: [{ CodeValue: '1' }, { CodeValue: '2' }], Columns: 256 },
    });
    if (reading.kind === 'readable')
      expect(new Set(reading.damage.map((each) => each.code))).toEqual(new Set(['byte-order-contradicts-syntax']));
  });

  it('a hundred thousand items are passed, the first ones are kept, and what follows is read', () => {
    const many = Array.from({ length: 100_000 }, () => item(element(0x00080100, 'SH', 'AB', style), style, true));
    for (const delimited of [true, false]) {
      const reading = read(syntax, style, { [0x00081032]: sequence(0x00081032, many, style, delimited) });
      expect(reading).toMatchObject({
        header: { PatientID: 'P-0001', Columns: 256 },
        damage: [{ code: 'sequence-too-long', where: '(0008,1032)' }],
      });
      const kept = reading.kind === 'readable' ? reading.header.ProcedureCodeSequence : [];
      expect(kept).toHaveLength(10_000);
    }
  });

  it('private sequences nested thirty deep, with and without lengths, are passed', () => {
    for (const delimited of [true, false]) {
      let nested = element(0x00091003, 'LO', 'x', style);
      for (let depth = 0; depth < 30; depth += 1)
        nested = sequence(0x00091002, [item(nested, style, delimited)], style, delimited);
      const reading = read(syntax, style, { [0x00091002]: nested });
      expect(reading).toMatchObject({ header: { PatientID: 'P-0001', Columns: 256 }, damage: [] });
    }
  });
});

describe('a report', () => {
  it('whose delimiters are in the other byte order is read as without', () => {
    const report = doseReport('1.2.840.10008.1.2.1', explicitLittle);
    const whole = readHeaderBytes(report, { complete: true });
    const turned = Buffer.from(report);
    for (const [from, to] of [
      ['feff0de0 00000000', 'fffee00d 00000000'],
      ['feffdde0 00000000', 'fffee0dd 00000000'],
    ] as const) {
      for (let at = turned.indexOf(hex(from)); at >= 0; at = turned.indexOf(hex(from), at + 8))
        hex(to).copy(turned, at);
    }
    const reading = readHeaderBytes(turned, { complete: true });
    if (reading.kind !== 'readable' || whole.kind !== 'readable') throw new Error(reading.kind);
    expect(reading.dose).toEqual(whole.dose);
    expect(reading.header).toEqual(whole.header);
    expect(reading.damage.map(({ code }) => code)).toContain('byte-order-contradicts-syntax');
  });

  it('that declares a character set nobody knows inside of a concept names it every time it is read', () => {
    const code = item(
      Buffer.concat([
        element(0x00080005, 'CS', 'ISO_IR 999'),
        element(0x00080100, 'SH', '113819'),
        element(0x00080102, 'SH', 'DCM'),
        element(0x00080104, 'LO', 'CT Acquisition'),
      ]),
    );
    const content = item(
      Buffer.concat([element(0x0040a040, 'CS', 'CONTAINER'), sequence(0x0040a043, [code])]),
      explicitLittle,
      true,
    );
    const report = doseReport('1.2.840.10008.1.2.1', explicitLittle);
    const at = report.indexOf(hex('400030a7 5351 0000 ffffffff'));
    const bytes = Buffer.concat([report.subarray(0, at), sequence(0x0040a730, [content], explicitLittle, true)]);
    const [once, again] = [1, 2].map(() => readHeaderBytes(bytes, { complete: true }));
    expect(once).toMatchObject({ damage: [{ code: 'charset-unknown', detail: 'ISO_IR 999' }] });
    expect(again).toEqual(once);
  });
});

describe('a blank value representation', () => {
  it.each([
    ['blanks', '  '],
    ['zeros', '\0\0'],
    ['marks', '??'],
    ['small letters', 'lo'],
  ])('of an attribute that is wanted: the attribute is read as it is defined: %s', (_name, vr) => {
    const reading = read('1.2.840.10008.1.2.1', explicitLittle, {
      [0x00100020]: element(0x00100020, vr, 'P-0002'),
      [0x00101030]: element(0x00101030, vr, '72.5'),
      [0x00081032]: Buffer.concat([
        tagBytes(0x00081032, false),
        Buffer.from(`${vr}\0\0`, 'latin1'),
        u32(16 + 8, false),
        item(element(0x00080100, 'SH', 'A1234567')),
      ]),
    });
    expect(reading).toMatchObject({
      header: {
        PatientID: 'P-0002',
        PatientWeight: 72.5,
        ProcedureCodeSequence: [{ CodeValue: 'A1234567' }],
        Columns: 256,
      },
    });
    expect(reading.kind === 'readable' ? reading.damage.map(({ code }) => code) : []).toContain('vr-unknown');
  });
});
