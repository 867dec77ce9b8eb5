import type { ForecastItem, RetentionItem } from '@center/contract';
import { Table } from 'antd';
import { bytesText, type Dated, type ForecastEnd, forecastEnds } from './charts/forecast.ts';
import { formatDate } from './dates.ts';
import { useDisplayWords } from './display-context.ts';
import type { DisplayWords } from './language.ts';
import { formatNumber } from './numbers.ts';
import { type Standing, standingLooks, standings, unseenLook } from './standing-look.ts';
import type { StateLook } from './state-look.ts';
import { WordTag } from './word-tag.tsx';
import { fill } from './words/shape.ts';

/** Where a study of the archive stands, or how many stand there. */
export function StandingTag({ standing, count }: { readonly standing: Standing; readonly count?: number }) {
  const { archive } = useDisplayWords();
  return (
    <WordTag
      look={standingLooks[standing]}
      word={archive.standing[standing]}
      meaning={archive.standingMeaning[standing]}
      {...(count === undefined ? {} : { count })}
    />
  );
}

/** Counts of an archive's studies by where they stand, worst first; those that are none are left out. */
export function StandingCounts({ standing }: { readonly standing: Readonly<Record<Standing, number>> }) {
  const shown = standings.filter((each) => standing[each] > 0).toReversed();
  return (
    <span className="dp-pair">
      {shown.map((each) => (
        <StandingTag key={each} standing={each} count={standing[each]} />
      ))}
    </span>
  );
}

export function UnseenTag() {
  const { archive } = useDisplayWords();
  return <WordTag look={unseenLook} word={archive.unseen} meaning={archive.unseenMeaning} />;
}

export const proofLevels = [0, 1, 2, 3, 4, 5, 6] as const;
export type Level = (typeof proofLevels)[number];

/** Green from the first image on; below it there is only the archive's word. */
const levelLook = (level: Level): StateLook =>
  level >= 4
    ? { mark: 'tick', tone: 'green', surface: 'soft' }
    : { mark: 'question', tone: 'grey', surface: level === 0 ? 'hatched' : 'outline' };

export function LevelTag({ level, count }: { readonly level: Level; readonly count?: number }) {
  const { archive } = useDisplayWords();
  return (
    <WordTag
      look={levelLook(level)}
      word={archive.level[`L${level}`]}
      meaning={archive.levelMeaning[`L${level}`]}
      {...(count === undefined ? {} : { count })}
    />
  );
}

/** A share that bounds from above: rounded up, for less would say more than is known. */
function boundText(bound: number): string {
  return `${(Math.ceil(bound * 1000 - 1e-9) / 10).toFixed(1)}\u00a0%`;
}

export type SampledYear = Pick<RetentionItem, 'year' | 'sampled' | 'samplesLost' | 'bound'>;

/** "0 of 312 sampled studies of 2019 lost; loss below 1.0 %". */
export function lossBoundText({ year, sampled, samplesLost, bound }: SampledYear, { archive }: DisplayWords): string {
  const values = { year, n: formatNumber(sampled), lost: formatNumber(samplesLost) };
  if (sampled === 0) return fill(archive.noSample, values);
  return bound === null ? fill(archive.boundLost, values) : fill(archive.bound, { ...values, bound: boundText(bound) });
}

/** Why a round measured nothing, in words; an unknown reason as it came. */
export function notMeasuredText(why: string, { archive }: DisplayWords): string {
  const known: Readonly<Record<string, string>> = archive.notMeasured;
  return fill(archive.notMeasuredIs, { why: known[why] ?? why });
}

const notMeasuredLook: StateLook = { mark: 'hourglass', tone: 'grey', surface: 'hatched' };
const measuredLook: StateLook = { mark: 'tick', tone: 'plain', surface: 'outline' };

/** Whether a year was listed at the last round, when it was, and why not. */
export function MeasuringTag({ year }: { readonly year: Pick<RetentionItem, 'lastListedAt' | 'notMeasured'> }) {
  const words = useDisplayWords();
  const { lastListedAt, notMeasured } = year;
  if (notMeasured !== null) return <WordTag look={notMeasuredLook} word={notMeasuredText(notMeasured, words)} />;
  if (lastListedAt === null) return <WordTag look={notMeasuredLook} word={words.archive.neverListed} />;
  return <WordTag look={measuredLook} word={`${words.archive.measured} ${formatDate(lastListedAt)}`} />;
}

export type YearOfArchive = Pick<
  RetentionItem,
  | 'year'
  | 'online'
  | 'kept'
  | 'older'
  | 'standing'
  | 'levels'
  | 'seenWhole'
  | 'sampled'
  | 'samplesLost'
  | 'bound'
  | 'lastListedAt'
  | 'notMeasured'
>;

