import type { Damage } from '../../core/facts/damage.ts';
import { ByteWindow } from './byte-window.ts';
import { latin1 } from './character-set.ts';
import { DamageList } from './damage-list.ts';
import { walkSequence } from './element-walk.ts';
import { buildHeader, declaredTerms } from './header-builder.ts';
import { quickValue, unsaid } from './quick-value.ts';
import type { ScanWindow } from './scan-window.ts';
import { TextReader } from './text-decoder.ts';
import type { Encoding } from './transfer-syntax.ts';
import { formOfVR, vrCode, vrOfCode } from './value-representation.ts';
import { decodeValue } from './values.ts';
import type { RawSet, Walk } from './walk.ts';
import { perFrameFunctionalGroups, slots } from './wanted.ts';

/** Values up to this length are kept side by side, longer ones each by itself. */
const side = 64;
const mostReaders = 256;
/** Added to the code of the value representation for a sequence that does not say its length. */
const endlessMark = 0x10000;

const slotForms = Uint8Array.from(slots, ({ vr }) => formOfVR(vr));
const slotCodes = Uint16Array.from(slots, ({ vr }) => vrCode(vr));
const none: readonly Damage[] = [];

/** What reading the items of a sequence came to. */
export type SequenceEnd =
  | number
  /** More bytes of it must be loaded. */
  | 'short'
  /** Something in it is for the full walk to name. */
  | 'odd';

/**
 * Remembers of every attribute the bytes it had last and what they said. Neighbouring files are mostly of one series and say most things again; comparing bytes costs a
 * tenth of decoding them, and the same value is then the same object. It decides nothing: bytes that differ are decoded, by the same decoder as in the full walk.
 */
export class ValueMemory {
  readonly #codes = new Int32Array(slots.length).fill(-1);
  readonly #lengths = new Int32Array(slots.length).fill(-1);
  readonly #side = new DataView(new ArrayBuffer(slots.length * side));
  readonly #long: (Buffer | undefined)[] = slots.map(() => undefined);
  readonly #values: unknown[] = slots.map(() => undefined);
  /** The decoder a value was decoded with, where another one might say something else. */
  readonly #readers: (TextReader | undefined)[] = slots.map(() => undefined);
  readonly #damage: (readonly Damage[])[] = slots.map(() => none);
  readonly #decoders = new Map<string, TextReader>();
  readonly #plainReader = new TextReader([]);

  value(slot: number): unknown {
    return this.#values[slot];
  }

  damage(slot: number): readonly Damage[] {
    return this.#damage[slot] ?? none;
  }

