import type { Damage } from '../../core/facts/damage.ts';
import type { Header } from '../../core/facts/header.ts';
import { longestValue, pixelTags } from './element-walk.ts';
import { HeaderShapes } from './header-shapes.ts';
import { isPixelHead, longValue, pixelData, pixelHeadPosition, pixelHeadSize } from './pixel-head.ts';
import type { ScanWindow } from './scan-window.ts';
import { skipItems } from './skip-items.ts';
import { mediaStorageDirectory } from './sop-classes.ts';
import type { TextReader } from './text-decoder.ts';
import { type Encoding, encodingOf } from './transfer-syntax.ts';
import { ValueMemory } from './value-memory.ts';
import { knownVR, lengthForms, vrCode } from './value-representation.ts';
import {
  bitsAllocated,
  columns,
  contentSequence,
  numberOfFrames,
  perFrameFunctionalGroups,
  rows,
  samplesPerPixel,
  slotOf,
  slots,
  slotTags,
  sopClassUID,
  specificCharacterSet,
} from './wanted.ts';

/** What the scan of a regular object found. */
export interface FastScan {
  readonly header: Header;
  readonly transferSyntaxUID: string;
  readonly mediaStorageSOPClassUID: string;
  readonly sopClassUID: string;
  readonly reader: TextReader;
  /** What decoding the values came to; nothing is wrong with their structure. */
  readonly damage: readonly Damage[];
  readonly pixelData: { readonly position: number; readonly length: number | undefined } | undefined;
  readonly furthest: number;
}

const endless = 0xffffffff;
const firstPixelTag = 0x7fe00008;
/** Items and delimiters, and behind them what is no attribute. */
const firstDelimiter = 0xfffe0000;
const space = 0x20;
const groupLengthTag = 0x00020000;
const sequenceCode = vrCode('SQ');
const unknownCode = vrCode('UN');
const longestMeta = 1024;
const sequenceSlots = Uint8Array.from(slots, ({ vr }) => (vr === 'SQ' ? 1 : 0));
const slot = {
  mediaStorageSOPClass: slotOf(0x00020002),
  transferSyntax: slotOf(0x00020010),
  sopClass: slotOf(sopClassUID),
  samples: slotOf(samplesPerPixel),
  frames: slotOf(numberOfFrames),
  rows: slotOf(rows),
  columns: slotOf(columns),
  bits: slotOf(bitsAllocated),
} as const;

const memory = new ValueMemory();
const shapes = new HeaderShapes();
/** The slots of the file being read, in its order, and their values; used again for every file. */
const foundSlots = new Uint16Array(slots.length);
const foundValues: unknown[] = slots.map(() => undefined);

/** A text of which nothing needs to be known but that it is one value and there. */
function plainUid(count: number, wanted: number): string | undefined {
  for (let at = 0; at < count; at += 1) {
    if (foundSlots[at] !== wanted) continue;
    const value = foundValues[at];
    return typeof value === 'string' ? value : undefined;
  }
  return '';
}

function valueAt(count: number, wanted: number): unknown {
  for (let at = 0; at < count; at += 1) if (foundSlots[at] === wanted) return foundValues[at];
  return undefined;
}

/** One pass over one object; an instance lives for one object. */
class Scan {
  readonly #window: ScanWindow;
  #count = 0;
  #slot = 0;
  #damage: Damage[] | undefined;
  #reader: TextReader | undefined;
  #pixelData: FastScan['pixelData'];
  #furthest = 0;

  constructor(window: ScanWindow) {
    this.#window = window;
  }

