import type { ConsoleArchive, ConsoleArchives } from '@center/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Query, read } from './request.ts';

// Rounds take hours: their figures are read when looked at and not by themselves.
const slow = { staleTime: 60_000 } as const;

export const archivesQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'archives', query],
    queryFn: () => read<ConsoleArchives>('/api/archives', query),
    placeholderData: keepPreviousData,
    ...slow,
  });

export const archiveQuery = (facilityId: string) =>
  queryOptions({
    queryKey: ['data', 'archive', facilityId],
    queryFn: () => read<ConsoleArchive>(`/api/facilities/${encodeURIComponent(facilityId)}/archive`),
    ...slow,
  });
