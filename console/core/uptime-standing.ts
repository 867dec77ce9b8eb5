import {
  type ConsoleAvailabilityRow,
  type ConsoleDeviceDays,
  type ConsolePooled,
  type ConsoleRates,
  daysBetween,
  type FleetItem,
  must,
  parseCalendarDate,
  type UptimeAttention,
  type UptimeItem,
  uptimeAttentions,
  uptimeRates,
  uptimeVerdict,
} from '@center/contract';
import { firstDifference } from './order.ts';

type Counted = Pick<UptimeItem, 'requiredMs' | 'upMs' | 'downMs' | 'unknownMs'>;

/** What decides how figures stand; the rest of an item is for reading. */
export type UptimeJudged = Counted &
  Pick<
    UptimeItem,
    | 'span'
    | 'from'
    | 'to'
    | 'scheduledMs'
    | 'maintenanceMs'
    | 'externalMs'
    | 'nothingRequired'
    | 'mustBeBackBy'
    | 'worstBudgetLeftMs'
    | 'revision'
  >;

const dayMs = 86_400_000;

/** Whether figures can be: U + D + K = R = S − M − E, and no more time than the period has. Whole numbers of the wire stay exact when added. */
function figuresAgree(figures: UptimeJudged): boolean {
  const { requiredMs, upMs, downMs, unknownMs, scheduledMs, maintenanceMs, externalMs, from, to } = figures;
  const periodMs = daysBetween(must(parseCalendarDate(from)), must(parseCalendarDate(to))) * dayMs;
  return (
    upMs + downMs + unknownMs === requiredMs &&
    requiredMs + maintenanceMs + externalMs === scheduledMs &&
    // The running day may be told as the last one.
    scheduledMs <= periodMs + dayMs
  );
}

/** Rate, bounds and coverage in hundredths of a percent, rounded down; null where nothing was required or nothing is known. */
export function ratesOf(counted: Counted): ConsoleRates {
  const { rate = null, low = null, high = null, coverage = null } = uptimeRates(counted);
  return { rate, low, high, coverage };
}

/** The same of figures as they were told; none of figures that cannot be. */
export const toldRates = (figures: UptimeJudged): ConsoleRates =>
  figuresAgree(figures) ? ratesOf(figures) : { rate: null, low: null, high: null, coverage: null };

/** A period that still runs or is not closed: what was told of it was told of its part up to then. */
const isRunning = ({ span, revision }: UptimeJudged): boolean => span === 'year' || revision === 0;

/**
 * What figures ask of a supervisor (MIDC-3.14b). Silence makes a running period that conformed unknown; it takes nothing back from one that did not, and nothing from a
 * closed month.
 */
export function uptimeAttention(figures: UptimeJudged | undefined, speaks: boolean): UptimeAttention {
  if (figures === undefined) return 'not-told';
  if (!figuresAgree(figures)) return 'contradictory';
  const { nothingRequired, mustBeBackBy, worstBudgetLeftMs } = figures;
  const verdict = uptimeVerdict(figures);
  if (verdict === 'nothing-required') return nothingRequired === 'no-calendar' ? 'no-calendar' : 'nothing-required';
  if (verdict !== 'conforms' || !isRunning(figures)) return verdict;
  if (!speaks) return 'silent';
  return mustBeBackBy !== null || worstBudgetLeftMs < 0 ? 'at-risk' : 'conforms';
}

/** Times added up, of figures that can be; the rate of the sum is never the mean of the rates. */
export function poolUptime(told: readonly UptimeJudged[]): ConsolePooled {
  const figures = told.filter(figuresAgree);
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

/** A device in the order of lists. `low`: its lower bound in the span that is looked at; null: none. */
export interface Ranked extends Pick<ConsoleAvailabilityRow, 'attention' | 'facilityName'> {
  readonly low: number | null;
  readonly name: string;
}

const chinese = new Intl.Collator('zh');

/** Worst first: by what it asks, then by its lower bound, then by center and name. */
export function byUptime(a: Ranked, b: Ranked): number {
  return firstDifference(
    uptimeAttentions.indexOf(a.attention) - uptimeAttentions.indexOf(b.attention),
    (a.low ?? 10_001) - (b.low ?? 10_001),
    chinese.compare(a.facilityName, b.facilityName),
    chinese.compare(a.name, b.name),
  );
}