  run(): FastScan | undefined {
    const start = this.#meta();
    if (start < 0) return undefined;
    const transferSyntaxUID = plainUid(this.#count, slot.transferSyntax);
    const mediaClass = plainUid(this.#count, slot.mediaStorageSOPClass);
    if (transferSyntaxUID === undefined || transferSyntaxUID === '' || mediaClass === undefined) return undefined;
    const encoding = encodingOf(transferSyntaxUID);
    if (encoding.deflated || encoding.big || mediaClass === mediaStorageDirectory) return undefined;
    if (!this.#dataSet(start, encoding)) return undefined;
    const sopClass = plainUid(this.#count, slot.sopClass);
    if (sopClass === undefined || sopClass === mediaStorageDirectory) return undefined;
    return {
      header: shapes.build(foundSlots, foundValues, this.#count),
      transferSyntaxUID,
      mediaStorageSOPClassUID: mediaClass,
      sopClassUID: sopClass,
      reader: this.#reader ?? memory.reader(undefined),
      damage: this.#damage ?? [],
      pixelData: this.#pixelData,
      furthest: this.#furthest,
    };
  }

  /** Notes what the memory holds of a slot now. */
  #note(of: number): void {
    const damage = memory.damage(of);
    if (damage.length > 0) this.#damage = [...(this.#damage ?? []), ...damage];
    const value = memory.value(of);
    if (value === undefined) return;
    foundSlots[this.#count] = of;
    foundValues[this.#count] = value;
    this.#count += 1;
  }

  /** Reads preamble and File Meta Information, all of which the first read must have brought; returns where the data set begins, or -1. */
  #meta(): number {
    const { bytes, loaded, view } = this.#window;
    if (loaded < 144 || bytes[128] !== 0x44 || bytes[129] !== 0x49 || bytes[130] !== 0x43 || bytes[131] !== 0x4d)
      return -1;
    let at = 132;
    let previous = 0;
    let declaredEnd = -1;
    for (;;) {
      if (at + 12 > loaded) return -1;
      if (bytes[at] !== 2 || bytes[at + 1] !== 0) break;
      const tag = 0x00020000 + view.getUint16(at + 2, true);
      const form = lengthForms[view.getUint16(at + 4, true)];
      if (form === 0 || tag <= previous) return -1;
      const from = form === 1 ? at + 8 : at + 12;
      const length = form === 1 ? view.getUint16(at + 6, true) : view.getUint32(at + 8, true);
      if (length > longestMeta || from + length > loaded) return -1;
      if (tag === groupLengthTag && length === 4) declaredEnd = from + 4 + view.getUint32(from, true);
      else {
        while ((slotTags[this.#slot] ?? 0) < tag) this.#slot += 1;
        if (slotTags[this.#slot] === tag) {
          const blank = length > 0 && (bytes[from] ?? 0) <= space;
          if (blank || !memory.read(this.#slot, 0, this.#window, from, length, undefined)) return -1;
          this.#note(this.#slot);
        }
      }
      previous = tag;
      at = from + length;
    }
    if (this.#count === 0 || (declaredEnd >= 0 && declaredEnd !== at) || (bytes[at] === 0 && bytes[at + 1] === 2))
      return -1;
    return at;
  }

  /** Reads the data set that begins at `start`, up to the pixel data or the end of the object. False: something in it is for the full walk. */
  #dataSet(start: number, encoding: Encoding): boolean {
    const window = this.#window;
    const { bytes, view } = window;
    const { explicit } = encoding;
    if ((knownVR(bytes[start + 4] ?? 0, bytes[start + 5] ?? 0) !== undefined) !== explicit) return false;
    if (bytes[start] === 0 && bytes[start + 1] !== 0) return false;
    let at = start;
    let previous = 0;
    for (;;) {
      if (at + 12 > window.loaded) {
        const rest = window.size - window.base - at;
        if (rest === 0) break;
        if (rest < 8) return false;
        at = window.reach(at, rest < 12 ? rest : 12);
        if (at < 0) return false;
      }
      const words = view.getUint32(at, true);
      const tag = ((words << 16) | (words >>> 16)) >>> 0;
      if (tag <= previous || tag >= firstDelimiter || tag === contentSequence) return false;
      previous = tag;
      let code = 0;
      let from = at + 8;
      let length = view.getUint32(at + 4, true);
      if (explicit) {
        code = length & 0xffff;
        const form = lengthForms[code];
        if (form === 1) length >>>= 16;
        else if (form === 2 && at + 12 <= window.loaded) {
          from = at + 12;
          length = view.getUint32(at + 8, true);
        } else return false;
      }
      const room = window.size - window.base - from;
      if (tag >= firstPixelTag && pixelTags.has(tag)) {
        // Pixel data may be cut; a length that may be no length is for the full walk.
        if (length !== endless && length > room && !this.#cutPixels(at, explicit)) return false;
        this.#furthest = tag;
        this.#pixelData = { position: window.base + from, length: length === endless ? undefined : length };
        return true;
      }
      if (length !== endless && length > room) return false;
      while ((slotTags[this.#slot] ?? 0) < tag) this.#slot += 1;
      if (slotTags[this.#slot] !== tag) {
        at = length === endless ? this.#skip(from, code, explicit) : from + length;
        if (length >= longValue && length !== endless && this.#restIsPixels(at, encoding)) return true;
      } else if (sequenceSlots[this.#slot] === 1) at = this.#sequence(tag, code, from, length, encoding);
      else at = this.#value(tag, code, from, length);
      if (at < 0) return false;
    }
    this.#furthest = previous;
    return previous > 0;
  }

  /** Whether an element longer than the rest of the object is what it seems: no short length in the reserved bytes, no letters in an implicit length. */
  #cutPixels(at: number, explicit: boolean): boolean {
    const { bytes } = this.#window;
    if (!explicit) return knownVR(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0) === undefined;
    return bytes[at + 6] === 0 && bytes[at + 7] === 0;
  }

  /** Passes over a value of unwanted items without a length; returns where it ends, or -1. */
  #skip(from: number, code: number, explicit: boolean): number {
    if (explicit && code !== sequenceCode) return -1;
    const window = this.#window;
    for (let at = from, need = 16; ; ) {
      const next = skipItems(window.bytes, at, window.loaded, explicit);
      if (next !== 'short') return next === 'odd' ? -1 : next;
      need = Math.max(need, window.loaded - at) + 1;
      at = window.reach(at, need);
      if (at < 0) return -1;
    }
  }

  #value(tag: number, code: number, from: number, length: number): number {
    if (length > longestValue || code === sequenceCode || code === unknownCode) return -1;
    const window = this.#window;
    const at = from + length <= window.loaded ? from : window.reach(from, length);
    if (at < 0) return -1;
    // A class behind blanks is another one to the full walk.
    if (tag === sopClassUID && length > 0 && (window.bytes[at] ?? 0) <= space) return -1;
    if (tag === specificCharacterSet) this.#declare(window.bytes.subarray(at, at + length));
    else if (tag > specificCharacterSet) this.#reader ??= memory.reader(undefined);
    if (!memory.read(this.#slot, code, window, at, length, this.#reader)) return -1;
    this.#note(this.#slot);
    return at + length;
  }

  #declare(bytes: Uint8Array): void {
    this.#reader = memory.reader(bytes);
    for (const term of this.#reader.unknownTerms.toReversed()) {
      // Before all other damage, as the whole data set is decoded under it.
      const damage: Damage = { code: 'charset-unknown', where: 'SpecificCharacterSet', detail: term.slice(0, 32) };
      this.#damage = [damage, ...(this.#damage ?? [])];
    }
  }

  #sequence(tag: number, code: number, from: number, length: number, encoding: Encoding): number {
    if (encoding.explicit && code !== sequenceCode) return -1;
    const window = this.#window;
    this.#reader ??= memory.reader(undefined);
    const reader = this.#reader;
    const whole = length === endless ? undefined : length;
    const frames = tag === perFrameFunctionalGroups;
    // The frames' groups are the longest sequence there is, and only the first one's are wanted.
    let at = window.reach(from, frames || whole === undefined ? 0 : whole);
    if (at < 0) return -1;
    const known = memory.recallSequence(this.#slot, code, window, at, whole, reader);
    if (known >= 0) {
      this.#note(this.#slot);
      return known;
    }
    const pixels = frames && whole === undefined ? this.#pixelsAtEnd(encoding) : undefined;
    if (frames && whole === undefined && pixels === undefined) return -1;
    const end = pixels?.position ?? (whole === undefined ? window.size : window.base + at + whole);
    for (let need = 8; ; ) {
      const next = memory.readSequence(
        this.#slot,
        code,
        window,
        at,
        end - window.base,
        pixels === undefined && whole === undefined,
        encoding,
        reader,
      );
      if (next === 'odd') return -1;
      if (next !== 'short') {
        this.#note(this.#slot);
        return pixels === undefined ? next : this.#atPixels(next, pixels.length, encoding);
      }
      if (whole !== undefined && !frames) return -1;
      need = Math.max(need, window.loaded - at) + 1;
      at = window.reach(at, need);
      if (at < 0) return -1;
    }
  }

  /** Whether all that is left behind `at` is as long as the pixel data with their head: then nothing more needs to be read. */
  #restIsPixels(at: number, encoding: Encoding): boolean {
    const head = this.#pixelsAtEnd(encoding);
    if (head?.position !== this.#window.base + at) return false;
    this.#furthest = pixelData;
    this.#pixelData = { position: head.position + pixelHeadSize(encoding), length: head.length };
    return true;
  }

  /** Where uncompressed pixel data stand if they end the object; to be looked at. */
  #pixelsAtEnd(encoding: Encoding): ReturnType<typeof pixelHeadPosition> {
    const count = this.#count;
    const extent = {
      rows: valueAt(count, slot.rows),
      columns: valueAt(count, slot.columns),
      frames: valueAt(count, slot.frames),
      samples: valueAt(count, slot.samples),
      bits: valueAt(count, slot.bits),
    };
    return pixelHeadPosition(extent, this.#window.size, encoding);
  }

  /** `at` again when the head of the pixel data stands there, else -1. */
  #atPixels(next: number, length: number, encoding: Encoding): number {
    const at = this.#window.reach(next, pixelHeadSize(encoding));
    return at >= 0 && isPixelHead(this.#window.bytes, at, length, encoding) ? at : -1;
  }
}

/**
 * Reads the header of a regular object: preamble, File Meta Information, little endian data set, tags that ascend, lengths that fit. `undefined`: it is not regular, or is a
 * directory or a report, and the full walk has to read it; where this scan says something, it says what the full walk would say.
 */
export function scanFast(window: ScanWindow): FastScan | undefined {
  return new Scan(window).run();
}
