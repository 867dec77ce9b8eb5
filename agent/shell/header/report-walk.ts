import type { SrItem } from '../../core/facts/dose/sr-item.ts';
import { type DamageList, tagText } from './damage-list.ts';
import { remember, remembered, sequenceForm } from './report-concepts.ts';
import {
  ElementReader,
  itemEnd,
  itemTag,
  lengthAt,
  ReportDamage,
  sequenceEnd,
  undefinedLength,
} from './report-elements.ts';
import { Frame } from './report-frame.ts';
import { beginSequence, deliver, holdsSeveral } from './report-sequence.ts';
import type { ReportBytes } from './report-source.ts';
import { type Kind, kinds, at as tags, wantedIn } from './report-tags.ts';
import { FrameFiller } from './report-values.ts';
import { noVR, sq, un } from './report-vr.ts';
import type { TextReader } from './text-decoder.ts';
import { mostNonsense } from './walk.ts';

const stopped = -1;
const deepest = 48;
/** No wanted value is longer. */
const longestValue = 1_048_576;
/** Content items kept of one report, and items of one other sequence: far above any real object, and a bound for memory. */
const mostContent = 1_000_000;
const mostInSequence = 10_000;

/** How a sequence's value is written. */
interface Writing {
  readonly explicit: boolean;
  readonly big: boolean;
  /** It ends with a delimiter. */
  readonly endless: boolean;
  /** Its items hold elements; else they are fragments of a value. */
  readonly holdsSets: boolean;
}

/**
 * One pass over the content of a structured report, from bytes to content items. Recursion is bounded by `deepest`; every step moves at least eight bytes on; what is
 * skipped by its length is not looked at. Positions are those of `ReportBytes`; -1 says that the pass is over.
 */
export class ReportWalk {
  readonly #data: ReportBytes;
  readonly #damage: ReportDamage;
  readonly #elements: ElementReader;
  readonly #filler: FrameFiller;
  readonly #frames: Frame[] = [];
  readonly #skipped: Frame;
  #cut = false;
  #items = 0;

  constructor(data: ReportBytes, reader: TextReader, damage: DamageList) {
    this.#data = data;
    this.#damage = new ReportDamage(damage);
    this.#elements = new ElementReader(data, this.#damage);
    this.#filler = new FrameFiller(data, damage);
    this.#skipped = new Frame(reader);
  }

