import { useDisplayWords } from '../display-context.ts';
import { type PointKind, pointKinds } from './types.ts';

/** The shape of a point around its place. */
export function PointMark({ kind }: { readonly kind: PointKind }) {
  switch (kind) {
    case 'plain':
      return <circle r="4" className="dp-dot" />;
    case 'finding':
      return <path d="M0-6 6 0 0 6-6 0Z" className="dp-dot dp-dot-finding" />;
    case 'left-out':
      return <circle r="3.5" className="dp-dot dp-dot-out" />;
  }
}

/** What the shapes of points mean, of those that occur. */
export function PointLegend({ kinds }: { readonly kinds: ReadonlySet<PointKind> }) {
  const words = useDisplayWords();
  const shown = pointKinds.filter((kind) => kinds.has(kind));
  if (shown.length === 0) return null;
  return (
    <ul className="dp-chart-levels">
      {shown.map((kind) => (
        <li key={kind}>
          <svg
            width="14"
            height="14"
            viewBox="-7 -7 14 14"
            aria-hidden="true"
            focusable="false"
            className="dp-legend-mark"
          >
            <PointMark kind={kind} />
          </svg>{' '}
          {words.chart.point[kind]}
        </li>
      ))}
    </ul>
  );
}
