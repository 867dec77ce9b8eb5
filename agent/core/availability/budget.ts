import {
  type EquipmentRecord,
  type FaultRecord,
  legalUptimeTarget,
  type UptimeFigures,
  type UptimeTarget,
  type UptimeVerdict,
  uptimeBudgetMs,
  uptimeVerdict,
} from '@center/contract';
import type { Account } from './evidence.ts';
import { faultTime, faultWeight } from './people-evidence.ts';

/** How the period may end if from now on things go so. */
export interface ForecastLine {
  readonly downMs: number;
  readonly unknownMs: number;
  readonly verdict: UptimeVerdict;
}
export interface BudgetForecast {
  readonly requiredWholeMs: number;
  readonly budgetMs: number;
  readonly leftMs: number;
  /** With unknown time as down. */
  readonly worstLeftMs: number;
  /** Share of the required time so far that was down, over the share that may be: 1000 is just even. Per thousand, rounded up; absent when nothing was required yet. */
  readonly burnPerMille?: number;
  /** No more down time, and what is unknown turns out up. */
  readonly best: ForecastLine;
  /** An open fault lasts as long as faults do here, and the rest goes as the trailing days went. Absent when nothing is known to expect from. */
  readonly expected?: ForecastLine;
  /** What is down stays down to the end of the period, and what is unknown was down. */
  readonly worst: ForecastLine;
}
/** What went before: required and down time of the trailing ninety days. */
export interface Trailing {
  readonly requiredMs: number;
  readonly downMs: number;
  /** Median time from failing to acceptance; absent: too few faults. */
  readonly medianRepairMs?: number;
}

/** Budget, burn and three ways in which the period may end. Whole milliseconds; the last of a millisecond goes against the device. */
export function budgetForecast(
  { figures, requiredWholeMs, downNow }: Account,
  trailing?: Trailing,
  target: UptimeTarget = legalUptimeTarget,
): BudgetForecast {
  const { requiredMs, downMs, unknownMs } = figures;
  const budgetMs = uptimeBudgetMs(requiredWholeMs, target);
  const remainingMs = requiredWholeMs - requiredMs;
  const line = (down: number, unknown: number): ForecastLine => ({
    downMs: down,
    unknownMs: unknown,
    verdict: uptimeVerdict(
      { requiredMs: requiredWholeMs, upMs: requiredWholeMs - down - unknown, downMs: down, unknownMs: unknown },
      target,
    ),
  });
  const moreDownMs = expectedDownMs(remainingMs, downNow, trailing);
  const burnPerMille = burnOf(downMs, requiredMs, target);
  return {
    requiredWholeMs,
    budgetMs,
    leftMs: budgetMs - downMs,
    worstLeftMs: budgetMs - downMs - unknownMs,
    ...(burnPerMille === undefined ? {} : { burnPerMille }),
    best: line(downMs, 0),
    ...(moreDownMs === undefined ? {} : { expected: line(downMs + moreDownMs, unknownMs) }),
    worst: line(downMs + unknownMs + (downNow ? remainingMs : 0), 0),
  };
}

function burnOf(downMs: number, requiredMs: number, { per, of }: UptimeTarget): number | undefined {
  if (requiredMs === 0) return undefined;
  const allowed = BigInt(of - per) * BigInt(requiredMs);
  return Number((BigInt(downMs) * BigInt(of) * 1000n + allowed - 1n) / allowed);
}

/** Of the remaining required time: the open fault takes its median, the rest goes at the trailing rate. */
function expectedDownMs(remainingMs: number, downNow: boolean, trailing: Trailing | undefined): number | undefined {
  if (trailing === undefined || trailing.requiredMs === 0) return undefined;
  const median = trailing.medianRepairMs;
  if (downNow && median === undefined) return undefined;
  const repairMs = downNow ? Math.min(median ?? 0, remainingMs) : 0;
  const atRate = BigInt(remainingMs - repairMs) * BigInt(trailing.downMs);
  const whole = BigInt(trailing.requiredMs);
  return repairMs + Number((atRate + whole - 1n) / whole);
}

/** MTBF = U/n and MTTR = D/n over the n faults that were closed within the period; fewer than three show nothing. Milliseconds, rounded down. */
export interface MeanTimes {
  readonly faults: number;
  readonly mtbfMs?: number;
  readonly mttrMs?: number;
  /** From beginning to acceptance on the calendar, as a repair takes. */
  readonly medianRepairMs?: number;
}

const fewestFaults = 3;

export function meanTimes(faults: readonly EquipmentRecord<FaultRecord>[], figures: UptimeFigures): MeanTimes {
  const { start, end } = figures.period;
  const repairs = faults
    .filter((record) => faultWeight(record) === 'down')
    .map(faultTime)
    .filter((time) => start <= time.end && time.end < end)
    .map((time) => time.end - time.start)
    .sort((a, b) => a - b);
  const count = repairs.length;
  if (count < fewestFaults) return { faults: count };
  const [low = 0, high = 0] = [repairs[Math.floor((count - 1) / 2)], repairs[Math.floor(count / 2)]];
  return {
    faults: count,
    mtbfMs: Math.floor(figures.upMs / count),
    mttrMs: Math.floor(figures.downMs / count),
    medianRepairMs: Math.floor((low + high) / 2),
  };
}

/** The rate U/(U+D) lies so near the target that the sampling alone could carry it over: within one interval for each change between up and down. */
export function withinMeasurementError(
  { upMs, downMs, transitions, sampleMs }: UptimeFigures,
  { per, of }: UptimeTarget = legalUptimeTarget,
): boolean {
  if (upMs + downMs === 0) return false;
  const off = BigInt(of) * BigInt(upMs) - BigInt(per) * BigInt(upMs + downMs);
  const error = BigInt(of) * BigInt(transitions) * BigInt(sampleMs);
  return off <= error && -off <= error;
}
