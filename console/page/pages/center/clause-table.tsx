import type { ConsoleClause } from '@center/contract';
import {
  ClauseText,
  CountsBar,
  CoverageText,
  EmptyBlock,
  formatDateTime,
  formatNumber,
  inLanguage,
  SeverityTag,
  StateTag,
  useDisplay,
  useDisplayWords,
} from '@center/display';
import { Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { findingsLink } from '../../parts/filters.ts';
import { RuleShares } from './rule-shares.tsx';

export interface ClauseTableProps {
  readonly clauses: readonly ConsoleClause[];
  readonly facilityId: string;
  /** Rows outside coverage: says why instead of counting. */
  readonly outside?: boolean;
}

const hasCounts = (clause: ConsoleClause): boolean => Object.values(clause.counts).some((count) => count > 0);

/** A clause a line; opened, its full text and the rules that measure it. */
export function ClauseTable({ clauses, facilityId, outside = false }: ClauseTableProps) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  const words = useDisplayWords();
  return (
    <Table<ConsoleClause>
      size="small"
      rowKey={(row) => row.law.clause}
      dataSource={[...clauses]}
      pagination={clauses.length > 200 ? { pageSize: 100, size: 'small', showSizeChanger: false } : false}
      tableLayout="fixed"
      scroll={{ x: 920 }}
      locale={{ emptyText: <EmptyBlock text={t('clauses.none')} /> }}
      expandable={{
        expandedRowRender: (row) => (
          <div className="stack">
            <ClauseText law={row.law} />
            <RuleShares clause={row} facilityId={facilityId} />
          </div>
        ),
      }}
    >
      <Table.Column<ConsoleClause>
        title={t('common.state')}
        width={156}
        render={(_, row) =>
          outside && row.outside !== null ? (
            <Tag>{t(`clauses.outside.${row.outside}`)}</Tag>
          ) : (
            <StateTag state={row.state} />
          )
        }
      />
      <Table.Column<ConsoleClause>
        title={t('clauses.meaning')}
        render={(_, row) => (
          <div className="lines">
            <span>
              <span className="dp-code">{row.law.clause}</span> <span className="dp-quiet">{row.law.section}</span>
            </span>
            <span>{inLanguage(row.law.meaning, language)}</span>
          </div>
        )}
      />
      <Table.Column<ConsoleClause>
        title={t('common.severity')}
        width={84}
        render={(_, row) => <SeverityTag severity={row.law.severity} />}
      />
      <Table.Column<ConsoleClause>
        title={t('clauses.counts')}
        width={180}
        render={(_, row) =>
          hasCounts(row) ? (
            <div className="lines">
              <CountsBar counts={row.counts} kind="bar" />
              <span className="small">
                <CoverageText {...row.coverage} />
              </span>
            </div>
          ) : (
            <span className="dp-quiet">
              {row.rules.length === 0 ? t('clauses.unservedCount') : words.figure.noCounts}
            </span>
          )
        }
      />
      <Table.Column<ConsoleClause>
        title={t('clauses.openFindings')}
        width={76}
        align="right"
        render={(_, row) =>
          row.rules.length === 0 ? (
            <span className="dp-quiet">–</span>
          ) : (
            <Link className="dp-num" to={findingsLink({ facility: facilityId, clause: row.law.clause, state: 'live' })}>
              {formatNumber(row.openFindings)}
            </Link>
          )
        }
      />
      <Table.Column<ConsoleClause>
        title={t('clauses.checkable')}
        width={84}
        render={(_, row) => t(`clauses.checkability.${row.checkable}`)}
      />
      <Table.Column<ConsoleClause>
        title={t('centers.asOf')}
        width={100}
        render={(_, row) => <span className="small">{row.asOf === null ? '–' : formatDateTime(row.asOf)}</span>}
      />
    </Table>
  );
}
