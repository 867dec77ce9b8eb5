import type {
  StationAudit,
  StationConnection,
  StationDevices,
  StationFinding,
  StationFindings,
  StationOverview,
  StationRecords,
  StationReviews,
  StationSession,
  StationSettings,
  StationStudies,
  StationStudy,
  StationUsers,
} from '@center/contract/station-api';
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { change, type Method, type Query, read } from './request.ts';

/** What machines change is looked at again by itself. */
const live = { refetchInterval: 15_000 } as const;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => read<StationSession>('/api/session'),
  retry: false,
  staleTime: Number.POSITIVE_INFINITY,
});

export const overviewQuery = queryOptions({
  queryKey: ['data', 'overview'],
  queryFn: () => read<StationOverview>('/api/overview'),
  ...live,
});

export const findingsQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'findings', query],
    queryFn: () => read<StationFindings>('/api/findings', query),
    placeholderData: keepPreviousData,
    ...live,
  });

export const findingQuery = (id: string) =>
  queryOptions({
    queryKey: ['data', 'finding', id],
    queryFn: () => read<StationFinding>(`/api/findings/${encodeURIComponent(id)}`),
    ...live,
  });

export const studiesQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'studies', query],
    queryFn: () => read<StationStudies>('/api/studies', query),
    placeholderData: keepPreviousData,
    ...live,
  });

export const studyQuery = (uid: string) =>
  queryOptions({
    queryKey: ['data', 'study', uid],
    queryFn: () => read<StationStudy>(`/api/studies/${encodeURIComponent(uid)}`),
    ...live,
  });

export const recordsQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'records', query],
    queryFn: () => read<StationRecords>('/api/records', query),
    placeholderData: keepPreviousData,
  });

export const reviewsQuery = queryOptions({
  queryKey: ['data', 'reviews'],
  queryFn: () => read<StationReviews>('/api/reviews'),
  ...live,
});

export const devicesQuery = queryOptions({
  queryKey: ['data', 'devices'],
  queryFn: () => read<StationDevices>('/api/devices'),
});

export const connectionQuery = queryOptions({
  queryKey: ['data', 'connection'],
  queryFn: () => read<StationConnection>('/api/connection'),
  ...live,
});

export const usersQuery = queryOptions({
  queryKey: ['data', 'users'],
  queryFn: () => read<StationUsers>('/api/users'),
});

export const settingsQuery = queryOptions({
  queryKey: ['data', 'settings'],
  queryFn: () => read<StationSettings>('/api/settings'),
});

export const auditQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'audit', query],
    queryFn: () => read<StationAudit>('/api/audit', query),
    placeholderData: keepPreviousData,
  });

export interface Change {
  readonly method: Method;
  readonly path: string;
  readonly body?: unknown;
}

/** One changing request; afterwards everything that is shown is read again, since a record may change any verdict. */
export function useChange<T>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method, path, body }: Change) => change<T>(method, path, body),
    onSettled: () => client.invalidateQueries({ queryKey: ['data'] }),
  });
}
