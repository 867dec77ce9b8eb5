import type { UptimeFigures, UptimeRates, UptimeVerdict } from '@center/contract';
import type { DayKind, DeviceDay, FaultDayRule } from './days.ts';

export interface FleetDevice {
  readonly equipmentId: string;
  readonly figures: UptimeFigures;
  readonly days: readonly DeviceDay[];
}
/** Device days (台日) by one rule of what a fault day is. Rates in hundredths of a percent, rounded down; low: unknown days taken as fault days, high: as good ones. */
export interface DayRates {
  readonly rule: FaultDayRule;
  readonly days: Readonly<Record<DayKind, number>>;
  /** (a) all calendar days of devices in service: closed days are good, maintenance and external days are outside. */
  readonly calendar: { readonly base: number; readonly good: number; readonly low?: number; readonly high?: number };
  /** (b) days with opening hours. */
  readonly open: { readonly base: number; readonly good: number; readonly low?: number; readonly high?: number };
}
export interface FleetFigures {
  readonly devices: number;
  readonly requiredMs: number;
  readonly upMs: number;
  readonly downMs: number;
  readonly unknownMs: number;
  readonly silentMs: number;
  readonly rates: UptimeRates;
  readonly verdict: UptimeVerdict;
  readonly byDays: readonly DayRates[];
}
/** 台时 pooled over devices (never the mean of their rates), and 台日 beside it. Imaging devices only: the caller leaves the rest out. */
export function fleetFigures(_devices: readonly FleetDevice[]): FleetFigures {
  throw new Error('being written');
}
/** 台数: devices that are 完好 at one instant. With `smallFleet` one device down fails the target whatever else is. */
export function fleetCount(
  _states: readonly ('up' | 'down' | 'unknown' | 'maintenance' | 'external' | 'not-required')[],
): {
  readonly inService: number;
  readonly good: number;
  readonly down: number;
  readonly unknown: number;
  readonly rate?: number;
  readonly smallFleet: boolean;
} {
  throw new Error('being written');
}
