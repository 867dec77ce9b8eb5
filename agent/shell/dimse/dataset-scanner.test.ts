import { describe, expect, it } from 'vitest';
import { DatasetScanner, elementEncoding } from '../object-meter/index.ts';
import { HeaderKeeper, MemoryBudget } from './header-keeper.ts';
import type { Encoding } from './testing/data-set.ts';
import { difficultHeader, element, header, item, sequence } from './testing/data-set.ts';

const SYNTAX: Record<Encoding, string> = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  'big-endian': '1.2.840.10008.1.2.2',
};
const ENCODINGS: readonly Encoding[] = ['implicit', 'explicit', 'big-endian'];

function keep(
  syntax: string,
  bytes: Uint8Array,
  chunk: number,
  cap = 1_000_000,
  budget = new MemoryBudget(1_000_000_000),
) {
  const keeper = new HeaderKeeper(syntax, cap, budget);
  for (let offset = 0; offset < bytes.length; offset += chunk) keeper.push(bytes.subarray(offset, offset + chunk));
  const kept = keeper.finish();
  keeper.release();
  expect(budget.usedBytes).toBe(0);
  if (kept === undefined) throw new Error('out of memory');
  return kept;
}

describe.each(ENCODINGS)('%s', (encoding) => {
  const before = difficultHeader(encoding);
  const pixels = Buffer.alloc(5000, 0x7f);

  it.each([0x7fe00008, 0x7fe00009, 0x7fe00010])(
    'finds the top-level pixel element %i, in chunks of any size',
    (tag) => {
      const object = Buffer.concat([before, element(encoding, tag, 'OW', pixels)]);
      for (const chunk of [1, 2, 3, 7, 8, 11, 12, 13, 100, object.length]) {
        const kept = keep(SYNTAX[encoding], object, chunk);
        expect(kept, `chunk ${chunk}`).toMatchObject({ stop: 'pixel-data', pixelDataLength: 5000 });
        expect(Buffer.from(kept.dataset).equals(before), `chunk ${chunk}`).toBe(true);
        expect(kept.droppedBytes).toBe(object.length - before.length);
      }
    },
  );

  it('finds it at every single cut', () => {
    const object = Buffer.concat([before, header(encoding, 0x7fe00010, 'OW', 40), Buffer.alloc(40)]);
    for (let cut = 1; cut < object.length; cut += 1) {
      const scanner = new DatasetScanner(elementEncoding(SYNTAX[encoding]));
      scanner.push(object.subarray(0, cut));
      expect(scanner.push(object.subarray(cut)), `cut at ${cut}`).toEqual({
        kind: 'pixel-data',
        headerBytes: before.length,
        length: 40,
      });
    }
  });

  it('finds encapsulated pixels by their undefined length', () => {
    const object = Buffer.concat([
      before,
      header(encoding, 0x7fe00010, 'OB', 0xffffffff),
      item(encoding, pixels, false),
    ]);
    expect(keep(SYNTAX[encoding], object, 9)).toMatchObject({ stop: 'pixel-data', pixelDataLength: undefined });
  });

  it('keeps an object without pixels whole', () => {
    const kept = keep(SYNTAX[encoding], before, 10);
    expect(kept).toMatchObject({ stop: 'end', droppedBytes: 0, pixelDataLength: undefined });
    expect(Buffer.from(kept.dataset).equals(before)).toBe(true);
  });

  it('tells an end at a top-level border from a cut at every length', () => {
    const parts = [
      element(encoding, 0x00080005, 'CS', 'GB18030'),
      sequence(encoding, 0x00081140, [item(encoding, Buffer.alloc(0), true)], true),
      element(encoding, 0x00280010, 'US', Buffer.from([1, 0])),
    ];
    const object = Buffer.concat(parts);
    const borders = new Set(parts.map((_, index) => Buffer.concat(parts.slice(0, index + 1)).length));
    for (let length = 1; length <= object.length; length += 1) {
      expect(keep(SYNTAX[encoding], object.subarray(0, length), 4).stop, `length ${length}`).toBe(
        borders.has(length) ? 'end' : 'cut',
      );
    }
  });
});

