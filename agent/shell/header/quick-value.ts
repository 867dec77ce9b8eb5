import { forms } from './value-representation.ts';

const space = 0x20;
const backslash = 0x5c;
const escape = 0x1b;
const equals = 0x3d;
/** Above this length one call into the runtime beats adding characters. */
const shortText = 12;

/** By multiplication, which is exact here; the language does not promise as much of its power operator. */
const powers = [1];
for (let exponent = 1; exponent <= 15; exponent += 1) powers.push((powers.at(-1) ?? 1) * 10);

/** Nothing could be said quickly; the full decoder says it. */
export const unsaid = Symbol('unsaid');

/**
 * Decodes the most frequent kinds of value without splitting, trimming or matching: one value of plain ASCII, one short decimal number, one unsigned short, one double. What the full
 * decoder would say differently, or with damage, is left to it: `unsaid`.
 */
export function quickValue(form: number, bytes: Buffer, from: number, length: number): string | number | typeof unsaid {
  if (form === forms.unsignedShort) return length === 2 ? (bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8) : unsaid;
  if (form === forms.double && length === 8) {
    const value = bytes.readDoubleLE(from);
    return Number.isFinite(value) ? value : unsaid;
  }
  if (form === forms.other || form === forms.double || form === forms.binary) return unsaid;
  let end = from + length;
  while (end > from) {
    const last = bytes[end - 1];
    if (last !== space && last !== 0) break;
    end -= 1;
  }
  if (form === forms.decimal || form === forms.integer) return quickNumber(form, bytes, from, end);
  if (end === from) return '';
  if (form === forms.plain && (bytes[from] ?? 0) <= space) return unsaid;
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80 || byte === escape) return unsaid;
    if (byte === backslash && form !== forms.paragraph) return unsaid;
    if (byte === equals && form === forms.name) return unsaid;
  }
  if (end - from > shortText) return bytes.toString('latin1', from, end);
  let text = '';
  for (let at = from; at < end; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}

/** A number of at most fifteen digits: digits and power of ten are exact as they are, so one division rounds as the language itself would. */
function quickNumber(form: number, bytes: Buffer, first: number, end: number): string | number | typeof unsaid {
  let from = first;
  while (from < end && bytes[from] === space) from += 1;
  if (from === end) return '';
  if (end - from > 16) return unsaid;
  const sign = bytes[from];
  if (sign === 0x2d || sign === 0x2b) from += 1;
  let digits = 0;
  let decimals = -1;
  let value = 0;
  for (let at = from; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x2e && decimals < 0 && form === forms.decimal) {
      decimals = 0;
      continue;
    }
    if (byte < 0x30 || byte > 0x39) return unsaid;
    value = value * 10 + byte - 0x30;
    digits += 1;
    if (decimals >= 0) decimals += 1;
  }
  if (digits === 0 || digits > 15 || (form === forms.integer && value > 2 ** 31)) return unsaid;
  const amount = decimals > 0 ? value / (powers[decimals] ?? 1) : value;
  return sign === 0x2d ? -amount : amount;
}
