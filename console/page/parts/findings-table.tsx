import type { ConsoleFindingRow } from '@center/contract';
import {
  EmptyBlock,
  FindingTag,
  formatDateTime,
  inLanguage,
  SeverityTag,
  useDisplay,
  useDisplayWords,
} from '@center/display';
import { Table, type TablePaginationConfig } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StudyText } from './study-text.tsx';

export interface FindingsTableProps {
  readonly rows: readonly ConsoleFindingRow[];
  readonly loading: boolean;
  readonly pagination: TablePaginationConfig;
  /** On a center's own page its name is left out. */
  readonly withCenter: boolean;
}

export function FindingsTable({ rows, loading, pagination, withCenter }: FindingsTableProps) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  const words = useDisplayWords();
  return (
    <Table<ConsoleFindingRow>
      size="small"
      rowKey={(row) => `${row.facilityId}/${row.findingId}`}
      dataSource={[...rows]}
      loading={loading}
      pagination={pagination}
      tableLayout="fixed"
      scroll={{ x: 1020 }}
      locale={{ emptyText: <EmptyBlock text={t('findings.none')} /> }}
    >
      <Table.Column<ConsoleFindingRow>
        title={t('common.severity')}
        width={92}
        render={(_, row) => <SeverityTag severity={row.severity} />}
      />
      <Table.Column<ConsoleFindingRow>
        title={t('findings.display')}
        width={190}
        render={(_, row) => <FindingTag display={row.display} finding={row.state} />}
      />
      <Table.Column<ConsoleFindingRow>
        title={t('common.rule')}
        render={(_, row) => (
          <div className="lines">
            <Link to={`/findings/${row.facilityId}/${row.findingId}`}>{inLanguage(row.ruleTitle, language)}</Link>
            <span className="small dp-quiet">
              <span className="dp-code">{row.clause}</span>
              {row.reason === null ? null : ` · ${words.reason[row.reason]}`}
            </span>
          </div>
        )}
      />
      {withCenter ? (
        <Table.Column<ConsoleFindingRow>
          title={t('common.center')}
          width={170}
          render={(_, row) => <Link to={`/centers/${row.facilityId}/summary`}>{row.facilityName}</Link>}
        />
      ) : null}
      <Table.Column<ConsoleFindingRow>
        title={t('findings.subject')}
        width={230}
        render={(_, row) => (
          <div className="lines">
            <span>{row.study === null ? words.subject[row.subjectKind] : <StudyText study={row.study} />}</span>
            <span className="small dp-quiet dp-code">{row.findingId.slice(0, 12)}</span>
          </div>
        )}
      />
      <Table.Column<ConsoleFindingRow>
        title={t('findings.changedAt')}
        width={150}
        render={(_, row) => (
          <div className="lines">
            <span className="dp-num">{formatDateTime(row.changedAt)}</span>
            {row.timesOpened > 1 ? (
              <span className="small dp-quiet">{t('findings.timesOpened', { n: row.timesOpened })}</span>
            ) : null}
          </div>
        )}
      />
    </Table>
  );
}
