import type { ConsoleFindingRevision } from '@center/contract';
import { FindingTag, formatDateTime, HashText, useDisplayWords } from '@center/display';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';

/** Every revision as it came from the center, newest first; what was said before is never written over. */
export function FindingHistory({ history }: { readonly history: readonly ConsoleFindingRevision[] }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  return (
    <Table<ConsoleFindingRevision>
      size="small"
      rowKey="revision"
      dataSource={history.toReversed()}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 960 }}
    >
      <Table.Column<ConsoleFindingRevision>
        title={t('uploads.version')}
        width={130}
        render={(_, row, at) => (
          <span>
            {t('finding.revision', { n: row.revision })}
            {at === 0 ? <span className="dp-quiet small"> · {t('finding.current')}</span> : null}
          </span>
        )}
      />
      <Table.Column<ConsoleFindingRevision>
        title={t('common.state')}
        render={(_, row) => (
          <div className="lines">
            <FindingTag display={row.display} finding={row.state} />
            {row.note === null && row.reason === null ? null : (
              <span className="small dp-quiet">
                {[row.reason === null ? '' : words.reason[row.reason], row.note ?? '']
                  .filter((x) => x !== '')
                  .join(' · ')}
              </span>
            )}
          </div>
        )}
      />
      <Table.Column<ConsoleFindingRevision>
        title={t('finding.observedAt')}
        width={150}
        render={(_, row) => formatDateTime(row.changedAt)}
      />
      <Table.Column<ConsoleFindingRevision>
        title={t('finding.receivedAt')}
        width={150}
        render={(_, row) => formatDateTime(row.receivedAt)}
      />
      <Table.Column<ConsoleFindingRevision>
        title={t('finding.batch')}
        width={190}
        render={(_, row) => (
          <div className="lines">
            <span className="small">
              #{row.batchSeq} · <span className="dp-code">{row.agentId}</span>
            </span>
            <HashText hash={row.batchSha256} />
          </div>
        )}
      />
      <Table.Column<ConsoleFindingRevision>
        title={t('finding.factHash')}
        width={150}
        render={(_, row) => <HashText hash={row.factSha256} />}
      />
    </Table>
  );
}
