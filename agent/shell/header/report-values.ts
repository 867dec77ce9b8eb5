import { latin1 } from './character-set.ts';
import type { DamageList } from './damage-list.ts';
import type { Frame } from './report-frame.ts';
import type { ReportBytes } from './report-source.ts';
import { kinds, at as tags, type WantedInReport } from './report-tags.ts';
import { ds, isName, textForm, trimsLeading, vrText } from './report-vr.ts';
import { TextReader } from './text-decoder.ts';
import { decodeValue, type PlainValue, readNumberText } from './values.ts';

const nul = 0;
const space = 0x20;
const backslash = 0x5c;
const equals = 0x3d;

/** Words and number texts of a report repeat; the last one of each hash is kept. Longer texts are no words. */
const longestWord = 16;
const words: string[] = Array.from({ length: 4096 }, () => '');

function wordSlot(bytes: Buffer, from: number, to: number): number {
  let hash = to - from;
  for (let at = from; at < to; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
  return (hash ^ (hash >>> 12)) & 4095;
}

/** The word of these bytes, when it is the one that is kept. */
function knownWord(bytes: Buffer, from: number, to: number, slot: number): string | undefined {
  const known = words[slot] ?? '';
  const length = to - from;
  if (known.length !== length) return undefined;
  for (let at = 0; at < length; at += 1) if (known.charCodeAt(at) !== bytes[from + at]) return undefined;
  return known;
}

/** The text of bytes that are known to be plain ASCII without blanks at its ends. */
function asciiWord(bytes: Buffer, from: number, to: number): string {
  if (to - from > longestWord) return bytes.toString('latin1', from, to);
  const slot = wordSlot(bytes, from, to);
  const known = knownWord(bytes, from, to, slot);
  if (known !== undefined) return known;
  const text = bytes.toString('latin1', from, to);
  words[slot] = text;
  return text;
}

/**
 * The value as text when nothing of it needs a decoder: bytes below 128 without an escape, one value, no component groups. Padding at the end says nothing. Else
 * `undefined`.
 */
function plainText(bytes: Buffer, from: number, to: number, vr: number): string | undefined {
  const form = textForm(vr);
  if (form === 0) return undefined;
  let first = from;
  let last = to;
  while (last > first && (bytes[last - 1] === space || bytes[last - 1] === nul)) last -= 1;
  if (first === last) return '';
  if (form === trimsLeading && last - first <= longestWord) {
    // Only plain words are kept, so that what equals one is plain.
    const known = knownWord(bytes, first, last, wordSlot(bytes, first, last));
    if (known !== undefined) return known;
  }
  for (let at = first; at < last; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x7f || byte === 0x1b || byte === backslash) return undefined;
    if (byte === equals && form === isName) return undefined;
  }
  if (form !== trimsLeading) return bytes.toString('latin1', first, last);
  while (first < last && isBlank(bytes[first] ?? 0)) first += 1;
  // Names and free texts are a person's business and are not kept beside the report.
  return first === last ? '' : asciiWord(bytes, first, last);
}

function isBlank(byte: number): boolean {
  return byte === space || (byte >= 9 && byte <= 13);
}

/** Digits that a sum of whole numbers holds exactly; ten to that many places is exact too, so that one division rounds as the text does. */
const exactDigits = 15;
const powers = Array.from({ length: exactDigits + 1 }, (_, power) => 10 ** power);

/** A plain decimal number of at most fifteen digits; NaN for everything else. */
function decimal(bytes: Buffer, from: number, to: number): number {
  let at = from;
  const sign = bytes[at];
  if (sign === 0x2d || sign === 0x2b) at += 1;
  let value = 0;
  let digits = 0;
  let point = -1;
  for (; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) {
      value = value * 10 + (byte - 0x30);
      digits += 1;
    } else if (byte === 0x2e && point < 0) point = digits;
    else return Number.NaN;
  }
  if (digits === 0 || digits > exactDigits) return Number.NaN;
  const amount = point < 0 ? value : value / (powers[digits - point] ?? 1);
  return sign === 0x2d ? -amount : amount;
}

