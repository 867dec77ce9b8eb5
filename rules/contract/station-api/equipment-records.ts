import { type Static, Type } from 'typebox';
import { dailyStatuses, equipmentRecordKinds, externalCauses, faultClasses, maintenanceWorks } from '../equipment.ts';
import { Count, closed, DateText, InstantText, literalUnion, Ordinal, orNull, SlugText } from '../wire/parts.ts';
import { FormKey, PersonText, RecordIdText, Remark, StationSignature, Written } from './equipment-parts.ts';
import { PageQuery, ReasonWritten } from './parts.ts';

export const Measured = Type.Number({ minimum: -100, maximum: 1_000 });
const Devices = Type.Array(SlugText, { minItems: 1, maxItems: 100, uniqueItems: true });
const Repeats = Type.Object(
  {
    every: Type.Integer({ minimum: 1, maximum: 52 }),
    unit: literalUnion(['week', 'month'] as const),
    until: DateText,
  },
  closed,
);

/** What a person says of one device and day. */
const dailyWords = {
  status: literalUnion(dailyStatuses),
  selfCheckDone: Type.Boolean(),
  calibrationDone: Type.Boolean(),
  counter: Type.Optional(Type.Number({ minimum: 0, maximum: 1e12 })),
  temperatureC: Type.Optional(Measured),
  humidityPct: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  heliumPct: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  remark: Remark,
};

/** POST /api/equipment/daily → StationEquipmentRecordWritten. One a device and day: a second one is refused (`daily-exists`): revise the first. */
export const StationDailyForm = Type.Object(
  { formKey: FormKey, equipmentId: SlugText, date: DateText, ...dailyWords },
  closed,
);
export type StationDailyForm = Static<typeof StationDailyForm>;
/** POST /api/equipment/records/:id/daily: a correction; `revision` is the one that the person looked at. */
export const StationDailyRevision = Type.Object({ revision: Ordinal, reason: ReasonWritten, ...dailyWords }, closed);
export type StationDailyRevision = Static<typeof StationDailyRevision>;

/** POST /api/equipment/faults: a person reports a fault. Refused (`fault-open`, `fault-overlaps`) where one of the device stands at that time. */
export const StationFaultForm = Type.Object(
  {
    formKey: FormKey,
    equipmentId: SlugText,
    start: InstantText,
    reportedAt: Type.Optional(InstantText),
    degraded: Type.Boolean(),
    description: Written,
  },
  closed,
);
export type StationFaultForm = Static<typeof StationFaultForm>;
/** POST /api/equipment/records/:id/classify: what a failing was. */
export const StationFaultClassify = Type.Object(
  {
    revision: Ordinal,
    faultClass: literalUnion(faultClasses),
    degraded: Type.Boolean(),
    description: Written,
    /** It began earlier than it says; never later. */
    start: Type.Optional(InstantText),
    /** Needed where it had a class already. */
    reason: Type.Optional(ReasonWritten),
  },
  closed,
);
export type StationFaultClassify = Static<typeof StationFaultClassify>;
/** POST /api/equipment/records/:id/accept: the repair is accepted; that is the end of down time. Of a maintenance record: its work is accepted (`end` = its end). */
export const StationAccept = Type.Object(
  { revision: Ordinal, end: InstantText, result: Written, reason: Type.Optional(ReasonWritten) },
  closed,
);
export type StationAccept = Static<typeof StationAccept>;

/** POST /api/equipment/maintenance */
export const StationMaintenanceForm = Type.Object(
  {
    formKey: FormKey,
    equipmentId: SlugText,
    work: literalUnion(maintenanceWorks),
    plannedFor: Type.Optional(DateText),
    from: InstantText,
    to: Type.Optional(InstantText),
    vendor: Type.String({ maxLength: 120 }),
    parts: Remark,
    result: Remark,
    faultId: Type.Optional(RecordIdText),
    windowId: Type.Optional(RecordIdText),
  },
  closed,
);
export type StationMaintenanceForm = Static<typeof StationMaintenanceForm>;
/** POST /api/equipment/records/:id/maintenance */
export const StationMaintenanceRevision = Type.Object(
  {
    ...Type.Omit(StationMaintenanceForm, ['formKey', 'equipmentId']).properties,
    revision: Ordinal,
    reason: ReasonWritten,
  },
  closed,
);
export type StationMaintenanceRevision = Static<typeof StationMaintenanceRevision>;

/** POST /api/equipment/windows: at most 31 days each; what is longer is a suspension. Begun already: it is late and frees nothing until a second person countersigns. */
export const StationWindowForm = Type.Object(
  {
    formKey: FormKey,
    equipmentIds: Devices,
    from: InstantText,
    to: InstantText,
    repeats: Type.Optional(Repeats),
    reason: ReasonWritten,
  },
  closed,
);
export type StationWindowForm = Static<typeof StationWindowForm>;

/** POST /api/equipment/suspensions */
export const StationSuspensionForm = Type.Object(
  {
    formKey: FormKey,
    equipmentId: SlugText,
    from: InstantText,
    to: Type.Optional(InstantText),
    reason: ReasonWritten,
  },
  closed,
);
export type StationSuspensionForm = Static<typeof StationSuspensionForm>;
/** POST /api/equipment/records/:id/end: a suspension ends. It wants a countersignature again only when the end lies later than before. */
export const StationSuspensionEnd = Type.Object({ revision: Ordinal, to: InstantText, reason: ReasonWritten }, closed);
export type StationSuspensionEnd = Static<typeof StationSuspensionEnd>;

/** POST /api/equipment/externals */
export const StationExternalForm = Type.Object(
  {
    formKey: FormKey,
    equipmentIds: Devices,
    from: InstantText,
    to: InstantText,
    cause: literalUnion(externalCauses),
    /** The document that shows it: number, sender, place in the files. */
    document: Written,
  },
  closed,
);
export type StationExternalForm = Static<typeof StationExternalForm>;

