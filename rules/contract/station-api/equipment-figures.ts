import { type Static, Type } from 'typebox';
import { equipmentEventKinds, selfTestResults } from '../power.ts';
import { countedReasons, countedStates } from '../uptime.ts';
import {
  Count,
  closed,
  DateText,
  InstantText,
  literalUnion,
  MonthText,
  Ordinal,
  orNull,
  Sha256Text,
  SlugText,
} from '../wire/parts.ts';
import { StationRoom, StationUps } from './equipment.ts';
import {
  Hundredths,
  PersonText,
  StationProbe,
  StationReading,
  StationUptime,
  standingStates,
} from './equipment-parts.ts';
import { StationEquipmentRecord } from './equipment-records.ts';
import { PageQuery } from './parts.ts';

/** One local day in whole milliseconds; the four states and what is outside required time. All 0: closed, or before the watch began. */
export const StationDeviceDay = Type.Object(
  {
    date: DateText,
    scheduledMs: Count,
    upMs: Count,
    downMs: Count,
    unknownMs: Count,
    maintenanceMs: Count,
    externalMs: Count,
  },
  closed,
);
export type StationDeviceDay = Static<typeof StationDeviceDay>;

/** A stretch of counted time with its reason. `ref` is the id of a record or the name of a probe. */
export const StationCountedSpan = Type.Object(
  {
    from: InstantText,
    to: InstantText,
    ms: Count,
    state: literalUnion(countedStates),
    because: literalUnion(countedReasons),
    ref: Type.String(),
    degraded: Type.Boolean(),
    /** The clock is in doubt there. */
    doubtful: Type.Boolean(),
  },
  closed,
);
export type StationCountedSpan = Static<typeof StationCountedSpan>;

/** What one probe said over a time; `grade` is what its word is worth. */
export const StationProbeSpan = Type.Object(
  {
    probe: Type.String(),
    from: InstantText,
    to: InstantText,
    state: literalUnion(['up', 'down', 'unknown'] as const),
    grade: literalUnion(['use', 'service', 'reachability'] as const),
    stage: Type.String(),
    code: Type.String(),
    samples: Count,
    clockEpoch: Count,
    doubtful: Type.Boolean(),
  },
  closed,
);
export type StationProbeSpan = Static<typeof StationProbeSpan>;

