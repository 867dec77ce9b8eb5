import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Encoding } from '../dimse/testing/data-set.ts';
import { difficultHeader, element, header, item } from '../dimse/testing/data-set.ts';
import { createObjectMeter, type MeteredObject } from './index.ts';

const SYNTAX: Record<Encoding, string> = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  'big-endian': '1.2.840.10008.1.2.2',
};
const ENCODINGS: readonly Encoding[] = ['implicit', 'explicit', 'big-endian'];
const JPEG = '1.2.840.10008.1.2.4.70';
const CT = '1.2.840.10008.5.1.4.1.1.2';
const DOSE_SR = '1.2.840.10008.5.1.4.1.1.88.67';
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function us(encoding: Encoding, tag: number, value: number): Buffer {
  const bytes = encoding === 'big-endian' ? [value >> 8, value & 0xff] : [value & 0xff, value >> 8];
  return element(encoding, tag, 'US', Buffer.from(bytes));
}
const uid = (encoding: Encoding, tag: number, value: string): Buffer =>
  element(encoding, tag, 'UI', Buffer.from(value.length % 2 === 0 ? value : `${value}\0`));

/** A CT header of 4 by 4 pixels of 16 bits, without its pixel data. */
function imageHeader(encoding: Encoding, frames?: number): Buffer {
  return Buffer.concat([
    uid(encoding, 0x00080016, CT),
    uid(encoding, 0x00080018, '1.2.3.4.5'),
    uid(encoding, 0x0020000d, '1.2.3'),
    uid(encoding, 0x0020000e, '1.2.3.4'),
    us(encoding, 0x00280002, 1),
    ...(frames === undefined ? [] : [element(encoding, 0x00280008, 'IS', String(frames))]),
    us(encoding, 0x00280010, 4),
    us(encoding, 0x00280011, 4),
    us(encoding, 0x00280100, 16),
    us(encoding, 0x00280101, 12),
    element(encoding, 0x00282110, 'CS', '00'),
  ]);
}

function meter(bytes: Uint8Array, syntax: string | undefined, chunk = bytes.length, cut = false): MeteredObject {
  const measure = createObjectMeter(syntax);
  for (let at = 0; at < bytes.length; at += chunk) measure.push(bytes.subarray(at, at + chunk));
  expect(measure.receivedBytes).toBe(bytes.length);
  return measure.end(cut);
}

const pixels = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
const sight = (bytes: Uint8Array, syntax: string): unknown => ({
  SOPInstanceUID: '1.2.3.4.5',
  SOPClassUID: CT,
  TransferSyntaxUID: syntax,
  bytes: bytes.length,
  sha256: sha(bytes),
  pixelSha256: sha(pixels),
  complete: true,
  LossyImageCompression: '00',
  BitsStored: 12,
  Rows: 4,
  Columns: 4,
});

describe.each(ENCODINGS)('native pixels, %s', (encoding) => {
  const object = Buffer.concat([imageHeader(encoding), element(encoding, 0x7fe00010, 'OW', pixels)]);

  it('is measured the same in pieces of any size', () => {
    for (const chunk of [1, 3, 8, 13, 100, object.length]) {
      expect(meter(object, SYNTAX[encoding], chunk)).toEqual({
        kind: 'object',
        sight: sight(object, SYNTAX[encoding]),
        StudyInstanceUID: '1.2.3',
        SeriesInstanceUID: '1.2.3.4',
      });
    }
  });

  it('is incomplete at every cut', () => {
    for (let cut = 0; cut < object.length; cut += 1) {
      const measured = meter(object.subarray(0, cut), SYNTAX[encoding]);
      expect(measured.kind === 'object' && measured.sight.complete, `cut at ${cut}`).toBe(false);
    }
  });

  it('is whole with padding behind it, and incomplete when an element behind it is cut', () => {
    const trailing = element(encoding, 0xfffcfffc, 'OB', Buffer.alloc(16));
    for (const tail of [trailing, Buffer.alloc(1), Buffer.alloc(7), Buffer.alloc(24)])
      expect(meter(Buffer.concat([object, tail]), SYNTAX[encoding])).toMatchObject({ sight: { complete: true } });
    expect(meter(Buffer.concat([object, trailing.subarray(0, 15)]), SYNTAX[encoding])).toMatchObject({
      sight: { complete: false },
    });
  });

  it('is incomplete when its pixels are fewer than its dimensions ask for', () => {
    const short = Buffer.concat([imageHeader(encoding, 2), element(encoding, 0x7fe00010, 'OW', pixels)]);
    expect(meter(short, SYNTAX[encoding])).toMatchObject({
      sight: { complete: false, NumberOfFrames: 2 },
      lacks: 'less pixel data than its dimensions ask for',
    });
  });
});

