import type { ByteWindow } from './byte-window.ts';
import { type DamageList, tagText } from './damage-list.ts';
import type { Encoding } from './transfer-syntax.ts';
import { isCapital, knownVR } from './value-representation.ts';
import { contentSequence, perFrameFunctionalGroups, reportTags, type WantedTags } from './wanted.ts';

/** One element as it stands in the object: its bytes, or its items. `vr` is `UN` when nothing says better. */
export interface RawElement {
  readonly vr: string;
  readonly big: boolean;
  readonly bytes?: Uint8Array;
  readonly items?: readonly RawSet[];
}
/** A data set or item: wanted elements by tag, in the order of the object. */
export type RawSet = Map<number, RawElement>;

/** What the walk found besides elements. */
export interface Walk {
  readonly window: ByteWindow;
  readonly damage: DamageList;
  /** Where the pixel data begin and how long they say they are (`undefined` length: encapsulated). */
  pixelData?: { readonly position: number; readonly length: number | undefined };
  /** The walk ended before the end of the data set: cut file, spent budget, or an element that makes no sense. */
  cut: boolean;
  /** Elements seen at the top level, wanted or not. */
  elements: number;
  /** Whether the object's class has report content worth keeping. */
  readonly keepsContent: (set: RawSet) => boolean;
}

const undefinedLength = 0xffffffff;
const item = 0xfffee000;
const itemDelimitation = 0xfffee00d;
const sequenceDelimitation = 0xfffee0dd;
const pixelTags = new Set([0x7fe00008, 0x7fe00009, 0x7fe00010]);
const deepest = 48;
/** No wanted value is longer: a text attribute holds at most 10 240 characters, a report's text seldom more. */
const longestValue = 1_048_576;
const stopped = -1;

function u16(bytes: Uint8Array, at: number, big: boolean): number {
  const a = bytes[at] ?? 0;
  const b = bytes[at + 1] ?? 0;
  return big ? (a << 8) | b : (b << 8) | a;
}

function u32(bytes: Uint8Array, at: number, big: boolean): number {
  return big
    ? u16(bytes, at, true) * 65_536 + u16(bytes, at + 2, true)
    : u16(bytes, at + 2, false) * 65_536 + u16(bytes, at, false);
}

export function tagAt(bytes: Uint8Array, at: number, big: boolean): number {
  return u16(bytes, at, big) * 65_536 + u16(bytes, at + 2, big);
}

/** Ends the whole walk and says why: the bytes are over, or the budget is. */
function stop(walk: Walk, where?: string): number {
  walk.cut = true;
  walk.damage.add(walk.window.overBudget ? 'header-too-large' : 'truncated-header', where);
  return stopped;
}

interface ElementHead {
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
  const sensible = fits.find((form) => believable(walk, position + form.size + form.length, end, tag >>> 16, big));
  return sensible ?? fits[0];
}

