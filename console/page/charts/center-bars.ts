import type { ConsoleFacility } from '@center/contract';
import type { BarChartData } from './bar-option.ts';
import type { ChartWords } from './use-chart-words.ts';

const green = ['#2f8a48', '#4fa868'] as const;
const blue = ['#2f6fc4', '#5c94dd'] as const;
const grey = ['#8a95a6', '#8d99ab'] as const;
const amber = ['#c98a12', '#d9a640'] as const;
const red = ['#b3202a', '#d9535b'] as const;

/** Studies of the last months by origin. */
export function intakeBars(intake: ConsoleFacility['intake'], words: ChartWords['center'], months = 24): BarChartData {
  const rows = intake.toSorted((a, b) => (a.month < b.month ? -1 : 1)).slice(-months);
  return {
    description: words.intake,
    categories: rows.map((row) => row.month),
    series: [
      { name: words.own, values: rows.map((row) => row.own), colors: blue },
      { name: words.imported, values: rows.map((row) => row.imported), colors: grey },
      { name: words.unclassified, values: rows.map((row) => row.unclassified), colors: amber },
    ],
  };
}

export interface DoseMonth {
  readonly month: string;
  readonly expected: number;
  readonly present: number;
}

/** Promised dose records of all devices together, by month, oldest first. */
export function doseMonths(items: ConsoleFacility['doseCoverage']): readonly DoseMonth[] {
  const byMonth = new Map<string, DoseMonth>();
  for (const { month, expected, present } of items) {
    const sum = byMonth.get(month) ?? { month, expected: 0, present: 0 };
    byMonth.set(month, { month, expected: sum.expected + expected, present: sum.present + present });
  }
  return [...byMonth.values()].toSorted((a, b) => (a.month < b.month ? -1 : 1));
}

/** Dose records that are there and those that are promised and missing. */
export function doseBars(
  items: ConsoleFacility['doseCoverage'],
  words: ChartWords['center'],
  months = 24,
): BarChartData {
  const rows = doseMonths(items).slice(-months);
  return {
    description: words.dose,
    categories: rows.map((row) => row.month),
    series: [
      { name: words.dosePresent, values: rows.map((row) => row.present), colors: green },
      { name: words.doseMissing, values: rows.map((row) => row.expected - row.present), colors: red },
    ],
  };
}
