import { ErrorBlock, LoadingBlock } from '@center/display';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { RequestError } from '../api/request.ts';

export interface ShownProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}

/** What has been read; before that a sign that it is being read, or why it could not be. Old figures stay, with the fault above them. */
export function Shown<T>({ query, children }: ShownProps<T>) {
  const { data, error, refetch } = query;
  const fault =
    error === null ? null : (
      <ErrorBlock
        problem={error instanceof RequestError ? error.problem : undefined}
        onRetry={() => {
          void refetch();
        }}
      />
    );
  if (data === undefined) return fault ?? <LoadingBlock />;
  return (
    <>
      {fault}
      {children(data)}
    </>
  );
}
