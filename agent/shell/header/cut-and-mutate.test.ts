import { describe, expect, it } from 'vitest';
import { type HeaderReading, readHeaderBytes } from './index.ts';
import { chance, mutate } from './mutants.ts';
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
} from './part10-bytes.ts';

const code = (style: Style): Buffer =>
  item(
    Buffer.concat([element(0x00080100, 'SH', '1234', style), element(0x00080104, 'LO', 'Abdomen', style)]),
    style,
    true,
  );

function specimen(syntax: string, style: Style): readonly [Buffer, number] {
  const more = {
    [0x00081032]: sequence(0x00081032, [code(style), code(style)], style, true),
    [0x00091002]: element(0x00091002, 'OB', Buffer.alloc(30, 5), style),
  };
  const header = Buffer.concat([meta(syntax), ctElements(style, more)]);
  return [Buffer.concat([header, pixels(style)]), header.length];
}
/** Name, whole object, length of its header. */
const specimens: readonly (readonly [string, Buffer, number])[] = [
  ['explicit', ...specimen('1.2.840.10008.1.2.1', explicitLittle)],
  ['implicit', ...specimen('1.2.840.10008.1.2', implicitLittle)],
  ['big endian', ...specimen('1.2.840.10008.1.2.2', explicitBig)],
];

const says = (reading: HeaderReading): boolean => reading.kind !== 'readable' || reading.damage.length > 0;

describe('a cut at any byte', () => {
  it.each(specimens)('of an %s object is never a silently shorter list', (_name, whole) => {
    const full = readHeaderBytes(whole, { complete: true });
    if (full.kind !== 'readable') throw new Error(full.kind);
    expect(full.damage).toEqual([]);
    const values = new Map(Object.entries(full.header));
    for (let cut = 0; cut < whole.length; cut += 1) {
      const reading = readHeaderBytes(whole.subarray(0, cut), { complete: true });
      expect(says(reading), `cut at ${String(cut)} goes unnoticed`).toBe(true);
      if (reading.kind !== 'readable') continue;
      for (const [keyword, value] of Object.entries(reading.header)) {
        // A sequence may be there in part: its items were read before the cut.
        if (Array.isArray(value) && typeof value[0] === 'object') continue;
        if (Array.isArray(value) && value.length === 0) continue;
        expect(value, `${keyword} differs when cut at ${String(cut)}`).toEqual(values.get(keyword));
      }
    }
  });

  it.each(specimens)(
    'of an %s header left by the network is noticed where bytes or collector show it',
    (_name, whole, length) => {
      const header = whole.subarray(0, length);
      for (let cut = 0; cut < header.length; cut += 1) {
        const part = header.subarray(0, cut);
        const reading = readHeaderBytes(part, { complete: false, stopped: 'truncated-header' });
        expect(says(reading), `cut at ${String(cut)}`).toBe(true);
      }
    },
  );

  it.each(specimens)(
    'before the pixel data of an %s object is no damage when they were dropped',
    (_name, whole, length) => {
      const full = readHeaderBytes(whole, { complete: true });
      const kept = readHeaderBytes(whole.subarray(0, length), { complete: false });
      expect(kept).toEqual(full);
    },
  );
});

describe('mutated objects', () => {
  it('are read or refused, never thrown at', () => {
    const draw = chance(20_250_301);
    const kinds = new Set<string>();
    for (let round = 0; round < 4000; round += 1) {
      const specimenBytes = specimens[draw(specimens.length)]?.[1] ?? Buffer.alloc(0);
      const mutant = mutate(specimenBytes, draw);
      const reading = readHeaderBytes(mutant, { complete: draw(2) === 0 });
      kinds.add(reading.kind);
      expect(() => JSON.stringify(reading)).not.toThrow();
      if (reading.kind === 'readable') expect(reading.damage.length).toBeLessThanOrEqual(100);
    }
    expect(kinds).toEqual(new Set(['readable', 'unreadable', 'not-dicom']));
  });
});
