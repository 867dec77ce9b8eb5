import type { ConsoleAgentArchive, ConsoleArchive } from '@center/contract';
import {
  AsOf,
  CsvLink,
  EmptyBlock,
  ForecastFan,
  ForecastText,
  formatNumber,
  RetentionTable,
  RetentionYears,
  RetrievalCharts,
  rounded,
  StandingCounts,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { archiveQuery } from '../../api/archive-queries.ts';
import { withQuery } from '../../api/request.ts';
import { AttentionTag } from '../../parts/attention-tag.tsx';
import { Shown } from '../../parts/shown.tsx';

type Upload = ConsoleAgentArchive['uploads'][number];

function Uploads({ rows }: { readonly rows: readonly Upload[] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return <EmptyBlock text={t('archives.noUploads')} />;
  const hours = (value: number | null): string => (value === null ? '–' : formatNumber(rounded(value)));
  const count = (n: number, marked = false) => (
    <span className={marked && n > 0 ? 'dp-num differ' : 'dp-num'}>{formatNumber(n)}</span>
  );
  return (
    <Table<Upload>
      size="small"
      rowKey="month"
      dataSource={rows.toReversed()}
      pagination={{ pageSize: 12, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 560 }}
      columns={[
        { title: t('archives.month'), dataIndex: 'month', width: 90 },
        { title: t('archives.finished'), align: 'right', render: (_, row) => count(row.finished) },
        { title: t('archives.receipted'), align: 'right', render: (_, row) => count(row.receipted) },
        { title: t('archives.late'), align: 'right', render: (_, row) => count(row.late) },
        { title: t('archives.refused'), align: 'right', render: (_, row) => count(row.refused, true) },
        { title: t('archives.noReceipt'), align: 'right', render: (_, row) => count(row.overdue, true) },
        {
          title: t('archives.delay'),
          align: 'right',
          render: (_, row) => (
            <span className="dp-num">
              {hours(row.delayP50Hours)} / {hours(row.delayP95Hours)}
            </span>
          ),
        },
      ]}
    />
  );
}

function OneArchive({
  archive,
  limits,
}: {
  readonly archive: ConsoleAgentArchive;
  readonly limits: ConsoleArchive['limits'];
}) {
  const { t } = useTranslation();
  const { years, retrieval, forecast, uploads, speaks } = archive;
  const month = retrieval
    .map((row) => row.month)
    .toSorted()
    .at(-1);
  return (
    <>
      {speaks ? null : <Alert type="warning" showIcon title={t('archives.doesNotSpeak')} />}
      <div className="columns">
        <Card size="small" title={t('archives.years')}>
          {years.length === 0 ? (
            <EmptyBlock text={t('archives.noYears')} />
          ) : (
            <RetentionYears name={t('archives.years')} years={years} />
          )}
        </Card>
        <Card size="small" title={t('archives.forecast')}>
          {forecast === null ? (
            <EmptyBlock text={t('archives.noForecast')} />
          ) : (
            <>
              <ForecastText forecast={forecast} />
              <ForecastFan name={t('archives.forecast')} forecast={forecast} />
            </>
          )}
        </Card>
      </div>
      <Card size="small" title={t('archives.times')}>
        {month === undefined ? null : <p className="dp-quiet">{t('archives.timesAbout', { month })}</p>}
        <RetrievalCharts rows={retrieval} limits={limits} />
      </Card>
      {years.length === 0 ? null : (
        <Card size="small" title={t('archives.table')}>
          <RetentionTable years={years} />
        </Card>
      )}
      <Card size="small" title={t('archives.uploads')}>
        <Uploads rows={uploads} />
      </Card>
    </>
  );
}

/** How one center's archive keeps what it must: ten years by where their studies stand, retrieval times, when space ends, what the regional platform has. */
export function CenterArchive({ facilityId }: { readonly facilityId: string }) {
  const { t } = useTranslation();
  const query = useQuery(archiveQuery(facilityId));
  return (
    <>
      <p className="dp-quiet">{t('archives.about')}</p>
      <Shown query={query}>
        {({ row, archives, limits }) => (
          <div className="stack">
            <div className="pieces">
              <AttentionTag attention={row.attention} />
              <StandingCounts standing={row.standing} />
              <AsOf at={row.asOf} />
              <CsvLink href={withQuery('/api/exports/retention.csv', { facility: facilityId })} />
              <CsvLink kind="xlsx" href={withQuery('/api/exports/archive.xlsx', { facility: facilityId })} />
            </div>
            {archives.length === 0 ? <EmptyBlock text={t('archives.nothing')} /> : null}
            {archives.map((archive) => (
              <section key={archive.agentId} className="stack">
                {archives.length < 2 ? null : (
                  <h2 className="part">
                    {t('archives.agent')} <span className="dp-code">{archive.agentId}</span>
                  </h2>
                )}
                <OneArchive archive={archive} limits={limits} />
              </section>
            ))}
          </div>
        )}
      </Shown>
    </>
  );
}
