import type { Sha256 } from './ids.ts';
import type { CalendarDate, Instant } from './instant.ts';

/** Who signed, seen from the patient. 直系亲属 are parent, child, grandparent, grandchild; spouse counts by parameter; a sibling is none. */
export const signerRelations = [
  'self',
  'parent',
  'child',
  'grandparent',
  'grandchild',
  'spouse',
  'sibling',
  'guardian',
  'other',
] as const;
export type SignerRelation = (typeof signerRelations)[number];

/** Entered after the exposure (补录): waits for a second person. */
export type EntryState = 'in-time' | 'late-unreviewed' | 'late-reviewed';

interface SignedRecord {
  readonly recordId: string;
  readonly signedAt: Instant;
  readonly enteredAt: Instant;
  readonly entry: EntryState;
  /** SHA-256 of the signed page. */
  readonly pageSha256?: Sha256;
}

/** "Was she asked?": the answer written down for this study. */
export interface PregnancyInquiry extends SignedRecord {
  readonly answer: 'not-pregnant' | 'possibly' | 'pregnant';
  readonly lastMenstrualDate?: CalendarDate;
  /** Dating by ultrasound outranks LastMenstrualDate: the conception age in days on the study date. */
  readonly ultrasoundConceptionDays?: number;
}

export interface HarmExplained extends SignedRecord {
  readonly explainedBy: string;
}

export interface ConsentRecord extends SignedRecord {
  /** Her own consent. */
  readonly patientConsents: boolean;
  /** Whose signature stands on the page; several are possible. */
  readonly signers: readonly SignerRelation[];
}

/** A special need (特殊需要) that permits an examination which would otherwise deviate. */
export interface SpecialNeed extends SignedRecord {
  readonly reason: string;
  readonly approvedBy: string;
}

/** A registered exception: unknown emergency patient, newborn, foreigner … with the day by which it must be resolved. */
export interface IdentityException {
  readonly recordId: string;
  readonly kind: 'emergency-unknown' | 'newborn' | 'foreign-document' | 'not-a-patient';
  readonly resolveBy: CalendarDate;
  readonly reviewed: boolean;
}

/**
 * A person's decision on one rule of one study. `dismissed` = the suspicion is unfounded; `confirmed` = it is as the rule suspects; `accepted` = a second
 * person accepts attested evidence, so that the finding may close.
 */
export interface ReviewDecision {
  readonly ruleId: string;
  readonly decision: 'confirmed' | 'dismissed' | 'accepted';
  readonly reason: string;
  readonly decidedAt: Instant;
  /** A second person agreed where four eyes are asked for. */
  readonly secondPerson: boolean;
}

/** Everything people wrote down for one study. Its basis is always `attested`. */
export interface CareRecords {
  readonly inquiry?: PregnancyInquiry;
  readonly harmExplained?: HarmExplained;
  readonly consent?: ConsentRecord;
  readonly specialNeed?: SpecialNeed;
  readonly identityException?: IdentityException;
  readonly importedBy?: { readonly recordId: string; readonly fromInstitution: string };
  readonly reviews: readonly ReviewDecision[];
}

/** Where a row of the exam mapping looks for its pattern; `ProcedureCode` matches `value|scheme`. */
export const mappingKeywords = [
  'ProtocolName',
  'SeriesDescription',
  'StudyDescription',
  'RequestedProcedureDescription',
  'PerformedProcedureStepDescription',
  'BodyPartExamined',
  'ProcedureCode',
] as const;
export type MappingKeyword = (typeof mappingKeywords)[number];

/** One row of the exam mapping: images whose attribute matches the pattern belong to the class. */
export interface ExamMappingRow {
  readonly id: string;
  readonly keyword: MappingKeyword;
  /** Only for images of this modality. */
  readonly Modality: string;
  /** Alternatives between `|`. Whole words in any case; `*` at an end matches their beginning; a blank stands for nothing or any separator. Chinese text matches anywhere. */
  readonly pattern: string;
  /** Id of an exam class of the register, or '' for "compare with nothing". */
  readonly examClass: string;
  /** `shipped` rows come with the program and can be overruled, never edited. */
  readonly origin: 'shipped' | 'center';
}
