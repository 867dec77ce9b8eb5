import type { ConsoleArchiveRow, ConsoleArchives } from '@center/contract';
import {
  AlarmTag,
  AsOf,
  CsvLink,
  EmptyBlock,
  formatDate,
  formatNumber,
  notMeasuredText,
  rounded,
  StandingCounts,
  Title,
  useDisplayWords,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { archivesQuery } from '../api/archive-queries.ts';
import { AttentionTag, attentions } from '../parts/attention-tag.tsx';
import { oneOf, pageNumber, useFilters } from '../parts/filters.ts';
import { usePaging } from '../parts/paging.ts';
import { Shown } from '../parts/shown.tsx';

/** Centers by what their archive asks; each number leads to its rows. */
function AttentionCounts({ data, chosen }: { readonly data: ConsoleArchives; readonly chosen: string | undefined }) {
  const { t } = useTranslation();
  const { setFilters } = useFilters();
  const sum = data.attention.reduce((n, { centers }) => n + centers, 0);
  const choice = (attention: string | undefined, content: ReactNode) => (
    <button
      key={attention ?? 'all'}
      type="button"
      className="choice"
      aria-pressed={chosen === attention}
      onClick={() => setFilters({ attention })}
    >
      {content}
    </button>
  );
  return (
    <div className="filters">
      {choice(
        undefined,
        <>
          {t('archives.all')} <b className="dp-num">{formatNumber(sum)}</b>
        </>,
      )}
      {data.attention
        .filter(({ attention, centers }) => centers > 0 || attention === chosen)
        .map(({ attention, centers }) => choice(attention, <AttentionTag attention={attention} count={centers} />))}
    </div>
  );
}

function Seconds({ row }: { readonly row: ConsoleArchiveRow }) {
  const { t } = useTranslation();
  const { firstImageP95Ms, wholeP95Ms } = row;
  if (firstImageP95Ms === null && wholeP95Ms === null) return <span className="dp-quiet">{t('archives.noTimes')}</span>;
  const said = (ms: number): string => formatNumber(rounded(ms / 1000));
  return (
    <span className="lines dp-num">
      {firstImageP95Ms === null ? null : <span>{t('archives.firstImage', { value: said(firstImageP95Ms) })}</span>}
      {wholeP95Ms === null ? null : <span>{t('archives.whole', { value: said(wholeP95Ms) })}</span>}
    </span>
  );
}

function Forecast({ row: { forecast } }: { readonly row: ConsoleArchiveRow }) {
  const { t } = useTranslation();
  if (forecast === null) return <span className="dp-quiet">{t('archives.noForecast')}</span>;
  const { median } = forecast.tenYears;
  return (
    <span className="lines">
      <span>
        <AlarmTag forecast={forecast} />
      </span>
      {median === null ? null : <span className="dp-quiet dp-num">{t('archives.tenYears', { day: median })}</span>}
    </span>
  );
}

function Attention({ row }: { readonly row: ConsoleArchiveRow }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  return (
    <span className="lines">
      <span>
        <AttentionTag attention={row.attention} />
      </span>
      {row.yearsLost.length === 0 ? null : (
        <span className="small differ">{t('archives.lostYears', { years: row.yearsLost.join(' · ') })}</span>
      )}
      {row.notMeasured === null ? null : (
        <span className="small dp-quiet">{notMeasuredText(row.notMeasured, words)}</span>
      )}
      {row.uploadOverdue === 0 ? null : (
        <span className="small differ">{t('archives.overdue', { n: formatNumber(row.uploadOverdue) })}</span>
      )}
    </span>
  );
}

function Standing({ row }: { readonly row: ConsoleArchiveRow }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  if (row.years === 0) return <span className="dp-quiet">{t('archives.noYears')}</span>;
  return (
    <span className="lines">
      <StandingCounts standing={row.standing} />
      <span className="small dp-quiet">
        {t('archives.sampledOf', { n: formatNumber(row.sampled), lost: formatNumber(row.samplesLost) })}
        {' · '}
        {row.lastListedAt === null
          ? words.archive.neverListed
          : `${words.archive.lastListed} ${formatDate(row.lastListedAt)}`}
      </span>
      {row.yearsUnseen === 0 ? null : (
        <span className="small dp-quiet">{t('archives.unseenYears', { n: row.yearsUnseen, of: row.years })}</span>
      )}
    </span>
  );
}

function Rows({ data }: { readonly data: ConsoleArchives }) {
  const { t } = useTranslation();
  const { setFilters } = useFilters();
  return (
    <Table<ConsoleArchiveRow>
      size="small"
      rowKey="facilityId"
      dataSource={data.rows}
      pagination={usePaging(data, setFilters)}
      locale={{ emptyText: <EmptyBlock text={t('archives.none')} /> }}
      scroll={{ x: 1000 }}
      columns={[
        {
          title: t('common.center'),
          width: 230,
          render: (_, row) => (
            <span className="lines">
              <Link to={`/centers/${row.facilityId}/archive`}>{row.facilityName}</Link>
              <AsOf at={row.asOf} />
            </span>
          ),
        },
        { title: t('archives.state'), width: 200, render: (_, row) => <Attention row={row} /> },
        { title: t('archives.standing'), render: (_, row) => <Standing row={row} /> },
        { title: t('archives.retrieval'), width: 200, render: (_, row) => <Seconds row={row} /> },
        { title: t('archives.forecast'), width: 170, render: (_, row) => <Forecast row={row} /> },
      ]}
    />
  );
}

/** Archives of all centers one sees, worst first: who has lost studies, who is not measured, whose space ends. */
export function ArchivesPage() {
  const { t } = useTranslation();
  const { filters } = useFilters();
  const attention = oneOf(filters['attention'], attentions);
  const query = useQuery(archivesQuery({ attention, page: pageNumber(filters['page']), pageSize: 50 }));
  return (
    <>
      <Title title={t('archives.title')}>
        <CsvLink href="/api/exports/retention.csv" />
        <CsvLink kind="xlsx" href="/api/exports/archive.xlsx" />
        <AsOf at={query.data?.asOf} />
      </Title>
      <p className="dp-quiet">{t('archives.about')}</p>
      <Shown query={query}>
        {(data) => (
          <>
            <AttentionCounts data={data} chosen={attention} />
            <Rows data={data} />
          </>
        )}
      </Shown>
    </>
  );
}
