import { useCallback } from 'react';
import { useDisplayWords } from '../display-context.ts';
import { fill } from '../words/shape.ts';
import { ChartFrame, type Drawing } from './chart-frame.tsx';
import { bytesText, byteUnit, type Fan, fanOf, forecastEnds, type SpaceForecast } from './forecast.ts';
import { inLanes, textWidth } from './labels.ts';
import { type PlacedPoint, PointGroup } from './points.tsx';
import { axisOf } from './scale.ts';
import { dayPlace, timeTicks } from './time-axis.ts';
import { fontSize, StandingAxis, standingRoom } from './value-axis.tsx';

export interface ForecastFanProps {
  readonly name: string;
  readonly forecast: SpaceForecast;
}

/** Used space from today on, median and 90 % band, against the limit, with the days on which what the law asks for no longer fits. Nothing where it cannot be told. */
export function ForecastFan({ name, forecast }: ForecastFanProps) {
  const fan = fanOf(forecast);
  const draw = useCallback(
    (drawing: Drawing) => (fan === undefined ? null : <Picture forecast={forecast} fan={fan} {...drawing} />),
    [forecast, fan],
  );
  if (fan === undefined) return null;
  return (
    <ChartFrame name={name} unit="">
      {draw}
    </ChartFrame>
  );
}

const height = 170;
const laneHeight = 15;

function Picture({ forecast, fan, width, say }: { readonly forecast: SpaceForecast; readonly fan: Fan } & Drawing) {
  const { archive } = useDisplayWords();
  const { unit, size } = byteUnit(fan.most);
  const measured = { name: archive.space, unit };
  const values = [0, fan.most / size];
  const left = standingRoom(axisOf({ kind: 'linear', values, start: 1, end: 0, ticks: 5 }));
  const right = width - 12;
  const along = (at: number): number => left + ((at - fan.from) / (fan.to - fan.from)) * (right - left);
  const ends = forecastEnds.flatMap((end) => {
    const { early, median, late } = forecast[end];
    const at = median ?? early ?? late;
    return at === null ? [] : [{ end, early, median, late, x: along(dayPlace(at)) }];
  });
  const labels = inLanes(
    ends.map(({ end, x }) => ({ at: x, width: textWidth(archive.ends[end], 11) })),
    left,
    width,
  );
  const lanes = Math.max(0, ...labels.map(({ lane }) => lane + 1));
  const top = lanes * laneHeight + 26;
  const bottom = top + height;
  const axis = axisOf({ kind: 'linear', values, start: bottom, end: top, ticks: 5 });
  const y = (bytes: number): number => axis.place(bytes / size);
  const start = `${left.toFixed(1)} ${y(fan.used).toFixed(1)}`;
  const corner = (bytes: number): string => `${right.toFixed(1)} ${y(bytes).toFixed(1)}`;
  const points: PlacedPoint[] = ends.map(({ end, early, median, late, x }) => ({
    id: end,
    x,
    y: forecast.limitBytes === null ? bottom : y(forecast.limitBytes),
    lines: [
      fill(archive.fanSaid, { day: median ?? archive.open, word: archive.ends[end] }),
      fill(archive.band, { early: early ?? archive.open, late: late ?? archive.open }),
    ],
    mark: <path d="M0-6 6 0 0 6-6 0Z" className={`dp-dot dp-end-${end}`} />,
  }));
  return (
    <svg width={width} height={bottom + 24} className="dp-drawing">
      <StandingAxis axis={axis} measured={measured} left={left} right={right} />
      <Times from={fan.from} to={fan.to} along={along} bottom={bottom} room={(right - left) / 56} />
      <g aria-hidden="true">
        <path d={`M${start}L${corner(fan.fast)}L${corner(fan.slow)}Z`} className="dp-fan" />
        <path d={`M${start}L${corner(fan.median)}`} className="dp-line dp-fan-median" />
        {forecast.limitBytes === null ? null : (
          <>
            <line x1={left} x2={right} y1={y(forecast.limitBytes)} y2={y(forecast.limitBytes)} className="dp-limit" />
            <text x={left + 6} y={y(forecast.limitBytes) - 5} className="dp-limit-name">
              {archive.spaceLimit} {bytesText(forecast.limitBytes)}
            </text>
          </>
        )}
        {ends.map(({ end, x }, at) => {
          const label = labels[at];
          const baseline = ((label?.lane ?? 0) + 1) * laneHeight;
          return (
            <g key={end}>
              <line x1={x} x2={x} y1={baseline} y2={bottom} className={`dp-end dp-end-${end}`} />
              <text x={label?.at ?? x} y={baseline - 4} textAnchor="middle" className="dp-end-name">
                {archive.ends[end]}
              </text>
            </g>
          );
        })}
      </g>
      <PointGroup name={archive.space} points={points} say={say} />
    </svg>
  );
}

interface TimesProps {
  readonly from: number;
  readonly to: number;
  readonly along: (at: number) => number;
  readonly bottom: number;
  readonly room: number;
}

/** Today and the years below the picture. */
function Times({ from, to, along, bottom, room }: TimesProps) {
  const { archive } = useDisplayWords();
  const today = textWidth(archive.now, fontSize);
  return (
    <g aria-hidden="true">
      <line x1={along(from)} x2={along(to)} y1={bottom} y2={bottom} className="dp-axis" />
      <text x={along(from)} y={bottom + 17} className="dp-tick">
        {archive.now}
      </text>
      {timeTicks(from, to, room).map(({ at, text }) => {
        const x = along(at);
        const clear = x - textWidth(text, fontSize) / 2 > along(from) + today + 6;
        return (
          <g key={text}>
            <line x1={x} x2={x} y1={bottom} y2={bottom + 4} className="dp-axis" />
            {clear ? (
              <text x={x} y={bottom + 17} textAnchor="middle" className="dp-tick">
                {text}
              </text>
            ) : null}
          </g>
        );
      })}
    </g>
  );
}
