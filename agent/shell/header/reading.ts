import type { DoseReport } from '@center/contract';
import type { Damage } from '../../core/facts/damage.ts';
import { readHeaderDose } from '../../core/facts/dose/index.ts';
import type { Header } from '../../core/facts/header.ts';

/** Why a file that should be DICOM gave no header. */
export const unreadableReasons = {
  'read-failed': 'the operating system refused to open or read it',
  'not-a-file': 'a device, pipe or socket',
  empty: 'a file of no bytes',
  truncated: 'cut before the first element of the data set',
  'deflate-broken': 'the deflated data set cannot be inflated',
  nonsense: 'begins like DICOM and then holds no element that makes sense',
} as const;
export type UnreadableReason = keyof typeof unreadableReasons;

/** A header was read, wholly or as far as it goes; `damage` says what is wrong with it. */
export interface ReadableHeader {
  readonly kind: 'readable';
  /** A Media Storage Directory (DICOMDIR) is an index of files and not an object of a patient. */
  readonly object: 'instance' | 'directory';
  /** Declared, or inferred from the first element when nothing is declared (then damage says so). */
  readonly transferSyntaxUID: string;
  readonly header: Header;
  readonly damage: readonly Damage[];
  /** A dose report's values. Those in an image's own header are in the header still: `doseOf` reads them. */
  readonly dose?: DoseReport;
  /** Defined terms of (0008,0005) as they stand; empty when absent. */
  readonly declaredCharset: readonly string[];
}

export type HeaderReading =
  | ReadableHeader
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason; readonly damage: readonly Damage[] }
  | { readonly kind: 'not-dicom'; readonly reason: 'no-dicom-structure' };

/** A dose report's values, or else the dose values in the image's own header; `undefined`: there are none. */
export function doseOf({ dose, header }: ReadableHeader): DoseReport | undefined {
  return dose ?? readHeaderDose(header);
}
