import type { StationUploads } from '@center/contract/station-api';
import { AsOf, EmptyBlock, formatDateTime, formatNumber, rounded } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { uploadsQuery } from '../../api/archive-queries.ts';
import { Shown } from '../../parts/shown.tsx';
import { ImportButton } from './import-button.tsx';

type Month = StationUploads['months'][number];
type Waiting = StationUploads['backlog'][number];

function Months({ months }: { readonly months: readonly Month[] }) {
  const { t } = useTranslation();
  const count = (n: number, marked = false) => (
    <span className={marked && n > 0 ? 'dp-num differ' : 'dp-num'}>{formatNumber(n)}</span>
  );
  const hours = (value: number | null): string => (value === null ? '–' : formatNumber(rounded(value)));
  return (
    <Table<Month>
      size="small"
      rowKey="month"
      dataSource={months.toSorted((a, b) => (a.month < b.month ? 1 : -1))}
      pagination={{ pageSize: 12, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 720 }}
      locale={{ emptyText: <EmptyBlock text={t('registers.noFinished')} /> }}
      columns={[
        { title: t('registers.month'), dataIndex: 'month', width: 90 },
        { title: t('registers.finished'), align: 'right', render: (_, row) => count(row.finished) },
        { title: t('registers.receipted'), align: 'right', render: (_, row) => count(row.receipted) },
        { title: t('registers.late'), align: 'right', render: (_, row) => count(row.late, true) },
        { title: t('registers.refusedCount'), align: 'right', render: (_, row) => count(row.refused, true) },
        { title: t('registers.overdue'), align: 'right', render: (_, row) => count(row.overdue, true) },
        { title: t('registers.pending'), align: 'right', render: (_, row) => count(row.pending) },
        {
          title: t('registers.delay'),
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

function Backlog({ rows }: { readonly rows: readonly Waiting[] }) {
  const { t } = useTranslation();
  return (
    <Table<Waiting>
      size="small"
      rowKey="StudyInstanceUID"
      dataSource={[...rows]}
      pagination={{ pageSize: 25, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 560 }}
      locale={{ emptyText: <EmptyBlock text={t('registers.noBacklog')} /> }}
      columns={[
        {
          title: t('registers.studyDate'),
          width: 120,
          render: (_, { date }) => <span className="dp-num">{date}</span>,
        },
        {
          title: t('patient.accession'),
          render: (_, { StudyInstanceUID, AccessionNumber }) => (
            <Link className="dp-code" to={`/studies/${encodeURIComponent(StudyInstanceUID)}`}>
              {AccessionNumber ?? StudyInstanceUID}
            </Link>
          ),
        },
        {
          title: t('registers.platform'),
          render: (_, { refusedCode }) =>
            refusedCode === null ? (
              <span className="dp-quiet">{t('registers.noReceipt')}</span>
            ) : (
              <span className="differ">
                {t('registers.refusedBy')} <span className="dp-code">{refusedCode}</span>
              </span>
            ),
        },
      ]}
    />
  );
}

/** Images at the regional platform: finished studies against its receipts, and those that have none. */
export function Uploads() {
  const { t } = useTranslation();
  const query = useQuery(uploadsQuery);
  return (
    <Shown query={query}>
      {(data) => (
        <div className="stack">
          <div className="filters">
            <ImportButton kind="upload-receipts" />
            <ImportButton kind="upload-receipts" source="stow-log" />
            <span className="dp-quiet">
              {data.lastReceiptAt === null
                ? t('registers.noReceipts')
                : t('registers.receiptsKnown', {
                    n: formatNumber(data.receipts),
                    at: formatDateTime(data.lastReceiptAt),
                  })}
            </span>
            <AsOf at={data.asOf} />
          </div>
          <Card size="small" title={t('registers.byMonth')}>
            <Months months={data.months} />
          </Card>
          <Card size="small" title={t('registers.backlog')}>
            <Backlog rows={data.backlog} />
          </Card>
        </div>
      )}
    </Shown>
  );
}
