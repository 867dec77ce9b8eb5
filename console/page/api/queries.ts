import type {
  ConsoleAgents,
  ConsoleAudit,
  ConsoleClauses,
  ConsoleDevices,
  ConsoleEnrolmentCodes,
  ConsoleFacilities,
  ConsoleFacility,
  ConsoleFinding,
  ConsoleFindings,
  ConsoleOverview,
  ConsoleRuleSets,
  ConsoleSession,
  ConsoleTargets,
  ConsoleUpload,
  ConsoleUploads,
  ConsoleUsers,
} from '@center/contract';
import { keepPreviousData, type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { change, type Query, read } from './request.ts';

/** Figures of machines are looked at again by themselves; what only people change is not. */
const live = { refetchInterval: 30_000 } as const;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => read<ConsoleSession>('/api/session'),
  retry: false,
  staleTime: Number.POSITIVE_INFINITY,
});

export const overviewQuery = queryOptions({
  queryKey: ['data', 'overview'],
  queryFn: () => read<ConsoleOverview>('/api/overview'),
  ...live,
});

export const facilitiesQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'facilities', query],
    queryFn: () => read<ConsoleFacilities>('/api/facilities', query),
    placeholderData: keepPreviousData,
    ...live,
  });

export const facilityQuery = (facilityId: string) =>
  queryOptions({
    queryKey: ['data', 'facility', facilityId],
    queryFn: () => read<ConsoleFacility>(`/api/facilities/${encodeURIComponent(facilityId)}`),
    ...live,
  });

export const clausesQuery = (facilityId: string, query: Query) =>
  queryOptions({
    queryKey: ['data', 'clauses', facilityId, query],
    queryFn: () => read<ConsoleClauses>(`/api/facilities/${encodeURIComponent(facilityId)}/clauses`, query),
    placeholderData: keepPreviousData,
  });

export const findingsQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'findings', query],
    queryFn: () => read<ConsoleFindings>('/api/findings', query),
    placeholderData: keepPreviousData,
    ...live,
  });

export const findingQuery = (facilityId: string, findingId: string) =>
  queryOptions({
    queryKey: ['data', 'finding', facilityId, findingId],
    queryFn: () =>
      read<ConsoleFinding>(`/api/findings/${encodeURIComponent(facilityId)}/${encodeURIComponent(findingId)}`),
    ...live,
  });

export const devicesQuery = (facility: string | undefined) =>
  queryOptions({
    queryKey: ['data', 'devices', facility ?? ''],
    queryFn: () => read<ConsoleDevices>('/api/devices', { facility }),
    placeholderData: keepPreviousData,
  });

export const agentsQuery = queryOptions({
  queryKey: ['data', 'agents'],
  queryFn: () => read<ConsoleAgents>('/api/agents'),
  refetchInterval: 10_000,
});

export const codesQuery = queryOptions({
  queryKey: ['data', 'codes'],
  queryFn: () => read<ConsoleEnrolmentCodes>('/api/enrolment-codes'),
});

export const uploadsQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'uploads', query],
    queryFn: () => read<ConsoleUploads>('/api/uploads', query),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });

export const uploadQuery = (packageId: string, version: string) =>
  queryOptions({
    queryKey: ['data', 'upload', packageId, version],
    queryFn: () => read<ConsoleUpload>(`/api/uploads/${encodeURIComponent(packageId)}/${encodeURIComponent(version)}`),
    refetchInterval: 10_000,
  });

export const targetsQuery = queryOptions({
  queryKey: ['data', 'targets'],
  queryFn: () => read<ConsoleTargets>('/api/targets'),
  ...live,
});

export const ruleSetsQuery = queryOptions({
  queryKey: ['data', 'rule-sets'],
  queryFn: () => read<ConsoleRuleSets>('/api/rule-sets'),
});

export const usersQuery = queryOptions({
  queryKey: ['data', 'users'],
  queryFn: () => read<ConsoleUsers>('/api/users'),
});

export const auditQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'audit', query],
    queryFn: () => read<ConsoleAudit>('/api/audit', query),
    placeholderData: keepPreviousData,
  });

/** After a change every figure may be another one. */
function refreshData(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: ['data'] });
}

export interface Change {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** One changing request; what is shown is read again afterwards. */
export function useChange<T>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method, path, body }: Change) => change<T>(method, path, body),
    onSettled: () => refreshData(client),
  });
}
