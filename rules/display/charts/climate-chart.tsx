import { useCallback, useId } from 'react';
import { formatDateTime } from '../dates.ts';
import { useDisplayWords } from '../display-context.ts';
import { formatNumber, rounded } from '../numbers.ts';
import { clockText } from '../spans.ts';
import { fill } from '../words/shape.ts';
import { ChartFrame, type Drawing } from './chart-frame.tsx';
import { apart, textWidth } from './labels.ts';
import { type PlacedPoint, PointGroup } from './points.tsx';
import { axisOf } from './scale.ts';
import type { Measured } from './types.ts';
import { patternOf, UptimePatterns } from './uptime-patterns.tsx';
import { fontSize, StandingAxis, standingRoom } from './value-axis.tsx';

/** What a sensor said within one hour; a missing hour is a gap. */
export interface ClimateHour {
  /** Begin of the hour, milliseconds since 1970. */
  readonly at: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

export interface ClimateChartProps {
  readonly name: string;
  readonly measured: Measured;
  readonly hours: readonly ClimateHour[];
  readonly from: number;
  readonly to: number;
  /** Edges included. */
  readonly band: { readonly min: number; readonly max: number };
  /** How far inside the band it must be to have recovered. */
  readonly hysteresis: number;
}

const hourMs = 3_600_000;
const top = 26;
const height = 150;
const bottom = top + height;

/** A value of a room over time against its band: mean and range of each hour, hours without a valid reading hatched. */
export function ClimateChart(props: ClimateChartProps) {
  const { equipment } = useDisplayWords();
  const draw = useCallback((drawing: Drawing) => <Climate {...props} {...drawing} />, [props]);
  return (
    <ChartFrame
      name={props.name}
      unit=""
      legend={
        <ul className="dp-chart-levels dp-quiet">
          <li>{equipment.climateHysteresis}</li>
          <li>{equipment.climateGap}</li>
        </ul>
      }
    >
      {draw}
    </ChartFrame>
  );
}

/** Hours in a row without a gap between them. */
export function unbroken(hours: readonly ClimateHour[]): ClimateHour[][] {
  const runs: ClimateHour[][] = [];
  for (const hour of hours.toSorted((a, b) => a.at - b.at)) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined && hour.at - last.at <= hourMs) run.push(hour);
    else runs.push([hour]);
  }
  return runs;
}

/** Time between two moments that no hour covers. */
export function gapsOf(runs: readonly (readonly ClimateHour[])[], from: number, to: number) {
  const gaps: { readonly start: number; readonly end: number }[] = [];
  let at = from;
  for (const run of runs) {
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) continue;
    if (first.at > at) gaps.push({ start: at, end: first.at });
    at = Math.max(at, last.at + hourMs);
  }
  if (at < to) gaps.push({ start: at, end: to });
  return gaps;
}

function Climate({ name, measured, hours, from, to, band, hysteresis, width, say }: ClimateChartProps & Drawing) {
  const words = useDisplayWords();
  const ids = useId();
  const values = [band.min, band.max, ...hours.flatMap(({ min, max }) => [min, max])];
  const wish = { kind: 'linear' as const, values, ticks: 5 };
  const left = standingRoom(axisOf({ ...wish, start: 1, end: 0 }));
  const right = width - 8;
  const axis = axisOf({ ...wish, start: bottom, end: top });
  const x = (at: number): number => left + ((Math.min(to, Math.max(from, at)) - from) / (to - from)) * (right - left);
  const y = axis.place;
  const runs = unbroken(hours);
  const text = (value: number): string => `${formatNumber(rounded(value))} ${measured.unit}`;
  const points: PlacedPoint[] = hours.map((hour) => ({
    id: String(hour.at),
    x: x(hour.at + hourMs / 2),
    y: y(hour.mean),
    lines: [
      fill(words.equipment.climateSaid, {
        at: formatDateTime(hour.at),
        mean: text(hour.mean),
        min: text(hour.min),
        max: text(hour.max),
      }),
    ],
    mark: (
      <>
        <rect
          x={-Math.max(2, (hourMs / (to - from)) * (right - left)) / 2}
          y={top - y(hour.mean)}
          width={Math.max(2, (hourMs / (to - from)) * (right - left))}
          height={height}
          fill="transparent"
        />
        <circle r={3.2} className={hour.max > band.max || hour.min < band.min ? 'dp-climate-out' : 'dp-climate-dot'} />
      </>
    ),
  }));
  const line = (run: readonly ClimateHour[], value: (hour: ClimateHour) => number): string =>
    run.map((hour) => `${x(hour.at + hourMs / 2).toFixed(1)} ${y(value(hour)).toFixed(1)}`).join('L');
  return (
    <svg width={width} height={bottom + 24} className="dp-drawing">
      <UptimePatterns ids={ids} />
      <g aria-hidden="true">
        <rect
          x={left}
          width={right - left}
          y={y(band.max)}
          height={y(band.min) - y(band.max)}
          className="dp-climate-band"
        />
        {gapsOf(runs, from, to).map(({ start, end }) => (
          <rect
            key={start}
            x={x(start)}
            width={Math.max(1, x(end) - x(start))}
            y={top}
            height={height}
            fill={patternOf(ids, 'unknown')}
            className="dp-climate-gap"
          />
        ))}
      </g>
      <StandingAxis axis={axis} measured={measured} left={left} right={right} />
      <g aria-hidden="true">
        {[band.min, band.max].map((edge) => (
          <line key={edge} x1={left} x2={right} y1={y(edge)} y2={y(edge)} className="dp-climate-edge" />
        ))}
        {band.max - band.min > 2 * hysteresis
          ? [band.min + hysteresis, band.max - hysteresis].map((inner) => (
              <line key={inner} x1={left} x2={right} y1={y(inner)} y2={y(inner)} className="dp-climate-inner" />
            ))
          : null}
        {runs.map((run) => (
          <g key={run[0]?.at}>
            <path
              d={`M${line(run, ({ max }) => max)}L${line(run.toReversed(), ({ min }) => min)}Z`}
              className="dp-climate-range"
            />
            <path d={`M${line(run, ({ mean }) => mean)}`} className="dp-climate-mean" />
          </g>
        ))}
        <Times from={from} to={to} place={x} left={left} right={right} />
      </g>
      <PointGroup name={name} points={points} say={say} />
    </svg>
  );
}

interface TimesProps {
  readonly from: number;
  readonly to: number;
  readonly place: (at: number) => number;
  readonly left: number;
  readonly right: number;
}

/** Days below the picture, or hours where it shows no more than two days. */
function Times({ from, to, place, left, right }: TimesProps) {
  const short = to - from <= 2 * 24 * hourMs;
  const step = short ? 3 * hourMs : 24 * hourMs;
  const offset = 8 * hourMs;
  const ticks: { readonly at: number; readonly text: string; readonly width: number }[] = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) {
    const text = short ? clockText(at) : formatDateTime(at).slice(5, 10);
    ticks.push({ at: place(at), text, width: textWidth(text, fontSize) });
  }
  const written = apart(ticks);
  return (
    <>
      <line x1={left} x2={right} y1={bottom} y2={bottom} className="dp-axis" />
      {ticks.map(({ at, text, width }, index) =>
        written[index] === true ? (
          <g key={`${text} ${String(at)}`}>
            <line x1={at} x2={at} y1={bottom} y2={bottom + 4} className="dp-axis" />
            <text x={Math.min(right - width / 2, at)} y={bottom + 17} textAnchor="middle" className="dp-tick">
              {text}
            </text>
          </g>
        ) : null,
      )}
    </>
  );
}
