import {
  addDays,
  type CalendarDate,
  ConsoleAvailability,
  ConsoleAvailabilityQuery,
  ConsoleEvents,
  ConsoleEventsQuery,
  ConsoleFacilityEquipment,
  ConsolePlaceQuery,
  ConsoleRooms,
  ConsoleUpsList,
  type ConsoleUptime,
  ConsoleWitness,
  ConsoleWitnessQuery,
  calendarDateAt,
  instantToIso,
  monthOf,
  Problem,
  parseCalendarDate,
  SlugText,
  uptimeAttentions,
} from '@center/contract';
import { Type } from 'typebox';
import { addDeviceDays, byUptime, poolUptime, type UptimeJudged } from '../../core/index.ts';
import { Refusal } from '../problems.ts';
import { uptimeMonths } from '../store/equipment.ts';
import { who, withinScope } from './access.ts';
import type { ConsoleContext, Person, Server } from './context.ts';
import {
  availabilityRow,
  eventRows,
  rankDevices,
  readEquipment,
  readFleets,
  readUptime,
  roomRows,
  upsRows,
} from './equipment-views.ts';
import { witnessOf } from './witness-view.ts';

/** Days of episodes that are looked at when no first day is asked for. */
const daysAtFirst = 90;

/** A day of a query: its form has been checked, and whether the calendar has it is checked here. */
function dayOf(text: string | undefined): CalendarDate | undefined {
  if (text === undefined) return undefined;
  const day = parseCalendarDate(text);
  if (!day.ok) throw new Refusal('request-invalid', [day.problem]);
  return day.value;
}

/** Times of the figures that are known, added up. */
const pooledOf = (figures: readonly (UptimeJudged | undefined)[]) =>
  poolUptime(figures.filter((each) => each !== undefined));
const pooled = (uptimes: readonly (ConsoleUptime | null)[]) => pooledOf(uptimes.map((each) => each?.figures));

/** One page of availability, or all of it for a file: what the page needs of the items is read, the rest is judged from the few members that decide. */
export function availabilityOf(
  context: ConsoleContext,
  person: Person,
  query: ConsoleAvailabilityQuery,
  page?: { readonly from: number; readonly rows: number },
) {
  const { facility, kind = 'imaging', span = 'year' } = query;
  if (facility !== undefined) withinScope(person, facility);
  const month = query.month ?? monthOf(calendarDateAt(context.clock()));
  const all = rankDevices(context, person.scope, { facility, kind, span, month });
  const chosen = all.filter((row) => query.attention === undefined || row.attention === query.attention);
  const shown = page === undefined ? chosen : chosen.slice(page.from, page.from + page.rows);
  const agents = page === undefined ? undefined : new Set(shown.map((row) => row.agentId));
  const equipment = readEquipment(context, person.scope, facility, agents);
  const uptime = readUptime(context, equipment, person.scope, facility, { month }, agents);
  const watched = new Map(
    equipment.standing.map((each) => [`${each.told.agentId}\n${each.equipment.equipmentId}`, each]),
  );
  const rows = shown.flatMap(({ agentId, equipmentId }) => {
    const found = watched.get(`${agentId}\n${equipmentId}`);
    return found === undefined ? [] : [availabilityRow(found, uptime, span)];
  });
  return { equipment, month, all, total: chosen.length, rows };
}

