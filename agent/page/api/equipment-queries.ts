import type {
  StationCalendars,
  StationClosings,
  StationDailyDay,
  StationDailyDue,
  StationDevicePage,
  StationEquipmentBoard,
  StationEquipmentCards,
  StationEquipmentRecordHistory,
  StationEquipmentRecords,
  StationEvents,
  StationFleet,
  StationGaps,
  StationMaintenancePlan,
  StationNotices,
  StationPlacePage,
  StationReadings,
  StationUpsDeclaration,
  StationWindows,
} from '@center/contract/station-api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Query, read } from './request.ts';

const live = { refetchInterval: 15_000 } as const;
const base = '/api/equipment';

export const boardQuery = queryOptions({
  queryKey: ['data', 'equipment', 'board'],
  queryFn: () => read<StationEquipmentBoard>(base),
  ...live,
});

export const equipmentCardsQuery = queryOptions({
  queryKey: ['data', 'equipment', 'cards'],
  queryFn: () => read<StationEquipmentCards>(`${base}/cards`),
});

export const calendarsQuery = queryOptions({
  queryKey: ['data', 'equipment', 'calendars'],
  queryFn: () => read<StationCalendars>(`${base}/calendars`),
});

export const upsDeclarationQuery = queryOptions({
  queryKey: ['data', 'equipment', 'independent-ups'],
  queryFn: () => read<StationUpsDeclaration>(`${base}/independent-ups`),
});

// A year of a device is some reading: it is asked for again only now and then.
export const devicePageQuery = (id: string, month: string | undefined) =>
  queryOptions({
    queryKey: ['data', 'equipment', 'device', id, month],
    queryFn: () => read<StationDevicePage>(`${base}/devices/${encodeURIComponent(id)}`, { month }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });

export const placeQuery = (id: string) =>
  queryOptions({
    queryKey: ['data', 'equipment', 'place', id],
    queryFn: () => read<StationPlacePage>(`${base}/places/${encodeURIComponent(id)}`),
    ...live,
  });

export interface ReadingsAsked {
  readonly id: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export const readingsQuery = ({ id, name, from, to }: ReadingsAsked) =>
  queryOptions({
    queryKey: ['data', 'equipment', 'readings', id, name, from, to],
    queryFn: () => read<StationReadings>(`${base}/readings/${encodeURIComponent(id)}`, { name, from, to }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const eventsQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'equipment', 'events', query],
    queryFn: () => read<StationEvents>(`${base}/events`, query),
    placeholderData: keepPreviousData,
    ...live,
  });

export const equipmentRecordsQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'equipment', 'records', query],
    queryFn: () => read<StationEquipmentRecords>(`${base}/records`, query),
    placeholderData: keepPreviousData,
    ...live,
  });

export const recordHistoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['data', 'equipment', 'record', id],
    queryFn: () => read<StationEquipmentRecordHistory>(`${base}/records/${encodeURIComponent(id)}`),
  });

export const dailyQuery = (date: string | undefined) =>
  queryOptions({
    queryKey: ['data', 'equipment', 'daily', date],
    queryFn: () => read<StationDailyDay>(`${base}/daily`, { date }),
    placeholderData: keepPreviousData,
  });

export const dailyDueQuery = queryOptions({
  queryKey: ['data', 'equipment', 'daily-due'],
  queryFn: () => read<StationDailyDue>(`${base}/daily/due`),
});

export const windowsQuery = (month: string | undefined) =>
  queryOptions({
    queryKey: ['data', 'equipment', 'windows', month],
    queryFn: () => read<StationWindows>(`${base}/windows`, { month }),
    placeholderData: keepPreviousData,
  });

export const maintenancePlanQuery = queryOptions({
  queryKey: ['data', 'equipment', 'maintenance-plan'],
  queryFn: () => read<StationMaintenancePlan>(`${base}/maintenance/plan`),
});

export const fleetQuery = (month: string | undefined) =>
  queryOptions({
    queryKey: ['data', 'equipment', 'fleet', month],
    queryFn: () => read<StationFleet>(`${base}/fleet`, { month }),
    placeholderData: keepPreviousData,
  });

export const closingsQuery = (month: string | undefined) =>
  queryOptions({
    queryKey: ['data', 'equipment', 'closings', month],
    queryFn: () => read<StationClosings>(`${base}/closings`, { month }),
    placeholderData: keepPreviousData,
  });

export const gapsQuery = queryOptions({
  queryKey: ['data', 'equipment', 'gaps'],
  queryFn: () => read<StationGaps>(`${base}/gaps`),
});

export const noticesQuery = queryOptions({
  queryKey: ['data', 'notices'],
  queryFn: () => read<StationNotices>('/api/notices'),
  ...live,
});
