import type { CountedState } from '@center/contract';
import { useCallback, useId } from 'react';
import { useDisplayWords } from '../display-context.ts';
import type { DisplayWords } from '../language.ts';
import { spanText } from '../spans.ts';
import { CountedTag } from '../uptime-figures.tsx';
import { countedStack } from '../uptime-look.ts';
import { fill } from '../words/shape.ts';
import { ChartFrame, type Drawing } from './chart-frame.tsx';
import { apart, textWidth } from './labels.ts';
import { type PlacedPoint, PointGroup } from './points.tsx';
import { stackOf } from './stack.ts';
import type { Follow } from './types.ts';
import { patternOf, UptimePatterns } from './uptime-patterns.tsx';
import { fontSize } from './value-axis.tsx';

/** One day, or one month, of one device or of several; all zero: closed. */
export interface UptimeDay {
  /** `YYYY-MM-DD` or `YYYY-MM` */
  readonly date: string;
  readonly upMs: number;
  readonly downMs: number;
  readonly unknownMs: number;
  readonly maintenanceMs: number;
  readonly externalMs: number;
}

export interface UptimeDaysProps {
  readonly name: string;
  readonly days: readonly UptimeDay[];
  /** Where a day leads to. */
  readonly hrefOf?: (date: string) => string;
  readonly follow?: Follow;
  /** The day that is looked at. */
  readonly chosen?: string | undefined;
}

const top = 4;
const height = 56;
const bottom = top + height;

const msOf = (day: UptimeDay, state: CountedState): number => day[`${state}Ms`];

const totalOf = (day: UptimeDay): number => countedStack.reduce((sum, state) => sum + msOf(day, state), 0);

/** What is said of a day: each way of counting with its span, the worst first. */
function dayLines(day: UptimeDay, words: DisplayWords): string[] {
  const { equipment } = words;
  const parts = countedStack.toReversed().filter((state) => msOf(day, state) > 0);
  if (parts.length === 0) return [fill(equipment.dayClosed, { day: day.date })];
  return [day.date, ...parts.map((state) => `${equipment.counted[state]} ${spanText(msOf(day, state), words)}`)];
}

/** A bar for each day or month, stacked by how its scheduled time is counted: the least down time keeps a visible piece on top. One without opening hours is a short dash. */
export function UptimeDays(props: UptimeDaysProps) {
  const draw = useCallback((drawing: Drawing) => <Days {...props} {...drawing} />, [props]);
  return (
    <ChartFrame name={props.name} unit="" legend={<UptimeLegend days={props.days} />}>
      {draw}
    </ChartFrame>
  );
}

function UptimeLegend({ days }: { readonly days: readonly UptimeDay[] }) {
  const closed = days.some((day) => totalOf(day) === 0);
  return (
    <div className="dp-standing-legend">
      {countedStack
        .filter((state) => days.some((day) => msOf(day, state) > 0))
        .map((state) => (
          <CountedTag key={state} state={state} />
        ))}
      {closed ? <CountedTag state="closed" /> : null}
    </div>
  );
}

function Days({ name, days, hrefOf, follow, chosen, width, say }: UptimeDaysProps & Drawing) {
  const words = useDisplayWords();
  const ids = useId();
  const slot = width / Math.max(1, days.length);
  const bar = Math.max(1.2, slot - (slot > 8 ? 2 : slot > 4 ? 1 : 0.5));
  const middle = (at: number): number => (at + 0.5) * slot;
  const points: PlacedPoint[] = days.map((day, at) => {
    const total = totalOf(day);
    const parts = stackOf(
      countedStack.map((key) => ({ key, count: msOf(day, key) })),
      total,
      height,
      4,
    );
    return {
      id: day.date,
      x: middle(at),
      y: top,
      lines: dayLines(day, words),
      ...(hrefOf === undefined ? {} : { href: hrefOf(day.date) }),
      mark: (
        <>
          <rect x={-slot / 2} width={slot} height={height} fill="transparent" />
          {total === 0 ? (
            <rect x={-bar / 2} y={height - 3} width={bar} height={3} className="dp-day-shut" />
          ) : (
            parts.map(({ key, start, end }) => (
              <rect
                key={key}
                x={-bar / 2}
                y={height - end}
                width={bar}
                height={end - start}
                fill={patternOf(ids, key)}
                className={`dp-day-part-${key}`}
              />
            ))
          )}
          <rect
            x={-bar / 2}
            width={bar}
            height={height}
            className={day.date === chosen ? 'dp-day-frame dp-day-chosen' : 'dp-day-frame'}
          />
        </>
      ),
    };
  });
  const ticks = days.flatMap(({ date }, at) => {
    const month = date.length === 7;
    const few = month || days.length <= 31;
    if (!few && !date.endsWith('-01')) return [];
    const text = month ? date : few ? date.slice(8) : date.slice(0, 7);
    const half = textWidth(text, fontSize) / 2;
    // Moved into the picture first, so that what is written there does not touch its neighbour.
    return [{ mark: middle(at), at: Math.min(width - half, Math.max(half, middle(at))), text, width: 2 * half }];
  });
  const written = apart(ticks);
  return (
    <svg width={width} height={bottom + 22} className="dp-drawing">
      <UptimePatterns ids={ids} />
      <g aria-hidden="true">
        <line x1={0} x2={width} y1={bottom + 0.5} y2={bottom + 0.5} className="dp-axis" />
        {ticks.map(({ mark, at, text }, index) =>
          written[index] === true ? (
            <g key={text}>
              <line x1={mark} x2={mark} y1={bottom} y2={bottom + 4} className="dp-axis" />
              <text x={at} y={bottom + 16} textAnchor="middle" className="dp-tick">
                {text}
              </text>
            </g>
          ) : null,
        )}
      </g>
      <PointGroup name={name} points={points} say={say} follow={follow} />
    </svg>
  );
}
