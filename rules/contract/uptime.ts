import type { Interval } from './interval.ts';

/**
 * The definition by which availability is counted, printed on every report. Half-open intervals in integer milliseconds; R = S − M − E; U + D + K = R;
 * A = U/(U+D); bounds U/R and (U+K)/R; conforms if 100·U > 95·R, deviates if 100·(U+K) ≤ 95·R, else indeterminate (MIDC-3.14b, 设备的运行完好率＞95%).
 */
export const uptimeDefinition = 'uptime-def/1';

/**
 * How an instant of scheduled time is counted. Not: the state of the device (IEC 60050-192: up state, down state, externally disabled state).
 * - `up`: positive evidence, and nothing outranks it.
 * - `down`: an open fault of a person's record, or a confirmed failing of a probe that nothing outranks.
 * - `unknown`: nobody knows: the agent or the probe was silent, or what is due of people is missing. Never: up.
 * - `maintenance`: planned, approved before it began, within the cap. Outside of required time.
 * - `external`: a documented cause outside (mains beyond design, cooling of the building), approved. Outside of required time.
 */
export const countedStates = ['up', 'down', 'unknown', 'maintenance', 'external'] as const;
export type CountedState = (typeof countedStates)[number];

/** Why an instant is counted as it is. */
export const countedReasons = [
  'maintenance-window',
  'external-cause',
  'fault-record',
  'dispute',
  'probe-down',
  'exam',
  'probe-up',
  'daily-record',
  'warm-up',
  'nobody-knows',
  'record-due',
] as const;
export type CountedReason = (typeof countedReasons)[number];

/** Why no time was required (R = 0). Only `suspended`, `maintenance` and `external` make the rule not applicable; `no-calendar` is missing evidence. */
export const nothingRequiredReasons = [
  'suspended',
  'maintenance',
  'external',
  'closed',
  'not-in-service',
  'no-calendar',
] as const;
export type NothingRequired = (typeof nothingRequiredReasons)[number];

/** Figures of one piece of equipment over one period, up to the moment of asking. All members ending in `Ms` are whole milliseconds. */
export interface UptimeFigures {
  readonly definition: typeof uptimeDefinition;
  /** P, cut at the moment of asking. */
  readonly period: Interval;
  /** S. */
  readonly scheduledMs: number;
  /** M and E, cut to S. */
  readonly maintenanceMs: number;
  readonly externalMs: number;
  /** R = S − M − E = U + D + K. */
  readonly requiredMs: number;
  readonly upMs: number;
  readonly downMs: number;
  readonly unknownMs: number;
  /** The part of K in which the agent or every probe was silent; the rest of K waits for people (a due record, a classification). */
  readonly silentMs: number;
  /** The part of D in which it was partly usable (带病运行): counts as down; the report prints the figure with half of it as well. */
  readonly degradedMs: number;
  /** D within time whose clock is doubtful (时间可疑). */
  readonly doubtfulMs: number;
  /** Changes between up and down, and the longest interval between two samples: their product is the measurement error. */
  readonly transitions: number;
  readonly sampleMs: number;
  readonly nothingRequired?: NothingRequired;
  /** The holiday set covers the whole period; false: days beyond its end are expanded by the weekly pattern alone, and said so. */
  readonly calendarCovers: boolean;
  /** SHA-256 over the open hours, the occurrences of windows and the definition of the period: what is settled of other times does not move it. */
  readonly basisSha256: string;
}

/** The target as a whole ratio: strictly more than `per` of `of`. */
export interface UptimeTarget {
  readonly per: number;
  readonly of: number;
}
/** MIDC-3.14b: ＞95 %. */
export const legalUptimeTarget: UptimeTarget = { per: 95, of: 100 };

export type UptimeVerdict = 'conforms' | 'deviates' | 'indeterminate' | 'nothing-required';

type Counted = Pick<UptimeFigures, 'requiredMs' | 'upMs' | 'downMs' | 'unknownMs'>;

/** The verdict from the bounds, in whole numbers: exactly the target deviates. */
export function uptimeVerdict(
  { requiredMs, upMs, unknownMs }: Counted,
  { per, of }: UptimeTarget = legalUptimeTarget,
): UptimeVerdict {
  if (requiredMs === 0) return 'nothing-required';
  const line = BigInt(per) * BigInt(requiredMs);
  if (BigInt(of) * BigInt(upMs) > line) return 'conforms';
  return BigInt(of) * BigInt(upMs + unknownMs) <= line ? 'deviates' : 'indeterminate';
}

/** `part` of `whole` in hundredths of a percent, rounded down so that no rounding lifts a figure over the line; undefined when the whole is 0. */
export function hundredthsOfPercent(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : Number((BigInt(part) * 10_000n) / BigInt(whole));
}

/** Rate, bounds and coverage in hundredths of a percent, rounded down; undefined where nothing was required or nothing known. */
export interface UptimeRates {
  /** A = U/(U+D). */
  readonly rate?: number;
  /** U/R and (U+K)/R. */
  readonly low?: number;
  readonly high?: number;
  /** κ = (U+D)/R. */
  readonly coverage?: number;
}

export function uptimeRates({ requiredMs, upMs, downMs, unknownMs }: Counted): UptimeRates {
  const rate = hundredthsOfPercent(upMs, upMs + downMs);
  const low = hundredthsOfPercent(upMs, requiredMs);
  const high = hundredthsOfPercent(upMs + unknownMs, requiredMs);
  const coverage = hundredthsOfPercent(upMs + downMs, requiredMs);
  return {
    ...(rate === undefined ? {} : { rate }),
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    ...(coverage === undefined ? {} : { coverage }),
  };
}

/** Most down time, in milliseconds, with which `requiredMs` still conforms: ⌈(of − per)·R/of⌉ − 1. 0 when R is 0. */
export function uptimeBudgetMs(requiredMs: number, { per, of }: UptimeTarget = legalUptimeTarget): number {
  if (requiredMs === 0) return 0;
  const product = BigInt(of - per) * BigInt(requiredMs);
  const whole = BigInt(of);
  return Number((product + whole - 1n) / whole) - 1;
}
