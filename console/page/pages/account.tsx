import type { ConsoleSession } from '@center/contract';
import { ChangePasswordForm, formatDateTime, inLanguage, Title, useDisplay, useDisplayWords } from '@center/display';
import { useQueryClient } from '@tanstack/react-query';
import { App, Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../api/queries.ts';
import { change, RequestError } from '../api/request.ts';
import { useSession } from '../session.ts';

/** Who is signed in, and the change of one's own password. */
export function AccountPage() {
  const { t } = useTranslation();
  const { language } = useDisplay();
  const words = useDisplayWords();
  const session = useSession();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [changed, setChanged] = useState(0);
  return (
    <>
      <Title title={t('menu.account')} />
      <div className="columns">
        <Card size="small" title={session.displayName}>
          <dl className="dp-pairs">
            <div>
              <dt>{t('users.name')}</dt>
              <dd>{session.name}</dd>
            </div>
            <div>
              <dt>{t('users.role')}</dt>
              <dd>{t(`role.${session.role}`)}</dd>
            </div>
            <div>
              <dt>{t('users.scope')}</dt>
              <dd>{session.scope === 'all' ? t('users.scopeAll') : session.scope.join(', ')}</dd>
            </div>
            <div>
              <dt>{t('agents.expires')}</dt>
              <dd>{formatDateTime(session.expiresAt)}</dd>
            </div>
          </dl>
        </Card>
        <Card size="small" title={words.sign.change}>
          <ChangePasswordForm
            key={changed}
            onChange={async (current, next) => {
              try {
                const after = await change<ConsoleSession>('POST', '/api/session/password', { current, next });
                client.setQueryData(sessionQuery.queryKey, after);
                void message.success(t('common.done'));
                setChanged((n) => n + 1);
                return { kind: 'done' };
              } catch (error) {
                if (!(error instanceof RequestError)) throw error;
                const text =
                  error.problem === undefined ? words.message.unreachable : inLanguage(error.problem.message, language);
                return { kind: 'refused', message: text };
              }
            }}
          />
        </Card>
      </div>
    </>
  );
}
