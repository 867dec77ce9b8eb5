import { DamageList } from './damage-list.ts';
import { tagAt, u32 } from './element-head.ts';
import { TextReader } from './text-decoder.ts';
import type { Encoding } from './transfer-syntax.ts';
import { decodeValue } from './values.ts';
import type { RawSet, Walk } from './walk.ts';
import { bitsAllocated, columns, headerTags, numberOfFrames, rows, samplesPerPixel } from './wanted.ts';

export const pixelData = 0x7fe00010;
const longVRs = ['OW', 'OB'];

/** What uncompressed pixel data are long by (PS3.3 §C.7.6.3): numbers as the header holds them, text where it holds something else, `undefined` where it holds none (of frames: one). */
export interface PixelExtent {
  readonly rows: unknown;
  readonly columns: unknown;
  readonly frames: unknown;
  readonly samples: unknown;
  readonly bits: unknown;
}

const whole = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;

/**
 * Where the head of uncompressed pixel data stands if they are the last element of an object of `size` bytes; `undefined` when their length cannot be told. It is a
 * guess until `isPixelHead` has looked: then everything between is known to be no more than what stands before pixel data.
 */
export function pixelHeadPosition(
  { rows, columns, frames = 1, samples, bits }: PixelExtent,
  size: number,
  encoding: Encoding,
): { readonly position: number; readonly length: number } | undefined {
  if (!whole(rows) || !whole(columns) || !whole(frames) || !whole(samples) || !whole(bits) || bits % 8 !== 0)
    return undefined;
  const exact = rows * columns * frames * samples * (bits / 8);
  const length = exact + (exact % 2);
  const position = size - length - pixelHeadSize(encoding);
  return position > 0 && length < 0xffffffff ? { position, length } : undefined;
}

export function pixelHeadSize({ explicit }: Encoding): number {
  return explicit ? 12 : 8;
}

/** Whether the head of pixel data of exactly `length` bytes stands at `at`. */
export function isPixelHead(bytes: Uint8Array, at: number, length: number, { explicit, big }: Encoding): boolean {
  if (tagAt(bytes, at, big) !== pixelData) return false;
  if (!explicit) return u32(bytes, at + 4, big) === length;
  const vr = String.fromCharCode(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0);
  return longVRs.includes(vr) && u32(bytes, at + 8, big) === length;
}

/**
 * An unwanted value at least this long is passed over without a look at what follows, when what follows is as long as the pixel data of the object with their head: a read
 * is saved, and nothing of the pixel data can be lacking.
 */
export const longValue = 512;

const extentOf = (set: RawSet | undefined): PixelExtent => {
  const number = (tag: number): unknown => {
    const element = set?.get(tag);
    const wanted = headerTags.get(tag);
    if (element === undefined || wanted === undefined) return undefined;
    return decodeValue(element, wanted, new TextReader([]), new DamageList());
  };
  return {
    rows: number(rows),
    columns: number(columns),
    frames: number(numberOfFrames),
    samples: number(samplesPerPixel),
    bits: number(bitsAllocated),
  };
};

/** The pixel data at `position`, told by their length alone: they are all that is left of the object. `undefined`: they are not. */
export function pixelsFrom(
  walk: Walk,
  set: RawSet | undefined,
  position: number,
  encoding: Encoding,
): Walk['pixelData'] {
  const head = pixelHeadPosition(extentOf(set), walk.window.size, encoding);
  return head?.position === position
    ? { position: position + pixelHeadSize(encoding), length: head.length }
    : undefined;
}

/**
 * Where the pixel data of a multi-frame object begin, when they are its last element: of the functional groups in between only the first frame's are wanted, and
 * thousands of frames need not be read to find the end of a sequence that does not say its length.
 */
export function pixelsAtEnd(walk: Walk, set: RawSet | undefined, from: number, encoding: Encoding): number | undefined {
  const { window } = walk;
  const head = pixelHeadPosition(extentOf(set), window.size, encoding);
  if (head === undefined || head.position <= from) return undefined;
  if (!window.ensure(head.position, pixelHeadSize(encoding))) return undefined;
  return isPixelHead(window.bytes, head.position - window.base, head.length, encoding) ? head.position : undefined;
}
