import {
  type ConsoleAvailabilityRow,
  type ConsoleDeviceDays,
  type ConsolePooled,
  type ConsoleRates,
  type FleetItem,
  type UptimeAttention,
  type UptimeItem,
  uptimeAttentions,
  uptimeRates,
  uptimeVerdict,
} from '@center/contract';
import { firstDifference } from './order.ts';

type Counted = Pick<UptimeItem, 'requiredMs' | 'upMs' | 'downMs' | 'unknownMs'>;

/** Rate, bounds and coverage in hundredths of a percent, rounded down; null where nothing was required or nothing is known. */
export function ratesOf(counted: Counted): ConsoleRates {
  const { rate = null, low = null, high = null, coverage = null } = uptimeRates(counted);
  return { rate, low, high, coverage };
}

/** A period that still runs or is not closed: what was told of it was told of its part up to then. */
const isRunning = ({ span, revision }: UptimeItem): boolean => span === 'year' || revision === 0;

/**
 * What figures ask of a supervisor (MIDC-3.14b). Silence makes a running period that conformed unknown; it takes nothing back from one that did not, and nothing from a
 * closed month.
 */
export function uptimeAttention(figures: UptimeItem | undefined, speaks: boolean): UptimeAttention {
  if (figures === undefined) return 'not-told';
  const { nothingRequired, mustBeBackBy, worstBudgetLeftMs } = figures;
  const verdict = uptimeVerdict(figures);
  if (verdict === 'nothing-required') return nothingRequired === 'no-calendar' ? 'no-calendar' : 'nothing-required';
  if (verdict !== 'conforms' || !isRunning(figures)) return verdict;
  if (!speaks) return 'silent';
  return mustBeBackBy !== null || worstBudgetLeftMs < 0 ? 'at-risk' : 'conforms';
}

/** Times added up; the rate of the sum is never the mean of the rates. */
export function poolUptime(figures: readonly Counted[]): ConsolePooled {
  const sum = { requiredMs: 0, upMs: 0, downMs: 0, unknownMs: 0 };
  for (const one of figures) {
    sum.requiredMs += one.requiredMs;
    sum.upMs += one.upMs;
    sum.downMs += one.downMs;
    sum.unknownMs += one.unknownMs;
  }
  return { devices: figures.length, ...sum, rates: ratesOf(sum), attention: uptimeVerdict(sum) };
}

/** 完好台日 of several centers; null when none has told any. */
export function addDeviceDays(fleets: readonly FleetItem[]): ConsoleDeviceDays | null {
  if (fleets.length === 0) return null;
  const sum = { goodDays: 0, calendarDays: 0, openDays: 0, faultDays: 0, maintenanceDays: 0, unknownDays: 0 };
  for (const fleet of fleets) {
    sum.goodDays += fleet.goodDays;
    sum.calendarDays += fleet.calendarDays;
    sum.openDays += fleet.openDays;
    sum.faultDays += fleet.faultDays;
    sum.maintenanceDays += fleet.maintenanceDays;
    sum.unknownDays += fleet.unknownDays;
  }
  return sum;
}

type Ranked = Pick<ConsoleAvailabilityRow, 'attention' | 'year' | 'month' | 'equipment' | 'facilityName'>;

/** Worst first: by what it asks, then by its lower bound in the span, then by center and name. */
export function byUptime(span: 'year' | 'month'): (a: Ranked, b: Ranked) => number {
  const bound = (row: Ranked): number => row[span]?.rates.low ?? 10_001;
  return (a, b) =>
    firstDifference(
      uptimeAttentions.indexOf(a.attention) - uptimeAttentions.indexOf(b.attention),
      bound(a) - bound(b),
      a.facilityName.localeCompare(b.facilityName, 'zh'),
      a.equipment.name.localeCompare(b.equipment.name, 'zh'),
    );
}
