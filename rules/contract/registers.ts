import type { DeviceId } from './ids.ts';
import type { CalendarDate, Instant } from './instant.ts';
import type { PermitKind } from './reconcile-facts.ts';

/** Registers that the center's people keep for the reconciliation with what the archive names. */
export const registerNames = ['permits', 'staff', 'stop-orders'] as const;
export type RegisterName = (typeof registerNames)[number];

/** A permit with the devices that its list names. An empty list: the permit covers those whose card carries its number. */
export interface PermitEntry {
  readonly id: string;
  readonly kind: PermitKind;
  readonly number: string;
  /** As printed: X射线影像诊断 … */
  readonly scope: string;
  readonly validFrom: CalendarDate;
  readonly validTo?: CalendarDate;
  readonly devices: readonly { readonly DeviceSerialNumber: string; readonly ManufacturerModelName?: string }[];
}

export const staffPosts = ['physician', 'technologist', 'nurse', 'physicist', 'other'] as const;
export type StaffPost = (typeof staffPosts)[number];

/** A person of the center. Names stay in the center. */
export interface StaffEntry {
  readonly id: string;
  readonly name: string;
  /** Other spellings that devices and systems use: in Latin letters, without middle characters. */
  readonly otherNames: readonly string[];
  readonly post: StaffPost;
  /** Licence to practise (执业证): `imaging` = its specialty is 医学影像和放射治疗专业. */
  readonly licence?: { readonly number: string; readonly imaging: boolean; readonly validTo?: CalendarDate };
  readonly validFrom: CalendarDate;
  readonly validTo?: CalendarDate;
}

/** An order of the authority to stop (责令停止) a device, or every device of a modality. Studies dated after `from` and before `liftedOn` break it. */
export interface StopOrderEntry {
  readonly id: string;
  readonly number: string;
  readonly issuedBy: string;
  readonly scope:
    | { readonly kind: 'device'; readonly deviceId: DeviceId }
    | { readonly kind: 'modality'; readonly Modality: string };
  readonly reason: string;
  readonly from: CalendarDate;
  readonly liftedOn?: CalendarDate;
}

export interface RegisterEntries {
  readonly permits: PermitEntry;
  readonly staff: StaffEntry;
  readonly 'stop-orders': StopOrderEntry;
}

/** How a receipt of the regional platform came to us. */
export const receiptSources = ['csv', 'dicomweb', 'stow-log'] as const;
export type ReceiptSource = (typeof receiptSources)[number];

/** What the platform said of one upload. Named by UID, or by accession number where the platform tells no UID. */
export interface UploadReceipt {
  readonly StudyInstanceUID?: string;
  readonly AccessionNumber?: string;
  readonly at: Instant;
  readonly outcome: 'accepted' | 'refused';
  /** The platform's own code or reason; '' when it gave none. */
  readonly code: string;
}

/** Lists that can be brought in as CSV. */
export const importKinds = [...registerNames, 'upload-receipts'] as const;
export type ImportKind = (typeof importKinds)[number];

/**
 * What is wrong with a line of an imported file; a person sees it in words.
 * - `not-text`: the file is neither UTF-8 nor GB18030 nor UTF-16 with its mark. `empty`: no line below the heading. `quote-open`: a quotation does not end.
 * - `column-missing`: the heading lacks a column (`column` names it). `column-unknown`: it has one that nobody reads. `column-twice`.
 * - `too-few-cells`, `too-many-cells`: another number of cells than the heading.
 * - `value-missing`, `value-unknown`, `date-wrong`, `time-wrong`, `uid-wrong`, `date-order`: the cell of `column`.
 * - `value-too-long`, `value-unseen`: longer than `expected` characters; with signs that nobody can see. `too-many-entries`: more devices or spellings of one entry than `expected`.
 * - `device-unknown`: no device with that serial number is known. `contradiction`: two lines of one entry disagree in `column`.
 * - `not-json`, `not-a-response`: a log line that is no JSON, or no STOW-RS response (PS3.18 §10.5.3).
 */
export const importProblems = [
  'not-text',
  'empty',
  'quote-open',
  'column-missing',
  'column-unknown',
  'column-twice',
  'too-few-cells',
  'too-many-cells',
  'value-missing',
  'value-unknown',
  'date-wrong',
  'time-wrong',
  'uid-wrong',
  'value-too-long',
  'value-unseen',
  'too-many-entries',
  'date-order',
  'device-unknown',
  'contradiction',
  'not-json',
  'not-a-response',
] as const;
export interface ImportProblem {
  /** Line of the file, from 1; 0 = the file as a whole. */
  readonly line: number;
  readonly problem: (typeof importProblems)[number];
  readonly column?: string;
  /** What stood there, cut to 60 characters. */
  readonly found?: string;
  /** What is expected there: an example, or the allowed words. */
  readonly expected?: string;
}
