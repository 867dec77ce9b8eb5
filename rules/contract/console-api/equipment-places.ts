import { type Static, Type } from 'typebox';
import { EquipmentEventItem, RoomItem, UpsItem } from '../wire/equipment.ts';
import {
  Count,
  closed,
  DateText,
  DeviceText,
  InstantText,
  literalUnion,
  Ordinal,
  orNull,
  SlugText,
} from '../wire/parts.ts';
import { FacilityNameText, PageNumber, PageSize, teller } from './parts.ts';

/** What the next grade of an independent UPS waits for (MIDC-3.12b); empty at grade 5. */
export const upsSteps = [
  'declare',
  'reach',
  'serial',
  'on-line',
  'replace-battery',
  'alarm',
  'load-unknown',
  'load-range',
  'prove',
  'prove-again',
  'runtime',
] as const;
export const UpsStepText = literalUnion(upsSteps);
export type UpsStep = Static<typeof UpsStepText>;

/**
 * What a center's independent UPS asks, worst first.
 * - `absent`: a person declared that there is none, and nothing is hosted elsewhere.
 * - `endangered`: on battery now, bypassed, off, its battery to be replaced, overloaded, or alarmed.
 * - `doubted`: something speaks against it.
 * - `none-told`: the center has told of no UPS. Not: there is none.
 * - `silent`: the agent or the UPS does not speak.
 * - `attested`: known by people's word alone (grade 0 to 2).
 * - `measured`: grade 3 and more.
 * - `hosted`: the PACS stands elsewhere; contract and certificate count.
 */
export const upsAttentions = [
  'absent',
  'endangered',
  'doubted',
  'none-told',
  'silent',
  'attested',
  'hosted',
  'measured',
] as const;
export const UpsAttentionText = literalUnion(upsAttentions);
export type UpsAttention = Static<typeof UpsAttentionText>;

/** One UPS; or, with `ups` null, a center whose agent has told of none. */
export const ConsoleUpsRow = Type.Object(
  {
    facilityId: SlugText,
    facilityName: FacilityNameText,
    agentId: orNull(SlugText),
    speaks: Type.Boolean(),
    name: DeviceText,
    ups: orNull(UpsItem),
    attention: UpsAttentionText,
    missing: Type.Array(UpsStepText),
    /** Episodes of power of the last twelve months: on battery, and lost communication. */
    onBattery: Count,
    lostCommunication: Count,
  },
  closed,
);
export type ConsoleUpsRow = Static<typeof ConsoleUpsRow>;

/** GET /api/ups?facility= */
export const ConsolePlaceQuery = Type.Object({ facility: Type.Optional(SlugText) }, closed);
export type ConsolePlaceQuery = Static<typeof ConsolePlaceQuery>;

export const ConsoleUpsList = Type.Object({ asOf: InstantText, rows: Type.Array(ConsoleUpsRow) }, closed);
export type ConsoleUpsList = Static<typeof ConsoleUpsList>;

/** `unknown`: it had not ended when the agent last spoke. */
export const EventStandingText = literalUnion(['open', 'ended', 'unknown'] as const);

export const ConsoleEventRow = Type.Object(
  {
    ...teller,
    /** Of the thing; empty when its card is gone. */
    name: DeviceText,
    event: EquipmentEventItem,
    standing: EventStandingText,
    /** Up to its end, or to `asOf` of the answer; null when it is unknown whether it lasts. */
    durationMs: orNull(Count),
  },
  closed,
);
export type ConsoleEventRow = Static<typeof ConsoleEventRow>;

/** GET /api/equipment-events: latest first. `from` and `to`: first and last day in Asia/Shanghai on which an episode begins; without `from`, ninety days before `to` or today. */
export const ConsoleEventsQuery = Type.Object(
  {
    facility: Type.Optional(SlugText),
    equipment: Type.Optional(SlugText),
    kind: Type.Optional(EquipmentEventItem.properties.kind),
    /** Yes: those that had not ended when they were told last. */
    open: Type.Optional(literalUnion(['yes', 'no'] as const)),
    from: Type.Optional(DateText),
    to: Type.Optional(DateText),
    page: Type.Optional(PageNumber),
    pageSize: Type.Optional(PageSize),
  },
  closed,
);
export type ConsoleEventsQuery = Static<typeof ConsoleEventsQuery>;

export const ConsoleEvents = Type.Object(
  {
    asOf: InstantText,
    total: Count,
    page: PageNumber,
    pageSize: PageSize,
    /** First day that was looked at. */
    from: DateText,
    /** By kind, before the filter of kind. */
    kinds: Type.Array(Type.Object({ kind: EquipmentEventItem.properties.kind, events: Count, open: Count }, closed)),
    rows: Type.Array(ConsoleEventRow),
  },
  closed,
);
export type ConsoleEvents = Static<typeof ConsoleEvents>;