  /** The decoder under these bytes of (0008,0005); without them, under the default repertoire. */
  reader(bytes: Uint8Array | undefined): TextReader {
    if (bytes === undefined) return this.#plainReader;
    const key = latin1(bytes);
    const known = this.#decoders.get(key);
    if (known !== undefined) return known;
    if (this.#decoders.size >= mostReaders) this.#decoders.clear();
    const reader = new TextReader(declaredTerms(bytes));
    this.#decoders.set(key, reader);
    return reader;
  }

  /**
   * Reads the value of a slot that is no sequence; `value` and `damage` then tell it. `code`: the value representation as it stands, 0 where it does not stand (implicit).
   * False: it cannot be said without knowing the character set.
   */
  read(
    slot: number,
    code: number,
    window: ScanWindow,
    from: number,
    length: number,
    reader: TextReader | undefined,
  ): boolean {
    const known = this.#readers[slot];
    if (
      this.#lengths[slot] === length &&
      this.#codes[slot] === code &&
      (known === undefined || known === reader) &&
      this.#same(slot, window, from, length)
    )
      return true;
    const { bytes } = window;
    // In another representation than the attribute's own, how it is to be read depends on both.
    const own = code === 0 || code === slotCodes[slot];
    const quick = own ? quickValue(slotForms[slot] ?? 0, bytes, from, length) : unsaid;
    if (quick !== unsaid) {
      this.#keep(slot, code, window, from, length, quick, undefined, none);
      return true;
    }
    const wanted = slots[slot];
    if (reader === undefined || wanted === undefined) return false;
    const damage = new DamageList();
    const vr = code === 0 ? wanted.vr : vrOfCode(code);
    const element = { vr, big: false, bytes: bytes.subarray(from, from + length) };
    const value = decodeValue(element, wanted, reader, damage);
    this.#keep(slot, code, window, from, length, value, reader, damage.toArray());
    return true;
  }

  /** Where a sequence ends whose bytes are the ones it had last, or -1. `length` is `undefined` where it does not say. */
  recallSequence(
    slot: number,
    code: number,
    window: ScanWindow,
    from: number,
    length: number | undefined,
    reader: TextReader,
  ): number {
    const known = this.#lengths[slot] ?? -1;
    if (known < 0 || (length !== undefined && known !== length) || from + known > window.loaded) return -1;
    if (this.#codes[slot] !== (length === undefined ? code + endlessMark : code)) return -1;
    if (this.#readers[slot] !== reader || !this.#same(slot, window, from, known)) return -1;
    return from + known;
  }

  /** Reads the items of a sequence from the loaded bytes, by the full walk. `end`: of the sequence when it says its length, else of the object; it may lie behind what is loaded. */
  readSequence(
    slot: number,
    code: number,
    window: ScanWindow,
    from: number,
    end: number,
    endless: boolean,
    encoding: Encoding,
    reader: TextReader,
  ): SequenceEnd {
    const tag = slots[slot]?.tag ?? 0;
    const { bytes, loaded } = window;
    const structure = new DamageList();
    const walk: Walk = {
      window: ByteWindow.ofBytes(bytes.subarray(0, loaded)),
      damage: structure,
      cut: false,
      elements: 0,
      furthest: 0,
      items: 0,
      nonsense: 0,
      readContent: () => undefined,
    };
    const items: RawSet[] = [];
    const next = walkSequence(walk, items, from, end, endless, encoding, tag);
    if (walk.cut || next < 0) return 'short';
    if (structure.size > 0) return 'odd';
    const damage = new DamageList();
    const value = items.map((item) => buildHeader(item, reader, damage));
    // Of the frames' groups only the first item is looked at, so that what follows need not be loaded and cannot be compared.
    if (tag !== perFrameFunctionalGroups && next <= loaded)
      this.#keep(slot, endless ? code + endlessMark : code, window, from, next - from, value, reader, damage.toArray());
    else {
      this.#lengths[slot] = -1;
      this.#values[slot] = value;
      this.#damage[slot] = damage.toArray();
    }
    return next;
  }

  #same(slot: number, window: ScanWindow, from: number, length: number): boolean {
    if (length > side) {
      const long = this.#long[slot];
      return long !== undefined && window.bytes.compare(long, 0, length, from, from + length) === 0;
    }
    const kept = this.#side;
    const { view } = window;
    let base = slot * side;
    let at = from;
    const end = from + length;
    for (; at + 4 <= end; at += 4, base += 4) if (kept.getInt32(base) !== view.getInt32(at)) return false;
    for (; at < end; at += 1, base += 1) if (kept.getUint8(base) !== view.getUint8(at)) return false;
    return true;
  }

  #keep(
    slot: number,
    code: number,
    { bytes, view }: ScanWindow,
    from: number,
    length: number,
    value: unknown,
    reader: TextReader | undefined,
    damage: readonly Damage[],
  ): void {
    this.#codes[slot] = code;
    this.#lengths[slot] = length;
    this.#values[slot] = value;
    this.#readers[slot] = reader;
    this.#damage[slot] = damage;
    if (length > side) {
      let long = this.#long[slot];
      if (long === undefined || long.length < length) {
        long = Buffer.allocUnsafeSlow(length * 2);
        this.#long[slot] = long;
      }
      bytes.copy(long, 0, from, from + length);
      return;
    }
    const base = slot * side;
    for (let at = 0; at < length; at += 1) this.#side.setUint8(base + at, view.getUint8(from + at));
  }
}
