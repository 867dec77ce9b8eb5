import type { Instant } from './instant.ts';

/**
 * What a UPS says of itself, in one form for NUT, SNMP (UPS-MIB, PowerNet, Huawei) and apcupsd. The tokens it was read from stand beside it as evidence.
 * - `on-line`: the mains carry the load. - `on-battery`. - `bypass`: the load is fed past the UPS: it protects nothing. - `off`: it feeds nothing.
 * - `unknown`: it cannot be asked, its driver is stale, or its words are not known. Never `on-line`.
 */
export const upsStates = ['on-line', 'on-battery', 'bypass', 'off', 'unknown'] as const;
export type UpsState = (typeof upsStates)[number];

/** Marks beside the state. `calibrating` and `testing` periods are no outage. `forced-shutdown` is latched by the UPS server until it is restarted. `eco`: protects less. */
export const upsMarks = [
  'low-battery',
  'forced-shutdown',
  'replace-battery',
  'overloaded',
  'trimming',
  'boosting',
  'calibrating',
  'testing',
  'charging',
  'discharging',
  'alarm',
  'eco',
  'battery-absent',
] as const;
export type UpsMark = (typeof upsMarks)[number];

export const selfTestResults = ['passed', 'warning', 'failed', 'aborted', 'in-progress', 'none'] as const;
export type SelfTestResult = (typeof selfTestResults)[number];

/** One look at a UPS. Absent members were not told: normal for most devices, and no fault. */
export interface UpsStatus {
  readonly state: UpsState;
  readonly marks: readonly UpsMark[];
  readonly chargePct?: number;
  readonly runtimeS?: number;
  readonly loadPct?: number;
  readonly inputV?: number;
  readonly outputV?: number;
  readonly batteryV?: number;
  readonly temperatureC?: number;
  readonly onBatteryS?: number;
  readonly selfTest?: { readonly result: SelfTestResult; readonly on?: string };
  /** As the device writes them. */
  readonly batteryDate?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly firmware?: string;
  /** Tokens and codes as they were read: `OB DISCHRG LB`, `upsOutputSource=5`. */
  readonly raw: readonly string[];
}

/** Events of power that are kept as episodes with begin and end. `communication-lost` is never the mains lost: what happens then is unknown. */
export const powerEventKinds = [
  'on-battery',
  'low-battery',
  'forced-shutdown',
  'bypass',
  'off',
  'overload',
  'replace-battery',
  'self-test',
  'calibration',
  'communication-lost',
  'alarm',
  'battery-date-changed',
] as const;
export type PowerEventKind = (typeof powerEventKinds)[number];

const ofRoomsAlone = [
  'temperature-warning',
  'temperature-alarm',
  'temperature-rise',
  'humidity-warning',
  'humidity-alarm',
  'smoke',
  'sensor-fault',
] as const;
/** Events of a room. `sensor-fault`: what the sensor says is no measurement (a sentinel, an open wire, stuck for hours, stale). */
export const roomEventKinds = [...ofRoomsAlone, 'communication-lost'] as const;
export type RoomEventKind = (typeof roomEventKinds)[number];

/** Kinds of power and of rooms, each once: `communication-lost` is of both. */
export const equipmentEventKinds = [...powerEventKinds, ...ofRoomsAlone] as const;

/** An episode of a UPS or a room, by the center's clock. `end` is absent while it lasts. Extremes are over the episode. */
export interface EquipmentEvent {
  readonly id: string;
  readonly equipmentId: string;
  readonly kind: PowerEventKind | RoomEventKind;
  readonly start: Instant;
  readonly end?: Instant;
  /** The end was not seen: the agent or the line was away; the real end lies before `end`. */
  readonly endUnseen?: boolean;
  readonly minChargePct?: number;
  readonly minRuntimeS?: number;
  readonly maxLoadPct?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly result?: SelfTestResult;
  /** Tokens as they stood at begin, and those that were new later. */
  readonly raw: readonly string[];
  readonly clockEpoch: number;
}

/**
 * Evidence for an independent UPS (MIDC-3.12b), 0 to 5: 0 none declared · 1 declared with its asset record · 2 reachable, serial number agrees · 3 in service (on line, no bypass, off,
 * replace-battery or alarm, load 3 to 80 %) · 4 proved: an on-battery interval of 60 s and more in which PACS and agent ran through · 5 that within 12 months, and the run-time goal met.
 */
export const upsGrades = [0, 1, 2, 3, 4, 5] as const;
export type UpsGrade = (typeof upsGrades)[number];

/** Why it is not graded higher, for the page; each is one thing that a person can see to. */
export const upsGradeReasons = [
  'declared-absent',
  'no-card',
  'asset-record-incomplete',
  'not-dedicated',
  'never-heard',
  'serial-not-told',
  'serial-not-on-card',
  'serial-differs',
  'not-in-service',
  'load-not-told',
  'load-out-of-range',
  'not-proved',
  'proof-old',
  'runtime-not-told',
  'runtime-below-goal',
  'counter-evidence',
] as const;
export type UpsGradeReason = (typeof upsGradeReasons)[number];

/**
 * What speaks against it. `established-absent`: a person declared that there is none. `unseen-power-loss`: PACS or agent restarted uncleanly and the UPS told of no battery. `pacs-lost-on-battery`: the PACS
 * went within 5 s of the mains. `shared-load`: its load moves in step with exams.
 */
export const upsCounterEvidence = [
  'established-absent',
  'serial-differs',
  'unseen-power-loss',
  'pacs-lost-on-battery',
  'shared-load',
] as const;
export type UpsCounterEvidence = (typeof upsCounterEvidence)[number];
