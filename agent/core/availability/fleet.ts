import {
  hundredthsOfPercent,
  legalUptimeTarget,
  type UptimeFigures,
  type UptimeRates,
  type UptimeTarget,
  type UptimeVerdict,
  uptimeRates,
  uptimeVerdict,
} from '@center/contract';
import { type DayKind, type DeviceDay, type FaultDayRule, faultDayRules } from './days.ts';

/** One imaging device with the figures and days of the period. */
export interface FleetDevice {
  readonly equipmentId: string;
  readonly figures: UptimeFigures;
  readonly days: readonly DeviceDay[];
}
/** Good days of a base; rates in hundredths of a percent, rounded down; low: unknown days taken as fault days, high: as good ones. */
export interface DayRate {
  readonly base: number;
  readonly good: number;
  readonly unknown: number;
  readonly low?: number;
  readonly high?: number;
  readonly verdict: UptimeVerdict;
}
/** Device days (台日) by one rule of what a fault day is. Days wholly in maintenance, or external, are outside of both bases. */
export interface DayRates {
  readonly rule: FaultDayRule;
  readonly days: Readonly<Record<DayKind, number>>;
  /** (a) calendar days of devices in service: a closed day is good. */
  readonly calendar: DayRate;
  /** (b) days with opening hours. */
  readonly open: DayRate;
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
  /** By each rule; the headline first. */
  readonly byDays: readonly DayRates[];
}

/** 台时 pooled over devices (never the mean of their rates), and 台日 beside it. Imaging devices only: the caller leaves the rest out. */
export function fleetFigures(devices: readonly FleetDevice[], target: UptimeTarget = legalUptimeTarget): FleetFigures {
  const sum = (of: (figures: UptimeFigures) => number): number =>
    devices.reduce((total, { figures }) => total + of(figures), 0);
  const pooled = {
    requiredMs: sum(({ requiredMs }) => requiredMs),
    upMs: sum(({ upMs }) => upMs),
    downMs: sum(({ downMs }) => downMs),
    unknownMs: sum(({ unknownMs }) => unknownMs),
  };
  const days = devices.flatMap((device) => device.days);
  return {
    devices: devices.length,
    ...pooled,
    silentMs: sum(({ silentMs }) => silentMs),
    rates: uptimeRates(pooled),
    verdict: uptimeVerdict(pooled, target),
    byDays: faultDayRules.map((rule) => dayRates(days, rule, target)),
  };
}

function dayRates(days: readonly DeviceDay[], rule: FaultDayRule, target: UptimeTarget): DayRates {
  const counts: Record<DayKind, number> = {
    good: 0,
    fault: 0,
    overhaul: 0,
    external: 0,
    unknown: 0,
    closed: 0,
    'not-in-service': 0,
  };
  // A day without opening hours may be a fault day; it is in the calendar base and not in the open one.
  let closedFaults = 0;
  for (const day of days) {
    counts[day.kinds[rule]] += 1;
    if (day.kinds[rule] === 'fault' && day.scheduledMs === 0) closedFaults += 1;
  }
  const { good, fault, unknown, closed } = counts;
  return {
    rule,
    days: counts,
    calendar: dayRate(good + closed, unknown, good + closed + fault + unknown, target),
    open: dayRate(good, unknown, good + fault + unknown - closedFaults, target),
  };
}

function dayRate(good: number, unknown: number, base: number, target: UptimeTarget): DayRate {
  const low = hundredthsOfPercent(good, base);
  const high = hundredthsOfPercent(good + unknown, base);
  const downMs = base - good - unknown;
  return {
    base,
    good,
    unknown,
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    verdict: uptimeVerdict({ requiredMs: base, upMs: good, downMs, unknownMs: unknown }, target),
  };
}

export type StateNow = 'up' | 'down' | 'unknown' | 'maintenance' | 'external' | 'not-required';
export interface FleetCount {
  readonly inService: number;
  readonly good: number;
  readonly down: number;
  readonly unknown: number;
  /** Hundredths of a percent; unknown ones are not good. */
  readonly rate?: number;
  readonly verdict: UptimeVerdict;
  /** So few devices that one of them down fails the target whatever the others do. */
  readonly oneFailsAll: boolean;
}

/** 台数: devices in service that are 完好 at one instant. A device that is idle, in maintenance or without mains is not broken. */
export function fleetCount(states: readonly StateNow[], target: UptimeTarget = legalUptimeTarget): FleetCount {
  const inService = states.length;
  const down = states.filter((state) => state === 'down').length;
  const unknown = states.filter((state) => state === 'unknown').length;
  const good = inService - down - unknown;
  const rate = hundredthsOfPercent(good, inService);
  const verdictOf = (up: number, unsure: number): UptimeVerdict =>
    uptimeVerdict({ requiredMs: inService, upMs: up, downMs: inService - up - unsure, unknownMs: unsure }, target);
  return {
    inService,
    good,
    down,
    unknown,
    ...(rate === undefined ? {} : { rate }),
    verdict: verdictOf(good, unknown),
    oneFailsAll: inService > 0 && verdictOf(inService - 1, 0) === 'deviates',
  };
}
