import { LoadingBlock } from '@center/display';
import { lazy, Suspense } from 'react';
import type { ChartProps } from './chart.tsx';

const Chart = lazy(async () => ({ default: (await import('./chart.tsx')).Chart }));

/** The charting library is fetched when the first chart is looked at. */
export function LazyChart(props: ChartProps) {
  return (
    <Suspense fallback={<LoadingBlock />}>
      <Chart {...props} />
    </Suspense>
  );
}
