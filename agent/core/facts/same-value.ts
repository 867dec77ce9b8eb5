import type { attributes } from './attributes.ts';

/** Value representations of the attribute table. */
export type DriftVR = (typeof attributes)[keyof typeof attributes][1];

/** Absent, or an element without a value: channels write the one for the other. */
export function isMissing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return blank(value);
  return Array.isArray(value) && value.every(isMissing);
}

/** Without text: blanks, a padding NUL, empty values, delimiters of a name. */
const blank = (text: string): boolean => /^[\s\0\\^=]*$/.test(text);

const numbers: ReadonlySet<string> = new Set(['DS', 'IS', 'US', 'SS', 'UL', 'SL', 'FL', 'FD', 'SV', 'UV']);
/** One value however many backslashes stand in it (PS3.5 §6.2). */
const longTexts: ReadonlySet<string> = new Set(['LT', 'ST', 'UT', 'UR']);

/** The single values, the trailing empty ones left out: `A\B` in one text is two. */
function valuesOf(vr: string, value: unknown): readonly (string | number)[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  const single = all.flatMap((each): (string | number)[] => {
    if (typeof each === 'number') return [each];
    if (typeof each !== 'string') return [''];
    return longTexts.has(vr) ? [each] : each.split('\\');
  });
  return single.slice(0, single.findLastIndex((each) => typeof each === 'number' || !blank(each)) + 1);
}

/** A binary number of 32 bits is no decimal fraction, and archives print as many digits as they please. */
const relative = 1e-6;

function numberOf(value: string | number): number {
  return typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
}

function sameNumber(a: string | number, b: string | number): boolean {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (!Number.isFinite(left) || !Number.isFinite(right)) return String(a).trim() === String(b).trim();
  return Math.abs(left - right) <= relative * Math.max(Math.abs(left), Math.abs(right));
}

/** A time with its seconds, without the zeros behind them: `0900`, `09:00:00` and `090000.000` are one. */
function timeText(text: string): string {
  const [whole = '', fraction = ''] = text.replaceAll(':', '').split('.');
  const rest = fraction.replace(/0+$/, '');
  return `${whole.padEnd(6, '0')}${rest === '' ? '' : `.${rest}`}`;
}

/** A date and time likewise; the offset stands as it is. */
function dateTimeText(text: string): string {
  const [, digits = '', fraction = '', offset = ''] = /^(\d*)(?:\.(\d*))?(.*)$/s.exec(text) ?? [];
  const rest = fraction.replace(/0+$/, '');
  const whole = digits.length > 8 ? digits.padEnd(14, '0') : digits;
  return `${whole}${rest === '' ? '' : `.${rest}`}${offset}`;
}

/** Component groups and components without blanks around them and without the delimiters at the end (PS3.5 §6.2.1.2). */
function nameText(text: string): string {
  const group = (part: string): string =>
    part
      .split('^')
      .map((component) => component.trim())
      .join('^')
      .replace(/\^+$/, '');
  return text.split('=').map(group).join('=').replace(/=+$/, '');
}

function meaning(vr: string, text: string): string {
  const trimmed = text.replace(/^[\s\0]+|[\s\0]+$/g, '').normalize('NFC');
  switch (vr) {
    case 'PN':
      return nameText(trimmed);
    case 'DA':
      return trimmed.replace(/[.\-/]/g, '');
    case 'TM':
      return timeText(trimmed);
    case 'DT':
      return dateTimeText(trimmed);
    case 'CS':
      return trimmed.toUpperCase();
    case 'LT':
    case 'ST':
    case 'UT':
      return trimmed.replace(/\r\n?/g, '\n').replace(/[ \t]+$/gm, '');
    default:
      return trimmed;
  }
}

const notAscii = /[^\0-\x7F]/;

/**
 * Whether two values of one attribute mean the same: texts trimmed and in their canonical form, numbers as numbers. A text with replacement characters has lost what
 * it said and differs from nothing; with `lax`, neither does one outside of ASCII.
 */
export function sameValue(vr: DriftVR, before: unknown, now: unknown, lax: boolean): boolean {
  const [left, right] = [valuesOf(vr, before), valuesOf(vr, now)];
  return (
    left.length === right.length &&
    left.every((value, at) => {
      const other = right[at] ?? '';
      if (value === other) return true;
      if (numbers.has(vr)) return sameNumber(value, other);
      const [a, b] = [String(value), String(other)];
      if (a.includes('\uFFFD') || b.includes('\uFFFD')) return true;
      if (lax && (notAscii.test(a) || notAscii.test(b))) return true;
      return meaning(vr, a) === meaning(vr, b);
    })
  );
}
