import {
  addDays,
  ChannelItem,
  ConsoleClauses,
  ConsoleClausesQuery,
  ConsoleDevices,
  ConsoleDevicesQuery,
  ConsoleFacilities,
  ConsoleFacilitiesQuery,
  ConsoleFacility,
  ConsoleFacilityCreate,
  ConsoleFacilityRow,
  calendarDateAt,
  clauseStates,
  DeviceItem,
  DoseCoverageItem,
  IntakeItem,
  instant,
  instantToIso,
  Problem,
  RetentionItem,
  SlugText,
  startOfDay,
  worstFirst,
} from '@center/contract';
import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { clauseMatrix, clausesByState, standingNumbers, tallyClauses } from '../../core/index.ts';
import { Refusal } from '../problems.ts';
import { agentsOf } from '../store/agents.ts';
import type { Database } from '../store/database.ts';
import {
  addFacility,
  allFacilities,
  cellsOverMonths,
  facilityById,
  type ItemTableName,
  itemsOf,
  liveFindingCounts,
} from '../store/facilities.ts';
import { actorOf, who, withinScope } from './access.ts';
import type { ConsoleContext, Server } from './context.ts';
import { agentViews, facilityRows, measuredRules, oneFacility, speakingAgents } from './views.ts';

const facilityParams = Type.Object({ id: SlugText });

/** Stored items, as what they are. A row that no longer has its form is a fault of ours. */
function readItems<T extends TSchema>(
  schema: T,
): (
  db: Database,
  table: ItemTableName,
  facilityId?: string,
) => { facilityId: string; item: Static<T>; receivedAt: number }[] {
  const validator = Compile(schema);
  return (db, table, facilityId) =>
    itemsOf(db, table, facilityId).map((row) => {
      const item: unknown = JSON.parse(row.item);
      if (!validator.Check(item)) throw new Error(`a stored ${table} row lost its form`);
      return { facilityId: row.facility_id, item, receivedAt: row.received_at };
    });
}
const readDevices = readItems(DeviceItem);
const readChannels = readItems(ChannelItem);
const readDose = readItems(DoseCoverageItem);
const readRetention = readItems(RetentionItem);
const readIntake = readItems(IntakeItem);

const rate = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** Orders of the list of centers; `standing` (red first) is how the rows come. */
const facilityOrder: Readonly<Record<string, (a: ConsoleFacilityRow, b: ConsoleFacilityRow) => number>> = {
  name: (a, b) => a.name.localeCompare(b.name, 'zh'),
  openCritical: (a, b) => b.numbers.openCritical - a.numbers.openCritical,
  metRate: (a, b) =>
    rate(a.numbers.metRate.met, a.numbers.metRate.judged) - rate(b.numbers.metRate.met, b.numbers.metRate.judged),
  coverage: (a, b) =>
    rate(a.numbers.coverage.judged, a.numbers.coverage.applicable) -
    rate(b.numbers.coverage.judged, b.numbers.coverage.applicable),
  asOf: (a, b) => (a.asOf ?? '').localeCompare(b.asOf ?? ''),
};

export function selectFacilities(
  rows: readonly ConsoleFacilityRow[],
  query: ConsoleFacilitiesQuery,
): ConsoleFacilityRow[] {
  const needle = query.q?.trim().toLowerCase() ?? '';
  const kept = rows.filter(
    (row) =>
      (query.light === undefined || row.light === query.light) &&
      (needle === '' ||
        [row.facilityId, row.name, row.licenceNumber ?? '', row.divisionCode ?? ''].some((text) =>
          text.toLowerCase().includes(needle),
        )),
  );
  const order = facilityOrder[query.sort ?? 'standing'];
  return order === undefined ? kept : kept.toSorted(order);
}

/** Clauses with their states at one facility, over the months asked for. */
export function clausesAnswer(context: ConsoleContext, facilityId: string, query: ConsoleClausesQuery): ConsoleClauses {
  const { db, clock } = context;
  const facility = facilityById(db, facilityId);
  if (facility === undefined) throw new Refusal('not-found');
  const now = clock();
  const agents = agentsOf(db, facilityId);
  const open = new Map<string, number>();
  for (const row of liveFindingCounts(db, facilityId)) {
    const key = `${row.clause}\n${row.rule_id}\n${row.agent_id}`;
    open.set(key, (open.get(key) ?? 0) + row.n);
  }
  const measured = measuredRules(
    cellsOverMonths(db, facilityId, query.from, query.to),
    speakingAgents(context, agents, now),
    open,
  );
  const matrix = clauseMatrix(
    measured,
    agents.some((agent) => agent.state !== 'revoked'),
  );
  const { coverage } = standingNumbers(tallyClauses(matrix.own.map((cell) => cell.state)), 0, { onTime: 0, due: 0 });
  return {
    asOf: instantToIso(now),
    facilityId,
    facilityName: facility.name,
    from: query.from ?? null,
    to: query.to ?? null,
    ...matrix,
    coverage,
    states: clausesByState(matrix.own, [...worstFirst, ...clauseStates.filter((state) => state === 'unserved')]),
  };
}

