import { tagText } from './damage-list.ts';
import type { Encoding } from './transfer-syntax.ts';
import { isCapital, knownVR } from './value-representation.ts';
import type { Walk } from './walk.ts';

/** A length that says "until the delimiter" (PS3.5 §7.1.1). */
export const undefinedLength = 0xffffffff;
/** Tags of items and their delimiters (PS3.5 §7.5). */
export const item = 0xfffee000;
export const itemDelimitation = 0xfffee00d;
export const sequenceDelimitation = 0xfffee0dd;

function u16(bytes: Uint8Array, at: number, big: boolean): number {
  const a = bytes[at] ?? 0;
  const b = bytes[at + 1] ?? 0;
  return big ? (a << 8) | b : (b << 8) | a;
}

export function u32(bytes: Uint8Array, at: number, big: boolean): number {
  return big
    ? u16(bytes, at, true) * 65_536 + u16(bytes, at + 2, true)
    : u16(bytes, at + 2, false) * 65_536 + u16(bytes, at, false);
}

export function tagAt(bytes: Uint8Array, at: number, big: boolean): number {
  return u16(bytes, at, big) * 65_536 + u16(bytes, at + 2, big);
}

/** An item's or delimiter's tag in the other byte order: some writers turn the elements and forget these. Their group, FEFF, is nobody's. */
const turnedGroup = 0xfeff;
const turned = new Map(
  [item, itemDelimitation, sequenceDelimitation].map((tag) => {
    const [a, b, c, d] = [tag >>> 24, (tag >>> 16) & 0xff, (tag >>> 8) & 0xff, tag & 0xff];
    return [((b << 24) | (a << 16) | (d << 8) | c) >>> 0, tag];
  }),
);

/** The item's or delimiter's tag that `tag` is in the other byte order; `undefined`: it is none. */
export function turnedTag(tag: number): number | undefined {
  return tag >>> 16 === turnedGroup ? turned.get(tag >>> 0) : undefined;
}

/** The part of an element before its value. `vr` is empty when the element does not say. */
export interface ElementHead {
  readonly vr: string;
  readonly length: number;
  /** Bytes of the element before its value. */
  readonly size: number;
}

/** Whether what stands at `position` could be the element after one of group `group`: same or later group, or a delimiter, or the end. */
function believable(walk: Walk, position: number, end: number, group: number, big: boolean): boolean {
  if (position === end) return true;
  if (position > end - 8 || !walk.window.ensure(position, 4)) return false;
  const next = u16(walk.window.bytes, position - walk.window.base, big);
  return next >= group && next - group < 0x6000;
}

/** Farther ahead it is not looked for what follows an element that may be nonsense. */
export const farthestLook = 4096;

/** Whether what stands at `position` surely is the explicit element after the one of `tag` at `from`, or the end of what holds them. */
function follows(walk: Walk, from: number, position: number, end: number, tag: number, big: boolean): boolean {
  if (position === end) return true;
  if (position > end - 8 || position - from > farthestLook) return false;
  if (!walk.window.ensure(from, position - from + 8)) return false;
  const at = position - walk.window.base;
  const next = tagAt(walk.window.bytes, at, big);
  if (next === itemDelimitation) return true;
  return next > tag && knownVR(walk.window.bytes[at + 4] ?? 0, walk.window.bytes[at + 5] ?? 0) !== undefined;
}

/** Reads an element whose value representation PS3.5 does not know: as an implicit element, or with a long or a short length, whichever makes sense after it. */
function unknownHead(walk: Walk, position: number, end: number, tag: number, big: boolean): ElementHead | undefined {
  const at = position - walk.window.base;
  const { bytes } = walk.window;
  const forms: ElementHead[] = [{ vr: '', length: u32(bytes, at + 4, big), size: 8 }];
  const short: ElementHead = { vr: 'UN', length: u16(bytes, at + 6, big), size: 8 };
  const letters = isCapital(bytes[at + 4] ?? 0) && isCapital(bytes[at + 5] ?? 0);
  if (letters) forms.length = 0;
  const head12 = walk.window.ensure(position, 12);
  if (head12) {
    const now = walk.window.bytes;
    const from = position - walk.window.base;
    if (u16(now, from + 6, big) === 0) forms.push({ vr: 'UN', length: u32(now, from + 8, big), size: 12 });
  }
  forms.push(short);
  const fits = forms.filter((form) => form.length <= end - position - form.size);
  const sure = fits.find((form) => follows(walk, position, position + form.size + form.length, end, tag, big));
  if (sure !== undefined) return sure;
  const sensible = fits.find((form) => believable(walk, position + form.size + form.length, end, tag >>> 16, big));
  return sensible ?? fits[0];
}

/** Reads the part of an element before its value (PS3.5 §7.1). `undefined`: cut, or nonsense; the walk is stopped then. */
export function headAt(
  walk: Walk,
  position: number,
  end: number,
  tag: number,
  encoding: Encoding,
): ElementHead | undefined {
  const { big } = encoding;
  const at = position - walk.window.base;
  const { bytes } = walk.window;
  // Group 0000 is of messages and stands in no data set (PS3.7 §6.3).
  if (tag < 0x00010000) walk.nonsense += 1;
  const known = knownVR(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0);
  if (!encoding.explicit) {
    const length = u32(bytes, at + 4, big);
    if (length === undefinedLength || length <= end - position - 8 || known === undefined)
      return { vr: '', length, size: 8 };
    walk.damage.add('vr-contradicts-syntax', tagText(tag));
  }
  if (known === undefined) {
    // Some writers fall into implicit elements midway, as a sequence or a private block is copied in unchanged.
    const implicitLength = u32(bytes, at + 4, big);
    if (implicitLength === undefinedLength) return { vr: '', length: implicitLength, size: 8 };
    walk.damage.add('vr-unknown', tagText(tag));
    walk.nonsense += 1;
    return unknownHead(walk, position, end, tag, big);
  }
  if (!known.long) return { vr: known.vr, length: u16(bytes, at + 6, big), size: 8 };
  if (!walk.window.ensure(position, 12)) return undefined;
  const length = u32(walk.window.bytes, position - walk.window.base + 8, big);
  if (length !== undefinedLength && length > end - position - 12) {
    // Old writers give these value representations a short length too.
    const short = u16(walk.window.bytes, position - walk.window.base + 6, big);
    if (short > 0 && short <= end - position - 8) {
      walk.damage.add('vr-unknown', tagText(tag), 'short length');
      return { vr: known.vr, length: short, size: 8 };
    }
  }
  return { vr: known.vr, length, size: 12 };
}

/** Whether an element without a usable value representation holds items: its value begins with an item or the sequence's end. */
export function looksLikeItems(walk: Walk, position: number, length: number, big: boolean): boolean {
  if (length !== undefinedLength && length < 8) return false;
  if (!walk.window.ensure(position, 8)) return false;
  const tag = tagAt(walk.window.bytes, position - walk.window.base, big);
  if (tag === sequenceDelimitation) return length === undefinedLength;
  if (tag !== item) return false;
  const itemLength = u32(walk.window.bytes, position - walk.window.base + 4, big);
  return length === undefinedLength || itemLength === undefinedLength || itemLength <= length - 8;
}

/** How the elements of an item inside a `UN` or implicit element are written; the surroundings are no proof (PS3.5 §6.2.2). */
export function encodingInside(walk: Walk, position: number, encoding: Encoding): Encoding {
  const first = walk.window.peek(position, 16);
  if (first.length < 16) return { ...encoding, explicit: false };
  return { ...encoding, explicit: knownVR(first[12] ?? 0, first[13] ?? 0) !== undefined };
}
