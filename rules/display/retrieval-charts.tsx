import type { RetrievalItem, RetrievalLimits } from '@center/contract';
import { EmptyBlock } from './blocks.tsx';
import { RetrievalDots, type RetrievalRow } from './charts/retrieval-dots.tsx';
import { useDisplayWords } from './display-context.ts';
import { fill } from './words/shape.ts';

export type RetrievalTimes = Omit<RetrievalItem, 'type' | 'asOf'>;

export interface RetrievalChartsProps {
  readonly rows: readonly RetrievalTimes[];
  /** So that a chart draws the line that the rule draws. */
  readonly limits: RetrievalLimits;
}

const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1000);

/** How fast images came back, by modality and age: the first image, and whole studies where any was asked for. */
export function RetrievalCharts({ rows, limits }: RetrievalChartsProps) {
  const { archive } = useDisplayWords();
  if (rows.length === 0) return <EmptyBlock text={archive.noTimes} />;
  const ordered = rows.toSorted((a, b) =>
    a.age === b.age ? a.modality.localeCompare(b.modality) : b.age.localeCompare(a.age),
  );
  const named = ({ modality, age }: RetrievalTimes) => ({
    id: `${modality} ${age}`,
    name: `${modality} · ${archive.age[age]}`,
    required: limits.samples,
  });
  const first = ordered.map(
    (row): RetrievalRow => ({
      ...named(row),
      n: row.n,
      p50: seconds(row.firstImageP50Ms),
      p95: seconds(row.firstImageP95Ms),
      ...(row.needRecall === 0 ? {} : { note: fill(archive.recall, { n: row.needRecall }) }),
    }),
  );
  const whole = ordered
    .filter(({ wholeN }) => wholeN > 0)
    .map(
      (row): RetrievalRow => ({
        ...named(row),
        n: row.wholeN,
        p50: seconds(row.wholeP50Ms),
        p95: seconds(row.wholeP95Ms),
      }),
    );
  return (
    <div className="dp-two">
      <RetrievalDots name={archive.firstImage} rows={first} limit={limits.firstImageSeconds} />
      {whole.length === 0 ? null : <RetrievalDots name={archive.wholeStudy} rows={whole} limit={limits.wholeSeconds} />}
    </div>
  );
}
