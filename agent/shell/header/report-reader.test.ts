import { describe, expect, it } from 'vitest';
import type { SrItem } from '../../core/facts/dose/sr-item.ts';
import { DamageList } from './damage-list.ts';
import { readHeaderBytes } from './index.ts';
import { chance, mutate } from './mutants.ts';
import { element, explicitBig, explicitLittle, implicitLittle, item, sequence, u32 } from './part10-bytes.ts';
import { doseReport } from './report-bytes.ts';
import { readReportContent } from './report-reader.ts';
import {
  type Code,
  codes,
  content,
  contentItem,
  measured,
  number,
  readContent,
  type Writing,
} from './report-specimens.ts';
import { TextReader } from './text-decoder.ts';

const dlp: Code = ['113838', 'DCM', 'DLP'];
const event: Code = ['113819', 'DCM', 'CT Acquisition'];
const comment: Code = ['121106', 'DCM', 'Comment'];
const plain: Writing = { style: explicitLittle, delimited: false };
const writings: readonly (readonly [string, Writing])[] = [
  ['explicit, with lengths', plain],
  ['explicit, with delimiters', { style: explicitLittle, delimited: true }],
  ['implicit, with lengths', { style: implicitLittle, delimited: false }],
  ['implicit, with delimiters', { style: implicitLittle, delimited: true }],
  ['big endian, with lengths', { style: explicitBig, delimited: false }],
  ['big endian, with delimiters', { style: explicitBig, delimited: true }],
];
const double = (value: number, big: boolean): Buffer => {
  const bytes = Buffer.alloc(8);
  if (big) bytes.writeDoubleBE(value);
  else bytes.writeDoubleLE(value);
  return bytes;
};
/** Members that hold nothing are left out: the objects of the reader have all of them. */
const shown = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const concept = ([CodeValue, CodingSchemeDesignator, CodeMeaning]: Code): unknown => ({
  CodeValue,
  CodingSchemeDesignator,
  CodeMeaning,
});

