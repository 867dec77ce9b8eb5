import { useCallback } from 'react';
import { useDisplayWords } from '../display-context.ts';
import { rounded } from '../numbers.ts';
import { fill } from '../words/shape.ts';
import { ChartFrame, type Drawing } from './chart-frame.tsx';
import { apart, textWidth } from './labels.ts';
import { type PlacedPoint, PointGroup } from './points.tsx';
import { type Axis, axisOf, chooseScale, type ScaleMode } from './scale.ts';
import { type Exams, isLacking, type Measured, type ReferenceLine } from './types.ts';
import { StandingAxis, standingRoom, valueText } from './value-axis.tsx';

/** A span of time, with the median of its exams. */
export interface MedianStep {
  /** As it is written below the picture: `2026-03`. */
  readonly label: string;
  /** Absent where there was no exam: the line is broken there. */
  readonly median?: number;
  readonly n: Exams;
  readonly required: number;
}

export interface MedianLineProps {
  readonly name: string;
  readonly measured: Measured;
  readonly steps: readonly MedianStep[];
  readonly references: readonly ReferenceLine[];
  /** A span that is shaded for orientation. */
  readonly band?: { readonly from: number; readonly to: number };
  readonly scale: ScaleMode;
}

/** Medians over time, each with the number of exams behind it. Too few exams make a hollow point and a broken line. */
export function MedianLine(props: MedianLineProps) {
  const draw = useCallback((drawing: Drawing) => <Line {...props} {...drawing} />, [props]);
  return (
    <ChartFrame name={props.name} references={props.references} unit={props.measured.unit}>
      {draw}
    </ChartFrame>
  );
}

const top = 26;
const height = 150;
const bottom = top + height;

function Line({ measured, steps, references, band, scale, width, say }: MedianLineProps & Drawing) {
  const words = useDisplayWords();
  const values = [
    ...steps.flatMap(({ median }) => (median === undefined ? [] : [median])),
    ...references.map(({ value }) => value),
    ...(band === undefined ? [] : [band.from, band.to]),
  ];
  const axis = axisOf({ kind: chooseScale(scale, values), values, start: bottom, end: top, ticks: 5 });
  const left = standingRoom(axis);
  const right = width - 14;
  const first = left + 22;
  const along = (at: number): number =>
    steps.length < 2 ? (first + right) / 2 : first + ((right - 22 - first) * at) / (steps.length - 1);
  const points: PlacedPoint[] = steps.flatMap(({ label, median, n, required }, at) => {
    if (median === undefined) return [];
    const lacking = isLacking(n, required);
    return [
      {
        id: label,
        x: along(at),
        y: axis.place(median),
        lines: [
          `${label} ${words.chart.median} ${valueText(rounded(median), measured.unit)}`,
          lacking ? fill(words.chart.notEnough, { n, required }) : fill(words.chart.n, { n }),
        ],
        mark: <circle r="4.5" className={lacking ? 'dp-dot dp-dot-lack' : 'dp-dot dp-dot-solid'} />,
      },
    ];
  });
  return (
    <svg width={width} height={bottom + 40} className="dp-drawing">
      {band === undefined ? null : (
        <rect
          x={left}
          y={axis.place(band.to)}
          width={right - left}
          height={axis.place(band.from) - axis.place(band.to)}
          className="dp-band"
        />
      )}
      <StandingAxis axis={axis} measured={measured} left={left} right={right} />
      <LyingLevels references={references} axis={axis} left={left} right={right} />
      <Stretches steps={steps} along={along} axis={axis} />
      <Times steps={steps} along={along} />
      <PointGroup name={words.chart.median} points={points} say={say} />
    </svg>
  );
}

function LyingLevels({
  references,
  axis,
  left,
  right,
}: {
  readonly references: readonly ReferenceLine[];
  readonly axis: Axis;
  readonly left: number;
  readonly right: number;
}) {
  return (
    <g aria-hidden="true">
      {references.map(({ kind, value }) => (
        <line
          key={kind}
          x1={left}
          x2={right}
          y1={axis.place(value)}
          y2={axis.place(value)}
          className={`dp-level dp-level-${kind}`}
        />
      ))}
    </g>
  );
}

interface AlongProps {
  readonly steps: readonly MedianStep[];
  readonly along: (at: number) => number;
}

/** Between two steps that both have a median; dashed where either has too few exams. */
function Stretches({ steps, along, axis }: AlongProps & { readonly axis: Axis }) {
  return (
    <g aria-hidden="true">
      {steps.map((step, at) => {
        const before = steps[at - 1];
        if (before?.median === undefined || step.median === undefined) return null;
        const sure = !isLacking(before.n, before.required) && !isLacking(step.n, step.required);
        return (
          <line
            key={step.label}
            x1={along(at - 1)}
            y1={axis.place(before.median)}
            x2={along(at)}
            y2={axis.place(step.median)}
            className={sure ? 'dp-line' : 'dp-line dp-line-lack'}
          />
        );
      })}
    </g>
  );
}

/** Names of the times, and below each the number of exams. */
function Times({ steps, along }: AlongProps) {
  const words = useDisplayWords();
  // The latest time is the one that is looked for.
  const written = apart(
    steps.map(({ label, n }, at) => ({
      at: along(at),
      width: Math.max(textWidth(label, 12), textWidth(fill(words.chart.n, { n }), 12)),
    })),
    'last',
  );
  return (
    <g aria-hidden="true">
      {steps.map(({ label, n }, at) =>
        written[at] === true ? (
          <g key={label} transform={`translate(${along(at)} 0)`}>
            <text y={bottom + 17} textAnchor="middle" className="dp-tick">
              {label}
            </text>
            <text y={bottom + 33} textAnchor="middle" className="dp-tick dp-tick-n">
              {fill(words.chart.n, { n })}
            </text>
          </g>
        ) : null,
      )}
    </g>
  );
}
