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