describe.each(writings)('report content, %s', (_name, writing) => {
  const { style } = writing;

  it('items of every kind of value', () => {
    const bytes = content(
      writing,
      contentItem(writing, 'CONTAINER', event, [
        sequence(
          0x0040a504,
          [item(element(0x0040db00, 'CS', '10013', style), style, writing.delimited)],
          style,
          writing.delimited,
        ),
        content(
          writing,
          contentItem(writing, 'UIDREF', ['113769', 'DCM', 'UID'], [element(0x0040a124, 'UI', '1.9.1', style)]),
          number(writing, dlp, 'mGy.cm', '55.50'),
          contentItem(
            writing,
            'CODE',
            ['113835', 'DCM', 'Phantom'],
            [codes(0x0040a168, writing, ['113691', 'DCM', 'Body'])],
          ),
        ),
      ]),
      contentItem(writing, 'TEXT', comment, [element(0x0040a160, 'UT', ' as written ', style)]),
      contentItem(writing, 'DATETIME', comment, [element(0x0040a120, 'DT', '20250301', style)]),
      contentItem(writing, 'PNAME', comment, [element(0x0040a123, 'PN', 'Wang^Li==', style)]),
    );
    const read = readContent(bytes, writing);
    expect(read.next).toBe(bytes.length);
    expect(read.damage).toEqual([]);
    const common = { relationship: 'CONTAINS', children: [] };
    expect(shown(read.items)).toEqual([
      {
        valueType: 'CONTAINER',
        relationship: 'CONTAINS',
        concept: concept(event),
        template: '10013',
        children: [
          { ...common, valueType: 'UIDREF', concept: concept(['113769', 'DCM', 'UID']), text: '1.9.1' },
          {
            ...common,
            valueType: 'NUM',
            concept: concept(dlp),
            measured: { raw: '55.50', number: 55.5, unit: concept(['mGy.cm', 'UCUM', 'mGy.cm']) },
          },
          {
            ...common,
            valueType: 'CODE',
            concept: concept(['113835', 'DCM', 'Phantom']),
            code: concept(['113691', 'DCM', 'Body']),
          },
        ],
      },
      { ...common, valueType: 'TEXT', concept: concept(comment), text: ' as written' },
      { ...common, valueType: 'DATETIME', concept: concept(comment), text: '20250301' },
      { ...common, valueType: 'PNAME', concept: concept(comment), text: 'Wang^Li' },
    ]);
  });

  it('numbers as devices write them', () => {
    const several = Array.from({ length: 35 }, (_, index) => String(index / 4));
    const floating = element(0x0040a161, 'FD', double(0.1 + 0.2, style.big), style);
    const rational = Buffer.concat([
      element(0x0040a162, 'SL', u32(1, style.big), style),
      element(0x0040a163, 'UL', u32(3, style.big), style),
    ]);
    const bytes = content(
      writing,
      ...['10.50/ 15.00', several.join('\\'), '12.5\0\0', '-.5', '+1E-3', '1.0000000000000002', ''].map((raw) =>
        number(writing, dlp, 'mGy.cm', raw),
      ),
      measured(writing, dlp, 'mGy.cm', [floating]),
      measured(writing, dlp, 'mGy.cm', [rational]),
      contentItem(writing, 'NUM', dlp, [sequence(0x0040a300, [], style, writing.delimited)]),
    );
    const { items, damage } = readContent(bytes, writing);
    expect(items.map(({ measured: value }) => [value?.raw, value?.number, value?.numbers])).toEqual([
      ['10.50/ 15.00', undefined, undefined],
      [several.join('\\'), undefined, several.map(Number)],
      ['12.5', 12.5, undefined],
      ['-.5', -0.5, undefined],
      ['+1E-3', 0.001, undefined],
      ['1.0000000000000002', 1.0000000000000002, undefined],
      [undefined, undefined, undefined],
      ['0.30000000000000004', 0.1 + 0.2, undefined],
      [String(1 / 3), 1 / 3, undefined],
      [undefined, undefined, undefined],
    ]);
    expect(damage).toEqual(['number-unreadable NumericValue', 'number-form NumericValue']);
  });

  it('a table', () => {
    const line = (tag: number, index: number, name: Code, unit?: string): Buffer =>
      item(
        Buffer.concat([
          ...(unit === undefined ? [] : [codes(0x004008ea, writing, [unit, 'UCUM', unit])]),
          codes(0x0040a043, writing, name),
          element(tag, 'UL', u32(index, style.big), style),
        ]),
        style,
        writing.delimited,
      );
    const cell = (row: number, column: number | undefined, value: Buffer): Buffer =>
      item(
        Buffer.concat([
          element(0x0040a804, 'UL', u32(row, style.big), style),
          ...(column === undefined ? [] : [element(0x0040a805, 'UL', u32(column, style.big), style)]),
          value,
        ]),
        style,
        writing.delimited,
      );
    const sequenceOf = (tag: number, ...items: Buffer[]): Buffer => sequence(tag, items, style, writing.delimited);
    const table = item(
      Buffer.concat([
        element(0x0040a802, 'UL', u32(2, style.big), style),
        element(0x0040a803, 'UL', u32(2, style.big), style),
        sequenceOf(0x0040a806, line(0x0040a804, 1, event), line(0x0040a804, 2, event)),
        sequenceOf(0x0040a807, line(0x0040a805, 1, dlp, 'mGy.cm'), line(0x0040a805, 2, comment)),
        sequenceOf(
          0x0040a808,
          cell(1, 1, element(0x00720072, 'DS', '12.5', style)),
          cell(1, 2, element(0x0072006f, 'UC', 'low', style)),
          cell(
            2,
            undefined,
            element(0x00720074, 'FD', Buffer.concat([double(1, style.big), double(2.5, style.big)]), style),
          ),
        ),
      ]),
      style,
      writing.delimited,
    );
    const bytes = content(writing, contentItem(writing, 'TABLE', event, [sequenceOf(0x0040a801, table)]));
    const { items, damage } = readContent(bytes, writing);
    expect(damage).toEqual([]);
    expect(shown(items[0]?.table)).toEqual({
      rows: 2,
      columns: 2,
      rowDefinitions: [
        { line: 1, concept: concept(event) },
        { line: 2, concept: concept(event) },
      ],
      columnDefinitions: [
        { line: 1, concept: concept(dlp), unit: concept(['mGy.cm', 'UCUM', 'mGy.cm']) },
        { line: 2, concept: concept(comment) },
      ],
      cells: [
        { row: 1, column: 1, values: [12.5], codes: [] },
        { row: 1, column: 2, values: ['low'], codes: [] },
        { row: 2, values: [1, 2.5], codes: [] },
      ],
    });
  });

  it('a cut at any byte is noticed, and the items before it are whole', () => {
    const one = (index: number): Buffer => number(writing, dlp, 'mGy.cm', `${String(index)}.5`);
    const bytes = content(writing, one(1), one(2), one(3));
    const whole = shown(readContent(bytes, writing).items);
    const begin = style.explicit ? 12 : 8;
    for (let cut = begin; cut < bytes.length; cut += 1) {
      const { items, next, damage } = readContent(bytes.subarray(0, cut), writing);
      expect(next, String(cut)).toBe(-1);
      expect(
        damage.some((each) => each.startsWith('truncated-header')),
        String(cut),
      ).toBe(true);
      const before = items.slice(0, -1);
      expect(shown(before), String(cut)).toEqual((whole as unknown[]).slice(0, before.length));
    }
  });

  it('an item with character sets of its own, which the items inside inherit', () => {
    const text = (bytes: Buffer, inside: readonly Buffer[], ...own: readonly Buffer[]): Buffer =>
      contentItem(writing, 'TEXT', comment, [element(0x0040a160, 'UT', bytes, style), ...inside], own);
    const gb = Buffer.from('cdb7b2bf', 'hex');
    const utf8 = Buffer.from('胸部', 'utf8');
    const bytes = content(
      writing,
      text(gb, [content(writing, text(gb, []))], element(0x00080005, 'CS', 'GB18030', style)),
      text(utf8, []),
    );
    const { items, damage } = readContent(bytes, writing, ['ISO_IR 192']);
    expect([items[0]?.text, items[0]?.children[0]?.text, items[1]?.text]).toEqual(['头部', '头部', '胸部']);
    expect(damage).toEqual([]);
  });

  it('nesting to 48 levels; deeper levels are named and not read', () => {
    const nested = (levels: number): Buffer => {
      let inner = contentItem(writing, 'CONTAINER', event);
      for (let level = 1; level < levels; level += 1)
        inner = contentItem(writing, 'CONTAINER', event, [content(writing, inner)]);
      return content(writing, inner);
    };
    const depth = (items: readonly SrItem[]): number => (items[0] === undefined ? 0 : 1 + depth(items[0].children));
    const most = readContent(nested(47), writing);
    expect([depth(most.items), most.damage]).toEqual([47, []]);
    const over = readContent(nested(60), writing);
    expect(depth(over.items)).toBe(48);
    expect(over.damage[0]).toMatch(/^nested-too-deep/);
  });
});

