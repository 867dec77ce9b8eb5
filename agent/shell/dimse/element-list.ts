// Data sets of the normalized services (a performed step, the report of a commitment) as lists of elements: read from
// implicit or explicit VR little endian, merged, written in implicit VR little endian. Values stay the bytes they were.
import { EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN } from './transfer-syntax.ts';

/** Transfer syntaxes that are read here. Every application must offer the first one (PS3.5 section 10.1). */
export const ELEMENT_LIST_SYNTAXES: readonly string[] = [IMPLICIT_VR_LITTLE_ENDIAN, EXPLICIT_VR_LITTLE_ENDIAN];

/** One element: its tag as a 32-bit number, and its value as it stands in implicit VR little endian. */
export interface RawElement {
  readonly tag: number;
  readonly value: Buffer;
}

/** VRs whose explicit form has a 16-bit length (PS3.5 section 7.1.2). */
const SHORT_VRS: ReadonlySet<string> = new Set(
  'AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US'.split(' '),
);
const UNDEFINED_LENGTH = 0xffffffff;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
/** Deeper nesting than any real data set has. */
const MAX_DEPTH = 32;

/** A data set that is none: where it broke. The peer's fault, so a value at the border and this inside. */
class Malformed extends Error {}

interface Head {
  readonly tag: number;
  readonly vr: string;
  readonly length: number;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  #take(length: number): Buffer {
    if (this.#at + length > this.#bytes.length) throw new Malformed(`cut at ${String(this.#at)}`);
    const part = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return part;
  }

  head(explicit: boolean): Head {
    const start = this.#take(8);
    const tag = start.readUInt16LE(0) * 0x10000 + start.readUInt16LE(2);
    const delimits = tag === ITEM || tag === ITEM_END || tag === SEQUENCE_END;
    if (!explicit || delimits) return { tag, vr: '', length: start.readUInt32LE(4) };
    const vr = start.toString('latin1', 4, 6);
    if (!/^[A-Z]{2}$/.test(vr)) throw new Malformed(`no value representation at ${String(this.#at)}`);
    return { tag, vr, length: SHORT_VRS.has(vr) ? start.readUInt16LE(6) : this.#take(4).readUInt32LE(0) };
  }

  value(length: number): Buffer {
    return this.#take(length);
  }

  /** Elements to the end of the bytes, or to an item's end when the item has no length. */
  elements(explicit: boolean, open: boolean, depth: number): RawElement[] {
    const list: RawElement[] = [];
    while (!this.atEnd) {
      const head = this.head(explicit);
      if (head.tag === ITEM_END && open) return list;
      if (head.tag === ITEM || head.tag === ITEM_END || head.tag === SEQUENCE_END)
        throw new Malformed('stray delimiter');
      list.push({ tag: head.tag, value: this.#valueOf(head, explicit, depth) });
    }
    if (open) throw new Malformed('an item has no end');
    return list;
  }

  #valueOf({ vr, length }: Head, explicit: boolean, depth: number): Buffer {
    if (length !== UNDEFINED_LENGTH && vr !== 'SQ') return this.#take(length);
    if (depth >= MAX_DEPTH) throw new Malformed('nested too deeply');
    // An element of unknown VR and undefined length is a sequence in implicit VR (PS3.5 section 6.2.2, note 4).
    const inside = explicit && vr !== 'UN';
    if (length === UNDEFINED_LENGTH) return encodeItems(this.items(inside, true, depth + 1));
    return encodeItems(new Reader(this.#take(length)).items(inside, false, depth + 1));
  }

  items(explicit: boolean, open: boolean, depth: number): RawElement[][] {
    const items: RawElement[][] = [];
    while (!this.atEnd) {
      const { tag, length } = this.head(explicit);
      if (tag === SEQUENCE_END && open) return items;
      if (tag !== ITEM) throw new Malformed('an item was due');
      items.push(
        length === UNDEFINED_LENGTH
          ? this.elements(explicit, true, depth)
          : new Reader(this.#take(length)).elements(explicit, false, depth),
      );
    }
    if (open) throw new Malformed('a sequence has no end');
    return items;
  }
}

export type ElementList =
  | { readonly kind: 'elements'; readonly elements: readonly RawElement[] }
  | { readonly kind: 'invalid'; readonly what: string };

/** Reads a whole data set. */
export function readElementList(dataset: Uint8Array, transferSyntaxUID: string): ElementList {
  const bytes = Buffer.from(dataset.buffer, dataset.byteOffset, dataset.byteLength);
  try {
    const explicit = transferSyntaxUID !== IMPLICIT_VR_LITTLE_ENDIAN;
    return { kind: 'elements', elements: new Reader(bytes).elements(explicit, false, 0) };
  } catch (fault) {
    if (fault instanceof Malformed) return { kind: 'invalid', what: fault.message };
    throw fault;
  }
}

/** The items of a sequence that was read here; `undefined`: the element is absent, or its value is no sequence. */
export function itemsIn(elements: readonly RawElement[], tag: number): readonly (readonly RawElement[])[] | undefined {
  const found = elements.find((element) => element.tag === tag);
  if (found === undefined) return undefined;
  try {
    return new Reader(found.value).items(false, false, 0);
  } catch (fault) {
    if (fault instanceof Malformed) return undefined;
    throw fault;
  }
}

/** A value of the default repertoire without its padding; `undefined`: absent. */
export function textIn(elements: readonly RawElement[], tag: number): string | undefined {
  const found = elements.find((element) => element.tag === tag);
  return found?.value.toString('latin1').replace(/[\0 ]+$/, '');
}

/** A value of VR US. */
export function shortIn(elements: readonly RawElement[], tag: number): number | undefined {
  const value = elements.find((element) => element.tag === tag)?.value;
  return value?.length === 2 ? value.readUInt16LE(0) : undefined;
}

/** Writes elements ascending by tag, sequences included, in implicit VR little endian. */
export function writeElementList(elements: readonly RawElement[]): Buffer {
  return Buffer.concat(
    elements
      .toSorted((a, b) => a.tag - b.tag)
      .flatMap(({ tag, value }) => {
        const head = Buffer.alloc(8);
        head.writeUInt16LE(Math.floor(tag / 0x10000), 0);
        head.writeUInt16LE(tag % 0x10000, 2);
        head.writeUInt32LE(value.length, 4);
        return [head, value];
      }),
  );
}

/** An element of VR UI, padded to even length. */
export function uidElement(tag: number, uid: string): RawElement {
  return { tag, value: Buffer.from(uid.length % 2 === 0 ? uid : `${uid}\0`, 'latin1') };
}

/** A sequence of items. */
export function sequenceElement(tag: number, items: readonly (readonly RawElement[])[]): RawElement {
  return { tag, value: encodeItems(items) };
}

function encodeItems(items: readonly (readonly RawElement[])[]): Buffer {
  return Buffer.concat(items.map((item) => writeElementList([{ tag: ITEM, value: writeElementList(item) }])));
}

/** Both lists; of a tag that stands in both, the value of `over`. */
export function mergedElements(under: readonly RawElement[], over: readonly RawElement[]): readonly RawElement[] {
  return [...new Map([...under, ...over].map((element) => [element.tag, element])).values()].toSorted(
    (a, b) => a.tag - b.tag,
  );
}