describe('unusual and broken data sets', () => {
  it('reads UN of undefined length as implicit little endian inside (PS3.5 section 6.2.2)', () => {
    const inside = item('implicit', element('implicit', 0x00091001, 'LO', 'ab'), true);
    const end = Buffer.from('feffdde000000000', 'hex');
    const before = Buffer.concat([header('explicit', 0x00091000, 'UN', 0xffffffff), inside, end]);
    const object = Buffer.concat([before, element('explicit', 0x7fe00010, 'OW', Buffer.alloc(10))]);
    expect(keep(SYNTAX.explicit, object, 3)).toMatchObject({ stop: 'pixel-data', dataset: before });
  });

  it('finds an encapsulated icon and does not take it for the image', () => {
    const icon = Buffer.concat([
      header('explicit', 0x7fe00010, 'OB', 0xffffffff),
      item('explicit', Buffer.alloc(0), false),
      item('explicit', Buffer.alloc(30, 1), false),
      Buffer.from('feffdde000000000', 'hex'),
    ]);
    const before = sequence('explicit', 0x00880200, [item('explicit', icon, true)], true);
    const object = Buffer.concat([before, header('explicit', 0x7fe00010, 'OB', 0xffffffff)]);
    expect(keep('1.2.840.10008.1.2.4.50', object, 5)).toMatchObject({ stop: 'pixel-data', dataset: before });
  });

  it('says where it lost its way, and keeps a little more for the reader', () => {
    const good = element('explicit', 0x00080005, 'CS', 'GB18030');
    const kept = keep(SYNTAX.explicit, Buffer.concat([good, difficultHeader('implicit'), Buffer.alloc(200_000)]), 50);
    expect(kept.stop).toBe('lost');
    expect(kept.dataset.length).toBe(good.length + 65_536);
  });

  it.each([
    ['item at top level', Buffer.from('feff00e000000000', 'hex')],
    [
      'element where an item must be',
      Buffer.concat([header('explicit', 0x00081140, 'SQ', 0xffffffff), element('explicit', 0x00080005, 'CS', 'AB')]),
    ],
    [
      'sequence end inside an item',
      Buffer.concat([
        header('explicit', 0x00081140, 'SQ', 0xffffffff),
        Buffer.from('feff00e0ffffffff', 'hex'),
        Buffer.from('feffdde000000000', 'hex'),
      ]),
    ],
    [
      'nesting without end',
      Buffer.concat(
        Array.from({ length: 200 }, () =>
          Buffer.concat([header('explicit', 0x00081140, 'SQ', 0xffffffff), Buffer.from('feff00e0ffffffff', 'hex')]),
        ),
      ),
    ],
  ])('is lost at %s', (_, bytes) => {
    expect(keep(SYNTAX.explicit, bytes, 3).stop).toBe('lost');
  });
});

describe('caps', () => {
  const large = Buffer.concat([
    element('explicit', 0x00091010, 'OB', Buffer.alloc(50_000, 1)),
    element('explicit', 0x7fe00010, 'OW', Buffer.alloc(100)),
  ]);

  it.each([1000, 16_384, 16_385, 40_000])('keeps exactly the cap of %i bytes, and says so', (cap) => {
    const kept = keep(SYNTAX.explicit, large, 777, cap);
    expect(kept).toMatchObject({ stop: 'too-large', droppedBytes: large.length - cap });
    expect(Buffer.from(kept.dataset).equals(large.subarray(0, cap))).toBe(true);
  });

  it('is complete when the header fills the cap to the byte', () => {
    expect(keep(SYNTAX.explicit, large, 777, 50_012).stop).toBe('pixel-data');
    expect(keep(SYNTAX.explicit, large, 777, 50_011).stop).toBe('too-large');
  });

  it('gives everything back when the shared memory does not suffice', () => {
    const budget = new MemoryBudget(40_000);
    const keeper = new HeaderKeeper(SYNTAX.explicit, 1_000_000, budget);
    keeper.push(large);
    expect(keeper.outOfMemory).toBe(true);
    expect(budget.usedBytes).toBe(0);
    keeper.push(large);
    expect(keeper.receivedBytes).toBe(2 * large.length);
    expect(budget.usedBytes).toBe(0);
  });
});