/** Years × level reached, with what stands behind each: how it was seen, the loss bound, whether it was measured. */
export function RetentionTable({ years }: { readonly years: readonly YearOfArchive[] }) {
  const words = useDisplayWords();
  const { archive } = words;
  return (
    <Table<YearOfArchive>
      size="small"
      rowKey="year"
      dataSource={years.toSorted((a, b) => b.year - a.year)}
      pagination={false}
      scroll={{ x: 1180 }}
      columns={[
        {
          title: archive.year,
          fixed: 'left',
          width: 150,
          render: (_, { year, seenWhole }) => (
            <span className="dp-lines">
              <b>{year}</b>
              {seenWhole ? null : <UnseenTag />}
            </span>
          ),
        },
        {
          title: archive.known,
          width: 170,
          render: (_, { online, kept, older }) => (
            <span className="dp-lines">
              <b className="dp-num">{formatNumber(online + kept + older)}</b>
              {(
                [
                  ['online', online],
                  ['kept', kept],
                  ['older', older],
                ] as const
              )
                .filter(([, n]) => n > 0)
                .map(([key, n]) => (
                  <span key={key} className="dp-quiet">
                    {archive[key]} <span className="dp-num">{formatNumber(n)}</span>
                  </span>
                ))}
            </span>
          ),
        },
        ...proofLevels.map((level) => ({
          title: <span title={archive.levelMeaning[`L${level}`]}>{archive.level[`L${level}`]}</span>,
          width: 90,
          align: 'right' as const,
          className: level >= 4 ? 'dp-level-proof' : 'dp-level-word',
          render: (_: unknown, { levels }: YearOfArchive) => {
            const n = levels[level] ?? 0;
            return <span className={n === 0 ? 'dp-quiet dp-num' : 'dp-num'}>{formatNumber(n)}</span>;
          },
        })),
        {
          title: archive.measuring,
          render: (_, year) => (
            <span className="dp-lines">
              <StandingCounts standing={year.standing} />
              <MeasuringTag year={year} />
              <span className="dp-quiet">{lossBoundText(year, words)}</span>
            </span>
          ),
        },
      ]}
    />
  );
}

type Alarm = ForecastItem['alarm'];
const alarmLooks: Readonly<Record<Alarm, StateLook>> = {
  none: { mark: 'tick', tone: 'plain', surface: 'outline' },
  year: { mark: 'triangle', tone: 'amber', surface: 'outline' },
  'half-year': { mark: 'triangle', tone: 'amber', surface: 'soft' },
  quarter: { mark: 'bang', tone: 'red', surface: 'soft' },
  past: { mark: 'cross', tone: 'red', surface: 'solid' },
};
const unknownLook: StateLook = { mark: 'question', tone: 'grey', surface: 'hatched' };

/** How soon space ends; what cannot be told is never "nothing ends". */
export function AlarmTag({ forecast }: { readonly forecast: Pick<ForecastItem, 'alarm' | 'basis'> }) {
  const { archive } = useDisplayWords();
  if (forecast.basis === 'unknown' && forecast.alarm === 'none')
    return <WordTag look={unknownLook} word={archive.cannotTell} meaning={archive.forecastBasis.unknown} />;
  return <WordTag look={alarmLooks[forecast.alarm]} word={archive.alarm[forecast.alarm]} />;
}

function EndText({ end, dates }: { readonly end: ForecastEnd; readonly dates: Dated }) {
  const { archive } = useDisplayWords();
  const { early, median, late } = dates;
  const told = early !== null || median !== null || late !== null;
  return (
    <div>
      <dt>{archive.ends[end]}</dt>
      <dd>
        {told ? (
          <>
            <b className="dp-num">{median ?? archive.open}</b>{' '}
            <span className="dp-quiet">
              {fill(archive.band, { early: early ?? archive.open, late: late ?? archive.open })}
            </span>
          </>
        ) : (
          <span className="dp-quiet">{archive.notWithin}</span>
        )}
      </dd>
    </div>
  );
}

export type ForecastFigures = Omit<ForecastItem, 'type'>;

/** On what a forecast rests, and the days on which what the law asks for no longer fits. */
export function ForecastText({ forecast }: { readonly forecast: ForecastFigures }) {
  const { archive } = useDisplayWords();
  const { basis, usedBytes, limitBytes, growth } = forecast;
  return (
    <>
      <p className="dp-pair">
        <AlarmTag forecast={forecast} />
        <span className={basis === 'recycling' ? 'dp-forecast-warn' : 'dp-quiet'}>{archive.forecastBasis[basis]}</span>
      </p>
      {basis === 'unknown' ? null : (
        <dl className="dp-pairs">
          {forecastEnds.map((end) => (
            <EndText key={end} end={end} dates={forecast[end]} />
          ))}
        </dl>
      )}
      <p className="dp-quiet">
        {usedBytes === null ? null : `${archive.space} ${bytesText(usedBytes)}`}
        {limitBytes === null ? null : ` / ${archive.spaceLimit} ${bytesText(limitBytes)}`}
        {growth === null ? null : (
          <>
            {usedBytes === null ? null : <br />}
            {fill(archive.growth, {
              median: bytesText(growth.median),
              p05: bytesText(growth.p05),
              p95: bytesText(growth.p95),
              months: growth.months,
            })}
          </>
        )}
      </p>
    </>
  );
}
