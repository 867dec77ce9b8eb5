import type { ComplianceSummary, SummaryClause } from '@center/contract';
import { EmptyBlock, formatNumber, SeverityTag } from '@center/display';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';

type SmallCount = SummaryClause['met'];

/** A count, or why it is not told: fewer than five, or a count that would give such a one away. */
function CountText({ count }: { readonly count: SmallCount }) {
  const { t } = useTranslation();
  if (count === 'withheld')
    return (
      <span className="dp-quiet" title={t('uploads.withheldHint')}>
        {t('uploads.withheld')}
      </span>
    );
  return <span className="dp-num">{typeof count === 'number' ? formatNumber(count) : count}</span>;
}

const measures = ['applicable', 'judged', 'met', 'deviating'] as const;

/** What the regulator is told: open findings, counts by clause, and how many clauses nothing measures. */
export function SummaryTable({ summary }: { readonly summary: ComplianceSummary }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="pieces">
        {t('centers.openFindings')}
        {(['critical', 'major', 'minor'] as const).map((severity) => (
          <span key={severity} className="pieces">
            <SeverityTag severity={severity} /> <CountText count={summary.openFindings[severity]} />
          </span>
        ))}
        <span className="dp-quiet">{t('uploads.notMeasured', { n: summary.notMeasured.length })}</span>
      </p>
      <Table<SummaryClause>
        size="small"
        rowKey="clause"
        dataSource={summary.clauses}
        pagination={false}
        tableLayout="fixed"
        scroll={{ x: 760 }}
        locale={{ emptyText: <EmptyBlock text={t('uploads.notMeasured', { n: summary.notMeasured.length })} /> }}
      >
        <Table.Column<SummaryClause>
          title={t('common.clause')}
          render={(_, row) => (
            <span>
              <span className="dp-code">{row.clause}</span> <span className="dp-quiet">{row.section}</span>
            </span>
          )}
        />
        {measures.map((key) => (
          <Table.Column<SummaryClause>
            key={key}
            title={t(`uploads.${key}`)}
            width={110}
            align="right"
            render={(_, row) => <CountText count={row[key]} />}
          />
        ))}
        <Table.Column<SummaryClause>
          title={t('numbers.coverage')}
          width={110}
          align="right"
          render={(_, row) => (
            <span className="dp-num">{row.coverage === null ? '–' : `${(row.coverage * 100).toFixed(1)}%`}</span>
          )}
        />
      </Table>
    </>
  );
}