  /** The items of the content sequence whose value begins at `at`, and the position behind it. */
  content(reader: TextReader, at: number, end: number, writing: Writing): { items: readonly SrItem[]; next: number } {
    const root = new Frame(reader);
    root.begin(kinds.content, reader);
    const next = this.#sequence(
      root,
      tags.content,
      at,
      end,
      writing.endless,
      writing.explicit,
      writing.big,
      writing.holdsSets,
      0,
    );
    return { items: root.children, next };
  }

  #stop(tag?: number): number {
    this.#cut = true;
    this.#damage.add(
      this.#data.overBudget ? 'header-too-large' : 'truncated-header',
      tag === undefined ? undefined : tagText(tag),
    );
    return stopped;
  }

  /** Less than an element is left of the item: its length is wrong, or the object is cut, or padded. */
  #remainder(at: number, end: number): number {
    const data = this.#data;
    if (!this.#cut && end < data.size) {
      this.#damage.add('length-overrun');
      return end;
    }
    const length = Math.min(8, data.size - at);
    if (length <= 0 || !data.need(at + length) || data.overBudget) return this.#stop();
    const rest = data.bytes.subarray(at, at + length);
    if (!rest.every((byte) => byte === 0 || byte === 0x20 || byte === 0xff)) return this.#stop();
    this.#damage.add('trailing-bytes');
    return end;
  }

  /** Reads the elements from `position` to `end`, or to the item's delimiter, into `frame`; returns the position behind them. */
  #set(frame: Frame, position: number, end: number, explicit: boolean, big: boolean, depth: number): number {
    const data = this.#data;
    const elements = this.#elements;
    const wanted = wantedIn[frame.kind];
    let previous = 0;
    let at = position;
    while (at < end) {
      if (end - at < 8 || !data.need(at + 8)) return this.#remainder(at, end);
      const tag = elements.tag(at, big);
      if (tag >= itemTag && tag <= sequenceEnd) {
        if (tag === itemEnd) return at + 8;
        // A sequence's end inside an item whose own end is missing: leave it to the sequence.
        if (tag === sequenceEnd) return at;
        this.#damage.add('stray-delimiter');
        elements.nonsense += 1;
        if (elements.nonsense > mostNonsense) return this.#stop();
        at += 8;
        continue;
      }
      if (!elements.read(at, end, tag, explicit, big)) {
        // No length fits. Where the item's own end is known the rest of the report is none the worse.
        if (end >= data.size || data.overBudget) return this.#stop(tag);
        this.#damage.add('length-overrun', tagText(tag));
        return end;
      }
      if (elements.nonsense > mostNonsense) return this.#stop(tag);
      if (tag >>> 0 < previous >>> 0) this.#damage.add('tags-out-of-order', 'in a sequence');
      previous = tag;
      const { length, vr: written } = elements;
      const valueAt = at + elements.size;
      const want = wanted.get(tag);
      const vr = written === noVR || written === un ? (want?.vr ?? noVR) : written;
      const valueEnd = valueAt + length;
      if (length === undefinedLength || valueEnd > end) {
        at = this.#unbounded(frame, tag, vr, valueAt, end, explicit, big, depth);
        if (at < 0) return stopped;
        continue;
      }
      if (want !== undefined) {
        if (want.vr === sq && (vr === sq || length === 0)) {
          const inside = elements.explicitInside(valueAt, explicit);
          if (this.#sequence(frame, tag, valueAt, valueEnd, false, inside, big, true, depth) < 0) return stopped;
        } else if (length > longestValue) this.#damage.add('value-too-long', want.keyword);
        else if (data.need(valueEnd)) this.#filler.take(frame, tag, want, vr, valueAt, valueEnd, big);
        else return this.#stop(tag);
      }
      at = valueEnd;
    }
    return end;
  }

  /** An element of undefined length, or one that is longer than what holds it; returns where to go on. */
  #unbounded(
    frame: Frame,
    tag: number,
    vr: number,
    valueAt: number,
    end: number,
    explicit: boolean,
    big: boolean,
    depth: number,
  ): number {
    const elements = this.#elements;
    const endless = elements.length === undefinedLength;
    const sequence = vr === sq || ((vr === noVR || endless) && elements.looksLikeItems(valueAt, elements.length, big));
    const lastOfAll = end >= this.#data.size;
    const kept = sequence && wantedIn[frame.kind].get(tag)?.vr === sq;
    // A sequence longer than the object is cut, or its length is wrong: what its items end with tells.
    if (endless || (lastOfAll && sequence)) {
      const inside = elements.explicitInside(valueAt, explicit);
      const holdsSets = vr === sq || vr === noVR;
      const next = kept
        ? this.#sequence(frame, tag, valueAt, end, true, inside, big, holdsSets, depth)
        : this.#itemsOf(kinds.skipped, frame, tag, valueAt, end, true, inside, big, holdsSets, depth);
      if (next >= 0 && !endless) this.#damage.add('length-overrun', tagText(tag));
      return next;
    }
    if (lastOfAll) return this.#stop(tag);
    this.#damage.add('length-overrun', tagText(tag));
    if (!kept) return end;
    const inside = elements.explicitInside(valueAt, explicit);
    return this.#sequence(frame, tag, valueAt, end, false, inside, big, true, depth) < 0 ? stopped : end;
  }

  /** Reads a wanted sequence into `frame`; of two with the same tag the later one holds. */
  #sequence(
    frame: Frame,
    tag: number,
    at: number,
    end: number,
    endless: boolean,
    explicit: boolean,
    big: boolean,
    holdsSets: boolean,
    depth: number,
  ): number {
    const kind = beginSequence(frame, tag);
    if (kind === kinds.code) return this.#coded(frame, tag, at, end, endless, explicit, big, holdsSets, depth);
    return this.#itemsOf(kind, frame, tag, at, end, endless, explicit, big, holdsSets, depth);
  }

  /** Reads a code sequence, or remembers what the same bytes were read as. */
  #coded(
    frame: Frame,
    tag: number,
    at: number,
    end: number,
    endless: boolean,
    explicit: boolean,
    big: boolean,
    holdsSets: boolean,
    depth: number,
  ): number {
    // Cells of a table may hold a code for each line.
    if (holdsSeveral(frame, tag)) {
      return this.#itemsOf(kinds.code, frame, tag, at, end, endless, explicit, big, holdsSets, depth);
    }
    const form = sequenceForm(explicit, big, endless, holdsSets);
    const { report } = this.#filler;
    const known = depth < deepest ? remembered(this.#data, at, end, form, report, frame.reader) : undefined;
    if (known !== undefined) {
      frame.takeConcept(tag, known.concept);
      return at + known.bytes.length;
    }
    frame.found = undefined;
    this.#damage.noted = false;
    this.#filler.decoded = false;
    const next = this.#itemsOf(kinds.code, frame, tag, at, end, endless, explicit, big, holdsSets, depth);
    frame.takeConcept(tag, frame.found);
    if (next >= 0 && !this.#damage.noted) {
      const plain = !this.#filler.decoded;
      remember(this.#data, at, next, form, frame.found, plain ? 0 : report, plain ? undefined : frame.reader);
    }
    return next;
  }

  /** Whether the next item of a sequence is read: all content and all of a table, and the first one of what has a single value. */
  #wants(kind: Kind, frame: Frame, before: number, tag: number): boolean {
    switch (kind) {
      case kinds.skipped:
        return false;
      case kinds.content:
        if (this.#items < mostContent) return true;
        break;
      case kinds.line:
      case kinds.cell:
        if (before < mostInSequence) return true;
        break;
      case kinds.code:
        if (!holdsSeveral(frame, tag)) return before === 0;
        if (before < mostInSequence) return true;
        break;
      case kinds.measured:
      case kinds.template:
      case kinds.table:
        return before === 0;
    }
    this.#damage.add('sequence-too-long', tagText(tag));
    return false;
  }

  /** Walks the items of a sequence (or the fragments of a value) to its end and returns the position behind it. */
  #itemsOf(
    kind: Kind,
    frame: Frame,
    tag: number,
    position: number,
    end: number,
    endless: boolean,
    explicit: boolean,
    big: boolean,
    holdsSets: boolean,
    depth: number,
  ): number {
    const data = this.#data;
    if (depth >= deepest) {
      this.#damage.add('nested-too-deep', tagText(tag));
      if (endless) this.#cut = true;
      return endless ? stopped : end;
    }
    let at = position;
    let kept = 0;
    while (at < end) {
      if (end - at < 8 || !data.need(at + 8)) {
        if (this.#cut || end >= data.size) return this.#stop(tag);
        this.#damage.add('sequence-broken', tagText(tag));
        return end;
      }
      const found = this.#elements.tag(at, big);
      if (found === sequenceEnd) return endless ? at + 8 : end;
      if (found !== itemTag) {
        if (found === itemEnd) {
          this.#damage.add('stray-delimiter', tagText(tag));
          this.#elements.nonsense += 1;
          if (this.#elements.nonsense > mostNonsense) return this.#stop(tag);
          at += 8;
          continue;
        }
        this.#damage.add('sequence-broken', tagText(tag));
        this.#elements.nonsense += 1;
        return endless ? at : end;
      }
      const length = lengthAt(data.view, at + 4, big !== this.#elements.turned);
      at += 8;
      const overrun = length !== undefinedLength && length > end - at;
      const open = length === undefinedLength || (overrun && end >= data.size);
      const itemEndsAt = open ? end : at + Math.min(length, end - at);
      const wanted = this.#wants(kind, frame, kept, tag);
      if (!wanted && kind !== kinds.skipped && !endless) return end;
      let next = itemEndsAt;
      if (wanted) {
        kept += 1;
        const child = this.#frameAt(depth, kind, frame);
        if (holdsSets) next = this.#set(child, at, itemEndsAt, explicit, big, depth + 1);
        if (kind === kinds.content) this.#items += 1;
        deliver(kind, frame, child, tag);
      } else if (holdsSets && open) next = this.#set(this.#skipped, at, itemEndsAt, explicit, big, depth + 1);
      if (next < 0) return stopped;
      if (open && holdsSets) {
        if (overrun && next >= end) return this.#stop(tag);
        at = next;
      } else if (open) {
        if (overrun) return this.#stop(tag);
        this.#damage.add('sequence-broken', tagText(tag));
        return endless ? this.#stop(tag) : end;
      } else at = itemEndsAt;
      if (overrun) this.#damage.add('length-overrun', tagText(tag));
    }
    if (endless && end >= data.size) return this.#stop(tag);
    if (endless) this.#damage.add('sequence-broken', tagText(tag));
    return end;
  }

  #frameAt(depth: number, kind: Kind, around: Frame): Frame {
    const frame = (this.#frames[depth] ??= new Frame(around.reader));
    frame.begin(kind, around.reader);
    return frame;
  }
}
