import { type ConsoleFacilityRow, severities } from '@center/contract';
import type { BarChartData } from './bar-option.ts';
import type { ChartWords } from './use-chart-words.ts';

const colors = {
  critical: ['#b3202a', '#d9535b'],
  major: ['#c98a12', '#d9a640'],
  minor: ['#7b8798', '#8d99ab'],
} as const;

/** Open findings of each center, stacked by severity, in the order given. */
export function severityBars(
  rows: readonly Pick<ConsoleFacilityRow, 'name' | 'openFindings'>[],
  words: Pick<ChartWords, 'severity' | 'openFindings'>,
): BarChartData {
  return {
    description: words.openFindings,
    horizontal: true,
    categories: rows.map((row) => row.name),
    series: severities.map((severity) => ({
      name: words.severity[severity],
      values: rows.map((row) => row.openFindings[severity]),
      colors: colors[severity],
    })),
  };
}
