import { type Static, Type } from 'typebox';
import { signerRelations } from '../record.ts';
import { Count, closed, DateText, InstantText, literalUnion, Sha256Text, SlugText } from '../wire/parts.ts';
import {
  AccessionText,
  IdentityText,
  PageQuery,
  personExplanations,
  ReasonWritten,
  StationPatient,
  StudyUidText,
} from './parts.ts';

/** Largest signed page in bytes. */
export const stationPageLimitBytes = 10 * 1024 * 1024;
export const stationPageTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export const StationPageTypeText = literalUnion(stationPageTypes);

/** POST /api/pages (the bytes as body) → what the record names. */
export const StationPage = Type.Object({ sha256: Sha256Text, bytes: Count, type: StationPageTypeText }, closed);
export type StationPage = Static<typeof StationPage>;

const PersonText = Type.String({ minLength: 1, maxLength: 80, dataClass: 'staff' });

export const inquiryAnswers = ['not-pregnant', 'possibly', 'pregnant'] as const;
export const StationInquiry = Type.Object(
  {
    kind: Type.Literal('inquiry'),
    answer: literalUnion(inquiryAnswers),
    lastMenstrualDate: Type.Optional(DateText),
    /** Conception age in days on the study date, from ultrasound. */
    ultrasoundConceptionDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 300 })),
  },
  closed,
);
export const StationHarmExplained = Type.Object(
  { kind: Type.Literal('harm-explained'), explainedBy: PersonText },
  closed,
);
export const StationConsent = Type.Object(
  {
    kind: Type.Literal('consent'),
    patientConsents: Type.Boolean(),
    signers: Type.Array(literalUnion(signerRelations), { maxItems: signerRelations.length, uniqueItems: true }),
  },
  closed,
);
export const StationSpecialNeed = Type.Object(
  { kind: Type.Literal('special-need'), reason: ReasonWritten, approvedBy: PersonText },
  closed,
);
export const identityExceptionKinds = ['emergency-unknown', 'newborn', 'foreign-document', 'not-a-patient'] as const;
export const StationIdentityException = Type.Object(
  { kind: Type.Literal('identity-exception'), exception: literalUnion(identityExceptionKinds), resolveBy: DateText },
  closed,
);
export const StationImported = Type.Object(
  { kind: Type.Literal('imported'), fromInstitution: Type.String({ minLength: 2, maxLength: 120 }) },
  closed,
);

export const StationRecordEntry = Type.Union([
  StationInquiry,
  StationHarmExplained,
  StationConsent,
  StationSpecialNeed,
  StationIdentityException,
  StationImported,
]);
export type StationRecordEntry = Static<typeof StationRecordEntry>;

/** Where a study went that the archive no longer has, as one person says it; it counts once another has accepted it. Written by its own form (StationExplain). */
export const StationArchiveExplanation = Type.Object(
  {
    kind: Type.Literal('archive-explanation'),
    reason: literalUnion(personExplanations),
    otherUID: Type.Optional(StudyUidText),
    note: ReasonWritten,
  },
  closed,
);
export type StationArchiveExplanation = Static<typeof StationArchiveExplanation>;

/** What can stand in a record. */
export const StationRecordContent = Type.Union([StationRecordEntry, StationArchiveExplanation]);
export type StationRecordContent = Static<typeof StationRecordContent>;

/**
 * POST /api/records → StationRecordsWritten. `formKey` is made once for each opened form: the same form sent twice makes one record of each kind. The server's
 * clock says when it was entered.
 */
export const StationRecordForm = Type.Object(
  {
    formKey: Type.String({ pattern: '^[0-9a-f]{32}$' }),
    StudyInstanceUID: Type.Optional(StudyUidText),
    AccessionNumber: Type.Optional(AccessionText),
    signedAt: InstantText,
    pageSha256: Type.Optional(Sha256Text),
    entries: Type.Array(StationRecordEntry, { minItems: 1, maxItems: 4 }),
  },
  closed,
);
export type StationRecordForm = Static<typeof StationRecordForm>;

/** `late` = 补录, entered after the exposure: waits for a second person. `no-images` = the study has not come yet. */
export const stationEntryStates = ['in-time', 'late-unreviewed', 'late-reviewed', 'no-images'] as const;
export const StationEntryText = literalUnion(stationEntryStates);

export const StationRecord = Type.Object(
  {
    recordId: SlugText,
    StudyInstanceUID: Type.Union([StudyUidText, Type.Null()]),
    AccessionNumber: IdentityText,
    patient: Type.Union([StationPatient, Type.Null()]),
    studyDate: Type.Union([DateText, Type.Null()]),
    content: StationRecordContent,
    signedAt: InstantText,
    enteredAt: InstantText,
    enteredBy: PersonText,
    entry: StationEntryText,
    pageSha256: Type.Union([Sha256Text, Type.Null()]),
    reviewedBy: Type.Union([PersonText, Type.Null()]),
    reviewedAt: Type.Union([InstantText, Type.Null()]),
    withdrawnBy: Type.Union([PersonText, Type.Null()]),
    withdrawnAt: Type.Union([InstantText, Type.Null()]),
    withdrawnReason: Type.Union([IdentityText, Type.Null()]),
  },
  closed,
);
export type StationRecord = Static<typeof StationRecord>;

export const stationRegisters = ['consent', 'exceptions'] as const;
/** GET /api/records: `consent` holds inquiry, harm explained, consent, special need; `exceptions` holds identity exceptions and imported studies. */
export const StationRecordsQuery = Type.Object(
  { register: Type.Optional(literalUnion(stationRegisters)), accession: Type.Optional(AccessionText), ...PageQuery },
  closed,
);
export type StationRecordsQuery = Static<typeof StationRecordsQuery>;

export const StationRecords = Type.Object(
  { asOf: InstantText, total: Count, page: Count, pageSize: Count, rows: Type.Array(StationRecord) },
  closed,
);
export type StationRecords = Static<typeof StationRecords>;

export const StationRecordsWritten = Type.Object({ rows: Type.Array(StationRecord) }, closed);
export type StationRecordsWritten = Static<typeof StationRecordsWritten>;

/** POST /api/records/:recordId/withdraw */
export const StationWithdraw = Type.Object({ reason: ReasonWritten }, closed);
export type StationWithdraw = Static<typeof StationWithdraw>;
