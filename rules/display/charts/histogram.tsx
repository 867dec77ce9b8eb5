import { useCallback } from 'react';
import { useDisplayWords } from '../display-context.ts';
import { rounded } from '../numbers.ts';
import { fill } from '../words/shape.ts';
import { ChartFrame, type Drawing } from './chart-frame.tsx';
import { type PlacedPoint, PointGroup } from './points.tsx';
import { axisOf, chooseScale, type ScaleMode } from './scale.ts';
import type { Bin, Measured, ReferenceLine } from './types.ts';
import { LyingAxis, StandingAxis, StandingLevels, standingRoom, useLevelLabels, valueText } from './value-axis.tsx';

export interface HistogramProps {
  readonly name: string;
  readonly measured: Measured;
  readonly bins: readonly Bin[];
  readonly references?: readonly ReferenceLine[];
  /** A span that is shaded for orientation, with what it is called. */
  readonly band?: { readonly from: number; readonly to: number; readonly name: string };
  readonly scale: ScaleMode;
  /** What is counted, as the standing axis says it. */
  readonly counted: string;
}

const noReferences: readonly ReferenceLine[] = [];

/** How many exams fall where; bins can be of unequal width. */
export function Histogram(props: HistogramProps) {
  const draw = useCallback((drawing: Drawing) => <Bars {...props} {...drawing} />, [props]);
  return (
    <ChartFrame name={props.name} references={props.references ?? noReferences} unit={props.measured.unit}>
      {draw}
    </ChartFrame>
  );
}

const height = 150;

function Bars({
  measured,
  bins,
  references = noReferences,
  band,
  scale,
  counted,
  width,
  say,
}: HistogramProps & Drawing) {
  const words = useDisplayWords();
  const values = [
    ...bins.flatMap(({ from, to }) => [from, to]),
    ...references.map(({ value }) => value),
    ...(band === undefined ? [] : [band.from, band.to]),
  ];
  // The room on the left depends on the counts alone, so it is measured before the picture has a height.
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const counts = { kind: 'linear' as const, values: [0, most], ticks: Math.min(4, most) };
  const left = standingRoom(axisOf({ ...counts, start: 1, end: 0 }));
  const axis = axisOf({
    kind: chooseScale(scale, values),
    values,
    start: left,
    end: width - 14,
    ticks: (width - left) / 64,
  });
  const labels = useLevelLabels(references, axis, width);
  const top = labels.height + 26;
  const bottom = top + height;
  const up = axisOf({ ...counts, start: bottom, end: top });
  const bars: PlacedPoint[] = bins
    .filter(({ count }) => count > 0)
    .map(({ from, to, count }) => {
      const [x1, x2, y] = [axis.place(from), axis.place(to), up.place(count)];
      return {
        id: `${from}`,
        x: (x1 + x2) / 2,
        y,
        lines: [
          fill(words.chart.binSaid, { from: valueText(rounded(from), ''), to: valueText(rounded(to), measured.unit) }),
          `${counted} ${valueText(count, '')}`,
        ],
        mark: (
          <rect x={-(x2 - x1) / 2 + 0.5} width={Math.max(1, x2 - x1 - 1)} height={bottom - y} className="dp-hist-bar" />
        ),
      };
    });
  return (
    <svg width={width} height={bottom + 40} className="dp-drawing">
      {band === undefined ? null : (
        <g>
          <rect
            x={axis.place(band.from)}
            y={top}
            width={axis.place(band.to) - axis.place(band.from)}
            height={height}
            className="dp-band"
          />
          <text
            x={(axis.place(band.from) + axis.place(band.to)) / 2}
            y={top - 4}
            textAnchor="middle"
            className="dp-level-name"
          >
            {band.name}
          </text>
        </g>
      )}
      <StandingAxis axis={up} measured={{ name: counted, unit: '' }} left={left} right={width - 14} />
      <LyingAxis axis={axis} measured={measured} width={width} top={top} bottom={bottom} />
      <PointGroup name={counted} points={bars} say={say} />
      <StandingLevels references={references} axis={axis} labels={labels} bottom={bottom} />
    </svg>
  );
}
