import { type Static, Type } from 'typebox';
import { equipmentKinds } from '../equipment.ts';
import { EquipmentItem, FleetItem, UptimeItem } from '../wire/equipment.ts';
import { Count, closed, InstantText, literalUnion, MonthText, Ordinal, orNull, SlugText } from '../wire/parts.ts';
import { ConsoleEventRow, ConsoleRoomRow, ConsoleUpsRow } from './equipment-places.ts';
import { FacilityNameText, PageNumber, PageSize, teller } from './parts.ts';

/** Hundredths of a percent, rounded down; null where nothing was required or nothing known. */
const Hundredths = orNull(Type.Integer({ minimum: 0, maximum: 10_000, dataClass: 'operational' }));
const EquipmentKindText = literalUnion(equipmentKinds);

/** Rate, bounds and coverage of uptime-def/1. Never a mean of rates: of several things the times are added first. */
export const ConsoleRates = Type.Object(
  { rate: Hundredths, low: Hundredths, high: Hundredths, coverage: Hundredths },
  closed,
);
export type ConsoleRates = Static<typeof ConsoleRates>;

/**
 * What one thing's availability asks of its supervisor, worst first.
 * - `deviates`: 95 % is missed even if all unknown time had been up.
 * - `contradictory`: the figures cannot be: parts that do not add up, or more time than the period has. No rate is taken from them, and no verdict.
 * - `indeterminate`: the bounds lie on both sides of 95 %. Not: it conforms.
 * - `no-calendar`: nobody has said when it should work, so that nothing can be counted.
 * - `not-told`: no figures of this period have come.
 * - `silent`: the agent does not speak; a running period that conformed when it last spoke may not do so now.
 * - `at-risk`: it conforms, and is down now, or would not with its unknown time as down by the end of the period.
 * - `conforms`.
 * - `nothing-required`: closed, suspended, in maintenance, or not in service all the time.
 */
export const uptimeAttentions = [
  'deviates',
  'contradictory',
  'indeterminate',
  'no-calendar',
  'not-told',
  'silent',
  'at-risk',
  'conforms',
  'nothing-required',
] as const;
export const UptimeAttentionText = literalUnion(uptimeAttentions);
export type UptimeAttention = Static<typeof UptimeAttentionText>;

/** A closed month as it was told at some revision: a correction after closing does not hide what stood before. */
export const ConsoleClosing = Type.Object(
  { revision: Ordinal, receivedAt: InstantText, rates: ConsoleRates, figures: UptimeItem },
  closed,
);
export type ConsoleClosing = Static<typeof ConsoleClosing>;

/** Figures of one period with what follows from them. `closings`: of a closed month, every revision that was told, first one first. */
export const ConsoleUptime = Type.Object(
  { figures: UptimeItem, rates: ConsoleRates, attention: UptimeAttentionText, closings: Type.Array(ConsoleClosing) },
  closed,
);
export type ConsoleUptime = Static<typeof ConsoleUptime>;

/** One thing that is watched, with the rolling year by which it is judged and the month that warns. */
export const ConsoleAvailabilityRow = Type.Object(
  {
    ...teller,
    equipment: EquipmentItem,
    /** Of the span that was asked for. */
    attention: UptimeAttentionText,
    year: orNull(ConsoleUptime),
    month: orNull(ConsoleUptime),
  },
  closed,
);
export type ConsoleAvailabilityRow = Static<typeof ConsoleAvailabilityRow>;

/** Time of several devices added up (台时). */
export const ConsolePooled = Type.Object(
  {
    devices: Count,
    requiredMs: Count,
    upMs: Count,
    downMs: Count,
    unknownMs: Count,
    rates: ConsoleRates,
    /** From the bounds of the pooled time. */
    attention: literalUnion(['deviates', 'indeterminate', 'conforms', 'nothing-required'] as const),
  },
  closed,
);
export type ConsolePooled = Static<typeof ConsolePooled>;

