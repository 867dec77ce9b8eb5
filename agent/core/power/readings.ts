import type { Instant, UpsStatus } from '@center/contract';

/** Values of one SNMP look: numeric OID without leading dot → number or text. What the device does not have is not in it. */
export type SnmpValues = Readonly<Record<string, number | string>>;

/**
 * What a sensor of a room said. Same shape as a reading of a probe, so that a probe's readings can be handed over as they are; names that are not of a room are ignored.
 * `value` of `env.smoke`: `clear`, `alarm`, `fault`. A value that is no measurement travels with `valid: false` and why.
 */
export interface RoomReading {
  readonly name: string;
  /** Which sensor, where there are several. */
  readonly of?: string;
  readonly value: number | string;
  readonly valid: boolean;
  readonly problem?: string;
}

/**
 * One poll of a UPS. `silent`: it could not be asked. `stale`: its server answers, but says that what it knows is old, or that its driver is gone. Neither is the mains lost.
 */
export interface UpsLook {
  readonly equipmentId: string;
  readonly at: Instant;
  readonly clockEpoch: number;
  readonly status: UpsStatus | 'silent' | 'stale';
  /** Which probe looked, where several watch one UPS: it is silent only when all of them are. */
  readonly source?: string;
}

/** One poll of sensors of a room. `silent`: the probe named could not be asked. A look without readings only lets time pass. */
export interface RoomLook {
  readonly equipmentId: string;
  readonly at: Instant;
  readonly clockEpoch: number;
  readonly readings: readonly RoomReading[];
}
