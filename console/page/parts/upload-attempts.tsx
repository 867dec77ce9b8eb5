import type { ConsoleUploadAttempt } from '@center/contract';
import { EmptyBlock, formatDateTime } from '@center/display';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';

/** Every try, newest first: what was done, what came back. */
export function UploadAttempts({ attempts }: { readonly attempts: readonly ConsoleUploadAttempt[] }) {
  const { t } = useTranslation();
  return (
    <Table<ConsoleUploadAttempt>
      size="small"
      rowKey="number"
      dataSource={attempts.toReversed()}
      pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      tableLayout="fixed"
      scroll={{ x: 860 }}
      locale={{ emptyText: <EmptyBlock text={t('uploads.noAttempts')} /> }}
    >
      <Table.Column<ConsoleUploadAttempt> title={t('audit.seq')} width={60} dataIndex="number" />
      <Table.Column<ConsoleUploadAttempt>
        title={t('common.actions')}
        width={90}
        render={(_, row) => t(`uploads.act.${row.act}`)}
      />
      <Table.Column<ConsoleUploadAttempt>
        title={t('common.state')}
        width={150}
        render={(_, row) => (row.outcome === null ? t('uploads.running') : t(`uploads.outcome.${row.outcome}`))}
      />
      <Table.Column<ConsoleUploadAttempt>
        title={t('uploads.http')}
        width={100}
        render={(_, row) => <span className="dp-num">{row.httpStatus ?? '–'}</span>}
      />
      <Table.Column<ConsoleUploadAttempt> title={t('uploads.detail')} render={(_, row) => row.detail ?? '–'} />
      <Table.Column<ConsoleUploadAttempt>
        title={t('uploads.started')}
        width={150}
        render={(_, row) => formatDateTime(row.startedAt)}
      />
      <Table.Column<ConsoleUploadAttempt>
        title={t('uploads.ended')}
        width={150}
        render={(_, row) => (row.endedAt === null ? '–' : formatDateTime(row.endedAt))}
      />
    </Table>
  );
}
