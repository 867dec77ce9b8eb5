import type { CharacterSet } from '../writer/character-set.ts';
import type { TransferSyntax } from '../writer/transfer-syntax.ts';

/** Something that dciodvfy calls an error in a conforming object and that we accept, with the reason. Anything else fails the test. */
export interface AcceptedException {
  /** Of the error's line. */
  readonly pattern: RegExp;
  /** The exception holds for such files alone: in this character set, or in this transfer syntax. */
  readonly only: { readonly characterSet: CharacterSet } | { readonly transferSyntax: TransferSyntax };
  readonly why: string;
}

const gbk = {
  only: { characterSet: 'gbk' },
  why: 'GBK is a defined term of (0008,0005) (PS3.3 table C.12-5); this dciodvfy knows GB18030 but not GBK, and so takes each Chinese character for one outside of ASCII',
} as const;

const deflated = {
  only: { transferSyntax: 'deflated' },
  why: 'Debian builds dciodvfy without zlib: it cannot open any deflated file, those of other makers included; dcmdump, pydicom and Orthanc read ours',
} as const;

export const acceptedExceptions: readonly AcceptedException[] = [
  { ...gbk, pattern: /^Error - Value invalid for this VR - .*Character invalid for character repertoire/ },
  // The summary line that follows the lines above.
  { ...gbk, pattern: /^Error - Dicom dataset contains invalid data values for Value Representations$/ },
  { ...deflated, pattern: /^Error - Dicom dataset read failed$/ },
  // What follows from a data set that was not read.
  {
    ...deflated,
    pattern: /^Error - MediaStorageSOP(Instance|Class)UID but missing SOP(Instance|Class)UID and not a directory$/,
  },
  { ...deflated, pattern: /^Error - Information Object Not found$/ },
];