describe('concepts', () => {
  const names = (items: readonly SrItem[]): unknown[] => items.map((each) => each.concept);
  const chinese: Code = ['113838', 'DCM', Buffer.from('剂量长度乘积', 'utf8')];

  it('written alike are one object, in one report and in the next', () => {
    const bytes = content(plain, number(plain, dlp, 'mGy.cm', '1'), number(plain, dlp, 'mGy.cm', '2'));
    const [first, second] = readContent(bytes, plain).items;
    const [third] = readContent(bytes, plain, ['ISO_IR 192']).items;
    expect(first?.concept).toBe(second?.concept);
    expect(first?.measured?.unit).toBe(second?.measured?.unit);
    expect(first?.concept).toBe(third?.concept);
  });

  it('with a meaning in Chinese are one object within a report', () => {
    const bytes = content(plain, number(plain, chinese, 'mGy.cm', '1'), number(plain, chinese, 'mGy.cm', '2'));
    const [first, second] = readContent(bytes, plain, ['ISO_IR 192']).items;
    expect(first?.concept).toEqual(concept(['113838', 'DCM', '剂量长度乘积']));
    expect(first?.concept).toBe(second?.concept);
  });

  it('are decoded anew under another character set, and damage is named in every report', () => {
    const gb: Code = ['113838', 'DCM', Buffer.from('cdb7b2bf', 'hex')];
    const bytes = content(plain, number(plain, gb, 'mGy.cm', '1'));
    expect(names(readContent(bytes, plain, ['GB18030']).items)).toEqual([concept(['113838', 'DCM', '头部'])]);
    expect(names(readContent(bytes, plain, ['ISO_IR 144']).items)).toEqual([concept(['113838', 'DCM', 'ЭЗВП'])]);
    for (let report = 0; report < 2; report += 1) {
      const { items, damage } = readContent(bytes, plain, ['ISO_IR 100']);
      expect(names(items)).toEqual([concept(['113838', 'DCM', '头部'])]);
      expect(damage).toEqual(['charset-misdeclared CodeMeaning']);
    }
  });

  it('whose bytes begin alike are told apart', () => {
    const long: Code = ['113838', 'DCM', 'DLP of a whole examination'];
    for (const [, writing] of writings) {
      const bytes = content(writing, ...[dlp, long, dlp].map((name) => number(writing, name, 'mGy.cm', '1')));
      expect(names(readContent(bytes, writing).items)).toEqual([dlp, long, dlp].map(concept));
    }
  });
});

