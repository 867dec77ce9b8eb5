import type { StationSession } from '@center/contract/station-api';
import {
  ChangePasswordForm,
  ErrorBlock,
  type FormOutcome,
  LoadingBlock,
  SignInForm,
  SignInFrame,
} from '@center/display';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from './api/queries.ts';
import { change, RequestError } from './api/request.ts';
import { useRefusalText } from './parts/refusal.tsx';
import { PageRoutes } from './routes.tsx';
import { SessionContext } from './session.ts';

/** Sign-in, then the change of a one-time password, then the page. */
export function SignInGate() {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery);
  const client = useQueryClient();
  const textOf = useRefusalText();
  const { t } = useTranslation('display');
  const product = t('product', { ns: 'page' });

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
      <SignInFrame product={product}>
        {reached ? (
          <SignInForm onSignIn={(login, password) => attempt('/api/session', { login, password })} />
        ) : (
          <ErrorBlock problem={problem} onRetry={() => void refetch()} />
        )}
      </SignInFrame>
    );
  }
  if (session.mustChangePassword) {
    return (
      <SignInFrame product={product}>
        <ChangePasswordForm forced onChange={(current, next) => attempt('/api/session/password', { current, next })} />
        <Button type="link" block onClick={() => void signOut()}>
          {t('sign.signOut')}
        </Button>
      </SignInFrame>
    );
  }
  return (
    <SessionContext value={session}>
      <PageRoutes onSignOut={() => void signOut()} />
    </SessionContext>
  );
}
