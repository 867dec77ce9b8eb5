import { type Static, Type } from 'typebox';
import { ForecastItem, ImageUploadItem, RetentionItem, RetrievalItem } from './archive.ts';
import { DoseAmountObject, DoseCoverageDayItem, DoseGroupItem, ExamClassText } from './dose.ts';
import {
  AgentGapItem,
  EquipmentEventItem,
  EquipmentItem,
  FleetItem,
  RoomItem,
  UpsItem,
  UptimeItem,
} from './equipment.ts';
import {
  AgeBandText,
  BasisText,
  ClauseIdText,
  Count,
  closed,
  DateText,
  DeviceIdText,
  DeviceText,
  EvidenceItem,
  FindingStateText,
  InstantText,
  literalUnion,
  MonthText,
  Ordinal,
  PlainText,
  PseudonymText,
  ReasonText,
  RuleIdText,
  SeverityText,
  SexText,
  Sha256Text,
  SlugText,
  StateCountsObject,
  SubjectKindText,
  VerdictKindText,
} from './parts.ts';

/** Verdicts of one rule over the subjects of one month, as a whole (not a difference): sending it twice changes nothing. */
export const CellItem = Type.Object(
  {
    type: Type.Literal('cell'),
    ruleId: RuleIdText,
    ruleVersion: Ordinal,
    clause: ClauseIdText,
    month: MonthText,
    counts: StateCountsObject,
    ruleSetSha256: Sha256Text,
    asOf: InstantText,
  },
  closed,
);

/** A living finding. The study behind it is named by pseudonym only; `masked` lists the facts that were removed because they are identity. */
export const FindingItem = Type.Object(
  {
    type: Type.Literal('finding'),
    findingId: PseudonymText,
    revision: Ordinal,
    ruleId: RuleIdText,
    ruleVersion: Ordinal,
    clause: ClauseIdText,
    severity: SeverityText,
    subjectKind: SubjectKindText,
    subject: PseudonymText,
    state: FindingStateText,
    verdict: VerdictKindText,
    reason: Type.Optional(ReasonText),
    basis: Type.Optional(BasisText),
    note: Type.Optional(PlainText),
    openedAt: InstantText,
    changedAt: InstantText,
    timesOpened: Ordinal,
    ruleSetSha256: Sha256Text,
    factSha256: Sha256Text,
    evidence: Type.Array(EvidenceItem, { maxItems: 40 }),
    missing: Type.Array(Type.String({ maxLength: 120, dataClass: 'public' }), { maxItems: 40 }),
    masked: Type.Array(Type.String({ maxLength: 120, dataClass: 'public' }), { maxItems: 40 }),
    study: Type.Optional(
      Type.Object(
        {
          date: DateText,
          modalities: Type.Array(DeviceText, { maxItems: 20 }),
          sex: SexText,
          ageBand: Type.Optional(AgeBandText),
          deviceId: Type.Optional(DeviceIdText),
          examClass: Type.Optional(ExamClassText),
          /** The figures by which the exam is compared. */
          dose: Type.Optional(Type.Array(DoseAmountObject, { maxItems: 8 })),
        },
        closed,
      ),
    ),
  },
  closed,
);

export const DeviceItem = Type.Object(
  {
    type: Type.Literal('device'),
    deviceId: DeviceIdText,
    name: Type.Optional(DeviceText),
    Manufacturer: DeviceText,
    ManufacturerModelName: DeviceText,
    DeviceSerialNumber: DeviceText,
    StationName: DeviceText,
    modalities: Type.Array(DeviceText, { maxItems: 20 }),
    registered: Type.Boolean(),
    doseRecord: Type.Optional(literalUnion(['rdsr', 'header', 'technique', 'none'] as const)),
    firstSeen: Type.Optional(DateText),
    lastSeen: Type.Optional(DateText),
    studies: Count,
  },
  closed,
);

/** How a source of evidence fares. `silent` is said when nothing has come for longer than expected; it is never "nothing happened". */
export const ChannelItem = Type.Object(
  {
    type: Type.Literal('channel'),
    channel: literalUnion(['folder', 'dicomweb', 'scp', 'dimse', 'orthanc', 'worklist'] as const),
    number: Count,
    state: literalUnion(['working', 'silent', 'failed', 'off'] as const),
    since: InstantText,
    lastObservationAt: Type.Optional(InstantText),
    objects: Count,
    problem: Type.Optional(PlainText),
  },
  closed,
);

