import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DatasetScanner, elementEncoding } from '../object-meter/index.ts';
import type { Encoding } from './testing/data-set.ts';
import { element, header, item, sequence } from './testing/data-set.ts';

const SYNTAX: Record<Encoding, string> = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  'big-endian': '1.2.840.10008.1.2.2',
};

/** Random elements, nested up to four levels, with lengths of both kinds and pixel tags inside items. */
function elements(encoding: Encoding): fc.Arbitrary<Buffer> {
  const tag = fc.integer({ min: 0x0008_0000, max: 0x5fff_ffff });
  const { tree } = fc.letrec<{ tree: Buffer; leaf: Buffer; nested: Buffer }>((tie) => ({
    leaf: fc
      .tuple(tag, fc.constantFrom('UN', 'OB', 'LO', 'US', 'UT', 'SQ'), fc.uint8Array({ maxLength: 40 }))
      .map(([number, vr, value]) => element(encoding, number, vr, value)),
    nested: fc
      .tuple(tag, fc.array(fc.tuple(tie('tree'), fc.boolean()), { maxLength: 3 }), fc.boolean(), fc.boolean())
      .map(([number, contents, isUndefined, hasPixels]) => {
        const pixel = hasPixels ? element(encoding, 0x7fe00010, 'OW', Buffer.from([1, 2])) : Buffer.alloc(0);
        const items = contents.map(([content, undefinedItem]) =>
          item(encoding, Buffer.concat([content, pixel]), undefinedItem),
        );
        return sequence(encoding, number, items, isUndefined);
      }),
    tree: fc
      .array(fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie('leaf'), tie('nested')), { maxLength: 4 })
      .map((parts) => Buffer.concat(parts)),
  }));
  return tree;
}

it.each<Encoding>(['implicit', 'explicit', 'big-endian'])(
  'finds the pixels of any data set in any pieces: %s',
  (encoding) => {
    fc.assert(
      fc.property(elements(encoding), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (before, sizes) => {
        const object = Buffer.concat([before, header(encoding, 0x7fe00010, 'OW', 9), Buffer.alloc(9, 0xff)]);
        const scanner = new DatasetScanner(elementEncoding(SYNTAX[encoding]));
        for (let offset = 0, turn = 0; offset < object.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          scanner.push(object.subarray(offset, offset + size));
          offset += size;
        }
        expect(scanner.state).toEqual({ kind: 'pixel-data', headerBytes: before.length, length: 9 });
      }),
      { numRuns: 500 },
    );
  },
);

it('never throws and never counts beyond its input, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...Object.values(SYNTAX)), (bytes, syntax) => {
      const scanner = new DatasetScanner(elementEncoding(syntax));
      const state = scanner.push(bytes);
      if (state.kind !== 'scanning') expect(state.headerBytes).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 2000 },
  );
});
