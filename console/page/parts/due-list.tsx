import type { ConsoleDue } from '@center/contract';
import { formatDate } from '@center/display';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { withQuery } from '../api/request.ts';
import { UploadStateTag, uploadStateOf } from './upload-state-tag.tsx';

/** Days until a report is due, or since: in words. */
function DaysLeft({ days }: { readonly days: number }) {
  const { t } = useTranslation();
  if (days < 0) return <span className="differ">{t('overview.daysOver', { n: -days })}</span>;
  return <span>{days === 0 ? t('overview.dueToday') : t('overview.daysLeft', { n: days })}</span>;
}

/** Reports owed to a target, soonest first. */
export function DueList({ due }: { readonly due: readonly ConsoleDue[] }) {
  const { t } = useTranslation();
  return (
    <Table<ConsoleDue>
      size="small"
      rowKey={(row) => `${row.facilityId}/${row.targetId}/${row.month}`}
      dataSource={[...due]}
      pagination={{ pageSize: 6, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      tableLayout="fixed"
      scroll={{ x: 420 }}
    >
      <Table.Column<ConsoleDue>
        title={t('common.center')}
        render={(_, row) => (
          <div className="lines">
            <Link to={withQuery('/uploads', { facility: row.facilityId, month: row.month })}>{row.facilityName}</Link>
            <span className="small dp-quiet">
              {row.month} · {row.targetId}
            </span>
          </div>
        )}
      />
      <Table.Column<ConsoleDue>
        title={t('overview.dueOn')}
        width={140}
        render={(_, row) => (
          <div className="lines">
            <span className="dp-num">{formatDate(row.dueOn)}</span>
            <span className="small">
              <DaysLeft days={row.daysLeft} />
            </span>
          </div>
        )}
      />
      <Table.Column<ConsoleDue>
        title={t('common.state')}
        width={120}
        render={(_, row) => {
          const state = uploadStateOf(row.state);
          return state === undefined ? t('overview.missing') : <UploadStateTag state={state} />;
        }}
      />
    </Table>
  );
}