/** How devices, power and rooms of centers fare, and whether agents tell of all their gaps. */
export function equipmentRoutes(app: Server, context: ConsoleContext): void {
  const { db, clock } = context;
  const config = { act: 'see' } as const;
  const tags = ['equipment'];

  app.get(
    '/api/availability',
    {
      config,
      schema: {
        tags,
        querystring: ConsoleAvailabilityQuery,
        response: { 200: ConsoleAvailability, '4xx': Problem },
      },
    },
    async (request): Promise<ConsoleAvailability> => {
      const person = who(request);
      const { facility, page = 1, pageSize = 50 } = request.query;
      const cut = { from: (page - 1) * pageSize, rows: pageSize };
      const { equipment, month, all, total, rows } = availabilityOf(context, person, request.query, cut);
      return {
        asOf: instantToIso(equipment.now),
        month,
        months: uptimeMonths(db),
        total,
        page,
        pageSize,
        attention: uptimeAttentions.map((attention) => ({
          attention,
          devices: all.filter((row) => row.attention === attention).length,
        })),
        pooled: { year: pooledOf(all.map((row) => row.year)), month: pooledOf(all.map((row) => row.month)) },
        days: addDeviceDays(readFleets(context, person.scope, facility, month)),
        rows,
      };
    },
  );

  app.get(
    '/api/ups',
    { config, schema: { tags, querystring: ConsolePlaceQuery, response: { 200: ConsoleUpsList, '4xx': Problem } } },
    async (request): Promise<ConsoleUpsList> => {
      const { scope } = who(request);
      const { facility } = request.query;
      if (facility !== undefined) withinScope(who(request), facility);
      const equipment = readEquipment(context, scope, facility);
      return { asOf: instantToIso(equipment.now), rows: upsRows(context, equipment, scope, facility) };
    },
  );

  app.get(
    '/api/rooms',
    { config, schema: { tags, querystring: ConsolePlaceQuery, response: { 200: ConsoleRooms, '4xx': Problem } } },
    async (request): Promise<ConsoleRooms> => {
      const { scope } = who(request);
      const { facility } = request.query;
      if (facility !== undefined) withinScope(who(request), facility);
      const equipment = readEquipment(context, scope, facility);
      return { asOf: instantToIso(equipment.now), rows: roomRows(context, equipment, scope, facility) };
    },
  );

  app.get(
    '/api/equipment-events',
    { config, schema: { tags, querystring: ConsoleEventsQuery, response: { 200: ConsoleEvents, '4xx': Problem } } },
    async (request): Promise<ConsoleEvents> => {
      const { scope } = who(request);
      const { facility, page = 1, pageSize = 50 } = request.query;
      if (facility !== undefined) withinScope(who(request), facility);
      const equipment = readEquipment(context, scope, facility);
      const to = dayOf(request.query.to);
      const from = dayOf(request.query.from) ?? addDays(to ?? calendarDateAt(equipment.now), -daysAtFirst);
      const query = { ...request.query, from };
      const found = eventRows(context, equipment, scope, query, (page - 1) * pageSize, pageSize);
      return { asOf: instantToIso(equipment.now), from, page, pageSize, ...found };
    },
  );

  app.get(
    '/api/witness',
    { config, schema: { tags, querystring: ConsoleWitnessQuery, response: { 200: ConsoleWitness, '4xx': Problem } } },
    async (request): Promise<ConsoleWitness> => {
      const { facility, days = 30 } = request.query;
      if (facility !== undefined) withinScope(who(request), facility);
      return witnessOf(context, who(request).scope, facility, days);
    },
  );

  app.get(
    '/api/facilities/:id/equipment',
    {
      config,
      schema: {
        tags,
        params: Type.Object({ id: SlugText }),
        response: { 200: ConsoleFacilityEquipment, '4xx': Problem },
      },
    },
    async (request): Promise<ConsoleFacilityEquipment> => {
      const { id } = request.params;
      const person = who(request);
      withinScope(person, id);
      const equipment = readEquipment(context, person.scope, id);
      const facilityName = equipment.facilities.get(id);
      if (facilityName === undefined) throw new Refusal('not-found');
      const uptime = readUptime(context, equipment, person.scope, id, 'months');
      const running = monthOf(calendarDateAt(clock()));
      const all = equipment.standing
        .map((watched) => ({
          ...availabilityRow(watched, uptime, 'year'),
          months: uptime.months(watched),
        }))
        .map((row) => ({ ...row, name: row.equipment.name, low: row.year?.rates.low ?? null }))
        .toSorted(byUptime);
      const imaging = all.filter((row) => row.equipment.kind === 'imaging');
      return {
        asOf: instantToIso(equipment.now),
        facilityId: id,
        facilityName,
        month: running,
        pooled: {
          year: pooled(imaging.map((row) => row.year)),
          month: pooled(
            imaging.map((row) => row.months.find(({ figures }) => figures.from.slice(0, 7) === running) ?? null),
          ),
        },
        fleet: readFleets(context, person.scope, id),
        equipment: all.map(({ agentId, speaks, equipment: item, year, months }) => ({
          agentId,
          speaks,
          equipment: item,
          year,
          months,
        })),
        removed: equipment.removed.map(({ equipment: { equipmentId, kind, asOf } }) => ({
          equipmentId,
          kind,
          removedAt: asOf,
        })),
        ups: upsRows(context, equipment, person.scope, id),
        rooms: roomRows(context, equipment, person.scope, id),
        events: eventRows(context, equipment, person.scope, { facility: id }, 0, 20).rows,
      };
    },
  );
}
