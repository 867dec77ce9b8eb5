// Finds where pixel data begins in a data set that comes in pieces of any size. Looks at element headers only, keeps no
// value, and knows at every moment how many bytes from the start are header.
import type { ElementEncoding } from './transfer-syntax.ts';

/** VRs whose explicit form has a 16-bit length (PS3.5 section 7.1.2); all others, future ones too, have 32 bits. */
const SHORT_VRS: ReadonlySet<string> = new Set(
  'AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '),
);
const UNDEFINED_LENGTH = 0xffffffff;
/** Deeper nesting than any real object has; a bound on the stack. */
const MAX_DEPTH = 256;

const TAG_ITEM = 0xfffee000;
const TAG_ITEM_END = 0xfffee00d;
const TAG_SEQUENCE_END = 0xfffee0dd;

/** Float Pixel Data, Double Float Pixel Data, Pixel Data. */
const PIXEL_TAGS: ReadonlySet<number> = new Set([0x7fe00008, 0x7fe00009, 0x7fe00010]);

export type ScanState =
  | { readonly kind: 'scanning' }
  /** `length` of the pixel element in bytes, `undefined` where it is encapsulated (undefined length) */
  | { readonly kind: 'pixel-data'; readonly headerBytes: number; readonly length: number | undefined }
  /** the bytes are no elements any more; `headerBytes` is where the last readable element ended */
  | { readonly kind: 'lost'; readonly headerBytes: number };

interface Level {
  readonly of: 'items' | 'elements';
  readonly encoding: ElementEncoding;
}

/** Encoding inside an element of VR UN and undefined length (PS3.5 section 6.2.2, note 4). */
const INSIDE_UNKNOWN: ElementEncoding = { explicitVr: false, bigEndian: false };

export class DatasetScanner {
  readonly #levels: Level[];
  readonly #head = Buffer.alloc(12);
  #headFill = 0;
  /** bytes of the present element's value not yet seen */
  #skip = 0;
  /** bytes seen */
  #position = 0;
  #state: ScanState = { kind: 'scanning' };

  constructor(encoding: ElementEncoding) {
    this.#levels = [{ of: 'elements', encoding }];
  }

  get state(): ScanState {
    return this.#state;
  }

  /** Whether the bytes so far end exactly where a top-level element ends: only then is an end of the data set whole. */
  get atElementBorder(): boolean {
    return this.#state.kind === 'scanning' && this.#headFill === 0 && this.#skip === 0 && this.#levels.length === 1;
  }

  /** Takes the next piece. After `pixel-data` or `lost` nothing is looked at any more. */
  push(bytes: Uint8Array): ScanState {
    let offset = 0;
    while (offset < bytes.length && this.#state.kind === 'scanning') {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, bytes.length - offset);
        this.#skip -= step;
        this.#position += step;
        offset += step;
        continue;
      }
      this.#head[this.#headFill] = bytes[offset] ?? 0;
      this.#headFill += 1;
      this.#position += 1;
      offset += 1;
      if (this.#headFill >= 8) this.#readHead();
    }
    return this.#state;
  }

  #lose(): void {
    this.#state = { kind: 'lost', headerBytes: this.#position - this.#headFill };
  }

  #uint32(offset: number, encoding: ElementEncoding): number {
    return encoding.bigEndian ? this.#head.readUInt32BE(offset) : this.#head.readUInt32LE(offset);
  }

  #tag(encoding: ElementEncoding): number {
    const [group, element] = encoding.bigEndian
      ? [this.#head.readUInt16BE(0), this.#head.readUInt16BE(2)]
      : [this.#head.readUInt16LE(0), this.#head.readUInt16LE(2)];
    return group * 0x10000 + element;
  }

  /** Eight bytes are there (or twelve, for an explicit header with a 32-bit length): read them or wait for more. */
  #readHead(): void {
    const level = this.#levels.at(-1);
    if (level === undefined) throw new Error('the scanner has no level to read at');
    const { encoding } = level;
    const tag = this.#tag(encoding);
    if (tag === TAG_ITEM || tag === TAG_ITEM_END || tag === TAG_SEQUENCE_END) {
      this.#delimiter(tag, this.#uint32(4, encoding), level);
      return;
    }
    if (level.of === 'items') {
      this.#lose();
      return;
    }
    if (!encoding.explicitVr) {
      this.#element(tag, this.#uint32(4, encoding), encoding);
      return;
    }
    const vr = this.#head.toString('latin1', 4, 6);
    if (!/^[A-Z]{2}$/.test(vr)) {
      this.#lose();
      return;
    }
    if (SHORT_VRS.has(vr)) {
      this.#element(tag, encoding.bigEndian ? this.#head.readUInt16BE(6) : this.#head.readUInt16LE(6), encoding);
    } else if (this.#headFill === 12) {
      this.#element(tag, this.#uint32(8, encoding), vr === 'UN' ? INSIDE_UNKNOWN : encoding);
    }
  }

  #element(tag: number, length: number, inside: ElementEncoding): void {
    if (this.#levels.length === 1 && PIXEL_TAGS.has(tag)) {
      const headerBytes = this.#position - this.#headFill;
      this.#state = { kind: 'pixel-data', headerBytes, length: length === UNDEFINED_LENGTH ? undefined : length };
      return;
    }
    if (length === UNDEFINED_LENGTH) this.#enter({ of: 'items', encoding: inside });
    else this.#skip = length;
    this.#headFill = 0;
  }

  #enter(level: Level): void {
    if (this.#levels.length >= MAX_DEPTH) this.#lose();
    else this.#levels.push(level);
  }

  /** Item, item delimitation, sequence delimitation (PS3.5 section 7.5). Stray delimiters at top level are passed over. */
  #delimiter(tag: number, length: number, level: Level): void {
    const atTop = this.#levels.length === 1;
    if (tag === TAG_ITEM) {
      if (level.of !== 'items') return this.#lose();
      if (length === UNDEFINED_LENGTH) this.#enter({ of: 'elements', encoding: level.encoding });
      else this.#skip = length;
    } else {
      const closes = tag === TAG_ITEM_END ? 'elements' : 'items';
      if (!atTop && level.of !== closes) return this.#lose();
      if (!atTop) this.#levels.pop();
    }
    this.#headFill = 0;
  }
}
