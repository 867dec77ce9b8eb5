import type { Instant } from '@center/contract';
import type { RoomPolicy } from './policy.ts';
import type { RoomReading } from './readings.ts';

export const roomQuantities = ['env.temperatureC', 'env.humidityPct', 'env.smoke'] as const;
export type RoomQuantity = (typeof roomQuantities)[number];

/** One sensor of a room, from reading to reading. Plain JSON. */
export interface SensorTrack {
  readonly quantity: RoomQuantity;
  readonly of: string;
  readonly heardAt: Instant;
  /** What it said last, and since when it says exactly that. */
  readonly value: number | string;
  readonly unchangedSince: Instant;
  /** It has told parts of a whole at least once. */
  readonly fine: boolean;
  /** Why what it says is no measurement; absent: it is one. */
  readonly problem?: string;
  /** Values of the last minutes, thinned to one in half a minute, for the rise. */
  readonly recent: readonly (readonly [Instant, number])[];
}

const thinnedMs = 30_000;

export function quantityOf(name: string): RoomQuantity | undefined {
  return roomQuantities.find((quantity) => quantity === name);
}

/** What no sensor measures: −127 and 85 °C are what a one-wire sensor says when it is gone or has only just been switched on; no room has 0 % humidity: that is an open wire. */
function impossible(quantity: RoomQuantity, value: number | string): string | undefined {
  if (quantity === 'env.smoke')
    return value === 'clear' || value === 'alarm' ? undefined : value === 'fault' ? 'open-loop' : 'not-understood';
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'no-number';
  if (quantity === 'env.humidityPct') return value <= 0 || value > 100 ? 'out-of-range' : undefined;
  if (value === -127 || value === 85) return 'sentinel';
  return value < -40 || value > 125 ? 'out-of-range' : undefined;
}

/** A sensor after a reading. Readings are taken in the order of time by the caller. */
export function hearSensor(
  before: SensorTrack | undefined,
  quantity: RoomQuantity,
  reading: RoomReading,
  at: Instant,
  policy: RoomPolicy,
): SensorTrack {
  const { value } = reading;
  // After a silence nobody knows whether it stood still.
  const same = before !== undefined && before.value === value && at - before.heardAt <= policy.staleMs;
  const unchangedSince = same ? before.unchangedSince : at;
  const fine = before?.fine === true || (typeof value === 'number' && !Number.isInteger(value));
  const said = reading.valid ? impossible(quantity, value) : (reading.problem ?? 'invalid');
  const stuckMs = fine ? policy.stuckMs : policy.stuckWholeMs;
  const stuck = quantity !== 'env.smoke' && at - unchangedSince >= stuckMs ? 'stuck' : undefined;
  const problem = said ?? stuck;
  const recent = (before?.recent ?? []).filter(([when]) => at - when <= policy.riseWithinMs);
  const newest = recent.at(-1);
  const add =
    problem === undefined && typeof value === 'number' && (newest === undefined || at - newest[0] >= thinnedMs);
  return {
    quantity,
    of: reading.of ?? '',
    heardAt: at,
    value,
    unchangedSince,
    fine,
    ...(problem === undefined ? {} : { problem }),
    recent: add && typeof value === 'number' ? [...recent, [at, value]] : recent,
  };
}

/** Its value, where it is a measurement that is not too old. */
export function measured(sensor: SensorTrack, now: Instant, policy: RoomPolicy): number | undefined {
  if (sensor.problem !== undefined || now - sensor.heardAt > policy.staleMs) return undefined;
  return typeof sensor.value === 'number' ? sensor.value : undefined;
}

/** By how much it rose above the lowest of the last minutes. */
export function riseOf(sensor: SensorTrack, now: Instant, policy: RoomPolicy): number {
  const value = measured(sensor, now, policy);
  if (value === undefined) return 0;
  const lowest = sensor.recent.reduce(
    (low, [when, each]) => (now - when <= policy.riseWithinMs ? Math.min(low, each) : low),
    value,
  );
  return Math.round((value - lowest) * 1000) / 1000;
}
