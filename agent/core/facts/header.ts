import type { attributes } from './attributes.ts';

/** The keywords of the attribute table. */
export type Keyword = keyof typeof attributes;

/** Text as decoded: one value, several values, or `''` when the element is there without a value. */
export type HeaderText = string | readonly string[];
/**
 * A number: one value, several, or `''` when the element is there without a value. A text that its value representation does not allow and that is no number
 * stays as the raw text beside the numbers, and the reading's damage names it.
 */
export type HeaderNumber = number | string | readonly (number | string)[];

type NumberVR = 'DS' | 'IS' | 'US' | 'SS' | 'UL' | 'SL' | 'FL' | 'FD' | 'SV' | 'UV';
type ValueOf<VR> = VR extends 'SQ' ? readonly Header[] : VR extends NumberVR ? HeaderNumber : HeaderText;

/**
 * One data set (or sequence item) by DICOM keyword. A key that is absent is an element that is absent; `''` is an element without value. Person names keep their
 * three component groups joined by `=` (PS3.5 §6.2.1). Only the attributes of the table are here; never pixel data, never binary values. Values that a series shares may stand
 * behind those of the image (inherited): they are read by name, or all with `for … in`.
 */
export type Header = { readonly [K in Keyword]?: ValueOf<(typeof attributes)[K][1]> };

/** Keywords whose value is text (or a date, a time, an identifier). */
export type TextKeyword = { [K in Keyword]: (typeof attributes)[K][1] extends NumberVR | 'SQ' ? never : K }[Keyword];
export type NumberKeyword = { [K in Keyword]: (typeof attributes)[K][1] extends NumberVR ? K : never }[Keyword];
export type SequenceKeyword = { [K in Keyword]: (typeof attributes)[K][1] extends 'SQ' ? K : never }[Keyword];

/** First text value; `''` when empty, `undefined` when the element is absent. */
export function textOf(header: Header, keyword: TextKeyword): string | undefined {
  return textsOf(header, keyword)?.[0];
}

/** Every text value; `['']` when the element is there without a value, `undefined` when it is absent. */
export function textsOf(header: Header, keyword: TextKeyword): readonly string[] | undefined {
  const value: HeaderText | undefined = header[keyword];
  if (value === undefined) return undefined;
  return typeof value === 'string' ? [value] : value;
}

/** First number; `undefined` when the element is absent, empty, or holds no number there. */
export function numberOf(header: Header, keyword: NumberKeyword): number | undefined {
  const value: HeaderNumber | undefined = header[keyword];
  const first = typeof value === 'object' ? value[0] : value;
  return typeof first === 'number' ? first : undefined;
}

/** Every value that is a number, in order. */
export function numbersOf(header: Header, keyword: NumberKeyword): readonly number[] {
  const value: HeaderNumber | undefined = header[keyword];
  if (value === undefined) return [];
  const all: readonly (number | string)[] = typeof value === 'object' ? value : [value];
  return all.filter((each) => typeof each === 'number');
}

/** Items of a sequence; none when it is absent or empty. */
export function itemsOf(header: Header, keyword: SequenceKeyword): readonly Header[] {
  return header[keyword] ?? [];
}
