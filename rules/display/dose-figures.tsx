import type { DoseLevelObject, GroupAgeBand, GroupComparison, HistogramObject } from '@center/contract';
import type { MedianStep } from './charts/median-line.tsx';
import { monthsBetween } from './charts/month.ts';
import type { Bin, Exams, ReferenceLine } from './charts/types.ts';
import { useDisplayWords } from './display-context.ts';
import type { DisplayWords } from './language.ts';
import type { Mark } from './state-look.ts';
import { StateMark } from './state-mark.tsx';

/** A reference level as the three lines of a chart; none where the register holds no level. */
export function levelLines(level: DoseLevelObject | null): ReferenceLine[] {
  if (level === null) return [];
  const { verified, source } = level;
  return (['p25', 'p50', 'p75'] as const).map((kind) => ({ kind, value: level[kind], verified, source }));
}

/** The bars of a histogram that the agent computed, without the empty ones at its ends. */
export function barsOf({ edges, counts }: Pick<HistogramObject, 'edges' | 'counts'>): Bin[] {
  const bins = counts.flatMap((count, at) => {
    const [from, to] = [edges[at], edges[at + 1]];
    return from === undefined || to === undefined ? [] : [{ from, to, count }];
  });
  const first = bins.findIndex(({ count }) => count > 0);
  return first < 0 ? [] : bins.slice(first, bins.findLastIndex(({ count }) => count > 0) + 1);
}

/** One month of a group; one under five exams has no median outside its center. */
export interface MonthFigures {
  readonly month: string;
  readonly n: Exams;
  readonly median: number | undefined;
}

/** Every month from the first with an exam to the last: one without any breaks the line and is not left out. */
export function monthSteps(rows: readonly MonthFigures[], required: number): MedianStep[] {
  const rising = rows.toSorted((a, b) => a.month.localeCompare(b.month));
  const [first, last] = [rising[0], rising.at(-1)];
  if (first === undefined || last === undefined) return [];
  const known = new Map(rising.map((row) => [row.month, row]));
  return monthsBetween(first.month, last.month).map((label) => {
    const { n = 0, median } = known.get(label) ?? {};
    return median === undefined ? { label, n, required } : { label, median, n, required };
  });
}

/** An age band as it is read, also `unknown` and `all`. */
export function bandWords(words: DisplayWords, band: GroupAgeBand): string {
  return band === 'unknown' || band === 'all' ? words.dose.band[band] : words.ageBand[band];
}

const looks = {
  conforms: { mark: 'tick', tone: 'green', surface: 'outline' },
  above: { mark: 'triangle', tone: 'amber', surface: 'soft' },
  low: { mark: 'eye', tone: 'amber', surface: 'soft' },
  'not-enough-data': { mark: 'question', tone: 'grey', surface: 'hatched' },
  'no-level': { mark: 'dash', tone: 'plain', surface: 'dotted' },
} as const satisfies Record<GroupComparison, { mark: Mark; tone: string; surface: string }>;

/** How a group's median stands to the levels. Above the level is no violation and so never red. */
export function ComparisonTag({ comparison }: { readonly comparison: GroupComparison }) {
  const words = useDisplayWords();
  const { mark, tone, surface } = looks[comparison];
  return (
    <span className={`dp-tag dp-${tone} dp-${surface}`}>
      <StateMark mark={mark} />
      {words.dose.comparison[comparison]}
    </span>
  );
}
