import { useCallback } from 'react';
import { useDisplayWords } from '../display-context.ts';
import { rounded } from '../numbers.ts';
import { fill } from '../words/shape.ts';
import { ChartFrame, type Drawing } from './chart-frame.tsx';
import { shorten, textWidth } from './labels.ts';
import { type PlacedPoint, PointGroup } from './points.tsx';
import { axisOf, chooseScale } from './scale.ts';
import { fontSize, LyingAxis, valueText } from './value-axis.tsx';

/** Times of one kind of study, in seconds. */
export interface RetrievalRow {
  readonly id: string;
  readonly name: string;
  readonly n: number;
  /** Samples that a judgement needs. */
  readonly required: number;
  readonly p50: number | null;
  readonly p95: number | null;
  /** What is said beside the number of samples, such as how many needed a recall. */
  readonly note?: string;
}

export interface RetrievalDotsProps {
  readonly name: string;
  readonly rows: readonly RetrievalRow[];
  /** Seconds; drawn through all rows. */
  readonly limit: number;
}

/** How fast images came back: median and P95 of each row on one axis, the limit through all of them. Too few samples make hollow points. */
export function RetrievalDots(props: RetrievalDotsProps) {
  const words = useDisplayWords();
  const draw = useCallback((drawing: Drawing) => <Rows {...props} {...drawing} />, [props]);
  return (
    <ChartFrame
      name={props.name}
      unit="s"
      legend={
        <ul className="dp-chart-levels">
          <li>
            <Sign kind="p50" /> {words.archive.p50}
          </li>
          <li>
            <Sign kind="p95" /> {words.archive.p95}
          </li>
        </ul>
      }
    >
      {draw}
    </ChartFrame>
  );
}

function Sign({ kind }: { readonly kind: 'p50' | 'p95' }) {
  return (
    <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true" focusable="false" className="dp-legend-mark">
      <TimeMark kind={kind} lacking={false} slow={false} />
    </svg>
  );
}

interface TimeMarkProps {
  readonly kind: 'p50' | 'p95';
  readonly lacking: boolean;
  readonly slow: boolean;
}

/** Round is the median, a diamond the P95; hollow with too few samples, red beyond the limit. */
function TimeMark({ kind, lacking, slow }: TimeMarkProps) {
  const look = `dp-dot dp-dot-solid${lacking ? ' dp-dot-lack' : slow ? ' dp-dot-finding' : ''}`;
  return kind === 'p50' ? <circle r="4.5" className={look} /> : <path d="M0-6 6 0 0 6-6 0Z" className={look} />;
}

const side = 14;
const line = 17;
const band = 20;

function Rows({ name, rows, limit, width, say }: RetrievalDotsProps & Drawing) {
  const words = useDisplayWords();
  const values = [
    limit,
    ...rows.flatMap(({ p50, p95 }) => [p50, p95].filter((value) => value !== null && value > 0)),
  ].map(Number);
  const kind = chooseScale('auto', values);
  const axis = axisOf({
    kind,
    values: kind === 'linear' ? [0, ...values] : values,
    start: side,
    end: width - side,
    ticks: width / 64,
  });
  const limitWord = fill(words.archive.limit, { value: valueText(limit, 's') });
  const half = textWidth(limitWord, 11) / 2;
  let y = line + 2;
  const placed = rows.map((row) => {
    const count =
      row.n === 0
        ? words.archive.noTimes
        : row.n < row.required
          ? fill(words.chart.notEnough, { n: row.n, required: row.required })
          : fill(words.chart.n, { n: row.n });
    const note = row.note === undefined ? count : `${count} · ${row.note}`;
    const oneLine = textWidth(row.name, fontSize) + textWidth(note, fontSize) + 16 <= width - 2 * side;
    const top = y;
    const middle = top + (oneLine ? 1 : 2) * line + band / 2;
    y = middle + band / 2 + 4;
    return { row, note, oneLine, top, middle };
  });
  const bottom = y;
  const points: PlacedPoint[] = placed.flatMap(({ row, note, middle }) =>
    (['p50', 'p95'] as const).flatMap((figure) => {
      const value = row[figure];
      if (value === null) return [];
      return [
        {
          id: `${row.id} ${figure}`,
          x: axis.place(Math.max(value, axis.domain[0])),
          y: middle,
          lines: [`${row.name} ${words.archive[figure]} ${valueText(rounded(value), 's')}`, note],
          mark: <TimeMark kind={figure} lacking={row.n < row.required} slow={figure === 'p95' && value > limit} />,
        },
      ];
    }),
  );
  return (
    <svg width={width} height={bottom + 40} className="dp-drawing">
      <LyingAxis axis={axis} measured={{ name, unit: 's' }} width={width} top={line} bottom={bottom} />
      <g aria-hidden="true">
        {placed.map(({ row, middle }) => (
          // Beside the names of the rows and not through them.
          <line
            key={row.id}
            x1={axis.place(limit)}
            x2={axis.place(limit)}
            y1={middle - band / 2}
            y2={middle + band / 2}
            className="dp-limit"
          />
        ))}
        <text
          x={Math.min(width - half, Math.max(half, axis.place(limit)))}
          y={line - 5}
          textAnchor="middle"
          className="dp-limit-name"
        >
          {limitWord}
        </text>
        {placed.map(({ row, note, oneLine, top, middle }) => (
          <g key={row.id}>
            <text x={side} y={top + line - 4} className="dp-row-name">
              {shorten(row.name, fontSize, width - 2 * side)}
            </text>
            <text
              x={oneLine ? width - side : side}
              y={top + (oneLine ? 1 : 2) * line - 4}
              textAnchor={oneLine ? 'end' : 'start'}
              className={row.n < row.required ? 'dp-row-lack' : 'dp-row-note'}
            >
              {note}
            </text>
            {row.p50 === null || row.p95 === null ? null : (
              <line
                x1={axis.place(Math.max(row.p50, axis.domain[0]))}
                x2={axis.place(Math.max(row.p95, axis.domain[0]))}
                y1={middle}
                y2={middle}
                className={row.n < row.required ? 'dp-line dp-line-lack' : 'dp-line'}
              />
            )}
          </g>
        ))}
      </g>
      <PointGroup name={name} points={points} say={say} />
    </svg>
  );
}
