import { type Static, Type } from 'typebox';
import { upsCounterEvidence, upsGradeReasons, upsMarks, upsStates } from '../power.ts';
import { Count, closed, DateText, DeviceIdText, InstantText, literalUnion, orNull, SlugText } from '../wire/parts.ts';
import {
  EquipmentKindText,
  FormKey,
  Hundredths,
  PersonText,
  Remark,
  ShortName,
  SignedMs,
  StationProbe,
  StationReading,
  standingStates,
  Written,
} from './equipment-parts.ts';
import { ReasonWritten } from './parts.ts';

const SmallText = Type.String({ maxLength: 80 });
const SmallNumber = Type.Number({ minimum: -1_000, maximum: 1_000_000 });
const Band = Type.Object(
  { min: Type.Number({ minimum: -50, maximum: 150 }), max: Type.Number({ minimum: -50, maximum: 150 }) },
  closed,
);

export const StationUpsCard = Type.Object(
  {
    ratedVa: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10_000_000 })),
    batteryDate: Type.Optional(DateText),
    dedicatedCircuit: Type.Optional(Type.Boolean()),
    feeds: Type.Array(SlugText, { maxItems: 100, uniqueItems: true }),
    runtimeGoalMinutes: Type.Number({ minimum: 0, maximum: 10_000 }),
  },
  closed,
);
export const StationRoomCard = Type.Object(
  {
    purpose: literalUnion(['pacs', 'mr', 'other'] as const),
    smoke: literalUnion(['wired', 'inspection', 'none'] as const),
    fireInspectedOn: Type.Optional(DateText),
    temperatureC: Band,
    humidityPct: Band,
  },
  closed,
);

/** PUT /api/equipment/cards → StationEquipmentCards (administrators). The id is the center's own short name; probes of the configuration name it in `of`. */
export const StationEquipmentCardForm = Type.Object(
  {
    id: SlugText,
    kind: EquipmentKindText,
    name: ShortName,
    /** A device of the register (imaging only): identity is its serial number. */
    deviceId: Type.Optional(DeviceIdText),
    Manufacturer: SmallText,
    ManufacturerModelName: SmallText,
    DeviceSerialNumber: SmallText,
    calendarId: Type.Optional(SlugText),
    inServiceFrom: DateText,
    inServiceTo: Type.Optional(DateText),
    warmUpMinutes: Type.Integer({ minimum: 0, maximum: 240 }),
    reachabilityIsAll: Type.Boolean(),
    maintenanceEveryMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    ups: Type.Optional(StationUpsCard),
    room: Type.Optional(StationRoomCard),
  },
  closed,
);
export type StationEquipmentCardForm = Static<typeof StationEquipmentCardForm>;

/** GET /api/equipment/cards, DELETE /api/equipment/cards/:equipmentId (administrators) → StationEquipmentCards */
export const StationEquipmentCards = Type.Object(
  {
    asOf: InstantText,
    rows: Type.Array(
      Type.Object(
        {
          card: StationEquipmentCardForm,
          /** Probes of the configuration that watch it. */
          probes: Type.Array(Type.Object({ name: Type.String(), type: Type.String() }, closed)),
        },
        closed,
      ),
    ),
    calendars: Type.Array(Type.Object({ id: SlugText, name: Type.String() }, closed)),
    /** Devices of the register that no card links yet. */
    unlinked: Type.Array(
      Type.Object(
        {
          deviceId: DeviceIdText,
          name: Type.String(),
          Manufacturer: Type.String(),
          ManufacturerModelName: Type.String(),
          DeviceSerialNumber: Type.String(),
        },
        closed,
      ),
    ),
    /** Probes whose `of` names no card: they watch nothing that counts. */
    orphans: Type.Array(Type.Object({ name: Type.String(), type: Type.String(), of: Type.String() }, closed)),
  },
  closed,
);
export type StationEquipmentCards = Static<typeof StationEquipmentCards>;

export const batteryCareKinds = [
  'battery-absent',
  'replace-battery',
  'battery-date-unknown',
  'never-tested',
  'never-discharged',
  'battery-old',
  'battery-date-differs',
  'self-test-failed',
  'self-test-overdue',
  'discharge-overdue',
  'runtime-below-goal',
  'runtime-aged',
] as const;