export function centerRoutes(app: Server, context: ConsoleContext): void {
  const { db, clock } = context;

  app.get(
    '/api/facilities',
    {
      config: { act: 'see' },
      schema: {
        tags: ['centers'],
        querystring: ConsoleFacilitiesQuery,
        response: { 200: ConsoleFacilities, '4xx': Problem },
      },
    },
    async (request) => {
      const now = clock();
      const { page = 1, pageSize = 50 } = request.query;
      const rows = selectFacilities(facilityRows(context, who(request).scope, now), request.query);
      return {
        asOf: instantToIso(now),
        total: rows.length,
        page,
        pageSize,
        rows: rows.slice((page - 1) * pageSize, page * pageSize),
      };
    },
  );

  app.post(
    '/api/facilities',
    {
      config: { act: 'administer' },
      schema: { tags: ['centers'], body: ConsoleFacilityCreate, response: { 200: ConsoleFacilityRow, '4xx': Problem } },
    },
    async (request) => {
      const { facilityId, name, licenceNumber, divisionCode } = request.body;
      addFacility(
        db,
        { facility_id: facilityId, name, licence_number: licenceNumber ?? null, division_code: divisionCode ?? null },
        actorOf(request),
        clock(),
      );
      const row = oneFacility(context, facilityId, clock());
      if (row === undefined) throw new Error('a facility vanished after it was added');
      return row;
    },
  );

  app.get(
    '/api/facilities/:id',
    {
      config: { act: 'see' },
      schema: { tags: ['centers'], params: facilityParams, response: { 200: ConsoleFacility, '4xx': Problem } },
    },
    async (request) => {
      const { id } = request.params;
      withinScope(who(request), id);
      const now = clock();
      const stored = facilityById(db, id);
      const facility = oneFacility(context, id, now);
      if (stored === undefined || facility === undefined) throw new Refusal('not-found');
      return {
        asOf: instantToIso(now),
        facility,
        createdAt: instantToIso(instant(stored.created_at)),
        agents: agentViews(context, 'all', now, id),
        devices: readDevices(db, 'device', id).map((row) => row.item),
        channels: readChannels(db, 'channel', id).map((row) => row.item),
        doseCoverage: readDose(db, 'dose_coverage', id).map((row) => row.item),
        retention: readRetention(db, 'retention', id).map((row) => row.item),
        intake: readIntake(db, 'intake', id).map((row) => row.item),
      };
    },
  );

  app.get(
    '/api/facilities/:id/clauses',
    {
      config: { act: 'see' },
      schema: {
        tags: ['centers'],
        params: facilityParams,
        querystring: ConsoleClausesQuery,
        response: { 200: ConsoleClauses, '4xx': Problem },
      },
    },
    async (request) => {
      withinScope(who(request), request.params.id);
      return clausesAnswer(context, request.params.id, request.query);
    },
  );

  app.get(
    '/api/devices',
    {
      config: { act: 'see' },
      schema: {
        tags: ['centers'],
        querystring: ConsoleDevicesQuery,
        response: { 200: ConsoleDevices, '4xx': Problem },
      },
    },
    async (request): Promise<ConsoleDevices> => {
      const person = who(request);
      const { facility } = request.query;
      if (facility !== undefined) withinScope(person, facility);
      const names = new Map(allFacilities(db).map((row) => [row.facility_id, row.name]));
      const inScope = (id: string): boolean => person.scope === 'all' || person.scope.includes(id);
      const dose = new Map<string, { expected: number; present: number }>();
      for (const row of readDose(db, 'dose_coverage', facility)) {
        const key = `${row.facilityId}\n${row.item.deviceId}`;
        const sum = dose.get(key) ?? { expected: 0, present: 0 };
        dose.set(key, { expected: sum.expected + row.item.expected, present: sum.present + row.item.present });
      }
      return {
        asOf: instantToIso(clock()),
        rows: readDevices(db, 'device', facility)
          .filter((row) => inScope(row.facilityId))
          .map((row) => ({
            facilityId: row.facilityId,
            facilityName: names.get(row.facilityId) ?? row.facilityId,
            device: row.item,
            dose: dose.get(`${row.facilityId}\n${row.item.deviceId}`) ?? null,
            receivedAt: instantToIso(instant(row.receivedAt)),
          })),
      };
    },
  );
}

/** Midnight that began yesterday (Asia/Shanghai): what the overview calls "since yesterday". */
export function sinceYesterday(now: ReturnType<ConsoleContext['clock']>): ReturnType<ConsoleContext['clock']> {
  return startOfDay(addDays(calendarDateAt(now), -1));
}
