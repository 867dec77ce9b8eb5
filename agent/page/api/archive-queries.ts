import type {
  ArchiveList,
  StationArchive,
  StationChannels,
  StationKeptStudies,
  StationPermits,
  StationSeenPeople,
  StationStaff,
  StationStopOrders,
  StationUploads,
} from '@center/contract/station-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { read } from './request.ts';

const live = { refetchInterval: 15_000 } as const;

export const archiveQuery = queryOptions({
  queryKey: ['data', 'archive'],
  queryFn: () => read<StationArchive>('/api/archive'),
  // Rounds take hours and the figures some reading; only the gauge moves faster.
  refetchInterval: 60_000,
});

export const keptStudiesQuery = (list: ArchiveList, page: string | undefined) =>
  queryOptions({
    queryKey: ['data', 'archive', 'studies', list, page],
    queryFn: () => read<StationKeptStudies>('/api/archive/studies', { list, page, pageSize: 25 }),
    placeholderData: keepPreviousData,
  });

export const channelsQuery = queryOptions({
  queryKey: ['data', 'channels'],
  queryFn: () => read<StationChannels>('/api/channels'),
  ...live,
});

export const permitsQuery = queryOptions({
  queryKey: ['data', 'registers', 'permits'],
  queryFn: () => read<StationPermits>('/api/registers/permits'),
});

export const staffQuery = queryOptions({
  queryKey: ['data', 'registers', 'staff'],
  queryFn: () => read<StationStaff>('/api/registers/staff'),
});

export const stopOrdersQuery = queryOptions({
  queryKey: ['data', 'registers', 'stop-orders'],
  queryFn: () => read<StationStopOrders>('/api/registers/stop-orders'),
});

export const uploadsQuery = queryOptions({
  queryKey: ['data', 'uploads'],
  queryFn: () => read<StationUploads>('/api/uploads', { pageSize: 200 }),
});

export const seenPeopleQuery = queryOptions({
  queryKey: ['data', 'people-seen'],
  queryFn: () => read<StationSeenPeople>('/api/people-seen'),
});
