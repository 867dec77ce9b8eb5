import type { ConsoleChange } from '@center/contract';
import { formatDateTime, inLanguage, SeverityTag, useDisplay } from '@center/display';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { findingsLink } from './filters.ts';

export interface ChangesTableProps {
  readonly changes: readonly ConsoleChange[];
  readonly since: string;
}

/** What happened to findings, by center and rule; each line opens the findings it counts. */
export function ChangesTable({ changes, since }: ChangesTableProps) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  return (
    <Table<ConsoleChange>
      size="small"
      rowKey={(row) => `${row.facilityId}/${row.ruleId}`}
      dataSource={[...changes]}
      pagination={{ pageSize: 8, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      tableLayout="fixed"
      scroll={{ x: 480 }}
    >
      <Table.Column<ConsoleChange>
        title={t('common.rule')}
        render={(_, row) => (
          <div className="lines">
            <Link to={findingsLink({ facility: row.facilityId, rule: row.ruleId, state: 'all', changedSince: since })}>
              {inLanguage(row.ruleTitle, language)}
            </Link>
            <span className="small dp-quiet">
              {row.facilityName} · <span className="dp-code">{row.clause}</span>
            </span>
          </div>
        )}
      />
      <Table.Column<ConsoleChange>
        title={t('common.severity')}
        width={90}
        render={(_, row) => <SeverityTag severity={row.severity} />}
      />
      <Table.Column<ConsoleChange>
        title={t('overview.opened')}
        width={74}
        align="right"
        render={(_, row) => <b className="dp-num">{row.opened}</b>}
      />
      <Table.Column<ConsoleChange>
        title={t('overview.closed')}
        width={74}
        align="right"
        render={(_, row) => <span className="dp-num">{row.closed}</span>}
      />
      <Table.Column<ConsoleChange>
        title={t('overview.revised')}
        width={76}
        align="right"
        render={(_, row) => <span className="dp-num">{row.revised}</span>}
      />
      <Table.Column<ConsoleChange>
        title={t('overview.latest')}
        width={100}
        render={(_, row) => <span className="small">{formatDateTime(row.latestAt)}</span>}
      />
    </Table>
  );
}
