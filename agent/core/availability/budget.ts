import type { EquipmentRecord, FaultRecord, UptimeFigures, UptimeTarget, UptimeVerdict } from '@center/contract';
import type { Account } from './evidence.ts';

/** How the period may end if from now on things go so. */
export interface ForecastLine {
  readonly downMs: number;
  readonly verdict: UptimeVerdict;
}
export interface BudgetForecast {
  readonly requiredWholeMs: number;
  readonly budgetMs: number;
  readonly leftMs: number;
  /** With unknown time as down. */
  readonly worstLeftMs: number;
  /** Share of the budget that is burnt, over the share of time that has passed: 1000 is just even. Per thousand, rounded up; absent when nothing was required yet. */
  readonly burnPerMille?: number;
  /** No more down time. */
  readonly best: ForecastLine;
  /** An open fault lasts as long as faults do here, and the rest goes as the trailing days went. Absent when nothing is known to expect from. */
  readonly expected?: ForecastLine;
  /** What is down stays down to the end of the period, and what is unknown was down. */
  readonly worst: ForecastLine;
}
export interface Trailing {
  /** Required and down time of the trailing ninety days. */
  readonly requiredMs: number;
  readonly downMs: number;
  /** Median time from failing to acceptance; absent: too few faults. */
  readonly medianRepairMs?: number;
}
export function budgetForecast(_account: Account, _trailing?: Trailing, _target?: UptimeTarget): BudgetForecast {
  throw new Error('being written');
}

/** MTBF = U/n and MTTR = D/n over the n faults that were closed within the period; fewer than three show nothing. Milliseconds, rounded down. */
export interface MeanTimes {
  readonly faults: number;
  readonly mtbfMs?: number;
  readonly mttrMs?: number;
  readonly medianRepairMs?: number;
}
export function meanTimes(_faults: readonly EquipmentRecord<FaultRecord>[], _figures: UptimeFigures): MeanTimes {
  throw new Error('being written');
}
/** The rate lies so near the target that the sampling alone could carry it over. */
export function withinMeasurementError(_figures: UptimeFigures, _target?: UptimeTarget): boolean {
  throw new Error('being written');
}
