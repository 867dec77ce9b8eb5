// Transfer syntaxes as far as a receiver chooses among them.

import {
  EXPLICIT_VR_BIG_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  isDeflated,
  PRIVATE_IMPLICIT,
} from '../object-meter/index.ts';

export { IMPLICIT_VR_LITTLE_ENDIAN };
export const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

/** Compressed syntaxes of PS3.6 Table A-1: JPEG, JPEG-LS, JPEG 2000, MPEG, HEVC, HTJ2K, JPEG XL under .4; RLE; others. */
const ENCAPSULATED = /^1\.2\.840\.10008\.1\.2\.(?:4\.\d{2,3}|5|7\.[1-3]|8\.1|6\.1|1\.98)$/;

const UNCOMPRESSED: ReadonlySet<string> = new Set([
  IMPLICIT_VR_LITTLE_ENDIAN,
  EXPLICIT_VR_LITTLE_ENDIAN,
  EXPLICIT_VR_BIG_ENDIAN,
]);

/**
 * The one transfer syntax to accept of a presentation context, or `undefined` if all are deflated: a deflated stream
 * would have to be inflated before the pixels can be found and dropped.
 *
 * The sender's order decides, so that an object stays as it was compressed; a known syntax goes before an unknown one,
 * and among the uncompressed ones explicit little endian goes first because it keeps the VR of private elements.
 */
export function chooseTransferSyntax(proposed: readonly string[]): string | undefined {
  const usable = proposed.filter((uid) => !isDeflated(uid));
  const first = usable.find((uid) => UNCOMPRESSED.has(uid) || uid === PRIVATE_IMPLICIT || ENCAPSULATED.test(uid));
  if (first === undefined) return usable[0];
  if (UNCOMPRESSED.has(first) && usable.includes(EXPLICIT_VR_LITTLE_ENDIAN)) return EXPLICIT_VR_LITTLE_ENDIAN;
  return first;
}

/**
 * What an archive may send us, in the order of our wish: compressed as it lies there (PS3.6 Table A-1, the ones that archives hold), then
 * uncompressed. Offered only where we are the receiver; big endian is retired and still lies in old archives.
 */
export const NATIVE_SYNTAXES: readonly string[] = [
  '1.2.840.10008.1.2.4.70', // JPEG lossless, first-order prediction
  '1.2.840.10008.1.2.4.57', // JPEG lossless
  '1.2.840.10008.1.2.4.50', // JPEG baseline
  '1.2.840.10008.1.2.4.51', // JPEG extended
  '1.2.840.10008.1.2.4.80', // JPEG-LS lossless
  '1.2.840.10008.1.2.4.81', // JPEG-LS near-lossless
  '1.2.840.10008.1.2.4.90', // JPEG 2000 lossless
  '1.2.840.10008.1.2.4.91', // JPEG 2000
  '1.2.840.10008.1.2.4.201', // HTJ2K lossless
  '1.2.840.10008.1.2.4.203', // HTJ2K
  '1.2.840.10008.1.2.5', // RLE
  '1.2.840.10008.1.2.4.100', // MPEG-2
  '1.2.840.10008.1.2.4.102', // MPEG-4
  '1.2.840.10008.1.2.4.107', // HEVC
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  EXPLICIT_VR_BIG_ENDIAN,
];
