/** How a data set is written: value representations explicit or not, byte order, deflated or not (PS3.5 annex A). */
export interface Encoding {
  readonly explicit: boolean;
  readonly big: boolean;
  readonly deflated: boolean;
}

const implicitLittleEndian = '1.2.840.10008.1.2';
const explicitLittleEndian = '1.2.840.10008.1.2.1';
const explicitBigEndian = '1.2.840.10008.1.2.2';
/** Deflated Explicit VR Little Endian, and the JPIP and deflated-frame kin that deflate the data set too. */
const deflatedSyntaxes = new Set(['1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.4.95', '1.2.840.10008.1.2.4.205']);
/** GE private: implicit little endian data set, big endian pixels. */
const geImplicit = '1.2.840.113619.5.2';

/** The encoding a transfer syntax declares; every syntax that is not named is explicit little endian (PS3.5 §A.4). */
export function encodingOf(transferSyntaxUID: string): Encoding {
  return {
    explicit: transferSyntaxUID !== implicitLittleEndian && transferSyntaxUID !== geImplicit,
    big: transferSyntaxUID === explicitBigEndian,
    deflated: deflatedSyntaxes.has(transferSyntaxUID),
  };
}

/** The plain transfer syntax that writes this way. */
export function plainSyntax(encoding: Encoding): string {
  if (encoding.big) return explicitBigEndian;
  return encoding.explicit ? explicitLittleEndian : implicitLittleEndian;
}