/** What is known of a UPS now, and how well it is proven that it is there and independent (MIDC-3.12b). */
export const StationUps = Type.Object(
  {
    state: literalUnion(upsStates),
    marks: Type.Array(literalUnion(upsMarks)),
    chargePct: orNull(SmallNumber),
    runtimeS: orNull(Type.Number()),
    loadPct: orNull(SmallNumber),
    inputV: orNull(SmallNumber),
    outputV: orNull(SmallNumber),
    batteryV: orNull(SmallNumber),
    temperatureC: orNull(SmallNumber),
    raw: Type.Array(Type.String()),
    readAt: orNull(InstantText),
    grade: Type.Integer({ minimum: 0, maximum: 5 }),
    against: Type.Array(literalUnion(upsCounterEvidence)),
    provedOn: orNull(DateText),
    selfTestOn: orNull(DateText),
    selfTestPassed: orNull(Type.Boolean()),
    batteryDate: orNull(DateText),
    runtimeGoalMinutes: Type.Number(),
    feeds: Type.Array(SlugText),
    /** Why it is not graded higher: each is one thing that a person can see to. */
    gradeReasons: Type.Array(literalUnion(upsGradeReasons)),
    /** What its battery needs, with what its sentence needs (`since`, `years`, `on`, `last`, `days`, `card`, `device`, `minutes`, `goalMinutes`, `percent`). */
    care: Type.Array(
      Type.Object(
        {
          kind: literalUnion(batteryCareKinds),
          values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationUps = Static<typeof StationUps>;

export const StationRoom = Type.Object(
  {
    purpose: literalUnion(['pacs', 'mr', 'other'] as const),
    temperatureC: orNull(SmallNumber),
    humidityPct: orNull(SmallNumber),
    temperatureBand: Band,
    humidityBand: Band,
    smoke: literalUnion(['clear', 'alarm', 'fault', 'unknown', 'not-wired'] as const),
    readAt: orNull(InstantText),
    /** Of the last thirty days: seconds measured, and of these outside the band. */
    measuredS: Count,
    outsideS: Count,
    outsideSince: orNull(DateText),
    coverage: orNull(Hundredths),
  },
  closed,
);
export type StationRoom = Static<typeof StationRoom>;

/** An alarm that stands. `causedBy`: the key of the one that explains it. Its sentence is made from `kind` and `values` by the page. */
export const StationAlarm = Type.Object(
  {
    key: Type.String(),
    kind: Type.String(),
    urgency: literalUnion(['info', 'warning', 'critical'] as const),
    equipmentId: orNull(SlugText),
    since: InstantText,
    causedBy: orNull(Type.String()),
    values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  },
  closed,
);
export type StationAlarm = Static<typeof StationAlarm>;

/** One tile of the board. */
export const StationEquipmentNow = Type.Object(
  {
    equipmentId: SlugText,
    kind: EquipmentKindText,
    name: Type.String(),
    deviceId: orNull(DeviceIdText),
    state: literalUnion(standingStates),
    since: orNull(InstantText),
    /** A fault of a record or a draft is open; drafts that nobody has classified. */
    openFault: Type.Boolean(),
    unclassified: Count,
    /** Why nothing is counted at the moment: closed now, not in service, suspended, or no calendar. */
    calendarId: orNull(SlugText),
    probes: Type.Array(StationProbe),
    readings: Type.Array(StationReading),
    /** Running month, in hundredths of a percent; imaging devices only. */
    month: orNull(
      Type.Object(
        {
          rate: orNull(Hundredths),
          low: orNull(Hundredths),
          high: orNull(Hundredths),
          coverage: orNull(Hundredths),
          verdict: literalUnion(['conforms', 'deviates', 'indeterminate', 'nothing-required'] as const),
          budgetLeftMs: SignedMs,
          worstBudgetLeftMs: SignedMs,
          mustBeBackBy: orNull(InstantText),
        },
        closed,
      ),
    ),
    ups: orNull(StationUps),
    room: orNull(StationRoom),
  },
  closed,
);
export type StationEquipmentNow = Static<typeof StationEquipmentNow>;

/** GET /api/equipment: the board. */
export const StationEquipmentBoard = Type.Object(
  {
    asOf: InstantText,
    /** False: this program was started without watching (no probe is configured). */
    watching: Type.Boolean(),
    rows: Type.Array(StationEquipmentNow),
    alarms: Type.Array(StationAlarm),
    /** What waits for people: drafts to classify, daily records due today and overdue, second persons wanted. */
    waiting: Type.Object(
      { unclassified: Count, dailyDue: Count, dailyOverdue: Count, secondPerson: Count, maintenanceOverdue: Count },
      closed,
    ),
    /** Last day that the holiday list settles; null without a list. */
    holidaysCoverTo: orNull(DateText),
  },
  closed,
);
export type StationEquipmentBoard = Static<typeof StationEquipmentBoard>;

/** POST /api/equipment/probes/:probe/now: asks it at once. → StationProbe */
export const StationProbePath = Type.Object({ probe: SlugText }, closed);

/** GET and PUT /api/equipment/independent-ups (PUT: administrators): where the PACS is, and that there is no UPS, said by a person. */
export const StationUpsDeclarationForm = Type.Object(
  {
    hosted: orNull(
      Type.Object({ contract: Type.String({ minLength: 1, maxLength: 200 }), certificateValidTo: DateText }, closed),
    ),
    /** A person states that there is no independent UPS, and why. */
    absent: orNull(Type.Object({ reason: ReasonWritten }, closed)),
  },
  closed,
);
export type StationUpsDeclarationForm = Static<typeof StationUpsDeclarationForm>;
export const StationUpsDeclaration = Type.Object(
  {
    hosted: StationUpsDeclarationForm.properties.hosted,
    absent: orNull(Type.Object({ reason: Remark, by: PersonText, at: InstantText }, closed)),
  },
  closed,
);
export type StationUpsDeclaration = Static<typeof StationUpsDeclaration>;

/** Standing alarms and what was sent of them. GET /api/notices → StationNotices */
export const StationNotices = Type.Object(
  {
    asOf: InstantText,
    /** No way to send is configured: alarms are shown here only. */
    sending: Type.Boolean(),
    standing: Type.Array(
      Type.Object(
        {
          ...StationAlarm.properties,
          acknowledged: orNull(Type.Object({ by: PersonText, at: InstantText, note: Remark }, closed)),
        },
        closed,
      ),
    ),
    deliveries: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          at: InstantText,
          channel: Type.String(),
          subject: Type.String(),
          state: literalUnion(['waiting', 'sent', 'failed', 'given-up'] as const),
          attempts: Count,
          problem: orNull(Type.String()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationNotices = Static<typeof StationNotices>;
/** POST /api/notices/acknowledge → StationNotices */
export const StationAcknowledge = Type.Object(
  { key: Type.String({ minLength: 1, maxLength: 200 }), note: Written, formKey: Type.Optional(FormKey) },
  closed,
);
export type StationAcknowledge = Static<typeof StationAcknowledge>;
