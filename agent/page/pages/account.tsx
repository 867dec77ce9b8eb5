import type { StationSession } from '@center/contract/station-api';
import { ChangePasswordForm, Title } from '@center/display';
import { useQueryClient } from '@tanstack/react-query';
import { App, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../api/queries.ts';
import { change, RequestError } from '../api/request.ts';
import { useRefusalText } from '../parts/refusal.tsx';
import { useSession } from '../session.ts';

/** One's own name, role and password. */
export function AccountPage() {
  const { t } = useTranslation();
  const session = useSession();
  const client = useQueryClient();
  const textOf = useRefusalText();
  const { message } = App.useApp();
  return (
    <>
      <Title title={t('account.title')} />
      <Card title={`${session.name} · ${t(`role.${session.role}`)}`} style={{ maxWidth: 480 }}>
        <p className="dp-quiet">{t('account.idle', { n: session.idleMinutes })}</p>
        <ChangePasswordForm
          onChange={async (current, next) => {
            try {
              const after = await change<StationSession>('POST', '/api/session/password', { current, next });
              client.setQueryData(sessionQuery.queryKey, after);
              void message.success(t('account.passwordChanged'));
              return { kind: 'done' };
            } catch (fault) {
              if (!(fault instanceof RequestError)) throw fault;
              return { kind: 'refused', message: textOf(fault) };
            }
          }}
        />
      </Card>
    </>
  );
}
