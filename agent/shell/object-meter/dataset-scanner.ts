// Finds where pixel data begins in a data set that comes in pieces of any size, and, for whoever watches, goes on to the
// end of it. Looks at element headers only, and knows at every moment how many bytes from the start are header.
import type { ElementEncoding } from './element-encoding.ts';

/** VRs whose explicit form has a 16-bit length (PS3.5 section 7.1.2); all others, future ones too, have 32 bits. */
const SHORT_VRS: ReadonlySet<string> = new Set(
  'AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '),
);
const UNDEFINED_LENGTH = 0xffffffff;
/** Deeper nesting than any real object has; a bound on the stack. */
const MAX_DEPTH = 256;

/** Longest value that is handed to a watch. */
const LONGEST_VALUE = 256;

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

/** Whoever wants to see the whole data set go by, and not only where its pixels begin. */
export interface DatasetWatch {
  /** Top-level tags whose values are wanted, as far as they are at most 256 bytes long. */
  readonly wanted: ReadonlySet<number>;
  /** A wanted value, whole. */
  readonly value: (tag: number, bytes: Buffer, encoding: ElementEncoding) => void;
  /** A top-level element begins. */
  readonly topLevel: (tag: number) => void;
  /** The next bytes of the pixel data: of a native value, or of the present fragment. Valid during the call. */
  readonly pixels: (bytes: Uint8Array) => void;
  /** An item of encapsulated pixel data begins: the first is the offset table, the others are fragments (PS3.5 Annex A.4). */
  readonly fragment: () => void;
}

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
  readonly #watch: DatasetWatch | undefined;
  #inPixels = false;
  /** the elements stopped making sense after the pixel data had begun */
  #lostLater = false;
  #capture: { readonly tag: number; readonly bytes: Buffer; fill: number } | undefined;

  /** With `watch` the scan goes on through the pixel data to the end; without, nothing is looked at after they began. */
  constructor(encoding: ElementEncoding, watch?: DatasetWatch) {
    this.#levels = [{ of: 'elements', encoding }];
    this.#watch = watch;
  }

  get state(): ScanState {
    return this.#state;
  }

  /** Whether the bytes so far end exactly where a top-level element ends: only then is an end of the data set whole. */
  get atElementBorder(): boolean {
    return this.#state.kind === 'scanning' && this.#headFill === 0 && this.#skip === 0 && this.#levels.length === 1;
  }

  /**
   * For a watched data set: how its bytes ended so far. `border`: where a top-level element ends, and the pixel data, if
   * they had begun, had come to their end. `inside`: not there. `lost`: the bytes after the pixel data are no elements.
   */
  get end(): 'border' | 'inside' | 'lost' {
    if (this.#state.kind === 'lost' || this.#lostLater) return this.#inPixels ? 'inside' : 'lost';
    if (this.#skip > 0 || this.#levels.length > 1) return 'inside';
    if (this.#headFill === 0) return 'border';
    // A few zero bytes behind the pixels pad a file; they cut no element.
    const padding =
      this.#state.kind === 'pixel-data' && this.#head.subarray(0, this.#headFill).every((byte) => byte === 0);
    return padding ? 'lost' : 'inside';
  }

  get #goesOn(): boolean {
    return (
      this.#state.kind === 'scanning' ||
      (this.#watch !== undefined && this.#state.kind === 'pixel-data' && !this.#lostLater)
    );
  }

  /** Takes the next piece. After `pixel-data` or `lost` nothing is looked at any more. */
  push(bytes: Uint8Array): ScanState {
    let offset = 0;
    while (offset < bytes.length && this.#goesOn) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, bytes.length - offset);
        if (this.#inPixels || this.#capture !== undefined) this.#see(bytes.subarray(offset, offset + step));
        this.#skip -= step;
        this.#position += step;
        offset += step;
        if (this.#skip === 0 && this.#levels.length === 1) this.#inPixels = false;
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

  /** The next bytes of a value that is watched. */
  #see(bytes: Uint8Array): void {
    if (this.#inPixels) this.#watch?.pixels(bytes);
    const capture = this.#capture;
    if (capture === undefined) return;
    capture.bytes.set(bytes, capture.fill);
    capture.fill += bytes.length;
    if (capture.fill < capture.bytes.length) return;
    this.#capture = undefined;
    const [top] = this.#levels;
    if (top !== undefined) this.#watch?.value(capture.tag, capture.bytes, top.encoding);
  }

  #lose(): void {
    if (this.#state.kind === 'pixel-data') this.#lostLater = true;
    else this.#state = { kind: 'lost', headerBytes: this.#position - this.#headFill };
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
    if (this.#levels.length === 1) {
      this.#watch?.topLevel(tag);
      if (PIXEL_TAGS.has(tag) && this.#state.kind === 'scanning') {
        const headerBytes = this.#position - this.#headFill;
        this.#state = { kind: 'pixel-data', headerBytes, length: length === UNDEFINED_LENGTH ? undefined : length };
        if (this.#watch === undefined) return;
        this.#inPixels = length !== 0;
      } else if (this.#watch?.wanted.has(tag) === true && length > 0 && length <= LONGEST_VALUE) {
        this.#capture = { tag, bytes: Buffer.alloc(length), fill: 0 };
      }
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
      if (this.#inPixels && this.#levels.length === 2) this.#watch?.fragment();
      if (length === UNDEFINED_LENGTH) this.#enter({ of: 'elements', encoding: level.encoding });
      else this.#skip = length;
    } else {
      const closes = tag === TAG_ITEM_END ? 'elements' : 'items';
      if (!atTop && level.of !== closes) return this.#lose();
      if (!atTop) this.#levels.pop();
      if (this.#levels.length === 1) this.#inPixels = false;
    }
    this.#headFill = 0;
  }
}
