import { tagText } from './damage-list.ts';
import {
  type ElementHead,
  encodingInside,
  headAt,
  item,
  itemDelimitation,
  looksLikeItems,
  sequenceDelimitation,
  tagAt,
  turnedTag,
  u32,
  undefinedLength,
} from './element-head.ts';
import { longValue, pixelData, pixelsAtEnd, pixelsFrom } from './pixel-head.ts';
import type { Encoding } from './transfer-syntax.ts';
import { mostNonsense, type RawElement, type RawSet, stop, stopped, type Walk } from './walk.ts';
import { contentSequence, headerTags, perFrameFunctionalGroups, type WantedTags } from './wanted.ts';

/** Float, double float and integer pixel data; nothing behind them is read. */
export const pixelTags: ReadonlySet<number> = new Set([0x7fe00008, 0x7fe00009, 0x7fe00010]);
const deepest = 48;
/** No wanted value is longer: a text attribute holds at most 10 240 characters, a report's text seldom more. */
export const longestValue = 1_048_576;
/** Items kept of one sequence, and of all sequences: far above any real object, and a bound for memory. */
const mostInSequence = 10_000;
const mostItems = 1_000_000;

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
    const written = tagAt(window.bytes, at - window.base, big);
    const asTurned = depth > 0 ? turnedTag(written) : undefined;
    if (asTurned !== undefined) damage.add('byte-order-contradicts-syntax', tagText(asTurned));
    const tag = asTurned ?? written;
    if (tag >= item && tag <= sequenceDelimitation && tag >>> 16 === 0xfffe) {
      if (depth > 0 && tag === itemDelimitation) return at + 8;
      // A sequence's end inside an item whose own end is missing: leave it to the sequence.
      if (depth > 0 && tag === sequenceDelimitation) return at;
      damage.add('stray-delimiter');
      walk.nonsense += 1;
      if (walk.nonsense > mostNonsense) return stop(walk);
      at += 8;
      continue;
    }
    if (depth === 0 && tag === 0 && walk.elements > 0) {
      damage.add('trailing-bytes');
      return end;
    }
    const head = headAt(walk, at, end, tag, encoding);
    if (head === undefined || walk.nonsense > mostNonsense) return stop(walk, tagText(tag));
    const valueAt = at + head.size;
    if (depth === 0) {
      walk.elements += 1;
      walk.furthest = Math.max(walk.furthest, tag);
      if (pixelTags.has(tag)) {
        walk.pixelData = { position: valueAt, length: head.length === undefinedLength ? undefined : head.length };
        return valueAt;
      }
    }
    if (tag < previous) damage.add('tags-out-of-order', depth === 0 ? undefined : 'in a sequence');
    previous = tag;

    if (depth === 0 && tag === contentSequence && set !== undefined) {
      const next = readContent(walk, set, head, valueAt, end, encoding);
      if (next !== undefined) {
        if (next < 0) return stopped;
        at = next;
        continue;
      }
    }
    const want = set === undefined ? undefined : wanted.get(tag);
    const vr = head.vr === '' || head.vr === 'UN' ? (want?.vr ?? '') : head.vr;
    const sequence =
      vr === 'SQ' ||
      ((vr === '' || head.length === undefinedLength) && looksLikeItems(walk, valueAt, head.length, big));
    const endless = head.length === undefinedLength;
    const room = end - valueAt;
    const overrun = !endless && head.length > room;
    const lastOfAll = end >= window.size;
    // A sequence longer than the object is cut, or its length is wrong: what its items end with tells.
    if (endless || (overrun && lastOfAll && sequence)) {
      const items: RawSet[] | undefined = want !== undefined && sequence && want.vr === 'SQ' ? [] : undefined;
      const inside = head.vr === 'SQ' ? encoding : encodingInside(walk, valueAt, encoding);
      const pixels =
        endless && items !== undefined && depth === 0 && tag === perFrameFunctionalGroups
          ? pixelsAtEnd(walk, set, valueAt, encoding)
          : undefined;
      at =
        pixels === undefined
          ? walkItems(walk, items, valueAt, end, true, inside, vr === 'SQ' || vr === '', tag, wanted, depth)
          : walkItems(walk, items, valueAt, pixels, false, inside, true, tag, wanted, depth);
      if (items !== undefined) keep(walk, set, tag, { vr: 'SQ', big, items });
      if (at < 0) return stopped;
      if (overrun) damage.add('length-overrun', tagText(tag));
      continue;
    }
    if (overrun) {
      if (lastOfAll) return stop(walk, tagText(tag));
      damage.add('length-overrun', tagText(tag));
      if (!(want?.vr === 'SQ' && sequence)) return end;
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
    } else if (depth === 0 && head.length >= longValue) {
      const pixels = pixelsFrom(walk, set, valueEnd, encoding);
      if (pixels !== undefined) {
        walk.pixelData = pixels;
        walk.furthest = pixelData;
        return valueEnd;
      }
    }
    at = valueEnd;
  }
  return end;
}

