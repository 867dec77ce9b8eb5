import { type ConsoleFacility, severities } from '@center/contract';
import {
  AsOf,
  EmptyBlock,
  formatDateTime,
  formatNumber,
  type RetentionYear,
  RetentionYears,
  SeverityTag,
} from '@center/display';
import { Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { doseBars, intakeBars } from '../../charts/center-bars.ts';
import { useChartWords } from '../../charts/use-chart-words.ts';
import { findingsLink } from '../../parts/filters.ts';
import { ChartCard } from './chart-card.tsx';

type Channel = ConsoleFacility['channels'][number];

const channelLooks: Readonly<Record<Channel['state'], string>> = {
  working: 'dp-green dp-soft',
  silent: 'dp-grey dp-hatched',
  failed: 'dp-red dp-solid',
  off: 'dp-plain dp-dotted',
};

function Channels({ channels }: { readonly channels: readonly Channel[] }) {
  const { t } = useTranslation();
  if (channels.length === 0) return <EmptyBlock text={t('center.noChannels')} />;
  return (
    <Table<Channel>
      size="small"
      rowKey={(row) => `${row.channel}/${row.number}`}
      dataSource={[...channels]}
      pagination={false}
    >
      <Table.Column<Channel>
        title={t('center.channels')}
        render={(_, row) => `${t(`center.channel.${row.channel}`)} ${String(row.number)}`}
      />
      <Table.Column<Channel>
        title={t('common.state')}
        render={(_, row) => (
          <div className="lines">
            <span>
              <span className={`dp-tag ${channelLooks[row.state]}`}>{t(`center.channelState.${row.state}`)}</span>
            </span>
            <span className="small dp-quiet">
              {t('center.channelSince')} {formatDateTime(row.since)}
            </span>
            {row.problem === undefined ? null : <span className="small differ">{row.problem}</span>}
          </div>
        )}
      />
      <Table.Column<Channel>
        title={t('center.lastObservation')}
        render={(_, row) =>
          row.lastObservationAt === undefined ? t('common.never') : formatDateTime(row.lastObservationAt)
        }
      />
      <Table.Column<Channel>
        title={t('center.objects')}
        align="right"
        render={(_, row) => <span className="dp-num">{formatNumber(row.objects)}</span>}
      />
    </Table>
  );
}

/** What stands behind a center's numbers: open findings, clauses left out, sources, origin of studies, dose records, retention. */
export function CenterSummary({ data }: { readonly data: ConsoleFacility }) {
  const { t } = useTranslation();
  const words = useChartWords();
  const { facility } = data;
  const clausesLink = (state: string): string => `/centers/${facility.facilityId}/clauses?state=${state}`;
  const unreadable = data.intake.reduce((sum, row) => sum + row.unreadable, 0);
  return (
    <div className="columns">
      <Card size="small" title={t('centers.openFindings')}>
        <div className="lines">
          {severities.map((severity) => (
            <Link
              key={severity}
              className="pieces"
              to={findingsLink({ facility: facility.facilityId, severity, state: 'live' })}
            >
              <SeverityTag severity={severity} />{' '}
              <b className="dp-num">{formatNumber(facility.openFindings[severity])}</b>
            </Link>
          ))}
        </div>
        <p className="dp-quiet">{t('center.outsideRates')}</p>
        <div className="pieces">
          <Link to={clausesLink('waived')}>{t('centers.waived', { n: facility.waivedClauses })}</Link>
          <Link to={clausesLink('not-applicable')}>
            {t('centers.notApplicable', { n: facility.notApplicableClauses })}
          </Link>
          <Link to={clausesLink('unserved')}>{t('centers.unserved', { n: facility.unservedClauses })}</Link>
        </div>
      </Card>
      <Card size="small" title={t('center.channels')}>
        <Channels channels={data.channels} />
      </Card>
      <ChartCard
        title={t('center.intake')}
        asOf={data.intake.map((row) => row.asOf)}
        empty={t('center.noIntake')}
        chart={intakeBars(data.intake, words.center)}
        note={unreadable === 0 ? undefined : `${t('center.unreadable')} ${formatNumber(unreadable)}`}
        category={t('common.month')}
      />
      <ChartCard
        title={t('center.dose')}
        asOf={data.doseCoverage.map((row) => row.asOf)}
        empty={t('center.noDose')}
        chart={doseBars(data.doseCoverage, words.center)}
        category={t('common.month')}
      />
      <RetentionCard data={data} />
    </div>
  );
}

/** Years of all archives of the center together; one that an agent did not see whole has not been seen whole. */
function addedYears(items: ConsoleFacility['retention']): readonly RetentionYear[] {
  const years = new Map<number, RetentionYear>();
  for (const { year, standing, seenWhole } of items) {
    const before = years.get(year);
    years.set(year, {
      year,
      seenWhole: seenWhole && before?.seenWhole !== false,
      standing: {
        proven: standing.proven + (before?.standing.proven ?? 0),
        claimed: standing.claimed + (before?.standing.claimed ?? 0),
        unlisted: standing.unlisted + (before?.standing.unlisted ?? 0),
        lost: standing.lost + (before?.standing.lost ?? 0),
        explained: standing.explained + (before?.standing.explained ?? 0),
      },
    });
  }
  return [...years.values()];
}

function RetentionCard({ data }: { readonly data: ConsoleFacility }) {
  const { t } = useTranslation();
  const { retention, facility } = data;
  return (
    <Card
      size="small"
      title={t('archives.years')}
      extra={<Link to={`/centers/${facility.facilityId}/archive`}>{t('archives.more')}</Link>}
    >
      {retention.length === 0 ? (
        <EmptyBlock text={t('archives.noYears')} />
      ) : (
        <>
          <RetentionYears name={t('archives.years')} years={addedYears(retention)} />
          <div className="pieces small">
            <AsOf
              at={retention
                .map((row) => row.asOf)
                .toSorted()
                .at(-1)}
            />
          </div>
        </>
      )}
    </Card>
  );
}
