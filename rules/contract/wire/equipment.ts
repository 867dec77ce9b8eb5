import { type Static, Type } from 'typebox';
import { equipmentKinds } from '../equipment.ts';
import { equipmentEventKinds, upsCounterEvidence, upsMarks, upsStates } from '../power.ts';
import { nothingRequiredReasons, uptimeDefinition } from '../uptime.ts';
import {
  Count,
  closed,
  DateText,
  DeviceIdText,
  DeviceText,
  InstantText,
  literalUnion,
  MonthText,
  Ordinal,
  orNull,
  Sha256Text,
  SlugText,
} from './parts.ts';

const Measured = Type.Number({ minimum: -1_000_000, maximum: 1_000_000_000, dataClass: 'operational' });

/**
 * Each thing that is watched, and how it stands at the moment. `unknown` is said as unknown. Removed: told once more with `removed`; what it was called, its figures, its UPS and its room go with
 * it, its events stay.
 */
export const EquipmentItem = Type.Object(
  {
    type: Type.Literal('equipment'),
    equipmentId: SlugText,
    kind: literalUnion(equipmentKinds),
    name: DeviceText,
    deviceId: orNull(DeviceIdText),
    now: literalUnion(['up', 'down', 'unknown', 'maintenance', 'external', 'not-required'] as const),
    /** Absent: for longer than six days, or nobody knows. */
    since: orNull(InstantText),
    openFault: Type.Boolean(),
    /** Confirmed failings that nobody has classified yet. */
    unclassified: Count,
    removed: Type.Boolean(),
    asOf: InstantText,
  },
  closed,
);
export type EquipmentItem = Static<typeof EquipmentItem>;

/** Figures of uptime-def/1 over a month or the rolling twelve months; what they mean stands at `UptimeFigures`. */
export const UptimeItem = Type.Object(
  {
    type: Type.Literal('uptime'),
    equipmentId: SlugText,
    span: literalUnion(['month', 'year'] as const),
    definition: Type.Literal(uptimeDefinition),
    /** First day and the day after the last, in the center's zone. Of the running month: up to `asOf`. */
    from: DateText,
    to: DateText,
    scheduledMs: Count,
    maintenanceMs: Count,
    externalMs: Count,
    requiredMs: Count,
    upMs: Count,
    downMs: Count,
    unknownMs: Count,
    silentMs: Count,
    degradedMs: Count,
    doubtfulMs: Count,
    transitions: Count,
    sampleMs: Count,
    nothingRequired: orNull(literalUnion(nothingRequiredReasons)),
    calendarCovers: Type.Boolean(),
    basisSha256: Sha256Text,
    /** Of the whole span, its future included: what may still be lost, with unknown time as up and as down; below 0: lost already. */
    budgetLeftMs: Type.Integer({ dataClass: 'operational' }),
    worstBudgetLeftMs: Type.Integer({ dataClass: 'operational' }),
    /** When it is down now: the moment by which it must be back. */
    mustBeBackBy: orNull(InstantText),
    /** 0: not closed; from 1: closed, and each correction after closing raises it. */
    revision: Count,
    asOf: InstantText,
  },
  closed,
);
export type UptimeItem = Static<typeof UptimeItem>;

/** What is known of a UPS, and how well its being there and independent is proven (MIDC-3.12b). */
export const UpsItem = Type.Object(
  {
    type: Type.Literal('ups'),
    equipmentId: SlugText,
    state: literalUnion(upsStates),
    marks: Type.Array(literalUnion(upsMarks), { maxItems: 20 }),
    chargePct: orNull(Measured),
    runtimeS: orNull(Measured),
    loadPct: orNull(Measured),
    readAt: orNull(InstantText),
    grade: Type.Integer({ minimum: 0, maximum: 5, dataClass: 'operational' }),
    against: Type.Array(literalUnion(upsCounterEvidence), { maxItems: 10 }),
    provedOn: orNull(DateText),
    selfTestOn: orNull(DateText),
    batteryDate: orNull(DateText),
    hosted: Type.Boolean(),
    removed: Type.Boolean(),
    asOf: InstantText,
  },
  closed,
);
export type UpsItem = Static<typeof UpsItem>;

const WireBand = Type.Object({ min: Measured, max: Measured }, closed);

export const RoomItem = Type.Object(
  {
    type: Type.Literal('room'),
    equipmentId: SlugText,
    purpose: literalUnion(['pacs', 'mr', 'other'] as const),
    temperatureC: orNull(Measured),
    humidityPct: orNull(Measured),
    smoke: literalUnion(['clear', 'alarm', 'fault', 'unknown', 'not-wired'] as const),
    readAt: orNull(InstantText),
    /** Bands of the room's card, edges included (MIDC-3.12d). */
    temperatureBand: Type.Optional(WireBand),
    humidityBand: Type.Optional(WireBand),
    /** Of the running month: seconds measured, and of these outside the band of the rule. */
    measuredS: Count,
    outsideS: Count,
    month: MonthText,
    removed: Type.Boolean(),
    asOf: InstantText,
  },
  closed,
);
export type RoomItem = Static<typeof RoomItem>;

/** An episode of power or of a room. Sent at its begin and again at its end; the id is the same. */
export const EquipmentEventItem = Type.Object(
  {
    type: Type.Literal('equipment-event'),
    eventId: Type.String({ pattern: '^[0-9a-f]{32}$', dataClass: 'operational' }),
    equipmentId: SlugText,
    kind: literalUnion(equipmentEventKinds),
    start: InstantText,
    end: orNull(InstantText),
    endUnseen: Type.Boolean(),
    minChargePct: orNull(Measured),
    minRuntimeS: orNull(Measured),
    maxLoadPct: orNull(Measured),
    minValue: orNull(Measured),
    maxValue: orNull(Measured),
    asOf: InstantText,
  },
  closed,
);
export type EquipmentEventItem = Static<typeof EquipmentEventItem>;

/** How the center's devices fare together (domain §8): pooled time, never a mean of rates; device days beside it. One for the running month and one for each closed month. */
export const FleetItem = Type.Object(
  {
    type: Type.Literal('fleet-uptime'),
    month: MonthText,
    devices: Count,
    requiredMs: Count,
    upMs: Count,
    downMs: Count,
    unknownMs: Count,
    /** 完好台日 by calendar days and by days with opening hours; fault days, maintenance days and days of which too little is known. */
    goodDays: Count,
    calendarDays: Count,
    openDays: Count,
    faultDays: Count,
    maintenanceDays: Count,
    unknownDays: Count,
    asOf: InstantText,
  },
  closed,
);
export type FleetItem = Static<typeof FleetItem>;

/** Time in which the agent did not watch, and why: told so that no gap is hidden. */
export const AgentGapItem = Type.Object(
  {
    type: Type.Literal('agent-gap'),
    start: InstantText,
    end: InstantText,
    cause: literalUnion([
      'stopped',
      'died',
      'stalled',
      'suspended',
      'host-restart',
      'host-power-loss',
      'clock-forward',
      'clock-back',
    ] as const),
    stepMs: Type.Optional(Type.Integer({ dataClass: 'operational' })),
    number: Ordinal,
  },
  closed,
);
export type AgentGapItem = Static<typeof AgentGapItem>;