describe('damaged and hostile content', () => {
  it('nonsense inside an item of known length costs that item only', () => {
    const broken = contentItem(plain, 'NUM', dlp, [Buffer.from('4100ffffzzzzzzzzzzzz', 'latin1')]);
    const { items, next, damage } = readContent(content(plain, broken, number(plain, dlp, 'mGy.cm', '2')), plain);
    expect(items.map(({ measured: value }) => value?.number)).toEqual([undefined, 2]);
    expect(next).toBeGreaterThan(0);
    expect(damage.some((each) => each.startsWith('length-overrun'))).toBe(true);
  });

  it('a hundred thousand items are read', () => {
    const delimited: Writing = { style: explicitLittle, delimited: true };
    const one = number(delimited, dlp, 'mGy.cm', '1.5');
    const { items, damage } = readContent(content(delimited, ...Array.from({ length: 100_000 }, () => one)), delimited);
    expect(items).toHaveLength(100_000);
    expect(items.every(({ measured: value }) => value?.number === 1.5)).toBe(true);
    expect(damage).toEqual([]);
  });

  it('a length of four gigabytes is not fetched, in an object of any size', () => {
    const huge = Buffer.concat([
      item(element(0x0040a160, 'UT', '', explicitLittle, 0xfffffffe), explicitLittle, true),
      Buffer.alloc(64),
    ]);
    const asked: number[] = [];
    for (const size of [huge.length, 2 ** 40]) {
      const damage = new DamageList();
      const source = {
        size,
        budget: 64 * 1024 * 1024,
        overBudget: false,
        peek(_position: number, length: number): Uint8Array {
          asked.push(length);
          if (length > this.budget) this.overBudget = true;
          return this.overBudget ? new Uint8Array(0) : huge.subarray(0, Math.min(length, huge.length));
        },
      };
      const place = { position: 0, length: 0xffffffff, end: size, explicit: true, big: false };
      const { next, items } = readReportContent(source, place, new TextReader([]), damage);
      expect(next).toBe(-1);
      expect(items).toHaveLength(1);
      expect(damage.toArray().map(({ code }) => code)).toEqual([
        size === huge.length ? 'truncated-header' : 'header-too-large',
      ]);
    }
    expect(Math.max(...asked.filter((length) => length <= 64 * 1024 * 1024))).toBeLessThanOrEqual(1024 * 1024);
  });

  it('mutants of a report are read or refused, never thrown at', () => {
    const draw = chance(20_250_303);
    const specimens = [explicitLittle, implicitLittle, explicitBig].map((style) =>
      doseReport(
        style.big ? '1.2.840.10008.1.2.2' : style.explicit ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2',
        style,
      ),
    );
    let withDose = 0;
    for (let round = 0; round < 4000; round += 1) {
      const mutant = mutate(specimens[round % specimens.length] ?? Buffer.alloc(0), draw);
      const reading = readHeaderBytes(mutant, { complete: true });
      if (reading.kind !== 'readable') continue;
      expect(reading.damage.length).toBeLessThanOrEqual(100);
      if (reading.dose !== undefined) withDose += 1;
    }
    expect(withDose).toBeGreaterThan(1000);
  });
});
