import { useCallback } from 'react';
import { useDisplayWords } from '../display-context.ts';
import { rounded } from '../numbers.ts';
import { fill } from '../words/shape.ts';
import { ChartFrame, type Drawing } from './chart-frame.tsx';
import { shorten, textWidth } from './labels.ts';
import { PointMark } from './point-mark.tsx';
import { type PlacedPoint, PointGroup } from './points.tsx';
import { axisOf, chooseScale, type ScaleMode } from './scale.ts';
import { scatterOf, sorted } from './spread.ts';
import { type ChartPoint, type Exams, type Follow, isLacking, type Measured, type ReferenceLine } from './types.ts';
import { fontSize, LyingAxis, StandingLevels, useLevelLabels, valueText } from './value-axis.tsx';

/** One row: a device, a month, a band. */
export interface BoxRow {
  readonly id: string;
  readonly name: string;
  /** Exams behind the box, and how many a judgement needs: with fewer the box is only outlined and says so. */
  readonly n: Exams;
  readonly required: number;
  /** Whiskers are left out where only the quartiles are known. */
  readonly box?: {
    readonly p25: number;
    readonly p50: number;
    readonly p75: number;
    readonly low?: number;
    readonly high?: number;
  };
  readonly points: readonly ChartPoint[];
}

export interface BoxAndPointsProps {
  readonly name: string;
  readonly measured: Measured;
  readonly rows: readonly BoxRow[];
  readonly references: readonly ReferenceLine[];
  /** A span that is shaded for orientation. */
  readonly band?: { readonly from: number; readonly to: number };
  readonly scale: ScaleMode;
  readonly follow?: Follow;
}

/** Distributions below each other on one axis: each a box over its points, with the reference levels through all of them. */
export function BoxAndPoints(props: BoxAndPointsProps) {
  const draw = useCallback((drawing: Drawing) => <Boxes {...props} {...drawing} />, [props]);
  return (
    <ChartFrame name={props.name} references={props.references} unit={props.measured.unit}>
      {draw}
    </ChartFrame>
  );
}

const side = 14;
const band = 44;
const line = 17;
const gap = 10;

/** Everything that has to stand on the axis. */
function valuesOf(rows: readonly BoxRow[], references: readonly ReferenceLine[]): number[] {
  return [
    ...rows.flatMap(({ box }) => (box === undefined ? [] : [box.low ?? box.p25, box.high ?? box.p75])),
    ...rows.flatMap(({ points }) => points.map(({ value }) => value)),
    ...references.map(({ value }) => value),
  ];
}

/** Keeps the outermost point off the edge; what is not below zero does not get there by it. */
function withMargin(values: readonly number[]): readonly number[] {
  const rising = sorted(values);
  const [low, high] = [rising[0], rising.at(-1)];
  if (low === undefined || high === undefined) return values;
  const margin = (high - low) * 0.03;
  return [...values, low < 0 ? low - margin : Math.max(0, low - margin), high + margin];
}

