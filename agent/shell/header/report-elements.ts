import type { DamageCode } from '../../core/facts/damage.ts';
import { type DamageList, tagText } from './damage-list.ts';
import { farthestLook, turnedTag } from './element-head.ts';
import type { ReportBytes } from './report-source.ts';
import { formOf, longForm, noVR, shortForm, sq, un, unknownForm } from './report-vr.ts';
import { isCapital } from './value-representation.ts';

/**
 * Tags and lengths are kept as signed numbers of 32 bits, which the engine holds without a box: a length that says "until the delimiter" (PS3.5 §7.1.1) is -1, and one
 * beyond 2 GiB, which no report has, is 2 GiB.
 */
export const undefinedLength = -1;
/** Tags of items and their delimiters (PS3.5 §7.5). */
export const itemTag = 0xfffee000 | 0;
export const itemEnd = 0xfffee00d | 0;
export const sequenceEnd = 0xfffee0dd | 0;
/** Length field of 32 bits. */
export function lengthAt(view: DataView, at: number, big: boolean): number {
  const length = view.getInt32(at, !big);
  return length < undefinedLength ? 0x7fffffff : length;
}

/** The damage of a report, with a mark that stays when any was noted, whether the list had it already or not. */
export class ReportDamage {
  noted = false;
  readonly list: DamageList;

  constructor(list: DamageList) {
    this.list = list;
  }

  add(code: DamageCode, where?: string, detail?: string): void {
    this.noted = true;
    this.list.add(code, where, detail);
  }
}

/** What stands between an element's tag and its value; read anew into the same three numbers for each element. */
export class ElementReader {
  vr = noVR;
  length = 0;
  /** Bytes of the element before its value. */
  size = 8;
  /** The tag read last is an item's or delimiter's in the other byte order, and its length with it. */
  turned = false;
  /** Heads so far that no writer of data sets writes: of group 0000, or of no value representation. */
  nonsense = 0;
  readonly #data: ReportBytes;
  readonly #damage: ReportDamage;

  constructor(data: ReportBytes, damage: ReportDamage) {
    this.#data = data;
    this.#damage = damage;
  }

  tag(at: number, big: boolean): number {
    const { view } = this.#data;
    const written = (view.getUint16(at, !big) << 16) | view.getUint16(at + 2, !big);
    this.turned = false;
    const tag = written >>> 16 === 0xfeff ? turnedTag(written) : undefined;
    if (tag === undefined) return written;
    this.turned = true;
    this.#damage.add('byte-order-contradicts-syntax', tagText(tag));
    return tag | 0;
  }

  /** Reads the head of the element at `at` (PS3.5 §7.1), of which eight bytes are there. False: cut, or nonsense. */
  read(at: number, end: number, tag: number, explicit: boolean, big: boolean): boolean {
    const data = this.#data;
    const letters = data.view.getUint16(at + 4);
    if (tag >>> 16 === 0) this.nonsense += 1;
    const form = formOf(letters);
    if (explicit && form === shortForm) return this.#is(letters, data.view.getUint16(at + 6, !big), 8);
    if (!explicit) {
      const length = lengthAt(data.view, at + 4, big);
      if (length === undefinedLength || length <= end - at - 8 || form === unknownForm)
        return this.#is(noVR, length, 8);
      this.#damage.add('vr-contradicts-syntax', tagText(tag));
    }
    if (form === unknownForm) {
      // Some writers fall into implicit elements midway, as a sequence or a private block is copied in unchanged.
      if (lengthAt(data.view, at + 4, big) === undefinedLength) return this.#is(noVR, undefinedLength, 8);
      this.#damage.add('vr-unknown', tagText(tag));
      this.nonsense += 1;
      return this.#guess(at, end, tag, big);
    }
    if (form !== longForm) return this.#is(letters, data.view.getUint16(at + 6, !big), 8);
    if (!data.need(at + 12)) return false;
    const length = lengthAt(data.view, at + 8, big);
    if (length !== undefinedLength && length > end - at - 12) {
      // Old writers give these value representations a short length too.
      const short = data.view.getUint16(at + 6, !big);
      if (short > 0 && short <= end - at - 8) {
        this.#damage.add('vr-unknown', tagText(tag), 'short length');
        return this.#is(letters, short, 8);
      }
    }
    return this.#is(letters, length, 12);
  }

  #is(vr: number, length: number, size: number): true {
    this.vr = vr;
    this.length = length;
    this.size = size;
    return true;
  }

  /** A head without a known value representation: implicit, or with a long or a short length, whichever makes sense of what follows. */
  #guess(at: number, end: number, tag: number, big: boolean): boolean {
    const data = this.#data;
    const capitals = isCapital(data.bytes[at + 4] ?? 0) && isCapital(data.bytes[at + 5] ?? 0);
    const forms: (readonly [vr: number, length: number, size: number])[] = capitals
      ? []
      : [[noVR, lengthAt(data.view, at + 4, big), 8]];
    if (data.need(at + 12) && data.view.getUint16(at + 6, !big) === 0)
      forms.push([un, lengthAt(data.view, at + 8, big), 12]);
    forms.push([un, data.view.getUint16(at + 6, !big), 8]);
    const fitting = forms.filter(([, length, size]) => length >= 0 && length <= end - at - size);
    const found =
      fitting.find(([, length, size]) => length <= farthestLook && this.#follows(at + size + length, end, tag, big)) ??
      fitting.find(([, length, size]) => this.#believable(at + size + length, end, tag >>> 16, big)) ??
      fitting[0];
    return found !== undefined && this.#is(...found);
  }

  /** Whether what stands at `at` surely is the explicit element after `tag`, or the end of what holds them. */
  #follows(at: number, end: number, tag: number, big: boolean): boolean {
    if (at === end) return true;
    if (at > end - 8 || !this.#data.need(at + 8)) return false;
    const { view } = this.#data;
    const next = (view.getUint16(at, !big) << 16) | view.getUint16(at + 2, !big);
    if (next === itemEnd) return true;
    return next >>> 0 > tag >>> 0 && formOf(view.getUint16(at + 4)) !== unknownForm;
  }

  /** Whether what stands at `at` could be the element after one of this group: same or later group, a delimiter, or the end. */
  #believable(at: number, end: number, group: number, big: boolean): boolean {
    if (at === end) return true;
    if (at > end - 8 || !this.#data.need(at + 4)) return false;
    const next = this.#data.view.getUint16(at, !big);
    return next >= group && next - group < 0x6000;
  }

  /** Whether a value whose representation does not say so holds items: it begins with one, or with the sequence's end. */
  looksLikeItems(at: number, length: number, big: boolean): boolean {
    if ((length !== undefinedLength && length < 8) || !this.#data.need(at + 8)) return false;
    const tag = this.tag(at, big);
    if (tag === sequenceEnd) return length === undefinedLength;
    if (tag !== itemTag) return false;
    const first = lengthAt(this.#data.view, at + 4, big);
    return length === undefinedLength || first === undefinedLength || first <= length - 8;
  }

  /** Whether the elements of the items at `at` are explicit: of a value that is no `SQ` on the wire the surroundings are no proof (PS3.5 §6.2.2). */
  explicitInside(at: number, explicit: boolean): boolean {
    if (this.vr === sq) return explicit;
    return this.#data.need(at + 16) && formOf(this.#data.view.getUint16(at + 12)) !== unknownForm;
  }
}
