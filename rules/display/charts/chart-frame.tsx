import { type ReactNode, useMemo, useState } from 'react';
import { useDisplayWords } from '../display-context.ts';
import { UnitText } from '../figures.tsx';
import { formatNumber } from '../numbers.ts';
import type { ReferenceLine } from './types.ts';
import { useWidth } from './use-width.ts';

/** What is said beside the point under the pointer or the focus. */
export interface Said {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
}

export interface Drawing {
  readonly width: number;
  readonly say: (said: Said | undefined) => void;
}

export interface ChartFrameProps {
  /** What the chart shows; read aloud before its parts. */
  readonly name: string;
  readonly references?: readonly ReferenceLine[];
  readonly unit: string;
  /** What the signs of the picture mean, below it. */
  readonly legend?: ReactNode;
  readonly children: (drawing: Drawing) => ReactNode;
}

/** The place of a drawing: gives its width, shows what is pointed at, and lists the reference levels below. */
export function ChartFrame({ name, references = [], unit, legend, children }: ChartFrameProps) {
  const [place, width] = useWidth();
  const [said, say] = useState<Said>();
  // What is pointed at changes often; the drawing does not.
  const drawn = useMemo(() => (width < 120 ? null : children({ width, say })), [children, width]);
  return (
    <figure className="dp-chart" aria-label={name}>
      <div ref={place} className="dp-chart-place">
        {drawn}
        {said === undefined ? null : (
          <div
            className="dp-chart-said"
            aria-hidden="true"
            style={{
              left: said.x,
              top: said.y,
              // Moves with its point from one edge to the other, and so never leaves the picture.
              transform: `translate(-${((said.x / width) * 100).toFixed(1)}%, calc(-100% - 10px))`,
            }}
          >
            {said.lines.map((line) => (
              <div key={line}>{line}</div>
            ))}
          </div>
        )}
      </div>
      <ReferenceLegend references={references} unit={unit} />
      {legend}
    </figure>
  );
}

/** Each level with its value; then the source they have in common, and whether anybody has checked it against the official text. */
function ReferenceLegend({
  references,
  unit,
}: {
  readonly references: readonly ReferenceLine[];
  readonly unit: string;
}) {
  const words = useDisplayWords();
  const [first] = references;
  if (first === undefined) return null;
  const verified = references.every((each) => each.verified);
  return (
    <ul className="dp-chart-levels">
      {references.map(({ kind, value }) => (
        <li key={kind}>
          <svg width="26" height="8" aria-hidden="true" focusable="false">
            <line x1="0" x2="26" y1="4" y2="4" className={`dp-level dp-level-${kind}`} />
          </svg>{' '}
          {words.chart.level[kind]}{' '}
          <b className="dp-num">
            {formatNumber(value)}&nbsp;
            <UnitText unit={unit} />
          </b>
        </li>
      ))}
      <li>
        <span className="dp-quiet">{first.source}</span>{' '}
        <span className={verified ? 'dp-quiet' : 'dp-unverified'}>
          {verified ? words.chart.verified : words.law.unverified}
        </span>
      </li>
    </ul>
  );
}

/** A number of an axis without the power of ten that stands beside its unit. */
export function tickText(value: number, power: number): string {
  return formatNumber(Number((value / 10 ** power).toPrecision(6)));
}