describe('encapsulated pixels', () => {
  const end = Buffer.from('feffdde000000000', 'hex');
  const encapsulated = (table: Buffer, ...fragments: Buffer[]): Buffer =>
    Buffer.concat([
      header('explicit', 0x7fe00010, 'OB', 0xffffffff),
      item('explicit', table, false),
      ...fragments.map((fragment) => item('explicit', fragment, false)),
      end,
    ]);

  it('has one pixel digest whatever the fragments and the offset table', () => {
    const one = Buffer.concat([imageHeader('explicit'), encapsulated(Buffer.alloc(0), pixels)]);
    const two = Buffer.concat([
      imageHeader('explicit'),
      encapsulated(Buffer.alloc(4), pixels.subarray(0, 10), pixels.subarray(10)),
    ]);
    expect(meter(one, JPEG, 5)).toMatchObject({ sight: sight(one, JPEG) });
    expect(meter(two, JPEG, 7)).toMatchObject({ sight: sight(two, JPEG) });
  });

  it('is incomplete at every cut, and without a fragment for each frame', () => {
    const object = Buffer.concat([imageHeader('explicit'), encapsulated(Buffer.alloc(0), pixels)]);
    for (let cut = 0; cut < object.length; cut += 1) {
      const measured = meter(object.subarray(0, cut), JPEG);
      expect(measured.kind === 'object' && measured.sight.complete, `cut at ${cut}`).toBe(false);
    }
    const frames = Buffer.concat([imageHeader('explicit', 3), encapsulated(Buffer.alloc(0), pixels)]);
    expect(meter(frames, JPEG)).toMatchObject({ lacks: 'fewer fragments than frames' });
    expect(meter(frames, '1.2.840.10008.1.2.4.102')).toMatchObject({ sight: { complete: true } });
    const none = Buffer.concat([imageHeader('explicit'), encapsulated(Buffer.alloc(0))]);
    expect(meter(none, JPEG)).toMatchObject({ lacks: 'its pixel data is empty' });
  });
});

describe('objects without pixels', () => {
  const report = Buffer.concat([
    uid('explicit', 0x00080016, DOSE_SR),
    uid('explicit', 0x00080018, '1.2.3.4.6'),
    element('explicit', 0x0040a040, 'CS', 'CONTAINER'),
    header('explicit', 0x0040a730, 'SQ', 0),
  ]);

  it('is whole from where its content begins', () => {
    expect(meter(report, SYNTAX.explicit)).toMatchObject({ sight: { complete: true, SOPClassUID: DOSE_SR } });
    expect(meter(report.subarray(0, -12), SYNTAX.explicit)).toMatchObject({ lacks: 'ends before its content' });
  });

  it('owes pixels when it has rows, unless it says that they are elsewhere', () => {
    expect(meter(imageHeader('explicit'), SYNTAX.explicit)).toMatchObject({ lacks: 'no pixel data' });
    const elsewhere = Buffer.concat([imageHeader('explicit'), element('explicit', 0x00287fe0, 'UR', 'http://x')]);
    expect(meter(elsewhere, SYNTAX.explicit)).toMatchObject({ sight: { complete: true } });
  });

  it('is cut when whoever carried it says so', () => {
    expect(meter(report, SYNTAX.explicit, 9, true)).toMatchObject({ lacks: 'cut on its way' });
  });
});

describe('Part 10 form', () => {
  const meta = (syntax: string): Buffer =>
    Buffer.concat([
      element('explicit', 0x00020001, 'OB', Buffer.from([0, 1])),
      uid('explicit', 0x00020010, syntax),
      element('explicit', 0x00020016, 'AE', 'ODD'),
    ]);
  const part10 = (syntax: string, dataSet: Uint8Array): Buffer =>
    Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), meta(syntax), dataSet]);

  it('is measured without preamble and group 0002, in pieces of any size', () => {
    const object = Buffer.concat([imageHeader('explicit'), element('explicit', 0x7fe00010, 'OW', pixels)]);
    const file = part10(SYNTAX.explicit, object);
    for (const chunk of [1, 50, 131, 133, file.length])
      expect(meter(file, undefined, chunk)).toMatchObject({ sight: sight(object, SYNTAX.explicit) });
  });

  it('says what is no such file', () => {
    expect(meter(Buffer.from('<html>'.repeat(100)), undefined)).toEqual({
      kind: 'unreadable',
      bytes: 600,
      why: 'no DICM prefix',
    });
    expect(meter(part10(SYNTAX.explicit, Buffer.alloc(0)).subarray(0, 160), undefined)).toMatchObject({
      kind: 'unreadable',
      why: 'ended before its data set',
    });
    expect(meter(part10(SYNTAX.explicit, difficultHeader('explicit').subarray(0, 30)), undefined)).toMatchObject({
      why: 'no SOP Class or Instance UID',
    });
  });

  it('inflates a deflated data set to look into it, and says when it does not end', () => {
    const object = Buffer.concat([imageHeader('explicit'), element('explicit', 0x7fe00010, 'OW', pixels)]);
    const deflated = deflateRawSync(object);
    const syntax = '1.2.840.10008.1.2.1.99';
    expect(meter(part10(syntax, deflated), undefined, 20)).toMatchObject({ sight: sight(deflated, syntax) });
    const cut = meter(part10(syntax, deflated.subarray(0, -6)), undefined);
    expect(cut.kind === 'object' && cut.sight.complete).toBe(false);
  });
});
