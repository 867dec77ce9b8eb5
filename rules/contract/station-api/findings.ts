import { type Static, Type } from 'typebox';
import { BilingualText, ConsoleLaw } from '../console-api/parts.ts';
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
  Sha256Text,
  SubjectKindText,
} from '../wire/parts.ts';
import { PageQuery, ReasonWritten, StationObserved } from './parts.ts';
import { StationHeaderRow, StationStudyRow } from './studies.ts';

export const StationFindingRow = Type.Object(
  {
    id: Sha256Text,
    revision: Type.Integer({ minimum: 1 }),
    ruleId: RuleIdText,
    title: BilingualText,
    clause: ClauseIdText,
    severity: SeverityText,
    state: FindingStateText,
    display: DisplayStateText,
    reason: Type.Union([ReasonText, Type.Null()]),
    note: Type.Union([Type.String(), Type.Null()]),
    subjectKind: SubjectKindText,
    subjectKey: Type.String({ dataClass: 'patient-identity' }),
    openedAt: InstantText,
    changedAt: InstantText,
    timesOpened: Count,
    study: Type.Union([StationStudyRow, Type.Null()]),
  },
  closed,
);
export type StationFindingRow = Static<typeof StationFindingRow>;

/** GET /api/findings and /api/findings.csv. `live` = open or confirmed. `text` begins an accession number or StudyInstanceUID. */
export const StationFindingsQuery = Type.Object(
  {
    state: Type.Optional(Type.Union([FindingStateText, Type.Literal('live')])),
    severity: Type.Optional(SeverityText),
    rule: Type.Optional(RuleIdText),
    text: Type.Optional(Type.String({ maxLength: 128 })),
    lang: Type.Optional(literalUnion(['zh', 'en'] as const)),
    ...PageQuery,
  },
  closed,
);
export type StationFindingsQuery = Static<typeof StationFindingsQuery>;

export const StationFindings = Type.Object(
  {
    asOf: InstantText,
    total: Count,
    page: Count,
    pageSize: Count,
    rows: Type.Array(StationFindingRow),
    rules: Type.Array(Type.Object({ ruleId: RuleIdText, title: BilingualText }, closed)),
  },
  closed,
);
export type StationFindings = Static<typeof StationFindings>;

/** A decision of a person on the rule of a study, and who agreed. */
export const StationDecision = Type.Object(
  {
    decision: literalUnion(['confirmed', 'dismissed', 'accepted'] as const),
    reason: Type.String({ dataClass: 'patient-identity' }),
    decidedBy: Type.String({ dataClass: 'staff' }),
    decidedAt: InstantText,
    secondBy: Type.Union([Type.String({ dataClass: 'staff' }), Type.Null()]),
    secondAt: Type.Union([InstantText, Type.Null()]),
    /** Nothing changes until a second person agrees. */
    needsSecond: Type.Boolean(),
  },
  closed,
);
export type StationDecision = Static<typeof StationDecision>;

export const StationRevision = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    at: InstantText,
    state: FindingStateText,
    display: DisplayStateText,
    reason: Type.Union([ReasonText, Type.Null()]),
    note: Type.Union([Type.String(), Type.Null()]),
    ruleVersion: Type.Integer(),
    ruleSetSha256: Sha256Text,
    factSha256: Sha256Text,
  },
  closed,
);
export type StationRevision = Static<typeof StationRevision>;

export const StationParameter = Type.Object(
  {
    name: Type.String(),
    value: Type.String(),
    unit: Type.Union([Type.String(), Type.Null()]),
    source: literalUnion(['seed', 'law', 'default'] as const),
    text: Type.String(),
  },
  closed,
);
export type StationParameter = Static<typeof StationParameter>;

/** GET /api/findings/:id */
export const StationFinding = Type.Object(
  {
    asOf: InstantText,
    finding: StationFindingRow,
    /** The law as the register holds it; null when the clause is unknown to this program. */
    law: Type.Union([ConsoleLaw, Type.Null()]),
    rule: Type.Object(
      {
        version: Type.Integer(),
        whatToDo: BilingualText,
        cannotTell: BilingualText,
        fourEyes: Type.Boolean(),
        parameters: Type.Array(StationParameter),
      },
      closed,
    ),
    limit: Type.Union([Type.Object({ value: Type.Number(), unit: Type.String() }, closed), Type.Null()]),
    observed: Type.Array(StationObserved),
    missing: Type.Array(Type.String()),
    ruleSetSha256: Sha256Text,
    factSha256: Sha256Text,
    headers: Type.Array(StationHeaderRow),
    history: Type.Array(StationRevision),
    decision: Type.Union([StationDecision, Type.Null()]),
    /** A person may decide on it here: its subject is a study and it is not closed. */
    decidable: Type.Boolean(),
    openedOn: DateText,
  },
  closed,
);
export type StationFinding = Static<typeof StationFinding>;

/** POST /api/findings/:id/decision */
export const StationDecide = Type.Object(
  { decision: literalUnion(['confirmed', 'dismissed', 'accepted'] as const), reason: ReasonWritten },
  closed,
);
export type StationDecide = Static<typeof StationDecide>;
