import { type ReactNode, useCallback, useId } from 'react';
import { useDisplayWords } from '../display-context.ts';
import { formatNumber } from '../numbers.ts';
import { type Standing, standingLooks, standings, unseenLook } from '../standing-look.ts';
import { WordTag } from '../word-tag.tsx';
import { fill } from '../words/shape.ts';
import { ChartFrame, type Drawing } from './chart-frame.tsx';
import { textWidth } from './labels.ts';
import { type PlacedPoint, PointGroup } from './points.tsx';
import { stackOf } from './stack.ts';
import { fontSize } from './value-axis.tsx';

/** One calendar year of an archive. */
export interface RetentionYear {
  readonly year: number;
  readonly standing: Readonly<Record<Standing, number>>;
  readonly seenWhole: boolean;
}

export interface RetentionYearsProps {
  readonly name: string;
  readonly years: readonly RetentionYear[];
}

const rowHeight = 26;
const barHeight = 16;

/** Years of an archive below each other, the latest first: known studies by where they stand. A dashed frame is a year that nobody saw whole. */
export function RetentionYears(props: RetentionYearsProps) {
  const draw = useCallback((drawing: Drawing) => <Years {...props} {...drawing} />, [props]);
  const occurring = standings.filter((standing) => props.years.some((year) => year.standing[standing] > 0));
  return (
    <ChartFrame
      name={props.name}
      unit=""
      legend={<StandingLegend standings={occurring} unseen={props.years.some(({ seenWhole }) => !seenWhole)} />}
    >
      {draw}
    </ChartFrame>
  );
}

function StandingLegend({
  standings: shown,
  unseen,
}: {
  readonly standings: readonly Standing[];
  readonly unseen: boolean;
}) {
  const { archive } = useDisplayWords();
  return (
    <div className="dp-standing-legend">
      {shown.map((standing) => (
        <WordTag
          key={standing}
          look={standingLooks[standing]}
          word={archive.standing[standing]}
          meaning={archive.standingMeaning[standing]}
        />
      ))}
      {unseen ? <WordTag look={unseenLook} word={archive.unseen} meaning={archive.unseenMeaning} /> : null}
    </div>
  );
}

function Years({ years, width, say }: RetentionYearsProps & Drawing): ReactNode {
  const { archive } = useDisplayWords();
  const pattern = useId();
  const shown = years.toSorted((a, b) => b.year - a.year);
  const totals = shown.map(({ standing }) => standings.reduce((sum, each) => sum + standing[each], 0));
  const most = Math.max(1, ...totals);
  const left = textWidth('2026', fontSize) + 10;
  const right = Math.max(...totals.map((total) => textWidth(formatNumber(total), fontSize))) + 10;
  const room = Math.max(40, width - left - right);
  const bars = shown.map(({ year, standing, seenWhole }, at) => ({
    year,
    seenWhole,
    total: totals[at] ?? 0,
    y: at * rowHeight + 4,
    parts: stackOf(
      standings.map((key) => ({ key, count: standing[key] })),
      most,
      room,
    ),
  }));
  const points: PlacedPoint[] = bars.flatMap(({ year, seenWhole, y, parts }) =>
    parts.map(({ key, count, start, end }) => ({
      id: `${String(year)} ${key}`,
      x: left + (start + end) / 2,
      y,
      lines: [
        fill(archive.barSaid, { year, word: archive.standing[key], n: formatNumber(count) }),
        ...(seenWhole ? [] : [fill(archive.unseenSaid, { year })]),
      ],
      mark: (
        <rect
          x={-(end - start) / 2 + 0.5}
          width={Math.max(1, end - start - 1)}
          height={barHeight}
          className={`dp-standing dp-standing-${key}`}
          {...(key === 'claimed' ? { style: { fill: `url(#${pattern})` } } : {})}
        />
      ),
    })),
  );
  return (
    <svg width={width} height={shown.length * rowHeight + 6} className="dp-drawing">
      <defs>
        <pattern id={pattern} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" className="dp-hatch-ground" />
          <rect width="2" height="6" className="dp-hatch-line" />
        </pattern>
      </defs>
      {bars.map(({ year, seenWhole, total, y, parts }) => (
        <g key={year} aria-hidden="true">
          <text x={0} y={y + barHeight - 4} className="dp-row-name">
            {year}
          </text>
          <text x={left + (parts.at(-1)?.end ?? 0) + 7} y={y + barHeight - 4} className="dp-tick">
            {formatNumber(total)}
          </text>
          {seenWhole ? null : (
            <rect
              x={left - 2.5}
              y={y - 2.5}
              width={(parts.at(-1)?.end ?? 0) + 4}
              height={barHeight + 5}
              rx="3"
              className="dp-unseen"
            />
          )}
        </g>
      ))}
      <PointGroup name={archive.studies} points={points} say={say} />
    </svg>
  );
}
