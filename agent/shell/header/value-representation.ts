/** Value representations of PS3.5 §6.2, by the way an explicit element writes its length (PS3.5 §7.1.2). */
const shortForm = 'AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US'.split(' ');
const longForm = 'OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' ');

const code = (vr: string): number => (vr.charCodeAt(0) << 8) | vr.charCodeAt(1);
const known = new Map<number, { readonly vr: string; readonly long: boolean }>([
  ...shortForm.map((vr) => [code(vr), { vr, long: false }] as const),
  ...longForm.map((vr) => [code(vr), { vr, long: true }] as const),
]);

/** The value representation written in these two bytes, if PS3.5 knows it. */
export function knownVR(first: number, second: number): { readonly vr: string; readonly long: boolean } | undefined {
  return known.get((first << 8) | second);
}

export function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

/** How a value of this representation is written before anything of it is decoded; `other` holds no value that a header keeps. */
export const forms = {
  other: 0,
  plain: 1,
  text: 2,
  name: 3,
  paragraph: 4,
  decimal: 5,
  integer: 6,
  unsignedShort: 7,
  double: 8,
  binary: 9,
} as const;

const formOf: Readonly<Record<string, number>> = {
  ...Object.fromEntries('AE AS CS DA DT TM UI'.split(' ').map((vr) => [vr, forms.plain])),
  ...Object.fromEntries('LO SH UC'.split(' ').map((vr) => [vr, forms.text])),
  ...Object.fromEntries('LT ST UT UR'.split(' ').map((vr) => [vr, forms.paragraph])),
  ...Object.fromEntries('SS UL SL FL SV UV'.split(' ').map((vr) => [vr, forms.binary])),
  PN: forms.name,
  DS: forms.decimal,
  IS: forms.integer,
  US: forms.unsignedShort,
  FD: forms.double,
};

/** The two letters as a little endian number reads them. */
export function vrCode(vr: string): number {
  return (vr.charCodeAt(1) << 8) | vr.charCodeAt(0);
}

export function formOfVR(vr: string): number {
  return formOf[vr] ?? forms.other;
}

const namesByCode = new Map([...known.values()].map(({ vr }) => [vrCode(vr), vr]));

export function vrOfCode(of: number): string {
  return namesByCode.get(of) ?? '';
}

/** By `vrCode`: 0 unknown to PS3.5, 1 short length, 2 long length. A table because every element of every file asks. */
export const lengthForms = new Uint8Array(0x10000);
for (const { vr, long } of known.values()) {
  lengthForms[vrCode(vr)] = long ? 2 : 1;
}
