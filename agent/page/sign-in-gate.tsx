import type { StationSession } from '@center/contract/station-api';
import {
  ChangePasswordForm,
  ErrorBlock,
  type FormOutcome,
  LanguageSwitch,
  LoadingBlock,
  SignInForm,
  ThemeSwitch,
} from '@center/display';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from './api/queries.ts';
import { change, RequestError } from './api/request.ts';
import { useRefusalText } from './parts/refusal.tsx';
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

/** Sign-in, then the change of a one-time password, then the page. */
export function SignInGate() {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery);
  const client = useQueryClient();
  const textOf = useRefusalText();
  const { t } = useTranslation('display');

  const attempt = async (path: string, body: unknown): Promise<FormOutcome> => {
    try {
      client.setQueryData(sessionQuery.queryKey, await change<StationSession>('POST', path, body));
      return { kind: 'done' };
    } catch (fault) {
      if (!(fault instanceof RequestError)) throw fault;
      return { kind: 'refused', message: textOf(fault) };
    }
  };
  const signOut = async (): Promise<void> => {
    try {
      await change<undefined>('DELETE', '/api/session');
    } finally {
      client.clear();
      await refetch();
    }
  };

  if (isPending) return <LoadingBlock />;
  if (session === undefined || (error instanceof RequestError && error.status === 401)) {
    const reached = error instanceof RequestError && error.status === 401;
    const problem = error instanceof RequestError ? error.problem : undefined;
    return (
      <Frame>
        {reached ? (
          <SignInForm onSignIn={(login, password) => attempt('/api/session', { login, password })} />
        ) : (
          <ErrorBlock problem={problem} onRetry={() => void refetch()} />
        )}
      </Frame>
    );
  }
  if (session.mustChangePassword) {
    return (
      <Frame>
        <ChangePasswordForm forced onChange={(current, next) => attempt('/api/session/password', { current, next })} />
        <Button type="link" block onClick={() => void signOut()}>
          {t('sign.signOut')}
        </Button>
      </Frame>
    );
  }
  return (
    <SessionContext value={session}>
      <PageRoutes onSignOut={() => void signOut()} />
    </SessionContext>
  );
}