/** POST /api/equipment/disputes: the device worked although a probe said no. */
export const StationDisputeForm = Type.Object(
  { formKey: FormKey, equipmentId: SlugText, from: InstantText, to: InstantText, reason: ReasonWritten },
  closed,
);
export type StationDisputeForm = Static<typeof StationDisputeForm>;

/**
 * POST /api/equipment/records/:id/approve (a window or an external cause, by another person than who asked) · /countersign (a fault's class, a late window, a suspension, a dispute, a daily
 * record that contradicts the probes; by a person who has not signed it yet).
 */
export const StationSecondSignature = Type.Object({ revision: Ordinal }, closed);
export type StationSecondSignature = Static<typeof StationSecondSignature>;
/** POST /api/equipment/records/:id/cancel (a window) · /withdraw (any record) */
export const StationRecordStop = Type.Object({ revision: Ordinal, reason: ReasonWritten }, closed);
export type StationRecordStop = Static<typeof StationRecordStop>;
export const StationRecordPath = Type.Object({ id: RecordIdText }, closed);

/** What a person may do next with a record; `approve` and `countersign` only where the asking person may be the second. */
export const recordSteps = [
  'classify',
  'accept',
  'approve',
  'countersign',
  'cancel',
  'end',
  'revise',
  'withdraw',
] as const;
export type RecordStep = (typeof recordSteps)[number];

const signatures = {
  classified: orNull(StationSignature),
  countersigned: orNull(StationSignature),
  approved: orNull(StationSignature),
  requested: orNull(StationSignature),
  cancelled: orNull(StationSignature),
  accepted: orNull(StationSignature),
};

/** What a record says; members that its kind does not have are absent. */
export const StationRecordSays = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('daily'),
      date: DateText,
      ...dailyWords,
      prefilled: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('fault'),
      start: InstantText,
      end: orNull(InstantText),
      openedBy: literalUnion(['probe', 'person'] as const),
      probe: orNull(Type.String()),
      probeSawUpAt: orNull(InstantText),
      reportedAt: orNull(InstantText),
      faultClass: orNull(literalUnion(faultClasses)),
      degraded: Type.Boolean(),
      description: Remark,
      result: orNull(Remark),
      /** Last day to classify a draft; passed: overdue. */
      classifyBy: orNull(DateText),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('maintenance'),
      work: literalUnion(maintenanceWorks),
      plannedFor: orNull(DateText),
      from: InstantText,
      to: orNull(InstantText),
      vendor: Type.String(),
      parts: Remark,
      result: Remark,
      faultId: orNull(RecordIdText),
      windowId: orNull(RecordIdText),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('window'),
      from: InstantText,
      to: InstantText,
      repeats: orNull(Repeats),
      reason: Remark,
      /** Asked for or approved after it began: frees nothing without a countersignature. */
      late: Type.Boolean(),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('suspension'), from: InstantText, to: orNull(InstantText), reason: Remark }, closed),
  Type.Object(
    {
      kind: Type.Literal('external'),
      from: InstantText,
      to: InstantText,
      cause: literalUnion(externalCauses),
      document: Remark,
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('dispute'), from: InstantText, to: InstantText, reason: Remark }, closed),
]);
export type StationRecordSays = Static<typeof StationRecordSays>;

export const StationEquipmentRecord = Type.Object(
  {
    id: RecordIdText,
    revision: Ordinal,
    equipmentIds: Type.Array(SlugText),
    says: StationRecordSays,
    ...signatures,
    entered: StationSignature,
    firstEntered: StationSignature,
    /** Why this revision was written; '' for the first. */
    reason: Remark,
    withdrawn: orNull(Type.Object({ by: PersonText, at: InstantText, reason: Remark }, closed)),
    /** A daily record that was written after it was due. */
    late: Type.Boolean(),
    /** It says the opposite of what the probes saw, and no second person has looked at it. */
    contradicts: Type.Boolean(),
    /** A second person is wanted before it counts. */
    waitsForSecond: Type.Boolean(),
    steps: Type.Array(literalUnion(recordSteps)),
  },
  closed,
);
export type StationEquipmentRecord = Static<typeof StationEquipmentRecord>;

/** Every route that writes a record answers with it as it stands now. */
export type StationEquipmentRecordWritten = StationEquipmentRecord;

/** GET /api/equipment/records?kind&equipmentId&from&to&waiting&page&pageSize, newest first. `waiting`: unclassified drafts, open faults, and records that want a second person. */
export const StationEquipmentRecordsQuery = Type.Object(
  {
    ...PageQuery,
    kind: Type.Optional(literalUnion(equipmentRecordKinds)),
    equipmentId: Type.Optional(SlugText),
    from: Type.Optional(DateText),
    to: Type.Optional(DateText),
    waiting: Type.Optional(literalUnion(['yes'] as const)),
  },
  closed,
);
export type StationEquipmentRecordsQuery = Static<typeof StationEquipmentRecordsQuery>;
export const StationEquipmentRecords = Type.Object(
  { asOf: InstantText, total: Count, page: Count, pageSize: Count, rows: Type.Array(StationEquipmentRecord) },
  closed,
);
export type StationEquipmentRecords = Static<typeof StationEquipmentRecords>;
/** GET /api/equipment/records/:id: all revisions, newest first. */
export const StationEquipmentRecordHistory = Type.Object(
  { asOf: InstantText, record: StationEquipmentRecord, revisions: Type.Array(StationEquipmentRecord) },
  closed,
);
export type StationEquipmentRecordHistory = Static<typeof StationEquipmentRecordHistory>;
