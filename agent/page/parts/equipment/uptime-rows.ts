import type { StationUptime } from '@center/contract/station-api';
import type { UptimeRow } from '@center/display';

/** What may still be lost of a span, as a table shows it. */
export function budgetOf(figures: StationUptime): NonNullable<UptimeRow['budget']> {
  return {
    leftMs: figures.budgetLeftMs,
    worstLeftMs: figures.worstBudgetLeftMs,
    mustBeBackBy: figures.mustBeBackBy,
  };
}
