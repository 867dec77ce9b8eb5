import { type Static, Type } from 'typebox';
import { ComplianceSummary, DeliveryReceipt } from '../wire/compliance-summary.ts';
import {
  Count,
  closed,
  DateText,
  InstantText,
  literalUnion,
  MonthText,
  PlainText,
  Sha256Text,
  SlugText,
} from '../wire/parts.ts';
import { FacilityNameText, NoteText, PageNumber, PageSize, PersonNameText, SpokenReasonText } from './parts.ts';

/**
 * - `built`: made, may still be thrown away. `frozen`: bytes and signature are fixed. `queued`: waits for its turn in the lane.
 * - `in-flight`: sent or being sent, no answer is known. `accepted`: the target has the bytes. Not: it has confirmed them.
 * - `receipted`: a receipt number is here. `rejected`: refused for good, a person must act. `superseded`: a rejected package that a newer version replaces.
 * - `dead-letter`: the connector itself failed repeatedly.
 */
export const uploadStates = [
  'built',
  'frozen',
  'queued',
  'in-flight',
  'accepted',
  'receipted',
  'rejected',
  'superseded',
  'dead-letter',
] as const;
export const UploadStateText = literalUnion(uploadStates);
export type UploadState = Static<typeof UploadStateText>;

/** Judged by the first version that the target accepted, against the due day. */
export const UploadTimelinessText = literalUnion(['on-time', 'late', 'waiting', 'overdue'] as const);

export const ConsoleUploadRow = Type.Object(
  {
    packageId: SlugText,
    version: Type.Integer({ minimum: 1 }),
    facilityId: SlugText,
    facilityName: FacilityNameText,
    targetId: SlugText,
    targetName: PlainText,
    dataSet: Type.Literal('compliance-summary'),
    month: MonthText,
    state: UploadStateText,
    /** Why it was refused, or why it waits. */
    reason: Type.Union([NoteText, Type.Null()]),
    timeliness: UploadTimelinessText,
    dueOn: DateText,
    builtAt: InstantText,
    attempts: Count,
    nextAttemptAt: Type.Union([InstantText, Type.Null()]),
    acceptedAt: Type.Union([InstantText, Type.Null()]),
    receiptNumber: Type.Union([PlainText, Type.Null()]),
    bodySha256: Sha256Text,
    bytes: Count,
  },
  closed,
);
export type ConsoleUploadRow = Static<typeof ConsoleUploadRow>;

/** GET /api/uploads */
export const ConsoleUploadsQuery = Type.Object(
  {
    facility: Type.Optional(SlugText),
    target: Type.Optional(SlugText),
    month: Type.Optional(MonthText),
    state: Type.Optional(UploadStateText),
    page: Type.Optional(PageNumber),
    pageSize: Type.Optional(PageSize),
  },
  closed,
);
export type ConsoleUploadsQuery = Static<typeof ConsoleUploadsQuery>;

export const ConsoleUploads = Type.Object(
  {
    asOf: InstantText,
    total: Count,
    page: PageNumber,
    pageSize: PageSize,
    rows: Type.Array(ConsoleUploadRow),
    /** Packages by state over all pages. */
    states: Type.Array(Type.Object({ state: UploadStateText, packages: Count }, closed)),
  },
  closed,
);
export type ConsoleUploads = Static<typeof ConsoleUploads>;

/** `taken`, `receipt`, `duplicate` went well; `retry` waits for the next try; `ambiguous` is asked about before anything is sent again. */
export const uploadOutcomes = ['taken', 'receipt', 'duplicate', 'retry', 'ambiguous', 'permanent', 'poison'] as const;
export const UploadOutcomeText = literalUnion(uploadOutcomes);

export const ConsoleUploadAttempt = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    act: literalUnion(['send', 'ask'] as const),
    startedAt: InstantText,
    endedAt: Type.Union([InstantText, Type.Null()]),
    outcome: Type.Union([UploadOutcomeText, Type.Null()]),
    httpStatus: Type.Union([Type.Integer(), Type.Null()]),
    detail: Type.Union([NoteText, Type.Null()]),
  },
  closed,
);
export type ConsoleUploadAttempt = Static<typeof ConsoleUploadAttempt>;

/** GET /api/uploads/:packageId/:version */
export const ConsoleUpload = Type.Object(
  {
    asOf: InstantText,
    upload: ConsoleUploadRow,
    summary: ComplianceSummary,
    signedBy: PlainText,
    /** Versions of the same package, oldest first. */
    versions: Type.Array(ConsoleUploadRow),
    attempts: Type.Array(ConsoleUploadAttempt),
    receipt: Type.Union([
      Type.Object(
        {
          receivedAt: InstantText,
          raw: Type.String({ dataClass: 'operational' }),
          parsed: Type.Union([DeliveryReceipt, Type.Null()]),
        },
        closed,
      ),
      Type.Null(),
    ]),
    resentBy: Type.Union([PersonNameText, Type.Null()]),
  },
  closed,
);
export type ConsoleUpload = Static<typeof ConsoleUpload>;

/** POST /api/uploads → ConsoleUploads (the packages built, one a target). 409 `package-exists` when that facility and month were built before. */
export const ConsoleUploadCreate = Type.Object({ facilityId: SlugText, month: MonthText }, closed);
export type ConsoleUploadCreate = Static<typeof ConsoleUploadCreate>;

/** POST /api/uploads/:packageId/:version/resend → ConsoleUploadRow of the new version, built from today's evidence. */
export const ConsoleUploadResend = Type.Object({ reason: SpokenReasonText }, closed);
export type ConsoleUploadResend = Static<typeof ConsoleUploadResend>;

/** GET /api/targets */
export const ConsoleTargets = Type.Object(
  {
    asOf: InstantText,
    rows: Type.Array(
      Type.Object(
        {
          targetId: SlugText,
          name: PlainText,
          connector: literalUnion(['https-json', 'drop-folder'] as const),
          /** Address or folder, without credentials. */
          address: NoteText,
          enabled: Type.Boolean(),
          waiting: Count,
          rejected: Count,
          receipted: Count,
          lastSuccessAt: Type.Union([InstantText, Type.Null()]),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ConsoleTargets = Static<typeof ConsoleTargets>;