/** A decimal string as it stands and as a number: `number` is absent when it is none, `numbers` are all of them when it holds several. */
export interface DecimalText {
  readonly raw: string;
  readonly number: number | undefined;
  readonly numbers: readonly number[] | undefined;
}

function slowDecimal(bytes: Buffer, from: number, to: number, damage: DamageList): DecimalText {
  const raw = bytes.toString('latin1', from, to).replaceAll('\0', ' ').trim();
  const read = readNumberText(raw, 'DS', 'NumericValue', damage);
  if (typeof read === 'number') return { raw, number: read, numbers: undefined };
  const parts = raw.split('\\').map((part) => part.trim());
  const numbers = parts.length > 1 && parts.every((part) => part !== '') ? parts.map(Number) : [];
  const several = numbers.length > 1 && numbers.every((each) => Number.isFinite(each));
  return { raw, number: undefined, numbers: several ? numbers : undefined };
}

/** Reads a NumericValue (PS3.3 §C.18.1) with blanks or NULs around it. */
function readDecimal(bytes: Buffer, from: number, to: number, damage: DamageList): DecimalText {
  let first = from;
  let last = to;
  while (first < last && (bytes[first] === space || bytes[first] === nul)) first += 1;
  while (last > first && (bytes[last - 1] === space || bytes[last - 1] === nul)) last -= 1;
  const number = last - first > longestWord ? Number.NaN : decimal(bytes, first, last);
  if (Number.isNaN(number)) return slowDecimal(bytes, from, to, damage);
  return { raw: asciiWord(bytes, first, last), number, numbers: undefined };
}

/** Which of an item's texts counts when it has several: the lowest. */
const textRanks = new Map<number, number>([
  [tags.text, 0],
  [tags.dateTime, 1],
  [tags.uid, 2],
  [tags.personName, 3],
  [tags.date, 4],
  [tags.time, 5],
]);

let reports = 0;

/** Turns the values of one report's elements into what the frames keep of them. */
export class FrameFiller {
  /** Tells this report's entries from another one's where something is remembered beyond a report. */
  readonly report = (reports += 1);
  /** Set when a value was read by more than its own bytes: by a character set, or with damage. */
  decoded = false;
  readonly #data: ReportBytes;
  readonly #damage: DamageList;
  readonly #readers = new Map<string, TextReader>();

  constructor(data: ReportBytes, damage: DamageList) {
    this.#data = data;
    this.#damage = damage;
  }

  /** Takes the value of a wanted element that holds no items. `vr` is the one it is written with, or is to be read with. */
  take(frame: Frame, tag: number, want: WantedInReport, vr: number, from: number, to: number, big: boolean): void {
    if (tag === tags.characterSet) {
      // What an unknown term comes to is this report's damage; in another one it has to be named again.
      this.decoded = true;
      frame.reader = this.#readerFor(from, to);
      return;
    }
    switch (frame.kind) {
      case kinds.content:
        this.#takeContent(frame, tag, this.#text(frame, want, vr, from, to, big));
        break;
      case kinds.code:
        takeCode(frame, tag, this.#text(frame, want, vr, from, to, big));
        break;
      case kinds.measured:
        this.#takeMeasured(frame, tag, want, vr, from, to, big);
        break;
      case kinds.template:
        frame.template = this.#text(frame, want, vr, from, to, big);
        break;
      case kinds.table:
      case kinds.line:
      case kinds.cell:
        this.#takeInTable(frame, tag, want, vr, from, to, big);
        break;
      case kinds.skipped:
        break;
    }
  }

  #takeContent(frame: Frame, tag: number, text: string | undefined): void {
    if (tag === tags.valueType) frame.valueType = text ?? '';
    else if (tag === tags.relationship) frame.relationship = text;
    else if (text !== undefined) {
      const rank = textRanks.get(tag);
      if (rank === undefined || rank > frame.textRank) return;
      frame.text = text;
      frame.textRank = rank;
    }
  }