function Boxes({ measured, rows, references, band: shaded, scale, follow, width, say }: BoxAndPointsProps & Drawing) {
  const words = useDisplayWords();
  const shown = [...valuesOf(rows, references), ...(shaded === undefined ? [] : [shaded.from, shaded.to])];
  const kind = chooseScale(scale, shown);
  const values = kind === 'linear' ? withMargin(shown) : shown;
  const axis = axisOf({
    kind,
    values,
    start: side,
    end: width - side,
    ticks: width / 64,
  });
  const labels = useLevelLabels(references, axis, width);
  let y = labels.height + 2;
  const placed = rows.map((row) => {
    const note = isLacking(row.n, row.required)
      ? fill(words.chart.notEnough, { n: row.n, required: row.required })
      : fill(words.chart.n, { n: row.n });
    const oneLine = textWidth(row.name, fontSize) + textWidth(note, fontSize) + 16 <= width - 2 * side;
    const top = y;
    const middle = top + (oneLine ? 1 : 2) * line + 4 + band / 2;
    y = middle + band / 2 + gap;
    return { row, note, oneLine, top, middle };
  });
  const bottom = y;
  return (
    <svg width={width} height={bottom + 40} className="dp-drawing">
      {shaded === undefined ? null : (
        <rect
          x={axis.place(shaded.from)}
          y={labels.height}
          width={axis.place(shaded.to) - axis.place(shaded.from)}
          height={bottom - labels.height}
          className="dp-band"
        />
      )}
      <LyingAxis axis={axis} measured={measured} width={width} top={labels.height} bottom={bottom} />
      <StandingLevels references={references} axis={axis} labels={labels} bottom={bottom} />
      {placed.map(({ row, note, oneLine, top, middle }) => (
        <g key={row.id}>
          <RowName
            name={shorten(row.name, fontSize, width - 2 * side - (oneLine ? textWidth(note, fontSize) + 12 : 0))}
            full={row.name}
            note={note}
            lacking={isLacking(row.n, row.required)}
            at={oneLine ? { x: width - side, y: top + line - 4, anchor: 'end' } : { x: side, y: top + 2 * line - 4 }}
            top={top}
          />
          <PointGroup name={row.name} points={pointsOf(row, middle, axis.place, measured)} say={say} follow={follow} />
          <Box row={row} middle={middle} place={axis.place} unit={measured.unit} />
        </g>
      ))}
    </svg>
  );
}

interface RowNameProps {
  readonly name: string;
  readonly full: string;
  readonly note: string;
  readonly lacking: boolean;
  readonly at: { readonly x: number; readonly y: number; readonly anchor?: 'end' };
  readonly top: number;
}

function RowName({ name, full, note, lacking, at, top }: RowNameProps) {
  return (
    <>
      <text x={side} y={top + line - 4} className="dp-row-name">
        {name}
        {name === full ? null : <title>{full}</title>}
      </text>
      <text x={at.x} y={at.y} textAnchor={at.anchor ?? 'start'} className={lacking ? 'dp-row-lack' : 'dp-row-note'}>
        {note}
      </text>
    </>
  );
}

function pointsOf(row: BoxRow, middle: number, place: (value: number) => number, measured: Measured): PlacedPoint[] {
  return row.points
    .toSorted((a, b) => a.value - b.value)
    .map((point) => ({
      id: point.id,
      x: place(point.value),
      y: middle + (scatterOf(point.id) * (band - 10)) / 2,
      lines: [`${measured.name} ${valueText(point.value, measured.unit)}`, point.label],
      ...(point.href === undefined ? {} : { href: point.href }),
      mark: <PointMark kind={point.kind ?? 'plain'} />,
    }));
}

interface BoxProps {
  readonly row: BoxRow;
  readonly middle: number;
  readonly place: (value: number) => number;
  readonly unit: string;
}

function Box({ row, middle, place, unit }: BoxProps) {
  const words = useDisplayWords();
  const { box } = row;
  if (box === undefined) return null;
  const half = 13;
  const [p25, p50, p75] = [place(box.p25), place(box.p50), place(box.p75)];
  const said = fill(words.chart.boxSaid, {
    name: row.name,
    n: row.n,
    p25: valueText(rounded(box.p25), unit),
    p50: valueText(rounded(box.p50), unit),
    p75: valueText(rounded(box.p75), unit),
  });
  return (
    <g role="img" aria-label={said} className={isLacking(row.n, row.required) ? 'dp-box dp-box-lack' : 'dp-box'}>
      {box.low === undefined ? null : <Whisker from={place(box.low)} to={p25} middle={middle} />}
      {box.high === undefined ? null : <Whisker from={place(box.high)} to={p75} middle={middle} />}
      <rect x={p25} y={middle - half} width={Math.max(1, p75 - p25)} height={2 * half} />
      <line x1={p50} x2={p50} y1={middle - half - 3} y2={middle + half + 3} className="dp-box-median" />
    </g>
  );
}

function Whisker({ from, to, middle }: { readonly from: number; readonly to: number; readonly middle: number }) {
  return <path d={`M${from} ${middle - 7}V${middle + 7}M${from} ${middle}H${to}`} />;
}
