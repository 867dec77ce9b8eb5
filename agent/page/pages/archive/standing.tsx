import type { StationArchive, StationArchiveYear } from '@center/contract/station-api';
import {
  EmptyBlock,
  ForecastFan,
  ForecastText,
  formatDate,
  formatNumber,
  lossBoundText,
  RateText,
  RetentionTable,
  RetentionYears,
  RetrievalCharts,
  useDisplayWords,
  WordTag,
} from '@center/display';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** Lists whose studies a person should look at, worst first; an empty one says nothing. */
function Numbers({ data }: { readonly data: StationArchive }) {
  const { t } = useTranslation();
  const shown = data.lists.filter(({ list, total }) => total > 0 && list !== 'new-syntax' && list !== 'header-changed');
  return (
    <Card size="small" title={t('archive.toLookAt')}>
      {shown.length === 0 ? (
        <span className="dp-quiet">{t(data.asked ? 'archive.nothingToLookAt' : 'archive.nothingKnown')}</span>
      ) : (
        <div className="pieces">
          {shown.map(({ list, total }) => (
            <Link key={list} to={`/archive/studies?list=${list}`} className="list-link">
              {t(`archive.list.${list}`)} <b className="dp-num">{formatNumber(total)}</b>
            </Link>
          ))}
        </div>
      )}
      {data.explanationsWaiting === 0 ? null : (
        <p className="note">
          <Link to="/reviews?tab=records">{t('archive.explanationsWaiting', { n: data.explanationsWaiting })}</Link>
        </p>
      )}
    </Card>
  );
}

/** The bound of each year in a sentence, with the day of its last proof. */
function Bounds({ years }: { readonly years: readonly StationArchiveYear[] }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  return (
    <ul className="plain-list bounds">
      {years.toReversed().map((year) => (
        <li key={year.year}>
          {lossBoundText(year, words)}
          <span className="dp-quiet small">
            {' · '}
            {year.lastProvenAt === null
              ? t('archive.neverProven')
              : t('archive.lastProven', { on: formatDate(year.lastProvenAt) })}
            {year.seenWhole ? null : ` · ${t('archive.firstSeen', { on: year.firstSeenOn })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Online({ data }: { readonly data: StationArchive }) {
  const { t } = useTranslation();
  const { sampled, delivered, neededRecall, claimedOffline } = data.online;
  return (
    <p className="pieces">
      <span>
        {t('archive.online')} <RateText part={delivered} whole={sampled} none={t('archive.noOnlineSample')} />
      </span>
      {neededRecall === 0 ? null : (
        <WordTag
          look={{ mark: 'hourglass', tone: 'amber', surface: 'soft' }}
          word={t('archive.neededRecall')}
          count={neededRecall}
        />
      )}
      {claimedOffline === 0 ? null : (
        <WordTag
          look={{ mark: 'triangle', tone: 'amber', surface: 'outline' }}
          word={t('archive.claimedOffline')}
          count={claimedOffline}
        />
      )}
    </p>
  );
}

const recyclingLooks = {
  on: { mark: 'bang', tone: 'red', surface: 'soft' },
  off: { mark: 'tick', tone: 'plain', surface: 'outline' },
  unknown: { mark: 'question', tone: 'grey', surface: 'hatched' },
} as const;

function Forecast({ data }: { readonly data: StationArchive }) {
  const { t } = useTranslation();
  const { forecast, recycling, expiry } = data;
  return (
    <Card size="small" title={t('archive.forecast')}>
      {forecast === null ? <EmptyBlock text={t('archive.noForecast')} /> : <ForecastText forecast={forecast} />}
      <p className="pieces">
        <WordTag
          look={recyclingLooks[recycling?.recycling ?? 'unknown']}
          word={t(`archive.recycling.${recycling?.recycling ?? 'unknown'}`)}
        />
        {expiry.early === 0 ? null : (
          <Link to="/archive/studies?list=expiry-early">
            <WordTag
              look={{ mark: 'cross', tone: 'red', surface: 'soft' }}
              word={t('archive.list.expiry-early')}
              count={expiry.early}
            />
          </Link>
        )}
      </p>
      {forecast === null ? null : <ForecastFan name={t('archive.forecast')} forecast={forecast} />}
    </Card>
  );
}

/** Ten years of the archive: where their studies stand, how far that is proven, how fast they come back, and when space ends. */
export function Standing({ data }: { readonly data: StationArchive }) {
  const { t } = useTranslation();
  const { years } = data;
  return (
    <>
      <p className="dp-quiet note">{t('archive.about')}</p>
      <Numbers data={data} />
      <div className="columns">
        <Card size="small" title={t('archive.years')}>
          {years.length === 0 ? (
            <EmptyBlock text={t('archive.noYears')} />
          ) : (
            <RetentionYears name={t('archive.years')} years={years} />
          )}
        </Card>
        <Forecast data={data} />
      </div>
      {years.length === 0 ? null : (
        <Card size="small" title={t('archive.bounds')}>
          <Bounds years={years} />
        </Card>
      )}
      <Card size="small" title={t('archive.times')}>
        <Online data={data} />
        <RetrievalCharts rows={data.retrieval} limits={data.limits} />
      </Card>
      {years.length === 0 ? null : (
        <Card size="small" title={t('archive.table')}>
          <RetentionTable years={years} />
        </Card>
      )}
    </>
  );
}
