import type { ConsoleOverview } from '@center/contract';
import { AsOf, EmptyBlock, formatDateTime, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { overviewQuery } from '../api/queries.ts';
import { LazyChart } from '../charts/lazy-chart.tsx';
import { severityBars } from '../charts/severity-bars.ts';
import { useChartWords } from '../charts/use-chart-words.ts';
import { AgentBadges } from '../parts/agent-badges.tsx';
import { CentersTable } from '../parts/centers-table.tsx';
import { ChangesTable } from '../parts/changes-table.tsx';
import { DueList } from '../parts/due-list.tsx';
import { findingsLink } from '../parts/filters.ts';
import { LightTag, lights } from '../parts/light-tag.tsx';
import { NumbersStrip } from '../parts/numbers-strip.tsx';
import { Shown } from '../parts/shown.tsx';

const chartCenters = 12;

function Overview({ data }: { readonly data: ConsoleOverview }) {
  const { t } = useTranslation();
  const words = useChartWords();
  const burdened = data.centers
    .filter(({ openFindings: { critical, major, minor } }) => critical + major + minor > 0)
    .slice(0, chartCenters);
  const since = formatDateTime(data.changesSince);
  return (
    <div className="stack">
      <NumbersStrip
        numbers={data.numbers}
        asOf={data.asOf}
        links={{
          openCritical: findingsLink({ severity: 'critical', state: 'live' }),
          metRate: '/centers?sort=metRate',
          coverage: '/centers?sort=coverage',
          onTime: '/uploads',
        }}
      />
      <Card
        size="small"
        title={t('overview.centersTitle')}
        extra={
          <span className="pieces">
            {lights.map((light) => (
              <Link key={light} to={`/centers?light=${light}`} className="pieces">
                <LightTag light={light} /> <span className="dp-num">{data.lights[light]}</span>
              </Link>
            ))}
            <Link to="/centers">
              {t('overview.centersShown', { shown: data.centers.length, all: data.facilities })}
            </Link>
          </span>
        }
      >
        <CentersTable
          rows={data.centers}
          empty={t('overview.noCenters')}
          pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true }}
        />
      </Card>
      <div className="columns">
        <Card size="small" title={t('overview.changes', { since })}>
          {data.changes.length === 0 ? (
            <EmptyBlock text={t('overview.noChanges', { since })} />
          ) : (
            <ChangesTable changes={data.changes} since={data.changesSince} />
          )}
        </Card>
        <div className="stack">
          <Card size="small" title={t('overview.due')} extra={<Link to="/uploads">{t('menu.uploads')}</Link>}>
            {data.dueSoon.length === 0 ? <EmptyBlock text={t('overview.noDue')} /> : <DueList due={data.dueSoon} />}
          </Card>
          <Card size="small" title={t('overview.agents')} extra={<Link to="/agents">{t('common.open')}</Link>}>
            {data.agents.length === 0 ? <EmptyBlock text={t('agents.none')} /> : <AgentBadges agents={data.agents} />}
          </Card>
        </div>
      </div>
      {burdened.length === 0 ? null : (
        <Card size="small" title={t('overview.bySeverity', { n: burdened.length })}>
          <LazyChart chart={severityBars(burdened, words)} height={80 + burdened.length * 28} />
        </Card>
      )}
    </div>
  );
}

/** Red first, four numbers, what changed since yesterday, what is due soon. */
export function OverviewPage() {
  const { t } = useTranslation();
  const query = useQuery(overviewQuery);
  return (
    <>
      <Title title={t('menu.overview')}>
        <span className="dp-quiet">{t('overview.lead')}</span>
        {query.data === undefined ? null : (
          <span className="dp-quiet">
            {query.data.evidenceFrom === null
              ? t('overview.someSilent')
              : `${t('overview.evidenceFrom')} ${formatDateTime(query.data.evidenceFrom)}`}
          </span>
        )}
        <AsOf at={query.data?.asOf} />
      </Title>
      <Shown query={query}>{(data) => <Overview data={data} />}</Shown>
    </>
  );
}
