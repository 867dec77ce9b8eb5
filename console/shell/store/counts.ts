import { type DisplayState, displayStates, type StateCounts } from '@center/contract';
import type { CountColumns } from './tables.ts';

const columns = displayStates.map((state) => [state, state.replaceAll('-', '_')] as const);

/** Names of the twelve count columns, in the order of the display states. */
export const countColumns: readonly string[] = columns.map(([, column]) => column);

export function toCountValues(counts: StateCounts): number[] {
  return displayStates.map((state) => counts[state] ?? 0);
}

/** Counts as the contract has them; states with none are left out. */
export function fromColumns(row: CountColumns): StateCounts {
  const source: Readonly<Record<string, unknown>> = { ...row };
  const counts: Partial<Record<DisplayState, number>> = {};
  for (const [state, column] of columns) {
    const n = source[column];
    if (typeof n === 'number' && n > 0) counts[state] = n;
  }
  return counts;
}
