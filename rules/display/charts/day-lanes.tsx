import type { CountedState } from '@center/contract';
import { useCallback, useId } from 'react';
import { useDisplayWords } from '../display-context.ts';
import type { DisplayWords } from '../language.ts';
import { clockText, spanText } from '../spans.ts';
import { fill } from '../words/shape.ts';
import { ChartFrame, type Drawing } from './chart-frame.tsx';
import { apart, shorten, textWidth } from './labels.ts';
import { type PlacedPoint, PointGroup } from './points.tsx';
import { patternOf, UptimePatterns } from './uptime-patterns.tsx';
import { fontSize } from './value-axis.tsx';

/** A stretch of time; milliseconds since 1970. */
export interface LaneSpan {
  readonly start: number;
  readonly end: number;
  readonly state: CountedState;
  /** What more is said of it: the reason, the record or the probe, doubts. */
  readonly said?: readonly string[];
}

/** What is counted, or what one probe or record says. */
export interface Lane {
  readonly id: string;
  readonly name: string;
  readonly spans: readonly LaneSpan[];
}

export interface DayLanesProps {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly lanes: readonly Lane[];
}

const line = 16;
const bar = 20;
const gap = 8;
const hourMs = 3_600_000;

/** One day, lane below lane: what is counted first, then what it rests on. */
export function DayLanes(props: DayLanesProps) {
  const draw = useCallback((drawing: Drawing) => <Lanes {...props} {...drawing} />, [props]);
  return (
    <ChartFrame name={props.name} unit="">
      {draw}
    </ChartFrame>
  );
}

function spanLines({ start, end, state, said = [] }: LaneSpan, words: DisplayWords): string[] {
  return [
    fill(words.equipment.laneSaid, {
      from: clockText(start, true),
      to: clockText(end, true),
      word: words.equipment.counted[state],
      span: spanText(end - start, words),
    }),
    ...said,
  ];
}

function Lanes({ lanes, from, to, width, say }: DayLanesProps & Drawing) {
  const words = useDisplayWords();
  const ids = useId();
  const place = (at: number): number => ((Math.min(to, Math.max(from, at)) - from) / (to - from)) * width;
  const every = [1, 2, 3, 4, 6, 12].find((hours) => ((hours * hourMs) / (to - from)) * width >= 44) ?? 12;
  const offset = 8 * hourMs;
  const first = Math.ceil((from + offset) / (every * hourMs)) * every * hourMs - offset;
  const ticks: { readonly mark: number; readonly at: number; readonly text: string; readonly width: number }[] = [];
  for (let at = first; at <= to; at += every * hourMs) {
    const text = at === to && clockText(at) === '00:00' ? '24:00' : clockText(at);
    const half = textWidth(text, fontSize) / 2;
    ticks.push({ mark: place(at), at: Math.min(width - half, Math.max(half, place(at))), text, width: 2 * half });
  }
  const written = apart(ticks);
  const bottom = lanes.length * (line + bar + gap);
  return (
    <svg width={width} height={bottom + 22} className="dp-drawing">
      <UptimePatterns ids={ids} />
      <g aria-hidden="true">
        {ticks.map(({ mark, at, text }, index) => (
          <g key={`${text} ${String(at)}`}>
            <line x1={mark} x2={mark} y1={0} y2={bottom + 4} className="dp-grid" />
            {written[index] === true ? (
              <text x={at} y={bottom + 17} textAnchor="middle" className="dp-tick">
                {text}
              </text>
            ) : null}
          </g>
        ))}
        <line x1={0} x2={width} y1={bottom} y2={bottom} className="dp-axis" />
      </g>
      {lanes.map((lane, at) => {
        const y = at * (line + bar + gap);
        const points: PlacedPoint[] = lane.spans
          .filter(({ start, end }) => end > from && start < to)
          .map((span) => {
            const [x1, x2] = [place(span.start), place(span.end)];
            const wide = Math.max(2, x2 - x1);
            return {
              id: `${String(span.start)} ${span.state}`,
              x: (x1 + x2) / 2,
              y: y + line,
              lines: spanLines(span, words),
              mark: (
                <rect
                  x={-wide / 2}
                  width={wide}
                  height={bar}
                  fill={patternOf(ids, span.state)}
                  className={`dp-day-frame dp-day-part-${span.state}`}
                />
              ),
            };
          });
        return (
          <g key={lane.id}>
            <text x={0} y={y + line - 4} className={at === 0 ? 'dp-row-name' : 'dp-row-note'}>
              {shorten(lane.name, fontSize, width)}
            </text>
            <rect x={0} y={y + line} width={width} height={bar} className="dp-lane-ground" />
            <PointGroup name={lane.name} points={points} say={say} />
          </g>
        );
      })}
    </svg>
  );
}