/** Studies of one device and month for which the card promises a dose record, and those that have one. */
export const DoseCoverageItem = Type.Object(
  {
    type: Type.Literal('dose-coverage'),
    deviceId: DeviceIdText,
    month: MonthText,
    expected: Count,
    present: Count,
    asOf: InstantText,
  },
  closed,
);

/** What came in, by month of the study. */
export const IntakeItem = Type.Object(
  {
    type: Type.Literal('intake'),
    month: MonthText,
    studies: Count,
    objects: Count,
    unreadable: Count,
    own: Count,
    imported: Count,
    unclassified: Count,
    asOf: InstantText,
  },
  closed,
);

/** Digest over everything the agent believes the console holds of it; a difference makes the console ask for all of it again. */
export const StateDigestItem = Type.Object(
  { type: Type.Literal('state-digest'), openFindings: Count, findings: Count, cells: Count, sha256: Sha256Text },
  closed,
);

export const BatchItem = Type.Union([
  CellItem,
  FindingItem,
  DeviceItem,
  ChannelItem,
  DoseCoverageItem,
  DoseCoverageDayItem,
  DoseGroupItem,
  RetentionItem,
  RetrievalItem,
  ForecastItem,
  ImageUploadItem,
  IntakeItem,
  EquipmentItem,
  UptimeItem,
  UpsItem,
  RoomItem,
  EquipmentEventItem,
  FleetItem,
  AgentGapItem,
  StateDigestItem,
]);

/** Most items in a batch, and most bytes of its JSON before compression. */
export const batchLimits = { items: 500, bytes: 256 * 1024 } as const;

export const Batch = Type.Object(
  {
    kind: Type.Literal('batch/1'),
    agentId: SlugText,
    facilityId: SlugText,
    seq: Ordinal,
    prevSha256: Type.Union([Sha256Text, Type.Null()]),
    createdAt: InstantText,
    agentVersion: PlainText,
    ruleSetSha256: Sha256Text,
    /** Set on a batch that belongs to a full dump: the console forgets what a dump no longer names. */
    dump: Type.Optional(Type.Object({ id: SlugText, last: Type.Boolean() }, closed)),
    items: Type.Array(BatchItem, { maxItems: batchLimits.items }),
  },
  closed,
);

/** Sent, signed by the console, only after the batch is durable. `duplicate` = this very batch had been stored before. */
export const Receipt = Type.Object(
  {
    kind: Type.Literal('receipt/1'),
    agentId: SlugText,
    seq: Ordinal,
    bodySha256: Sha256Text,
    committedAt: InstantText,
    duplicate: Type.Boolean(),
    wantFull: Type.Boolean(),
    ruleSetSha256: Sha256Text,
  },
  closed,
);

export type Batch = Static<typeof Batch>;
export type BatchItem = Static<typeof BatchItem>;
export type CellItem = Static<typeof CellItem>;
export type FindingItem = Static<typeof FindingItem>;
export type DeviceItem = Static<typeof DeviceItem>;
export type ChannelItem = Static<typeof ChannelItem>;
export type DoseCoverageItem = Static<typeof DoseCoverageItem>;
export type IntakeItem = Static<typeof IntakeItem>;
export type StateDigestItem = Static<typeof StateDigestItem>;
export type Receipt = Static<typeof Receipt>;

/** The text over which both sides take the SHA-256 for StateDigestItem: findings as `id revision state`, cells as `rule month` + canonical counts, each sorted, one a line. */
export function stateDigestText(
  findings: readonly { readonly findingId: string; readonly revision: number; readonly state: string }[],
  cells: readonly {
    readonly ruleId: string;
    readonly month: string;
    readonly counts: Readonly<Record<string, number>>;
  }[],
): string {
  const findingLines = findings.map((f) => `f ${f.findingId} ${String(f.revision)} ${f.state}`);
  const cellLines = cells.map((c) => {
    const counts = Object.entries(c.counts)
      .filter(([, n]) => n > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([state, n]) => `${state}=${String(n)}`);
    return `c ${c.ruleId} ${c.month} ${counts.join(',')}`;
  });
  return [...findingLines.sort(), ...cellLines.sort()].join('\n');
}
