import type {
  ConsoleAvailability,
  ConsoleEvents,
  ConsoleFacilityEquipment,
  ConsoleRooms,
  ConsoleUpsList,
  ConsoleWitness,
} from '@center/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Query, read } from './request.ts';

// Something may fail at any moment: looked at again by itself.
const live = { placeholderData: keepPreviousData, refetchInterval: 30_000 } as const;

export const availabilityQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'availability', query],
    queryFn: () => read<ConsoleAvailability>('/api/availability', query),
    ...live,
  });

export const upsQuery = (query: Query) =>
  queryOptions({ queryKey: ['data', 'ups', query], queryFn: () => read<ConsoleUpsList>('/api/ups', query), ...live });

export const roomsQuery = (query: Query) =>
  queryOptions({ queryKey: ['data', 'rooms', query], queryFn: () => read<ConsoleRooms>('/api/rooms', query), ...live });

export const eventsQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'events', query],
    queryFn: () => read<ConsoleEvents>('/api/equipment-events', query),
    ...live,
  });

export const witnessQuery = (query: Query) =>
  queryOptions({
    queryKey: ['data', 'witness', query],
    queryFn: () => read<ConsoleWitness>('/api/witness', query),
    ...live,
  });

export const centerEquipmentQuery = (facilityId: string) =>
  queryOptions({
    queryKey: ['data', 'center-equipment', facilityId],
    queryFn: () => read<ConsoleFacilityEquipment>(`/api/facilities/${encodeURIComponent(facilityId)}/equipment`),
    ...live,
  });
