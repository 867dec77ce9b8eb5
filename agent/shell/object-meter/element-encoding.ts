// Transfer syntaxes as far as whoever walks elements must know them: byte order, VR encoding, deflated or not.

export const IMPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2';
export const EXPLICIT_VR_BIG_ENDIAN = '1.2.840.10008.1.2.2';

/** Implicit VR with big-endian pixels, private to one vendor; its header reads like implicit VR little endian. */
export const PRIVATE_IMPLICIT = '1.2.840.113619.5.2';

/** Syntaxes whose whole data set is a deflated stream (PS3.5 Annex A.5, A.7, and the deflated JPIP over HTJ2K). */
const DEFLATED: ReadonlySet<string> = new Set([
  '1.2.840.10008.1.2.1.99',
  '1.2.840.10008.1.2.4.95',
  '1.2.840.10008.1.2.4.205',
]);

/** MPEG-2, MPEG-4, HEVC: one bit stream over all frames, in as many fragments as it likes (PS3.5 Annex A.4.5 ff.). */
const VIDEO = /^1\.2\.840\.10008\.1\.2\.4\.10[0-8](?:\.1)?$/;

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

export function isDeflated(transferSyntaxUID: string): boolean {
  return DEFLATED.has(transferSyntaxUID);
}

export function isVideo(transferSyntaxUID: string): boolean {
  return VIDEO.test(transferSyntaxUID);
}
