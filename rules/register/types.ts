import type { ClauseId, MappingKeyword, Phantom, Severity } from '@center/contract';

/** What a person reads stands in both languages, Chinese first. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** The bodies of law that the register holds; the first part of every clause id. */
export const bodiesOfLaw = ['MIDC', 'JL21', 'JL24', 'SX21', 'GZ21'] as const;
export type BodyOfLaw = (typeof bodiesOfLaw)[number];

/** Whose duty a clause is. `staff` and `device` are the center's people and machines; `agency` is a technical-service agency, `authority` a health authority or its institute. */
export const duties = ['center', 'staff', 'device', 'agency', 'authority'] as const;
export type DutyBearer = (typeof duties)[number];

export const evidenceKinds = [
  'attestation',
  'dicom-header',
  'document-with-expiry',
  'pacs-query',
  'periodic-record',
  'report',
  'staff-register',
  'telemetry',
  'workflow',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/**
 * auto: a verdict computed from machine data or dated registers (measured). semi: a machine finds gaps or suspects, a person decides.
 * record: software only keeps a person's word (attested). no: no useful software check (attested at most, never shown as conforming).
 */
export const checkabilities = ['auto', 'semi', 'record', 'no'] as const;
export type Checkability = (typeof checkabilities)[number];

/**
 * Where a number comes from. seed: printed in the clause itself. law: another order or standard. default: this product's own number, always editable;
 * it must never be shown as law.
 */
export const thresholdOrigins = ['seed', 'law', 'default'] as const;
export type ThresholdOrigin = (typeof thresholdOrigins)[number];

export interface Threshold {
  readonly origin: ThresholdOrigin;
  /** Chinese, as short as the law allows. */
  readonly text: string;
  /** False where the number still has to be compared with the official text; pages say 待核对原文. */
  readonly confirmed: boolean;
}

/** One duty of one document. Legal text stands here and nowhere in code. */
export interface ClauseRow {
  readonly id: string;
  readonly document: BodyOfLaw;
  /** The number as printed: `三(五)3`. */
  readonly section: string;
  /** Verbatim, slips of the print included. */
  readonly quote: string;
  /** Our one-line paraphrase; no legal text. */
  readonly meaning: Bilingual;
  readonly who: DutyBearer;
  readonly evidenceKind: EvidenceKind;
  /** How the duty is verified, for engineers and auditors; English with DICOM attributes. */
  readonly verify: string;
  readonly thresholds: readonly Threshold[];
  readonly severity: Severity;
  readonly softwareCheckable: Checkability;
}

export interface Clause extends Omit<ClauseRow, 'id'> {
  readonly id: ClauseId;
}

export interface LawDocument {
  readonly key: BodyOfLaw;
  readonly title: Bilingual;
  /** The number of the document; absent where none is printed. */
  readonly number?: string;
  /** False where the number or the year still has to be compared with the official text. */
  readonly numberVerified: boolean;
  /** `YYYY-MM-DD`, or only `YYYY` where the day is not printed. */
  readonly date: string;
  readonly issuingBody: Bilingual;
  /** How complete the text behind the register is. */
  readonly status: Bilingual;
}

export const calendarKinds = [
  'deadline',
  'notify',
  'register',
  'gate',
  'timer',
  'blacklist',
  'blacklist-escalation',
] as const;
export type CalendarKind = (typeof calendarKinds)[number];

/** One row of the reporting calendar: who reports what to whom, when, in which form. The texts are Chinese as in the documents. */
export interface CalendarRow {
  readonly id: string;
  readonly clause: string;
  readonly kind: CalendarKind;
  readonly who: DutyBearer;
  readonly toWhom: string;
  readonly what: string;
  readonly dueRule: string;
  /** The window that a report covers, or the event that starts a timer. */
  readonly windowOrTrigger: string;
  readonly formOrChannel?: string;
  /** The rule as a machine has to compute it. */
  readonly machineRule?: string;
  readonly note?: string;
}

/** What one finding costs in the scoring of a technical-service report. */
export type Deduction =
  | { readonly kind: 'none' }
  | { readonly kind: 'see-sub-items' }
  | { readonly kind: 'points'; readonly points: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'points-or-all'; readonly points: number }
  | { readonly kind: 'one-of'; readonly points: readonly number[] };

/** One line of the scoring table for technical-service reports. It scores agencies' reports, never a center. */
export interface ScoringRow {
  readonly itemNo: string;
  readonly level: 'item' | 'sub';
  readonly element: string;
  readonly content: string;
  readonly points: number;
  readonly deductionRule: string;
  readonly deductPerFinding: Deduction;
  /** A score never falls below it; absent for a veto, which has no score. */
  readonly floor?: number;
  /** Marked √: looked at again on site. */
  readonly fieldRecheck: boolean;
  readonly veto: boolean;
  readonly howReviewed?: string;
  /** The wording for radiation reports, which the printed sheet (made for occupational hygiene) does not give. */
  readonly radiationAdaptation?: string;
}

/** What exams are compared as. A class without a reference level is listed and compared with nothing. */
export interface ExamClass {
  readonly id: string;
  readonly name: Bilingual;
  /** DX stands for CR as well. */
  readonly Modality: string;
  /** CT: the phantom that the reference level refers to (product default); absent where it is open. */
  readonly phantom?: Phantom;
}

/** A line of the shipped table: stands for one row of the mapping a keyword and modality. */
export interface ShippedMapping {
  readonly id: string;
  readonly keywords: readonly MappingKeyword[];
  readonly modalities: readonly string[];
  /** Alternatives between `|`. */
  readonly pattern: string;
  readonly examClass: string;
}

/** An amount beside its unit, UCUM spelling; the contract's Quantity is made from it where it is compared. */
export interface Amount<U extends string> {
  readonly value: number;
  readonly unit: U;
}

/** 25 % hint of too low a dose, 50 % achievable, 75 % reference level of a survey. */
export interface Percentiles<U extends string> {
  readonly p25: Amount<U>;
  readonly p50: Amount<U>;
  readonly p75: Amount<U>;
}

/** Adult CT reference levels of one exam class. Compared with medians, never with a single exam. */
export interface ReferenceLevel {
  readonly examCode: string;
  readonly modality: 'CT';
  readonly ageBand: 'adult';
  readonly name: Bilingual;
  readonly ctdivol: Percentiles<'mGy'>;
  readonly dlp: Percentiles<'mGy.cm'>;
  /** The standard that the numbers are said to come from. */
  readonly source: string;
  /** False until a person has compared the row with the official text: everything judged against it is for the record only. */
  readonly verified: boolean;
  readonly status: Bilingual;
}
