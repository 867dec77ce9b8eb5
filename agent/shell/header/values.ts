import { latin1 } from './character-set.ts';
import type { DamageList } from './damage-list.ts';
import type { TextReader } from './text-decoder.ts';
import type { RawElement } from './walk.ts';
import type { Wanted } from './wanted.ts';

/** A decoded value as it stands in a header: one, several, or `''`. */
export type PlainValue = string | number | readonly (string | number)[];

/** Text that the character sets of (0008,0005) apply to (PS3.5 §6.1.2.3). */
const coded = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);
/** Text of which a backslash is a part, since only one value is allowed. */
const single = new Set(['LT', 'ST', 'UT', 'UR']);
const plainText = new Set(['AE', 'AS', 'CS', 'DA', 'DT', 'TM', 'UI', 'UR']);
const numberText = new Set(['DS', 'IS']);
const numberForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

const sizes: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8, SV: 8, UV: 8 };

/** Trailing padding (space by the standard, NUL by habit) carries no meaning; leading spaces are kept in text. */
function unpadded(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 0x20 || text.charCodeAt(end - 1) === 0)) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}

function oneOrMany(values: readonly (string | number)[]): PlainValue {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values.length === 0 ? '' : values;
}

/** Empty trailing component groups say nothing: `Wang==` is `Wang`. */
function personName(text: string): string {
  const groups = text.split('=').map(unpadded);
  while (groups.length > 1 && groups.at(-1) === '') groups.pop();
  return groups.join('=');
}

/** A DS or IS value: the number, or its raw text when it is none. */
export function readNumberText(raw: string, vr: string, where: string, damage: DamageList): string | number {
  const text = raw.replaceAll('\0', ' ').trim();
  if (text === '') return '';
  if (!numberForm.test(text)) {
    damage.add('number-unreadable', where);
    return unpadded(raw);
  }
  const value = Number(text);
  if (!Number.isFinite(value)) {
    damage.add('number-unreadable', where);
    return unpadded(raw);
  }
  if ((vr === 'IS' && (!/^[+-]?\d+$/.test(text) || Math.abs(value) > 2 ** 31)) || text.length > 16)
    damage.add('number-form', where);
  return value;
}

function binaryNumbers(bytes: Uint8Array, vr: string, size: number, big: boolean): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values: number[] = [];
  for (let at = 0; at + size <= bytes.length; at += size) {
    switch (vr) {
      case 'US':
        values.push(view.getUint16(at, !big));
        break;
      case 'SS':
        values.push(view.getInt16(at, !big));
        break;
      case 'UL':
        values.push(view.getUint32(at, !big));
        break;
      case 'SL':
        values.push(view.getInt32(at, !big));
        break;
      case 'FL':
        values.push(view.getFloat32(at, !big));
        break;
      case 'FD':
        values.push(view.getFloat64(at, !big));
        break;
      default:
        values.push(Number(vr === 'SV' ? view.getBigInt64(at, !big) : view.getBigUint64(at, !big)));
    }
  }
  return values;
}

/** Decodes the text of one element; damage names what does not fit, never the text itself. */
function decodeText(bytes: Uint8Array, vr: string, where: string, reader: TextReader, damage: DamageList): string {
  if (!coded.has(vr)) return latin1(bytes);
  const decoded = reader.decode(bytes, vr === 'PN');
  switch (decoded.why) {
    case 'latin1-last-resort':
      damage.add('text-undecodable', where);
      break;
    case 'utf8-under-other-declaration':
    case 'gb18030-under-other-declaration':
      damage.add('charset-misdeclared', where, `${reader.declared.join('\\') || 'none'} → ${decoded.used}`);
      break;
    case 'as-declared':
    case 'default':
      break;
  }
  return decoded.text;
}

const isText = (vr: string): boolean => coded.has(vr) || plainText.has(vr);
const isNumber = (vr: string): boolean => numberText.has(vr) || sizes[vr] !== undefined;

/**
 * The value representation to read a value by: the one it is written in as long as that is of the attribute's own kind, since whoever looks at a text must never meet a
 * number. A text in the place of a number is read as a decimal one, bytes of numbers in the place of a text as that text, both with damage. `undefined`: none holds it.
 */
function readingVR(written: string, wanted: Wanted, damage: DamageList): string | undefined {
  if (isNumber(wanted.vr)) {
    if (isNumber(written)) return written;
    damage.add('vr-unexpected', wanted.keyword, written);
    return isText(written) ? 'DS' : undefined;
  }
  // A name that calls itself a code string is a name: character sets apply to it.
  if (isText(written)) return coded.has(wanted.vr) && !coded.has(written) ? wanted.vr : written;
  damage.add('vr-unexpected', wanted.keyword, written);
  return isNumber(written) ? wanted.vr : undefined;
}

/**
 * Decodes one element that holds no items: to numbers where the attribute holds numbers, else to text, whatever its value representation says. `undefined`: it says that
 * no value is there that a header keeps (OB, OW, AT …). Several values become an array; an element without value becomes `''`.
 */
export function decodeValue(
  element: RawElement,
  wanted: Wanted,
  reader: TextReader,
  damage: DamageList,
): PlainValue | undefined {
  const { bytes } = element;
  if (bytes === undefined) return undefined;
  const vr = readingVR(element.vr, wanted, damage);
  if (vr === undefined) return undefined;
  const where = wanted.keyword;
  const size = sizes[vr];
  if (size !== undefined) {
    if (bytes.length % size !== 0) damage.add('value-length', where);
    const values = binaryNumbers(bytes, vr, size, element.big).map((value) =>
      Number.isFinite(value) ? value : String(value),
    );
    return oneOrMany(values);
  }
  if (numberText.has(vr)) {
    return oneOrMany(
      unpadded(latin1(bytes))
        .split('\\')
        .map((each) => readNumberText(each, vr, where, damage)),
    );
  }
  if (bytes.length === 0) return '';
  const text = decodeText(bytes, vr, where, reader, damage);
  if (single.has(vr)) return unpadded(text);
  const parts = text.split('\\');
  if (vr === 'PN') return oneOrMany(parts.map(personName));
  return oneOrMany(
    parts.map((part) => (vr === 'LO' || vr === 'SH' || vr === 'UC' ? unpadded(part) : unpadded(part).trimStart())),
  );
}