/** Reads the part of an element before its value (PS3.5 §7.1). `undefined`: cut, or nonsense; the walk is stopped then. */
function headAt(walk: Walk, position: number, end: number, tag: number, encoding: Encoding): ElementHead | undefined {
  const { big } = encoding;
  const at = position - walk.window.base;
  const { bytes } = walk.window;
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
function looksLikeItems(walk: Walk, position: number, length: number, big: boolean): boolean {
  if (length !== undefinedLength && length < 8) return false;
  if (!walk.window.ensure(position, 8)) return false;
  const tag = tagAt(walk.window.bytes, position - walk.window.base, big);
  if (tag === sequenceDelimitation) return length === undefinedLength;
  if (tag !== item) return false;
  const itemLength = u32(walk.window.bytes, position - walk.window.base + 4, big);
  return length === undefinedLength || itemLength === undefinedLength || itemLength <= length - 8;
}

/** How the elements of an item inside a `UN` or implicit element are written; the surroundings are no proof (PS3.5 §6.2.2). */
function encodingInside(walk: Walk, position: number, encoding: Encoding): Encoding {
  const first = walk.window.peek(position, 16);
  if (first.length < 16) return { ...encoding, explicit: false };
  return { ...encoding, explicit: knownVR(first[12] ?? 0, first[13] ?? 0) !== undefined };
}

/**
 * Walks a data set from `position` to `end` and keeps the wanted elements in `set` (nothing when `undefined`: only the way to its end is of interest).
 * Returns the position behind it, or -1 when the walk is over. Recursion is bounded by `deepest`; every step moves at least eight bytes on.
 */
export function walkSet(
  walk: Walk,
  set: RawSet | undefined,
  position: number,
  end: number,
  encoding: Encoding,
  wanted: WantedTags,
  depth: number,
): number {
  const { window, damage } = walk;
  const { big } = encoding;
  let previous = -1;
  let at = position;
  while (at < end) {
    if (end - at < 8 || !window.ensure(at, 8)) {
      if (depth > 0 && !walk.cut && end < window.size) {
        damage.add('length-overrun');
        return end;
      }
      const rest = window.peek(at, 8);
      if (rest.length === 0 || window.overBudget || !rest.every((byte) => byte === 0 || byte === 0x20 || byte === 0xff))
        return stop(walk);
      damage.add('trailing-bytes');
      return end;
    }
    const tag = tagAt(window.bytes, at - window.base, big);
    if (tag >= item && tag <= sequenceDelimitation && tag >>> 16 === 0xfffe) {
      if (depth > 0 && tag === itemDelimitation) return at + 8;
      // A sequence's end inside an item whose own end is missing: leave it to the sequence.
      if (depth > 0 && tag === sequenceDelimitation) return at;
      damage.add('stray-delimiter');
      at += 8;
      continue;
    }
    if (depth === 0 && tag === 0 && walk.elements > 0) {
      damage.add('trailing-bytes');
      return end;
    }
    const head = headAt(walk, at, end, tag, encoding);
    if (head === undefined) return stop(walk, tagText(tag));
    const valueAt = at + head.size;
    if (depth === 0) {
      walk.elements += 1;
      if (pixelTags.has(tag)) {
        walk.pixelData = { position: valueAt, length: head.length === undefinedLength ? undefined : head.length };
        return valueAt;
      }
    }
    if (tag < previous) damage.add('tags-out-of-order', depth === 0 ? undefined : 'in a sequence');
    previous = tag;

    const want = set === undefined ? undefined : wantedAt(walk, set, tag, wanted, depth);
    const vr = head.vr === '' || head.vr === 'UN' ? (want?.vr ?? '') : head.vr;
    const sequence =
      vr === 'SQ' ||
      ((vr === '' || head.length === undefinedLength) && looksLikeItems(walk, valueAt, head.length, big));
    if (head.length === undefinedLength) {
      const items: RawSet[] | undefined = want !== undefined && sequence && want.vr === 'SQ' ? [] : undefined;
      const inside = head.vr === 'SQ' ? encoding : encodingInside(walk, valueAt, encoding);
      at = walkItems(walk, items, valueAt, end, true, inside, vr === 'SQ' || vr === '', tag, wanted, depth);
      if (items !== undefined) keep(walk, set, tag, { vr: 'SQ', big, items });
      if (at < 0) return stopped;
      continue;
    }
    const room = end - valueAt;
    if (head.length > room) {
      const whole = end >= window.size;
      if (whole) walk.cut = true;
      damage.add(whole ? 'truncated-header' : 'length-overrun', tagText(tag));
      if (!(want?.vr === 'SQ' && sequence)) return whole ? stopped : end;
    }
    const valueEnd = valueAt + Math.min(head.length, room);
    if (want !== undefined && want.vr === 'SQ' && (sequence || head.length === 0)) {
      const items: RawSet[] = [];
      const inside = head.vr === 'SQ' ? encoding : encodingInside(walk, valueAt, encoding);
      const next = walkItems(walk, items, valueAt, valueEnd, false, inside, true, tag, wanted, depth);
      keep(walk, set, tag, { vr: 'SQ', big, items });
      if (next < 0) return stopped;
    } else if (want !== undefined) {
      if (head.length > longestValue) damage.add('value-too-long', want.keyword);
      else if (window.ensure(valueAt, head.length)) {
        const from = valueAt - window.base;
        keep(walk, set, tag, {
          vr: head.vr === '' || head.vr === 'UN' ? want.vr : head.vr,
          big,
          bytes: window.bytes.subarray(from, from + head.length),
        });
      } else return stop(walk, tagText(tag));
    }
    if (head.length > room) return walk.cut ? stopped : end;
    at = valueEnd;
  }
  return end;
}

function wantedAt(
  walk: Walk,
  set: RawSet,
  tag: number,
  wanted: WantedTags,
  depth: number,
): ReturnType<WantedTags['get']> {
  const found = wanted.get(tag);
  if (found !== undefined || depth > 0 || tag !== contentSequence) return found;
  return walk.keepsContent(set) ? reportTags.get(tag) : undefined;
}

function keep(walk: Walk, set: RawSet | undefined, tag: number, element: RawElement): void {
  if (set === undefined) return;
  if (set.has(tag)) walk.damage.add('duplicate-element', tagText(tag));
  set.set(tag, element);
}

/** Walks the items of a sequence (or the fragments of an encapsulated value) to its end and returns the position behind it, or -1. */
function walkItems(
  walk: Walk,
  items: RawSet[] | undefined,
  position: number,
  end: number,
  undefinedEnd: boolean,
  encoding: Encoding,
  holdsSets: boolean,
  tag: number,
  wanted: WantedTags,
  depth: number,
): number {
  const { window, damage } = walk;
  if (depth >= deepest) {
    damage.add('nested-too-deep', tagText(tag));
    if (undefinedEnd) walk.cut = true;
    return undefinedEnd ? stopped : end;
  }
  const inside = tag === contentSequence ? reportTags : wanted;
  const most = tag === perFrameFunctionalGroups ? 1 : Number.POSITIVE_INFINITY;
  let at = position;
  while (at < end) {
    if (end - at < 8 || !window.ensure(at, 8)) {
      if (!walk.cut && end < window.size) {
        damage.add('sequence-broken', tagText(tag));
        return end;
      }
      return stop(walk, tagText(tag));
    }
    const offset = at - window.base;
    const itemTag = tagAt(window.bytes, offset, encoding.big);
    const length = u32(window.bytes, offset + 4, encoding.big);
    if (itemTag === sequenceDelimitation) return undefinedEnd ? at + 8 : end;
    if (itemTag !== item) {
      if (itemTag === itemDelimitation) {
        damage.add('stray-delimiter', tagText(tag));
        at += 8;
        continue;
      }
      damage.add('sequence-broken', tagText(tag));
      return undefinedEnd ? at : end;
    }
    at += 8;
    const room = end - at;
    if (length !== undefinedLength && length > room && !walk.cut) {
      const whole = end >= window.size;
      if (whole) walk.cut = true;
      damage.add(whole ? 'truncated-header' : 'length-overrun', tagText(tag));
    }
    const itemEnd = length === undefinedLength ? end : at + Math.min(length, room);
    const set: RawSet | undefined = items === undefined || items.length >= most ? undefined : new Map();
    if (set !== undefined) items?.push(set);
    if (holdsSets && (set !== undefined || length === undefinedLength)) {
      const next = walkSet(walk, set, at, itemEnd, encoding, inside, depth + 1);
      if (next < 0) return stopped;
      at = length === undefinedLength ? next : itemEnd;
    } else {
      if (length === undefinedLength) {
        damage.add('sequence-broken', tagText(tag));
        return undefinedEnd ? stop(walk, tagText(tag)) : end;
      }
      at = itemEnd;
    }
    if (length !== undefinedLength && length > room) return walk.cut ? stopped : end;
    if (!undefinedEnd && items !== undefined && items.length >= most) return end;
  }
  if (undefinedEnd && end >= window.size) return stop(walk, tagText(tag));
  if (undefinedEnd) damage.add('sequence-broken', tagText(tag));
  return end;
}
