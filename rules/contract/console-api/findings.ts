import { type Static, Type } from 'typebox';
import { DoseAmountObject, ExamClassText } from '../wire/dose.ts';
import {
  AgeBandText,
  BasisText,
  ClauseIdText,
  Count,
  closed,
  DateText,
  DeviceIdText,
  DeviceText,
  DisplayStateText,
  EvidenceItem,
  FindingStateText,
  InstantText,
  literalUnion,
  PlainText,
  PseudonymText,
  ReasonText,
  RuleIdText,
  SeverityText,
  SexText,
  Sha256Text,
  SlugText,
  SubjectKindText,
  VerdictKindText,
} from '../wire/parts.ts';
import { BilingualText, ConsoleLaw, FacilityNameText, PageNumber, PageSize } from './parts.ts';

/** What is known of a study outside its center: no name, no number, no UID. */
export const ConsoleStudy = Type.Object(
  {
    date: DateText,
    modalities: Type.Array(DeviceText),
    sex: SexText,
    ageBand: Type.Optional(AgeBandText),
    deviceId: Type.Optional(DeviceIdText),
    /** Class of the register that the center's mapping names. */
    examClass: Type.Optional(ExamClassText),
    /** The figures by which the exam is compared. */
    dose: Type.Optional(Type.Array(DoseAmountObject, { maxItems: 8 })),
  },
  closed,
);

export const ConsoleFindingRow = Type.Object(
  {
    facilityId: SlugText,
    facilityName: FacilityNameText,
    findingId: PseudonymText,
    revision: Type.Integer({ minimum: 1 }),
    ruleId: RuleIdText,
    ruleTitle: BilingualText,
    clause: ClauseIdText,
    severity: SeverityText,
    subjectKind: SubjectKindText,
    /** Where the finding stands in its own life; `open` is shown as 疑似·待核实. */
    state: FindingStateText,
    /** What the verdict behind it looks like now. */
    display: DisplayStateText,
    reason: Type.Union([ReasonText, Type.Null()]),
    openedAt: InstantText,
    changedAt: InstantText,
    timesOpened: Count,
    study: Type.Union([ConsoleStudy, Type.Null()]),
  },
  closed,
);
export type ConsoleFindingRow = Static<typeof ConsoleFindingRow>;

export const findingSorts = ['severity', 'changedAt', 'openedAt', 'studyDate', 'rule', 'facility'] as const;

/** GET /api/findings. `state=live`: open or confirmed (what the counts of open findings count); without it all states. `q` looks in finding id, rule id, clause and device. Default sort: worst severity, then latest change. */
export const ConsoleFindingsQuery = Type.Object(
  {
    facility: Type.Optional(SlugText),
    state: Type.Optional(Type.Union([FindingStateText, Type.Literal('live')])),
    severity: Type.Optional(SeverityText),
    clause: Type.Optional(ClauseIdText),
    rule: Type.Optional(RuleIdText),
    display: Type.Optional(DisplayStateText),
    device: Type.Optional(DeviceIdText),
    /** Only findings changed at or after this instant. */
    changedSince: Type.Optional(InstantText),
    q: Type.Optional(Type.String({ maxLength: 80, dataClass: 'operational' })),
    sort: Type.Optional(literalUnion(findingSorts)),
    order: Type.Optional(literalUnion(['asc', 'desc'] as const)),
    page: Type.Optional(PageNumber),
    pageSize: Type.Optional(PageSize),
  },
  closed,
);
export type ConsoleFindingsQuery = Static<typeof ConsoleFindingsQuery>;

export const ConsoleFindings = Type.Object(
  { asOf: InstantText, total: Count, page: PageNumber, pageSize: PageSize, rows: Type.Array(ConsoleFindingRow) },
  closed,
);
export type ConsoleFindings = Static<typeof ConsoleFindings>;

/** One revision as it came from the center. */
export const ConsoleFindingRevision = Type.Object(
  {
    revision: Type.Integer({ minimum: 1 }),
    state: FindingStateText,
    verdict: VerdictKindText,
    reason: Type.Union([ReasonText, Type.Null()]),
    basis: Type.Union([BasisText, Type.Null()]),
    display: DisplayStateText,
    note: Type.Union([PlainText, Type.Null()]),
    /** When it changed at the center, and when the console had it durably. */
    changedAt: InstantText,
    receivedAt: InstantText,
    agentId: SlugText,
    /** Sequence number and hash of the signed batch that carried it. */
    batchSeq: Count,
    batchSha256: Sha256Text,
    ruleVersion: Type.Integer({ minimum: 1 }),
    ruleSetSha256: Sha256Text,
    factSha256: Sha256Text,
    evidence: Type.Array(EvidenceItem),
    missing: Type.Array(Type.String({ dataClass: 'public' })),
    /** Facts that the center removed because they are identity. */
    masked: Type.Array(Type.String({ dataClass: 'public' })),
  },
  closed,
);
export type ConsoleFindingRevision = Static<typeof ConsoleFindingRevision>;

/** GET /api/findings/:facility/:findingId */
export const ConsoleFinding = Type.Object(
  {
    asOf: InstantText,
    finding: ConsoleFindingRow,
    /** Keyed pseudonym of the subject; only the center can say whose it is. */
    subject: PseudonymText,
    /** The law as it read when the finding opened. */
    law: ConsoleLaw,
    rule: Type.Object(
      {
        ruleId: RuleIdText,
        version: Type.Integer({ minimum: 1 }),
        title: BilingualText,
        whatToDo: BilingualText,
        cannotTell: BilingualText,
        /** True when this console's catalogue does not hold the rule: its words are missing, not its verdict. */
        unknownHere: Type.Boolean(),
      },
      closed,
    ),
    device: Type.Union([
      Type.Object(
        {
          deviceId: DeviceIdText,
          Manufacturer: DeviceText,
          ManufacturerModelName: DeviceText,
          StationName: DeviceText,
        },
        closed,
      ),
      Type.Null(),
    ]),
    current: ConsoleFindingRevision,
    /** Oldest first, the current one included. */
    history: Type.Array(ConsoleFindingRevision),
  },
  closed,
);
export type ConsoleFinding = Static<typeof ConsoleFinding>;
