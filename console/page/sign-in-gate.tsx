import type { ConsoleSession } from '@center/contract';
import {
  ChangePasswordForm,
  ErrorBlock,
  type FormOutcome,
  inLanguage,
  LanguageSwitch,
  LoadingBlock,
  SignInForm,
  ThemeSwitch,
  useDisplay,
} from '@center/display';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from './api/queries.ts';
import { change, RequestError } from './api/request.ts';
import { PageRoutes } from './routes.tsx';
import { SessionContext } from './session.ts';

function Frame({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className="sign-in">
      <Card title={t('product')} extra={<LanguageSwitch />}>
        {children}
      </Card>
      <ThemeSwitch />
    </main>
  );
}

/** Sign-in, then a forced change of a one-time password, then the page itself. */
export function SignedIn() {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery);
  const client = useQueryClient();
  const { language } = useDisplay();
  const { t } = useTranslation('display');

  const attempt = async (act: () => Promise<ConsoleSession>): Promise<FormOutcome> => {
    try {
      client.setQueryData(sessionQuery.queryKey, await act());
      return { kind: 'done' };
    } catch (failure) {
      if (!(failure instanceof RequestError)) throw failure;
      return {
        kind: 'refused',
        message:
          failure.problem === undefined ? t('message.unreachable') : inLanguage(failure.problem.message, language),
      };
    }
  };
  const signOut = async (): Promise<void> => {
    try {
      await change<undefined>('DELETE', '/api/session');
    } finally {
      client.clear();
      // Whoever signs in next begins at the beginning, not on a page that only the last one may see.
      window.history.replaceState(null, '', '/');
      await refetch();
    }
  };

  if (isPending) return <LoadingBlock />;
  if (session === undefined) {
    const signedOut = error instanceof RequestError && error.status === 401;
    return (
      <Frame>
        {signedOut ? (
          <SignInForm
            onSignIn={(name, password) =>
              attempt(() => change<ConsoleSession>('POST', '/api/session', { name, password }))
            }
          />
        ) : (
          <ErrorBlock
            problem={error instanceof RequestError ? error.problem : undefined}
            onRetry={() => void refetch()}
          />
        )}
      </Frame>
    );
  }
  if (session.mustChangePassword)
    return (
      <Frame>
        <ChangePasswordForm
          forced
          onChange={(current, next) =>
            attempt(() => change<ConsoleSession>('POST', '/api/session/password', { current, next }))
          }
        />
        <Button type="link" block onClick={() => void signOut()}>
          {t('sign.signOut')}
        </Button>
      </Frame>
    );
  return (
    <SessionContext value={session}>
      <PageRoutes onSignOut={() => void signOut()} />
    </SessionContext>
  );
}