/** GET /api/equipment/devices/:equipmentId?month (absent: the running month) */
export const StationDevicePageQuery = Type.Object({ month: Type.Optional(MonthText) }, closed);
export const StationDevicePage = Type.Object(
  {
    asOf: InstantText,
    equipmentId: SlugText,
    kind: Type.String(),
    name: Type.String(),
    zone: Type.String(),
    state: literalUnion(standingStates),
    since: orNull(InstantText),
    probes: Type.Array(StationProbe),
    readings: Type.Array(StationReading),
    /** The last ninety days, oldest first. */
    days: Type.Array(StationDeviceDay),
    /** Rolling year of the rule (from the start of supervision at the earliest), and months, newest first. `revision` 0: not closed yet. */
    year: orNull(StationUptime),
    months: Type.Array(
      Type.Object({ month: MonthText, figures: StationUptime, revision: Count, closedAt: orNull(InstantText) }, closed),
    ),
    /** Of `month`: every counted stretch of scheduled time, without gap; what each probe said; faults and other records that touch it. */
    month: MonthText,
    spans: Type.Array(StationCountedSpan),
    /** More stretches than are shown. */
    spansCut: Type.Boolean(),
    probeSpans: Type.Array(StationProbeSpan),
    records: Type.Array(StationEquipmentRecord),
    /** Of closed faults of the last year; fewer than three: null. Whole milliseconds. */
    meanUpMs: orNull(Count),
    meanDownMs: orNull(Count),
    faults: Count,
    /** Down time at the month's end: if nothing more happens, as expected (null: nothing to expect from), and if what is open lasts. Burn: 1000 is just even. */
    forecast: orNull(
      Type.Object(
        {
          bestMs: Count,
          expectedMs: orNull(Count),
          worstMs: Count,
          burnPerMille: orNull(Type.Integer({ minimum: 0 })),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationDevicePage = Static<typeof StationDevicePage>;

/** An episode of a UPS or a room. `end` null: it lasts. */
export const StationEquipmentEvent = Type.Object(
  {
    id: Type.String(),
    equipmentId: SlugText,
    kind: literalUnion(equipmentEventKinds),
    start: InstantText,
    end: orNull(InstantText),
    endUnseen: Type.Boolean(),
    minChargePct: orNull(Type.Number()),
    minRuntimeS: orNull(Type.Number()),
    maxLoadPct: orNull(Type.Number()),
    minValue: orNull(Type.Number()),
    maxValue: orNull(Type.Number()),
    result: orNull(literalUnion(selfTestResults)),
    raw: Type.Array(Type.String()),
  },
  closed,
);
export type StationEquipmentEvent = Static<typeof StationEquipmentEvent>;
/** GET /api/equipment/events?equipmentId&from&to&page&pageSize, newest first */
export const StationEventsQuery = Type.Object(
  {
    ...PageQuery,
    equipmentId: Type.Optional(SlugText),
    from: Type.Optional(DateText),
    to: Type.Optional(DateText),
  },
  closed,
);
export type StationEventsQuery = Static<typeof StationEventsQuery>;
export const StationEvents = Type.Object(
  { asOf: InstantText, total: Count, page: Count, pageSize: Count, rows: Type.Array(StationEquipmentEvent) },
  closed,
);
export type StationEvents = Static<typeof StationEvents>;

/** GET /api/equipment/places/:equipmentId: a UPS or a room, with its grade and evidence, and events of the last ninety days. */
export const StationPlacePage = Type.Object(
  {
    asOf: InstantText,
    equipmentId: SlugText,
    kind: Type.String(),
    name: Type.String(),
    probes: Type.Array(StationProbe),
    readings: Type.Array(StationReading),
    ups: orNull(StationUps),
    room: orNull(StationRoom),
    events: Type.Array(StationEquipmentEvent),
  },
  closed,
);
export type StationPlacePage = Static<typeof StationPlacePage>;

/** GET /api/equipment/readings/:equipmentId?name&of&from&to (at most 92 days): values by the hour. */
export const StationReadingsQuery = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z]+\\.[A-Za-z]+$', maxLength: 60 }),
    of: Type.Optional(Type.String({ maxLength: 80 })),
    from: DateText,
    to: DateText,
  },
  closed,
);
export type StationReadingsQuery = Static<typeof StationReadingsQuery>;
export const StationReadings = Type.Object(
  {
    asOf: InstantText,
    equipmentId: SlugText,
    name: Type.String(),
    /** One row an hour and sensor; a missing hour is a gap, never a value carried on. */
    hours: Type.Array(
      Type.Object(
        {
          probe: Type.String(),
          of: orNull(Type.String()),
          at: InstantText,
          min: Type.Number(),
          mean: Type.Number(),
          max: Type.Number(),
          last: Type.Number(),
          count: Count,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationReadings = Static<typeof StationReadings>;

/** Good days of so many; low: unknown days taken as fault days, high: as good ones. */
const StationDayRate = Type.Object(
  { base: Count, good: Count, low: orNull(Hundredths), high: orNull(Hundredths) },
  closed,
);
/** GET /api/equipment/fleet?month: devices together, pooled time; never a mean of rates. */
export const StationFleetQuery = Type.Object({ month: Type.Optional(MonthText) }, closed);
export const StationFleet = Type.Object(
  {
    asOf: InstantText,
    month: MonthText,
    devices: Count,
    requiredMs: Count,
    upMs: Count,
    downMs: Count,
    unknownMs: Count,
    rate: orNull(Hundredths),
    low: orNull(Hundredths),
    high: orNull(Hundredths),
    coverage: orNull(Hundredths),
    verdict: literalUnion(['conforms', 'deviates', 'indeterminate', 'nothing-required'] as const),
    /** 台日 by each rule of what a fault day is: over all calendar days of devices in service, and over days with opening hours. */
    byDays: Type.Array(
      Type.Object(
        {
          rule: literalUnion(['half', 'any-15-minutes', 'daily-status'] as const),
          days: Type.Object(
            {
              good: Count,
              fault: Count,
              overhaul: Count,
              external: Count,
              unknown: Count,
              closed: Count,
              'not-in-service': Count,
            },
            closed,
          ),
          calendar: StationDayRate,
          open: StationDayRate,
        },
        closed,
      ),
    ),
    /** 台数 at this moment. `oneFailsAll`: with so few devices one that is down fails the target. */
    count: Type.Object(
      {
        inService: Count,
        good: Count,
        down: Count,
        unknown: Count,
        rate: orNull(Hundredths),
        verdict: literalUnion(['conforms', 'deviates', 'indeterminate', 'nothing-required'] as const),
        oneFailsAll: Type.Boolean(),
      },
      closed,
    ),
    rows: Type.Array(
      Type.Object({ equipmentId: SlugText, name: Type.String(), figures: orNull(StationUptime) }, closed),
    ),
  },
  closed,
);
export type StationFleet = Static<typeof StationFleet>;

/** GET /api/equipment/closings?month: figures as they were closed, every revision; a later one says what changed. */
export const StationClosingsQuery = Type.Object({ month: Type.Optional(MonthText) }, closed);
export const StationClosings = Type.Object(
  {
    asOf: InstantText,
    rows: Type.Array(
      Type.Object(
        {
          month: MonthText,
          equipmentId: SlugText,
          revision: Ordinal,
          closedAt: InstantText,
          figures: StationUptime,
          basisSha256: Sha256Text,
          by: orNull(PersonText),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationClosings = Static<typeof StationClosings>;

/** GET /api/equipment/report.pdf and /report.xlsx ?month&lang: the monthly availability report to print and sign. */
export const StationReportQuery = Type.Object(
  { month: MonthText, lang: Type.Optional(literalUnion(['zh', 'en'] as const)) },
  closed,
);
export type StationReportQuery = Static<typeof StationReportQuery>;

/** GET /api/equipment/gaps: when the agent did not watch, and why; newest first. */
export const StationGaps = Type.Object(
  {
    asOf: InstantText,
    rows: Type.Array(
      Type.Object({ from: InstantText, to: InstantText, cause: Type.String(), stepMs: orNull(Type.Integer()) }, closed),
    ),
  },
  closed,
);
export type StationGaps = Static<typeof StationGaps>;
