import type { ConsoleSession } from '@center/contract';
import {
  ChangePasswordForm,
  ErrorBlock,
  type FormOutcome,
  LoadingBlock,
  SignInForm,
  SignInFrame,
  useProblemText,
} from '@center/display';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from './api/queries.ts';
import { change, RequestError } from './api/request.ts';
import { PageRoutes } from './routes.tsx';
import { SessionContext } from './session.ts';

/** Sign-in, then a forced change of a one-time password, then the page itself. */
export function SignedIn() {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery);
  const client = useQueryClient();
  const textOf = useProblemText();
  const { t } = useTranslation('display');
  const product = t('product', { ns: 'page' });

  const attempt = async (act: () => Promise<ConsoleSession>): Promise<FormOutcome> => {
    try {
      client.setQueryData(sessionQuery.queryKey, await act());
      return { kind: 'done' };
    } catch (failure) {
      if (!(failure instanceof RequestError)) throw failure;
      return { kind: 'refused', message: textOf(failure.problem) };
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
      <SignInFrame product={product}>
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
      </SignInFrame>
    );
  }
  if (session.mustChangePassword)
    return (
      <SignInFrame product={product}>
        <ChangePasswordForm
          forced
          onChange={(current, next) =>
            attempt(() => change<ConsoleSession>('POST', '/api/session/password', { current, next }))
          }
        />
        <Button type="link" block onClick={() => void signOut()}>
          {t('sign.signOut')}
        </Button>
      </SignInFrame>
    );
  return (
    <SessionContext value={session}>
      <PageRoutes onSignOut={() => void signOut()} />
    </SessionContext>
  );
}
