import { type ConsoleFacilityRow, severities } from '@center/contract';
import { EmptyBlock, formatDateTime, RateText, SeverityTag, useDisplayWords } from '@center/display';
import { Table, type TablePaginationConfig } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AgentsSummary } from './agents-summary.tsx';
import { findingsLink } from './filters.ts';
import { LightTag } from './light-tag.tsx';

export interface CentersTableProps {
  readonly rows: readonly ConsoleFacilityRow[];
  readonly empty: string;
  readonly loading?: boolean;
  readonly pagination: TablePaginationConfig | false;
}

/** Open findings by severity; each count opens its rows. */
function OpenFindings({ row }: { readonly row: ConsoleFacilityRow }) {
  const { t } = useTranslation();
  const some = severities.filter((severity) => row.openFindings[severity] > 0);
  if (some.length === 0) return <span className="dp-quiet">{t('common.none')}</span>;
  return (
    <span className="pieces">
      {some.map((severity) => (
        <Link
          key={severity}
          to={findingsLink({ facility: row.facilityId, severity, state: 'live' })}
          className="pieces"
        >
          <SeverityTag severity={severity} /> <span className="dp-num">{row.openFindings[severity]}</span>
        </Link>
      ))}
    </span>
  );
}

/** One line a center: standing, four numbers, what is left out of the rates, agents, "as of". */
export function CentersTable({ rows, empty, loading = false, pagination }: CentersTableProps) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  return (
    <Table<ConsoleFacilityRow>
      size="small"
      rowKey="facilityId"
      dataSource={[...rows]}
      loading={loading}
      pagination={pagination}
      tableLayout="fixed"
      scroll={{ x: 1110 }}
      locale={{ emptyText: <EmptyBlock text={empty} /> }}
    >
      <Table.Column<ConsoleFacilityRow>
        title={t('common.state')}
        width={96}
        render={(_, row) => <LightTag light={row.light} />}
      />
      <Table.Column<ConsoleFacilityRow>
        title={t('common.center')}
        render={(_, row) => (
          <div className="lines">
            <Link to={`/centers/${row.facilityId}/summary`}>{row.name}</Link>
            <span className="small dp-quiet dp-code">{row.facilityId}</span>
          </div>
        )}
      />
      <Table.Column<ConsoleFacilityRow>
        title={t('centers.openFindings')}
        width={150}
        render={(_, row) => <OpenFindings row={row} />}
      />
      <Table.Column<ConsoleFacilityRow>
        title={t('numbers.metRate')}
        width={112}
        render={(_, { facilityId, numbers: { metRate } }) => (
          <Link to={`/centers/${facilityId}/clauses?state=judged`}>
            <RateText part={metRate.met} whole={metRate.judged} none={words.figure.nothingJudged} />
          </Link>
        )}
      />
      <Table.Column<ConsoleFacilityRow>
        title={t('numbers.coverage')}
        width={120}
        render={(_, { facilityId, numbers: { coverage } }) => (
          <Link to={`/centers/${facilityId}/clauses?state=not-judged`}>
            <RateText part={coverage.judged} whole={coverage.applicable} none={words.figure.nothingApplies} />
          </Link>
        )}
      />
      <Table.Column<ConsoleFacilityRow>
        title={t('numbers.onTime')}
        width={120}
        render={(_, { facilityId, numbers: { onTimeReporting } }) => (
          <Link to={`/centers/${facilityId}/uploads`}>
            <RateText part={onTimeReporting.onTime} whole={onTimeReporting.due} none={t('numbers.nothingDue')} />
          </Link>
        )}
      />
      <Table.Column<ConsoleFacilityRow>
        title={t('centers.left')}
        width={112}
        render={(_, row) => (
          <Link to={`/centers/${row.facilityId}/clauses`} className="lines small">
            <span>{t('centers.waived', { n: row.waivedClauses })}</span>
            <span>{t('centers.notApplicable', { n: row.notApplicableClauses })}</span>
          </Link>
        )}
      />
      <Table.Column<ConsoleFacilityRow>
        title={t('centers.agents')}
        width={110}
        render={(_, row) => (
          <Link to={`/centers/${row.facilityId}/agents`}>
            <AgentsSummary agents={row.agents} />
          </Link>
        )}
      />
      <Table.Column<ConsoleFacilityRow>
        title={t('centers.asOf')}
        width={110}
        render={(_, row) => (
          <span className="small">{row.asOf === null ? words.figure.noData : formatDateTime(row.asOf)}</span>
        )}
      />
    </Table>
  );
}
