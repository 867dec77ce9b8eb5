// Transfer syntaxes as far as a receiver that reads headers must know them: byte order, VR encoding, deflated or not.

export const IMPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2';
export const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const EXPLICIT_VR_BIG_ENDIAN = '1.2.840.10008.1.2.2';

/** Implicit VR with big-endian pixels, private to one vendor; its header reads like implicit VR little endian. */
const PRIVATE_IMPLICIT = '1.2.840.113619.5.2';

/** Syntaxes whose whole data set is a deflated stream (PS3.5 Annex A.5, A.7, and the deflated JPIP over HTJ2K). */
const DEFLATED: ReadonlySet<string> = new Set([
  '1.2.840.10008.1.2.1.99',
  '1.2.840.10008.1.2.4.95',
  '1.2.840.10008.1.2.4.205',
]);

/** Compressed syntaxes of PS3.6 Table A-1: JPEG, JPEG-LS, JPEG 2000, MPEG, HEVC, HTJ2K, JPEG XL under .4; RLE; others. */
const ENCAPSULATED = /^1\.2\.840\.10008\.1\.2\.(?:4\.\d{2,3}|5|7\.[1-3]|8\.1|6\.1|1\.98)$/;

const UNCOMPRESSED: ReadonlySet<string> = new Set([
  IMPLICIT_VR_LITTLE_ENDIAN,
  EXPLICIT_VR_LITTLE_ENDIAN,
  EXPLICIT_VR_BIG_ENDIAN,
]);

/** How the elements of a data set are written (PS3.5 section 7.1 and Annex A). */
export interface ElementEncoding {
  readonly explicitVr: boolean;
  readonly bigEndian: boolean;
}

/** Encoding of the elements; everything that is not listed is explicit VR little endian (PS3.5 Annex A.4). */
export function elementEncoding(transferSyntaxUID: string): ElementEncoding {
  return {
    explicitVr: transferSyntaxUID !== IMPLICIT_VR_LITTLE_ENDIAN && transferSyntaxUID !== PRIVATE_IMPLICIT,
    bigEndian: transferSyntaxUID === EXPLICIT_VR_BIG_ENDIAN,
  };
}

/**
 * The one transfer syntax to accept of a presentation context, or `undefined` if all are deflated: a deflated stream
 * would have to be inflated before the pixels can be found and dropped.
 *
 * The sender's order decides, so that an object stays as it was compressed; a known syntax goes before an unknown one,
 * and among the uncompressed ones explicit little endian goes first because it keeps the VR of private elements.
 */
export function chooseTransferSyntax(proposed: readonly string[]): string | undefined {
  const usable = proposed.filter((uid) => !DEFLATED.has(uid));
  const first = usable.find((uid) => UNCOMPRESSED.has(uid) || uid === PRIVATE_IMPLICIT || ENCAPSULATED.test(uid));
  if (first === undefined) return usable[0];
  if (UNCOMPRESSED.has(first) && usable.includes(EXPLICIT_VR_LITTLE_ENDIAN)) return EXPLICIT_VR_LITTLE_ENDIAN;
  return first;
}
