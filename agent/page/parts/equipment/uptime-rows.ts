import type { StationUptime } from '@center/contract/station-api';
import type { UptimeRow } from '@center/display';

/** End of a month `YYYY-MM` on the center's clock. */
export function monthEnd(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1) - 8 * 3_600_000).toISOString();
}

/** By when it must be back; nothing where being away to the end would not lose the span, or where nothing is required. */
export function backBy(mustBeBackBy: string | null, end: string): string | null {
  return mustBeBackBy !== null && Date.parse(mustBeBackBy) < Date.parse(end) ? mustBeBackBy : null;
}

/** What may still be lost of a span that ends at `end`, as a table shows it. */
export function budgetOf(figures: StationUptime, end: string): NonNullable<UptimeRow['budget']> {
  return {
    leftMs: figures.budgetLeftMs,
    worstLeftMs: figures.worstBudgetLeftMs,
    mustBeBackBy: backBy(figures.mustBeBackBy, end),
  };
}