/**
 * What a room asks, worst first.
 * - `smoke`: smoke is told now. This is evidence, and no fire alarm.
 * - `outside`: temperature or humidity out of its band now.
 * - `smoke-fault`: the loop is open or the sensor faulty. Not: no smoke.
 * - `silent`: the agent or the sensors do not speak.
 * - `not-measured`: no sensor gives a value.
 * - `was-outside`: in its band now, and outside of it for a part of this month.
 * - `quiet`.
 */
export const roomAttentions = [
  'smoke',
  'outside',
  'smoke-fault',
  'silent',
  'not-measured',
  'was-outside',
  'quiet',
] as const;
export const RoomAttentionText = literalUnion(roomAttentions);
export type RoomAttention = Static<typeof RoomAttentionText>;

export const ConsoleRoomRow = Type.Object(
  {
    ...teller,
    name: DeviceText,
    room: RoomItem,
    attention: RoomAttentionText,
    /** Kinds of the episodes that last. */
    openEvents: Type.Array(EquipmentEventItem.properties.kind),
  },
  closed,
);
export type ConsoleRoomRow = Static<typeof ConsoleRoomRow>;

/** GET /api/rooms?facility= */
export const ConsoleRooms = Type.Object({ asOf: InstantText, rows: Type.Array(ConsoleRoomRow) }, closed);
export type ConsoleRooms = Static<typeof ConsoleRooms>;

/**
 * An agent's told gap, or a silence that the console saw by itself, and what the other says of it.
 * - `agrees`: told, and the console heard nothing meanwhile.
 * - `heard`: told, and the console heard the agent in it: one of the two clocks or words is wrong.
 * - `not-watched`: told, and the console itself was away for a part of it.
 * - `not-comparable`: told, and too short for a console that hears a beat a minute; or a step of a clock, which is no time that passed.
 * - `line`: seen and not told, and batches dated within it came afterwards: by its own word the agent ran and only the line was down.
 * - `untold`: seen, not told, and nothing dated within it came: the agent has not said what it did then.
 */
export const gapFindings = ['untold', 'heard', 'line', 'not-watched', 'agrees', 'not-comparable'] as const;
export const GapFindingText = literalUnion(gapFindings);
export type GapFinding = Static<typeof GapFindingText>;

export const ConsoleGapRow = Type.Object(
  {
    facilityId: SlugText,
    facilityName: FacilityNameText,
    agentId: SlugText,
    by: literalUnion(['agent', 'console'] as const),
    start: InstantText,
    /** Null: it lasts. */
    end: orNull(InstantText),
    /** Of a told gap. */
    cause: orNull(Type.String({ maxLength: 40, dataClass: 'operational' })),
    number: orNull(Ordinal),
    stepMs: orNull(Type.Integer({ dataClass: 'operational' })),
    finding: GapFindingText,
    /** Of a told gap: milliseconds in which the console heard the agent. Of a silence: those that no told gap covers. */
    differenceMs: Count,
    /** Batches dated within a silence that came after it. */
    lateBatches: Count,
  },
  closed,
);
export type ConsoleGapRow = Static<typeof ConsoleGapRow>;

/** One agent, the times that it told not to have watched and those in which the console did not hear it. Over `from` to `asOf`. */
export const ConsoleWitnessRow = Type.Object(
  {
    ...teller,
    lastSeenAt: orNull(InstantText),
    /** Since when the console keeps its own record of this agent; null: it has none yet. */
    seenSince: orNull(InstantText),
    toldMs: Count,
    silentMs: Count,
    untoldMs: Count,
    heardMs: Count,
    findings: Type.Array(Type.Object({ finding: GapFindingText, gaps: Count }, closed)),
  },
  closed,
);
export type ConsoleWitnessRow = Static<typeof ConsoleWitnessRow>;

/** GET /api/witness?facility=&days= */
export const ConsoleWitnessQuery = Type.Object(
  {
    facility: Type.Optional(SlugText),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 400, dataClass: 'operational' })),
  },
  closed,
);
export type ConsoleWitnessQuery = Static<typeof ConsoleWitnessQuery>;

export const ConsoleWitness = Type.Object(
  {
    asOf: InstantText,
    from: InstantText,
    /** Times in which the console itself did not run: it saw nothing then, and nobody is blamed for it. */
    consoleAwayMs: Count,
    agents: Type.Array(ConsoleWitnessRow),
    /** Worst first, then latest first; at most 500, `left` says how many more. */
    gaps: Type.Array(ConsoleGapRow),
    left: Count,
  },
  closed,
);
export type ConsoleWitness = Static<typeof ConsoleWitness>;