/**
 * Walks the items of one sequence at the top level whose value begins at `position`, as `walkSet` does, and returns the position behind it, or -1. `end` is the end of the
 * sequence, or of the object when the sequence does not say its length (`endless`).
 */
export function walkSequence(
  walk: Walk,
  items: RawSet[],
  position: number,
  end: number,
  endless: boolean,
  encoding: Encoding,
  tag: number,
): number {
  const inside = encoding.explicit ? encoding : encodingInside(walk, position, encoding);
  return walkItems(walk, items, position, end, endless, inside, true, tag, headerTags, 0);
}

/** Hands a report's content sequence to whoever reads reports; `undefined`: there is none. */
function readContent(
  walk: Walk,
  set: RawSet,
  { vr, length }: ElementHead,
  position: number,
  end: number,
  encoding: Encoding,
): number | undefined {
  if (vr !== 'SQ' && vr !== 'UN' && vr !== '') return undefined;
  const { explicit, big } = vr === 'SQ' ? encoding : encodingInside(walk, position, encoding);
  const next = walk.readContent(set, { position, length, end, explicit, big });
  if (next !== undefined && next < 0) walk.cut = true;
  return next;
}

function keep(walk: Walk, set: RawSet | undefined, tag: number, element: RawElement): void {
  if (set === undefined) return;
  if (set.has(tag)) {
    walk.damage.add('duplicate-element', tagText(tag));
    walk.nonsense += 1;
  }
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
  const most = tag === perFrameFunctionalGroups ? 1 : mostInSequence;
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
    const written = tagAt(window.bytes, offset, encoding.big);
    const asTurned = turnedTag(written);
    if (asTurned !== undefined) damage.add('byte-order-contradicts-syntax', tagText(asTurned));
    const itemTag = asTurned ?? written;
    const length = u32(window.bytes, offset + 4, encoding.big !== (asTurned !== undefined));
    if (itemTag === sequenceDelimitation) return undefinedEnd ? at + 8 : end;
    if (itemTag !== item) {
      if (itemTag === itemDelimitation) {
        damage.add('stray-delimiter', tagText(tag));
        walk.nonsense += 1;
        if (walk.nonsense > mostNonsense) return stop(walk, tagText(tag));
        at += 8;
        continue;
      }
      damage.add('sequence-broken', tagText(tag));
      walk.nonsense += 1;
      return undefinedEnd ? at : end;
    }
    at += 8;
    const overrun = length !== undefinedLength && length > end - at;
    const endless = length === undefinedLength || (overrun && end >= window.size);
    const itemEnd = endless ? end : at + Math.min(length, end - at);
    const full = items !== undefined && (items.length >= most || walk.items >= mostItems);
    if (full && most > 1) damage.add('sequence-too-long', tagText(tag));
    const set: RawSet | undefined = items === undefined || full ? undefined : new Map();
    if (set !== undefined) {
      items?.push(set);
      walk.items += 1;
    }
    if (holdsSets && (set !== undefined || endless)) {
      const next = walkSet(walk, set, at, itemEnd, encoding, wanted, depth + 1);
      if (next < 0) return stopped;
      if (overrun && endless && next >= end) return stop(walk, tagText(tag));
      at = endless ? next : itemEnd;
    } else if (endless) {
      if (overrun) return stop(walk, tagText(tag));
      damage.add('sequence-broken', tagText(tag));
      return undefinedEnd ? stop(walk, tagText(tag)) : end;
    } else at = itemEnd;
    if (overrun) damage.add('length-overrun', tagText(tag));
    if (!undefinedEnd && items !== undefined && most === 1) return end;
    if (!undefinedEnd && full) return end;
  }
  if (undefinedEnd && end >= window.size) return stop(walk, tagText(tag));
  if (undefinedEnd) damage.add('sequence-broken', tagText(tag));
  return end;
}
