import type { ConsoleAgent } from '@center/contract';
import { EmptyBlock, formatDateTime, formatNumber, QuantityText } from '@center/display';
import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AgentStateTag, LivenessTag } from './agent-badges.tsx';

export interface AgentsTableProps {
  readonly rows: readonly ConsoleAgent[];
  readonly withCenter: boolean;
  readonly onConfirm: ((agent: ConsoleAgent) => void) | undefined;
  readonly onRevoke: ((agent: ConsoleAgent) => void) | undefined;
}

/** An agent a line: state and its reason, when it was last heard of, what waits, which rules it runs. */
export function AgentsTable({ rows, withCenter, onConfirm, onRevoke }: AgentsTableProps) {
  const { t } = useTranslation();
  const at = (instant: string | null): string => (instant === null ? t('common.never') : formatDateTime(instant));
  return (
    <Table<ConsoleAgent>
      size="small"
      rowKey="agentId"
      dataSource={[...rows]}
      pagination={{ pageSize: 50, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      tableLayout="fixed"
      scroll={{ x: 1190 }}
      locale={{ emptyText: <EmptyBlock text={t('agents.none')} /> }}
    >
      <Table.Column<ConsoleAgent>
        title={t('common.state')}
        width={190}
        render={(_, row) => (
          <div className="lines">
            <span className="pieces">
              <AgentStateTag state={row.state} />
              {row.state === 'active' ? <LivenessTag liveness={row.liveness} /> : null}
            </span>
            {row.stateReason === null ? null : <span className="small">{row.stateReason}</span>}
          </div>
        )}
      />
      <Table.Column<ConsoleAgent>
        title={t('menu.agents')}
        render={(_, row) => (
          <div className="lines">
            <span className="dp-code">{row.agentId}</span>
            {withCenter ? <Link to={`/centers/${row.facilityId}/agents`}>{row.facilityName}</Link> : null}
            <span className="small dp-quiet">
              {t('agents.version')} {row.agentVersion}
              {row.confirmedAt === null || row.confirmedBy === null
                ? null
                : ` · ${t('agents.confirmedBy', { name: row.confirmedBy, at: formatDateTime(row.confirmedAt) })}`}
            </span>
          </div>
        )}
      />
      <Table.Column<ConsoleAgent>
        title={t('agents.heartbeat')}
        width={150}
        render={(_, row) => at(row.lastHeartbeatAt)}
      />
      <Table.Column<ConsoleAgent>
        title={t('agents.batch')}
        width={150}
        render={(_, row) => (
          <div className="lines">
            <span>{at(row.lastBatchAt)}</span>
            <span className="small dp-quiet dp-num">#{row.lastSeq}</span>
          </div>
        )}
      />
      <Table.Column<ConsoleAgent>
        title={t('agents.backlog')}
        width={80}
        align="right"
        render={(_, row) => <span className="dp-num">{row.backlog === null ? '–' : formatNumber(row.backlog)}</span>}
      />
      <Table.Column<ConsoleAgent>
        title={t('agents.clock')}
        width={100}
        align="right"
        render={(_, row) => (row.clockOffsetMs === null ? '–' : <QuantityText value={row.clockOffsetMs} unit="ms" />)}
      />
      <Table.Column<ConsoleAgent>
        title={t('agents.ruleSet')}
        width={140}
        render={(_, row) => (
          <div className="lines">
            <span className="dp-code">{row.ruleSetSha256 === null ? '–' : row.ruleSetSha256.slice(0, 12)}</span>
            {row.ruleSetSha256 === null ? null : (
              <span className={row.ruleSetLags ? 'small differ' : 'small dp-quiet'}>
                {t(row.ruleSetLags ? 'agents.lags' : 'agents.sameRuleSet')}
              </span>
            )}
          </div>
        )}
      />
      {onConfirm === undefined || onRevoke === undefined ? null : (
        <Table.Column<ConsoleAgent>
          title={t('common.actions')}
          width={160}
          render={(_, row) => (
            <span className="pieces">
              {row.state === 'pending' ? (
                <Button
                  size="small"
                  type="primary"
                  onClick={() => {
                    onConfirm(row);
                  }}
                >
                  {t('agents.confirm')}
                </Button>
              ) : null}
              {row.state === 'revoked' ? null : (
                <Button
                  size="small"
                  danger
                  onClick={() => {
                    onRevoke(row);
                  }}
                >
                  {t('agents.revoke')}
                </Button>
              )}
            </span>
          )}
        />
      )}
    </Table>
  );
}
