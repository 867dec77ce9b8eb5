import { isUnit, unitAsShown } from '@center/contract';
import { useDisplayWords } from '../display-context.ts';
import { formatNumber } from '../numbers.ts';
import { tickText } from './chart-frame.tsx';
import { apart, inLanes, textWidth } from './labels.ts';
import { type Axis, axisPower, powerText } from './scale.ts';
import type { Measured, ReferenceLine } from './types.ts';

export const fontSize = 12;

/** `CTDIvol (mGy)`, `DAP (×10⁻⁵ Gy·m²)`; a number without unit has none. */
function axisTitle({ name, unit }: Measured, power: number): string {
  const shown = isUnit(unit) ? unitAsShown(unit) : unit;
  const said = [power === 0 ? '' : powerText(power), shown].filter((part) => part !== '').join(' ');
  return said === '' ? name : `${name} (${said})`;
}

/** A value with its unit as plain text, for names that are read aloud. */
export function valueText(value: number, unit: string): string {
  const shown = isUnit(unit) ? unitAsShown(unit) : unit;
  return shown === '' ? formatNumber(value) : `${formatNumber(value)} ${shown}`;
}

export interface LyingAxisProps {
  readonly axis: Axis;
  readonly measured: Measured;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
}

/** An axis below a picture, with a thin line up from each of its numbers. Takes 40 pixels below `bottom`. */
export function LyingAxis({ axis, measured, width, top, bottom }: LyingAxisProps) {
  const power = axisPower(axis.domain);
  const texts = axis.ticks.map((tick) => tickText(tick, power));
  const written = apart(
    texts.map((text, at) => ({ at: axis.place(axis.ticks[at] ?? 0), width: textWidth(text, fontSize) })),
  );
  return (
    <g aria-hidden="true">
      {axis.ticks.map((tick, at) => (
        <g key={tick}>
          <line x1={axis.place(tick)} x2={axis.place(tick)} y1={top} y2={bottom + 4} className="dp-grid" />
          {written[at] === true ? (
            <text x={axis.place(tick)} y={bottom + 17} textAnchor="middle" className="dp-tick">
              {texts[at]}
            </text>
          ) : null}
        </g>
      ))}
      <line
        x1={axis.place(axis.domain[0])}
        x2={axis.place(axis.domain[1])}
        y1={bottom}
        y2={bottom}
        className="dp-axis"
      />
      <text x={width / 2} y={bottom + 34} textAnchor="middle" className="dp-axis-title">
        {axisTitle(measured, power)}
      </text>
    </g>
  );
}

export interface StandingAxisProps {
  readonly axis: Axis;
  readonly measured: Measured;
  /** The axis stands at `left`; its grid reaches to `right`. */
  readonly left: number;
  readonly right: number;
}

/** Room that the numbers of a standing axis need on its left. */
export function standingRoom(axis: Axis): number {
  const power = axisPower(axis.domain);
  return Math.ceil(Math.max(...axis.ticks.map((tick) => textWidth(tickText(tick, power), fontSize))) + 10);
}

/** An axis at the left of a picture; its title stands above it and takes 18 pixels. */
export function StandingAxis({ axis, measured, left, right }: StandingAxisProps) {
  const power = axisPower(axis.domain);
  const top = Math.min(axis.place(axis.domain[0]), axis.place(axis.domain[1]));
  return (
    <g aria-hidden="true">
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={right} y1={axis.place(tick)} y2={axis.place(tick)} className="dp-grid" />
          <text x={left - 6} y={axis.place(tick) + 4} textAnchor="end" className="dp-tick">
            {tickText(tick, power)}
          </text>
        </g>
      ))}
      <text x={2} y={top - 10} className="dp-axis-title">
        {axisTitle(measured, power)}
      </text>
    </g>
  );
}

const laneHeight = 15;

/** Names of the levels above a picture; how many lanes of 15 pixels they take. */
export function useLevelLabels(references: readonly ReferenceLine[], axis: Axis, width: number) {
  const words = useDisplayWords();
  const texts = references.map(({ kind, verified }) => `${words.chart.levelShort[kind]}${verified ? '' : ' ?'}`);
  const laned = inLanes(
    references.map(({ value }, at) => ({ at: axis.place(value), width: textWidth(texts[at] ?? '', 11) })),
    0,
    width,
  );
  const lanes = Math.max(0, ...laned.map(({ lane }) => lane + 1));
  return { texts, laned, height: lanes * laneHeight };
}

export interface StandingLevelsProps {
  readonly references: readonly ReferenceLine[];
  readonly axis: Axis;
  readonly labels: ReturnType<typeof useLevelLabels>;
  readonly bottom: number;
}

/** Levels as lines down through a picture, named above it; a question mark stands at those that nobody has checked. */
export function StandingLevels({ references, axis, labels, bottom }: StandingLevelsProps) {
  return (
    <g aria-hidden="true">
      {references.map(({ kind, value }, at) => {
        const label = labels.laned[at];
        const y = ((label?.lane ?? 0) + 1) * laneHeight;
        return (
          <g key={kind}>
            <line
              x1={axis.place(value)}
              x2={axis.place(value)}
              y1={y}
              y2={bottom}
              className={`dp-level dp-level-${kind}`}
            />
            <text x={label?.at ?? 0} y={y - 4} textAnchor="middle" className="dp-level-name">
              {labels.texts[at]}
            </text>
          </g>
        );
      })}
    </g>
  );
}
