import { type Static, Type } from 'typebox';
import { BilingualText } from '../console-api/parts.ts';
import { driftTouches } from '../fact.ts';
import {
  ClauseIdText,
  Count,
  closed,
  DateText,
  DisplayStateText,
  FindingStateText,
  InstantText,
  literalUnion,
  ReasonText,
  RuleIdText,
  SeverityText,
} from '../wire/parts.ts';
import { IdentityText, PageQuery, StationObserved, StationPatient, StudyUidText } from './parts.ts';
import { StationRecord } from './records.ts';

export const StationStudyRow = Type.Object(
  {
    StudyInstanceUID: StudyUidText,
    AccessionNumber: IdentityText,
    patient: StationPatient,
    date: Type.Union([DateText, Type.Null()]),
    /** Study, procedure or protocol description. */
    exam: IdentityText,
    modalities: Type.Array(Type.String()),
    origin: Type.Union([literalUnion(['own', 'imported', 'unclassified'] as const), Type.Null()]),
    objects: Count,
    arriving: Type.Boolean(),
    /** Start of exposure; null when no header names it. Evidence entered later is 补录. */
    exposureAt: Type.Union([InstantText, Type.Null()]),
    openFindings: Count,
    /** Its headers were taken away on that day, long after it had become quiet; its verdicts stay as they were. Null: they are there. */
    sealedAt: Type.Union([InstantText, Type.Null()]),
  },
  closed,
);
export type StationStudyRow = Static<typeof StationStudyRow>;

/** GET /api/studies; `text` begins the accession number or the StudyInstanceUID */
export const StationStudiesQuery = Type.Object(
  {
    from: Type.Optional(DateText),
    to: Type.Optional(DateText),
    text: Type.Optional(Type.String({ maxLength: 128 })),
    ...PageQuery,
  },
  closed,
);
export type StationStudiesQuery = Static<typeof StationStudiesQuery>;

export const StationStudies = Type.Object(
  { asOf: InstantText, total: Count, page: Count, pageSize: Count, rows: Type.Array(StationStudyRow) },
  closed,
);
export type StationStudies = Static<typeof StationStudies>;

export const StationJudgement = Type.Object(
  {
    ruleId: RuleIdText,
    title: BilingualText,
    clause: ClauseIdText,
    severity: SeverityText,
    display: DisplayStateText,
    reason: Type.Union([ReasonText, Type.Null()]),
    note: Type.Union([Type.String(), Type.Null()]),
    observed: Type.Array(StationObserved),
    missing: Type.Array(Type.String()),
    /** Absence is said once for the clause until this evidence channel works. */
    heldBy: Type.Union([Type.String(), Type.Null()]),
    judgedAt: InstantText,
    findingId: Type.Union([Type.String(), Type.Null()]),
    findingState: Type.Union([FindingStateText, Type.Null()]),
  },
  closed,
);
export type StationJudgement = Static<typeof StationJudgement>;

/** One header attribute over the objects of a study: each value that occurs and in how many objects. */
export const StationHeaderRow = Type.Object(
  {
    keyword: Type.String(),
    identity: Type.Boolean(),
    values: Type.Array(Type.Object({ text: IdentityText, objects: Count }, closed)),
    /** More values than are listed. */
    more: Count,
  },
  closed,
);
export type StationHeaderRow = Static<typeof StationHeaderRow>;

/** A difference between two sightings of the same objects; `objects` counts those that have just these two values. An empty text: no element, or none with a value. */
export const StationDriftRow = Type.Object(
  {
    keyword: Type.String(),
    touches: literalUnion(driftTouches),
    before: IdentityText,
    now: IdentityText,
    /** Kinds of the channels that brought them. */
    beforeBy: Type.String(),
    nowBy: Type.String(),
    objects: Count,
  },
  closed,
);
export type StationDriftRow = Static<typeof StationDriftRow>;

/** GET /api/studies/:uid */
export const StationStudy = Type.Object(
  {
    asOf: InstantText,
    study: StationStudyRow,
    judgements: Type.Array(StationJudgement),
    headers: Type.Array(StationHeaderRow),
    /** What the objects said otherwise when they were seen before; `more` rows than are listed. */
    drift: Type.Object({ rows: Type.Array(StationDriftRow), more: Count }, closed),
    records: Type.Array(StationRecord),
  },
  closed,
);
export type StationStudy = Static<typeof StationStudy>;
