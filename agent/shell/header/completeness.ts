import type { DamageList } from './damage-list.ts';
import { contentBegin, isImage } from './sop-classes.ts';

/** What a reader knows of an object's end once it has read its header. */
export interface ObjectEnd {
  /** Where the pixel data begin and how long they say they are (`undefined` length: encapsulated); `undefined`: none were reached. */
  readonly pixelData: { readonly position: number; readonly length: number | undefined } | undefined;
  /** The reading ended before the end of the data set. */
  readonly cut: boolean;
  /** The highest tag seen at the top level, wanted or not. */
  readonly furthest: number;
  readonly sopClass: string;
  readonly hasRows: boolean;
  readonly hasPixelDataProvider: boolean;
  /** Length of the whole object. */
  readonly size: number;
  /** Up to `length` bytes at `position`. */
  readonly peek: (position: number, length: number) => Uint8Array;
}

/** How far before the end of the object the end of an encapsulated value is looked for: mostly nothing follows it, sometimes padding or a signature. */
const tails = [64, 4096, 65_536];
const sequenceDelimiters = [Buffer.from([0xfe, 0xff, 0xdd, 0xe0]), Buffer.from([0xff, 0xfe, 0xe0, 0xdd])];

function endsWithin(end: ObjectEnd, position: number, length: number): boolean {
  const from = Math.max(position, end.size - length);
  const bytes = end.peek(from, end.size - from);
  const last = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return sequenceDelimiters.some((delimiter) => last.includes(delimiter));
}

/** Completeness (PS3.10 §7.2 leaves it to the reader): a header is whole when the pixel data were reached or the object truly ended; pixels are whole when they fit. */
export function checkPixels(end: ObjectEnd, damage: DamageList): void {
  const { pixelData: pixels, sopClass } = end;
  if (pixels === undefined) {
    if (end.cut) return;
    const begin = contentBegin(sopClass);
    if (begin !== undefined && end.furthest < begin) damage.add('content-absent');
    if (begin === undefined && (isImage(sopClass) || end.hasRows) && !end.hasPixelDataProvider)
      damage.add('pixel-data-absent');
    return;
  }
  if (pixels.length !== undefined) {
    if (pixels.position + pixels.length > end.size) damage.add('truncated-pixel-data', '(7fe0,0010)');
    return;
  }
  if (!tails.some((length) => endsWithin(end, pixels.position, length)))
    damage.add('truncated-pixel-data', '(7fe0,0010)');
}
