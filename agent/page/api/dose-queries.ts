import type {
  StationDeviationIndex,
  StationDoseCoverage,
  StationDoseGroups,
  StationDosePoints,
  StationDoseSeries,
  StationMapping,
  StationStudyDose,
  StationUnmapped,
} from '@center/contract/station-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { read } from './request.ts';

/** Months, both included; without them each device's judged period. */
export interface Period {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

// Distributions change with new exams and are costly to ask for: they are read when looked at and not by themselves.
const slow = { staleTime: 60_000 } as const;

const soon = 5_000;
const justNow = 120_000;

/** A group is judged anew some seconds after a person has decided; until then it still asks. */
function isBeingJudged({ asOf, rows }: StationDoseGroups): boolean {
  return rows.some(({ reviews }) =>
    reviews.some(
      ({ decision, decidable }) =>
        decidable && decision !== null && Date.parse(asOf) - Date.parse(decision.decidedAt) < justNow,
    ),
  );
}

export const doseGroupsQuery = ({ from, to }: Period) =>
  queryOptions({
    queryKey: ['data', 'dose', 'groups', from, to],
    queryFn: () => read<StationDoseGroups>('/api/dose/groups', { from, to }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data !== undefined && isBeingJudged(data) ? soon : false),
    ...slow,
  });

/** Most points that one row of a chart draws. */
export const mostPoints = 2000;

export const dosePointsQuery = (key: string, { from, to }: Period) =>
  queryOptions({
    queryKey: ['data', 'dose', 'points', key, from, to],
    queryFn: () => read<StationDosePoints>('/api/dose/points', { key, from, to, pageSize: mostPoints }),
    ...slow,
  });

export const doseSeriesQuery = (key: string, { from, to }: Period) =>
  queryOptions({
    queryKey: ['data', 'dose', 'series', key, from, to],
    queryFn: () => read<StationDoseSeries>('/api/dose/series', { key, from, to }),
    ...slow,
  });

export const deviationIndexQuery = (device: string, { from, to }: Period) =>
  queryOptions({
    queryKey: ['data', 'dose', 'deviation-index', device, from, to],
    queryFn: () => read<StationDeviationIndex>('/api/dose/deviation-index', { device, from, to }),
    placeholderData: keepPreviousData,
    ...slow,
  });

export const doseCoverageQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['data', 'dose', 'coverage', from, to],
    queryFn: () => read<StationDoseCoverage>('/api/dose/coverage', { from, to }),
    placeholderData: keepPreviousData,
    ...slow,
  });

export const unmappedQuery = queryOptions({
  queryKey: ['data', 'dose', 'unmapped'],
  queryFn: () => read<StationUnmapped>('/api/dose/unmapped'),
});

export const mappingQuery = queryOptions({
  queryKey: ['data', 'dose', 'mapping'],
  queryFn: () => read<StationMapping>('/api/dose/mapping'),
});

export const studyDoseQuery = (uid: string) =>
  queryOptions({
    queryKey: ['data', 'study-dose', uid],
    queryFn: () => read<StationStudyDose>(`/api/studies/${encodeURIComponent(uid)}/dose`),
  });
