import type { ConsoleUploadRow } from '@center/contract';
import { EmptyBlock, formatDate, formatDateTime, formatNumber } from '@center/display';
import { Table, type TablePaginationConfig } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { UploadStateTag } from './upload-state-tag.tsx';

export interface UploadsTableProps {
  readonly rows: readonly ConsoleUploadRow[];
  readonly loading?: boolean;
  readonly pagination: TablePaginationConfig | false;
  readonly withCenter: boolean;
}

/** A package a line: state, why it waits or was refused, receipt, attempts. */
export function UploadsTable({ rows, loading = false, pagination, withCenter }: UploadsTableProps) {
  const { t } = useTranslation();
  return (
    <Table<ConsoleUploadRow>
      size="small"
      rowKey={(row) => `${row.packageId}/${row.version}`}
      dataSource={[...rows]}
      loading={loading}
      pagination={pagination}
      tableLayout="fixed"
      scroll={{ x: 1180 }}
      locale={{ emptyText: <EmptyBlock text={t('uploads.none')} /> }}
    >
      <Table.Column<ConsoleUploadRow>
        title={t('common.state')}
        width={220}
        render={(_, row) => (
          <div className="lines">
            <span>
              <UploadStateTag state={row.state} />
            </span>
            {row.reason === null ? null : <span className="small differ">{row.reason}</span>}
          </div>
        )}
      />
      <Table.Column<ConsoleUploadRow>
        title={t('uploads.packageId')}
        render={(_, row) => (
          <div className="lines">
            <Link to={`/uploads/${row.packageId}/${row.version}`}>
              {row.month} · {t('uploads.version')} {row.version}
            </Link>
            <span className="small dp-quiet dp-code">{row.packageId}</span>
          </div>
        )}
      />
      {withCenter ? (
        <Table.Column<ConsoleUploadRow>
          title={t('common.center')}
          width={160}
          render={(_, row) => <Link to={`/centers/${row.facilityId}/uploads`}>{row.facilityName}</Link>}
        />
      ) : null}
      <Table.Column<ConsoleUploadRow> title={t('uploads.target')} width={150} dataIndex="targetName" />
      <Table.Column<ConsoleUploadRow>
        title={t('uploads.receipt')}
        width={150}
        render={(_, row) =>
          row.receiptNumber === null ? (
            <span className="dp-quiet">{t('uploads.noReceipt')}</span>
          ) : (
            <span className="dp-code">{row.receiptNumber}</span>
          )
        }
      />
      <Table.Column<ConsoleUploadRow>
        title={t('uploads.timeliness')}
        width={120}
        render={(_, row) => (
          <div className="lines">
            <span className={row.timeliness === 'overdue' || row.timeliness === 'late' ? 'differ' : undefined}>
              {t(`uploads.timelinessWords.${row.timeliness}`)}
            </span>
            <span className="small dp-quiet">
              {t('uploads.dueOn')} {formatDate(row.dueOn)}
            </span>
          </div>
        )}
      />
      <Table.Column<ConsoleUploadRow>
        title={t('uploads.attempts')}
        width={130}
        render={(_, row) => (
          <div className="lines">
            <span className="dp-num">{formatNumber(row.attempts)}</span>
            {row.nextAttemptAt === null ? null : (
              <span className="small dp-quiet">
                {t('uploads.next')} {formatDateTime(row.nextAttemptAt)}
              </span>
            )}
          </div>
        )}
      />
      <Table.Column<ConsoleUploadRow>
        title={t('uploads.builtAt')}
        width={100}
        render={(_, row) => <span className="small">{formatDateTime(row.builtAt)}</span>}
      />
    </Table>
  );
}
