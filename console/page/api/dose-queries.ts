import type {
  ConsoleDoseCoverage,
  ConsoleDoseGroup,
  ConsoleDoseGroups,
  ConsoleDosePoints,
  ConsoleDoseSeries,
} from '@center/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Query, read } from './request.ts';

// Centers send their figures once a day: they are read when looked at and not by themselves.
const slow = { staleTime: 60_000, placeholderData: keepPreviousData } as const;

export const doseGroupsQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'dose', 'groups', query],
    queryFn: () => read<ConsoleDoseGroups>('/api/dose/groups', query),
    ...slow,
  });

export const dosePointsQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'dose', 'points', query],
    queryFn: () => read<ConsoleDosePoints>('/api/dose/points', query),
    ...slow,
  });

/** What names one group. */
export type GroupName = Pick<ConsoleDoseGroup, 'facilityId' | 'deviceId' | 'examClass' | 'ageBand' | 'measure'>;

export const doseSeriesQuery = ({ facilityId, deviceId, examClass, ageBand, measure }: GroupName) =>
  queryOptions({
    queryKey: ['data', 'dose', 'series', facilityId, deviceId, examClass, ageBand, measure],
    queryFn: () => {
      const named = new URLSearchParams({ facility: facilityId, device: deviceId, examClass, ageBand, measure });
      return read<ConsoleDoseSeries>(`/api/dose/series?${named.toString()}`);
    },
    staleTime: 60_000,
  });

export const doseCoverageQuery = (facility: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['data', 'dose', 'coverage', facility, from, to],
    queryFn: () => read<ConsoleDoseCoverage>('/api/dose/coverage', { facility, from, to }),
    ...slow,
  });
