import { knownVR } from './value-representation.ts';

/** A value representation as the number that its two letters make on the wire; 0 where none is written. */
export const vrNumber = (vr: string): number => (vr.charCodeAt(0) << 8) | vr.charCodeAt(1);
export const vrText = (vr: number): string => (vr === 0 ? '' : String.fromCharCode(vr >> 8, vr & 0xff));

export const noVR = 0;
export const sq = vrNumber('SQ');
export const un = vrNumber('UN');
export const ds = vrNumber('DS');

/** How an element of a value representation writes its length (PS3.5 §7.1.2), by the representation's number. */
export const unknownForm = 0;
export const shortForm = 1;
export const longForm = 2;
const forms = new Uint8Array(65_536);

/** How a text without an escape, a backslash and a byte above 127 becomes a value: as it stands, without blanks before it, or by the component groups of a name. */
const keepsLeading = 1;
export const trimsLeading = 2;
export const isName = 3;
const texts = new Uint8Array(65_536);

for (let first = 0x41; first <= 0x5a; first += 1) {
  for (let second = 0x41; second <= 0x5a; second += 1) {
    const known = knownVR(first, second);
    if (known !== undefined) forms[(first << 8) | second] = known.long ? longForm : shortForm;
  }
}
for (const vr of ['LO', 'SH', 'UC', 'LT', 'ST', 'UT', 'UR']) texts[vrNumber(vr)] = keepsLeading;
for (const vr of ['AE', 'AS', 'CS', 'DA', 'DT', 'TM', 'UI']) texts[vrNumber(vr)] = trimsLeading;
texts[vrNumber('PN')] = isName;

export function formOf(vr: number): number {
  return forms[vr] ?? unknownForm;
}

/** 0: no text. */
export function textForm(vr: number): number {
  return texts[vr] ?? 0;
}