  #takeMeasured(
    frame: Frame,
    tag: number,
    want: WantedInReport,
    vr: number,
    from: number,
    to: number,
    big: boolean,
  ): void {
    if (tag === tags.numericValue && vr === ds) {
      const read = readDecimal(this.#data.bytes, from, to, this.#damage);
      frame.raw = read.raw;
      frame.number = read.number;
      frame.numbers = read.numbers;
      return;
    }
    const value = this.#value(frame, want, vr, from, to, big);
    const number = typeof value === 'number' ? value : undefined;
    switch (tag) {
      case tags.numericValue:
        frame.raw = latin1(this.#data.bytes.subarray(from, to)).replaceAll('\0', ' ').trim();
        frame.number = number;
        frame.numbers = undefined;
        break;
      case tags.floatingValue:
        frame.floating = number;
        break;
      case tags.numerator:
        frame.numerator = number;
        break;
      case tags.denominator:
        frame.denominator = number;
        break;
    }
  }

  #takeInTable(
    frame: Frame,
    tag: number,
    want: WantedInReport,
    vr: number,
    from: number,
    to: number,
    big: boolean,
  ): void {
    const value = this.#value(frame, want, vr, from, to, big);
    if (tag === tags.tableRows || tag === tags.rowNumber) frame.row = typeof value === 'number' ? value : undefined;
    else if (tag === tags.tableColumns || tag === tags.columnNumber)
      frame.column = typeof value === 'number' ? value : undefined;
    else frame.values = value === undefined || value === '' ? [] : typeof value === 'object' ? value : [value];
  }

  #text(frame: Frame, want: WantedInReport, vr: number, from: number, to: number, big: boolean): string | undefined {
    const plain = plainText(this.#data.bytes, from, to, vr);
    if (plain !== undefined) return plain;
    const value = this.#value(frame, want, vr, from, to, big);
    return value === undefined ? undefined : typeof value === 'object' ? value.join('\\') : String(value);
  }

  /** Decodes a value by the rules that hold for headers. */
  #value(
    frame: Frame,
    want: WantedInReport,
    vr: number,
    from: number,
    to: number,
    big: boolean,
  ): PlainValue | undefined {
    this.decoded = true;
    const bytes = this.#data.bytes.subarray(from, to);
    const wanted = { keyword: want.keyword, vr: vrText(want.vr) };
    return decodeValue({ vr: vrText(vr), big, bytes }, wanted, frame.reader, this.#damage);
  }

  /** The decoder for an item that declares character sets of its own (PS3.5 §7.5.3). */
  #readerFor(from: number, to: number): TextReader {
    const text = latin1(this.#data.bytes.subarray(from, to)).replaceAll('\0', ' ');
    const known = this.#readers.get(text);
    if (known !== undefined) return known;
    const reader = new TextReader(text.trim() === '' ? [] : text.split('\\').map((term) => term.trim()));
    for (const term of reader.unknownTerms)
      this.#damage.add('charset-unknown', 'SpecificCharacterSet', term.slice(0, 32));
    // A text as long as a report in the place of a term is not worth being kept.
    if (text.length <= 256) this.#readers.set(text, reader);
    return reader;
  }
}

function takeCode(frame: Frame, tag: number, text: string | undefined): void {
  switch (tag) {
    case tags.codeValue:
      frame.codeValue = text ?? '';
      break;
    case tags.scheme:
      frame.scheme = text ?? '';
      break;
    case tags.meaning:
      frame.meaning = text;
      break;
    case tags.longCodeValue:
      frame.longCode = text ?? '';
      break;
    case tags.urnCodeValue:
      frame.urnCode = text ?? '';
      break;
  }
}
