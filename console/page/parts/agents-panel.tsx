import type { ConsoleAgent } from '@center/contract';
import { AsOf } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { App, Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { agentsQuery } from '../api/queries.ts';
import { usePermissions } from '../session.ts';
import { AgentsTable } from './agents-table.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { EnrolmentCodes } from './enrolment-codes.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { Shown } from './shown.tsx';

type Asked = { readonly act: 'confirm' | 'revoke'; readonly agent: ConsoleAgent };

/** Agents with confirmation and revocation, and the codes by which they enrol; on a center's own page only its own. */
export function AgentsPanel({ facilityId }: { readonly facilityId?: string }) {
  const { t } = useTranslation();
  const { mayAdminister } = usePermissions();
  const { message } = App.useApp();
  const query = useQuery(agentsQuery);
  const [asked, setAsked] = useState<Asked>();
  const close = (): void => {
    setAsked(undefined);
  };
  return (
    <div className="stack">
      <Card size="small" title={t('agents.title')} extra={<AsOf at={query.data?.asOf} />}>
        <Shown query={query}>
          {(data) => (
            <AgentsTable
              rows={data.rows.filter((row) => facilityId === undefined || row.facilityId === facilityId)}
              withCenter={facilityId === undefined}
              onConfirm={
                mayAdminister
                  ? (agent) => {
                      setAsked({ act: 'confirm', agent });
                    }
                  : undefined
              }
              onRevoke={
                mayAdminister
                  ? (agent) => {
                      setAsked({ act: 'revoke', agent });
                    }
                  : undefined
              }
            />
          )}
        </Shown>
      </Card>
      {mayAdminister ? <EnrolmentCodes facilityId={facilityId} /> : null}
      {asked?.act === 'confirm' ? <ConfirmDialog agent={asked.agent} onClose={close} /> : null}
      {asked?.act === 'revoke' ? (
        <ReasonDialog<ConsoleAgent>
          title={`${t('agents.revoke')}: ${asked.agent.agentId}`}
          hint={t('agents.revokeHint')}
          action={t('agents.revoke')}
          danger
          change={(reason) => ({
            method: 'POST',
            path: `/api/agents/${encodeURIComponent(asked.agent.agentId)}/revoke`,
            body: { reason },
          })}
          onDone={() => {
            void message.success(t('agents.revoked'));
            close();
          }}
          onClose={close}
        />
      ) : null}
    </div>
  );
}
