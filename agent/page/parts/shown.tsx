import { ErrorBlock, LoadingBlock } from '@center/display';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { RequestError } from '../api/request.ts';

export interface ShownProps<T> {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}

/** What was read; before that a sign of reading, or why it could not be. What was read earlier stays, under the fault. */
export function Shown<T>({ query: { data, error, refetch }, children }: ShownProps<T>) {
  const problem = error instanceof RequestError ? error.problem : undefined;
  const fault = error === null ? null : <ErrorBlock problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return fault ?? <LoadingBlock />;
  return (
    <>
      {fault}
      {children(data)}
    </>
  );
}