/** 完好台日 of the month, added up over centers; null when none has told any. */
export const ConsoleDeviceDays = Type.Object(
  {
    goodDays: Count,
    calendarDays: Count,
    openDays: Count,
    faultDays: Count,
    maintenanceDays: Count,
    unknownDays: Count,
  },
  closed,
);
export type ConsoleDeviceDays = Static<typeof ConsoleDeviceDays>;

/** GET /api/availability: things that are watched, worst first by the span asked for (`year`, by which the clause is judged, unless told otherwise). */
export const ConsoleAvailabilityQuery = Type.Object(
  {
    facility: Type.Optional(SlugText),
    /** `imaging` unless told otherwise: only these are in the rate of MIDC-3.14b. */
    kind: Type.Optional(EquipmentKindText),
    span: Type.Optional(literalUnion(['year', 'month'] as const)),
    /** The running month unless told otherwise. */
    month: Type.Optional(MonthText),
    attention: Type.Optional(UptimeAttentionText),
    page: Type.Optional(PageNumber),
    pageSize: Type.Optional(PageSize),
  },
  closed,
);
export type ConsoleAvailabilityQuery = Static<typeof ConsoleAvailabilityQuery>;

export const ConsoleAvailability = Type.Object(
  {
    asOf: InstantText,
    month: MonthText,
    /** Months of which figures are known, newest first. */
    months: Type.Array(MonthText),
    total: Count,
    page: PageNumber,
    pageSize: PageSize,
    /** Before the filter of attention. */
    attention: Type.Array(Type.Object({ attention: UptimeAttentionText, devices: Count }, closed)),
    pooled: Type.Object({ year: ConsolePooled, month: ConsolePooled }, closed),
    /** Of imaging devices only. */
    days: orNull(ConsoleDeviceDays),
    rows: Type.Array(ConsoleAvailabilityRow),
  },
  closed,
);
export type ConsoleAvailability = Static<typeof ConsoleAvailability>;

/** A card that the center has taken away, and when the console was told. Its figures went with it; its episodes stay. */
export const ConsoleRemovedEquipment = Type.Object(
  { equipmentId: SlugText, kind: EquipmentKindText, removedAt: InstantText },
  closed,
);

/** One thing of a center with all months that are known, oldest first. */
export const ConsoleEquipment = Type.Object(
  {
    agentId: SlugText,
    speaks: Type.Boolean(),
    equipment: EquipmentItem,
    year: orNull(ConsoleUptime),
    months: Type.Array(ConsoleUptime),
  },
  closed,
);
export type ConsoleEquipment = Static<typeof ConsoleEquipment>;

/** GET /api/facilities/:id/equipment */
export const ConsoleFacilityEquipment = Type.Object(
  {
    asOf: InstantText,
    facilityId: SlugText,
    facilityName: FacilityNameText,
    /** The running month. */
    month: MonthText,
    pooled: Type.Object({ year: ConsolePooled, month: ConsolePooled }, closed),
    fleet: Type.Array(FleetItem),
    equipment: Type.Array(ConsoleEquipment),
    removed: Type.Array(ConsoleRemovedEquipment),
    ups: Type.Array(ConsoleUpsRow),
    rooms: Type.Array(ConsoleRoomRow),
    /** The latest twenty. */
    events: Type.Array(ConsoleEventRow),
  },
  closed,
);
export type ConsoleFacilityEquipment = Static<typeof ConsoleFacilityEquipment>;

/** GET /api/exports/availability.csv, .../equipment.xlsx (availability, months, ups, rooms, events, gaps as sheets) */
export const ConsoleEquipmentExportQuery = Type.Object(
  { facility: Type.Optional(SlugText), month: Type.Optional(MonthText), kind: Type.Optional(EquipmentKindText) },
  closed,
);
export type ConsoleEquipmentExportQuery = Static<typeof ConsoleEquipmentExportQuery>;
