import type { ConsoleEventsQuery, ConsoleScope } from '@center/contract';
import { addDays, must, parseCalendarDate, startOfDay } from '@center/contract';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { facilitiesWithin, type ItemRow, itemRows } from './item-rows.ts';
import { uptimeJudged } from './migrations.ts';
import type {
  AgentGapTable,
  AgentLineTable,
  EquipmentEventTable,
  SightingTable,
  UptimeClosingTable,
} from './tables.ts';

/** Tables of what is watched at centers, one row a thing. */
export type EquipmentItemTable = 'equipment' | 'ups' | 'room';

/** Items of one kind in a person's area as the agents sent them; of `equipment` also those whose card is gone, which say `removed`. */
export const equipmentItems = (
  db: Database,
  table: EquipmentItemTable,
  scope: ConsoleScope,
  facilityId?: string,
  agents?: ReadonlySet<string>,
): ItemRow[] => itemRows(db, table, 'equipment_id', scope, facilityId, ofAgents(agents, { where: '', values: [] }));

interface Narrowed {
  readonly where: string;
  readonly values: readonly (string | number)[];
}
function ofAgents(agents: ReadonlySet<string> | undefined, { where, values }: Narrowed): Narrowed {
  if (agents === undefined) return { where, values };
  const within = `agent_id IN (${[...agents].map(() => '?').join(', ')})`;
  return { where: where === '' ? within : `${where} AND ${within}`, values: [...values, ...agents] };
}

/** Uptime of the year, of one month, or of all months, oldest first. */
export function uptimeItems(
  db: Database,
  which: 'year' | 'months' | { readonly month: string },
  scope: ConsoleScope,
  facilityId?: string,
  agents?: ReadonlySet<string>,
): ItemRow[] {
  const more =
    which === 'year'
      ? { where: "span = 'year' AND slot = ''", values: [] }
      : which === 'months'
        ? { where: "span = 'month'", values: [] }
        : { where: "span = 'month' AND slot = ?", values: [which.month] };
  return itemRows(db, 'uptime', 'equipment_id, slot', scope, facilityId, ofAgents(agents, more));
}

/** Conditions on the facility in a person's area; undefined: there is nothing to see. */
function inArea(scope: ConsoleScope, facilityId: string | undefined): Narrowed | undefined {
  const within = facilitiesWithin(scope, facilityId);
  if (within?.length === 0) return undefined;
  return within === undefined
    ? { where: '', values: [] }
    : { where: ` AND facility_id IN (${within.map(() => '?').join(', ')})`, values: within };
}

/** What decides how figures stand, of the year or of one month, found by index and read without parsing the items. */
export interface JudgedRow {
  readonly agentId: string;
  readonly equipmentId: string;
  readonly span: 'year' | 'month';
  readonly from: string;
  readonly to: string;
  readonly scheduledMs: number;
  readonly maintenanceMs: number;
  readonly externalMs: number;
  readonly requiredMs: number;
  readonly upMs: number;
  readonly downMs: number;
  readonly unknownMs: number;
  readonly nothingRequired: string | null;
  readonly mustBeBackBy: string | null;
  readonly worstBudgetLeftMs: number;
  readonly revision: number;
}

const judgedColumns = uptimeJudged.map((name) => `"j_${name}" AS "${name}"`).join(', ');

export function judgedUptimes(
  db: Database,
  which: 'year' | { readonly month: string },
  scope: ConsoleScope,
  facilityId?: string,
): JudgedRow[] {
  const area = inArea(scope, facilityId);
  if (area === undefined) return [];
  return db
    .prepare<JudgedRow>(
      `SELECT agent_id AS agentId, equipment_id AS equipmentId, span, ${judgedColumns} FROM uptime INDEXED BY uptime_judged WHERE span = ? AND slot = ?${area.where}`,
    )
    .all(which === 'year' ? 'year' : 'month', which === 'year' ? '' : which.month, ...area.values);
}

/** Things of one kind whose card stands, found by index. */
export function standingDevices(
  db: Database,
  kind: string,
  scope: ConsoleScope,
  facilityId?: string,
): { readonly facilityId: string; readonly agentId: string; readonly equipmentId: string; readonly name: string }[] {
  const area = inArea(scope, facilityId);
  if (area === undefined) return [];
  return db
    .prepare<{ facilityId: string; agentId: string; equipmentId: string; name: string }>(
      `SELECT facility_id AS facilityId, agent_id AS agentId, equipment_id AS equipmentId, j_name AS name FROM equipment INDEXED BY equipment_standing WHERE kind = ? AND removed = 0${area.where}`,
    )
    .all(kind, ...area.values);
}

/** Months of which any center has told figures, newest first. */
export function uptimeMonths(db: Database): string[] {
  return db
    .prepare<{ slot: string }>("SELECT DISTINCT slot FROM uptime WHERE span = 'month' ORDER BY slot DESC")
    .all()
    .map(({ slot }) => slot);
}

/** Closed months as they were told, by revision. */
export function closingsOf(db: Database, agentId: string): UptimeClosingTable[] {
  return db.all(
    db.sql
      .selectFrom('uptime_closing')
      .selectAll()
      .where('agent_id', '=', agentId)
      .orderBy('equipment_id')
      .orderBy('month')
      .orderBy('revision'),
  );
}

export const fleetItems = (db: Database, scope: ConsoleScope, facilityId?: string, month?: string): ItemRow[] =>
  itemRows(
    db,
    'fleet_uptime',
    'month',
    scope,
    facilityId,
    month === undefined ? undefined : { where: 'month = ?', values: [month] },
  );

type EventRow = Pick<EquipmentEventTable, 'facility_id' | 'agent_id' | 'equipment_id' | 'item'>;

function filteredEvents(db: Database, scope: ConsoleScope, query: ConsoleEventsQuery) {
  let rows = db.sql.selectFrom('equipment_event');
  const within = facilitiesWithin(scope, query.facility);
  if (within !== undefined) rows = rows.where('facility_id', 'in', within.length > 0 ? [...within] : ['']);
  if (query.equipment !== undefined) rows = rows.where('equipment_id', '=', query.equipment);
  if (query.open !== undefined) rows = rows.where('end_at', query.open === 'yes' ? 'is' : 'is not', null);
  const dayStart = (text: string, days: number): number => startOfDay(addDays(must(parseCalendarDate(text)), days));
  if (query.from !== undefined) rows = rows.where('start_at', '>=', dayStart(query.from, 0));
  if (query.to !== undefined) rows = rows.where('start_at', '<', dayStart(query.to, 1));
  return rows;
}

/** One page of episodes, latest first, how many there are, and how many of each kind before the filter of kind. */
export function listEvents(
  db: Database,
  scope: ConsoleScope,
  query: ConsoleEventsQuery,
  offset: number,
  limit: number,
): {
  readonly total: number;
  readonly rows: EventRow[];
  readonly kinds: { readonly kind: string; readonly events: number; readonly open: number }[];
} {
  const all = filteredEvents(db, scope, query);
  // By time and then by kind: left to itself, the planner reads every episode there ever was in the order of kinds.
  const kinds = db.all(
    all
      .select([
        sql<string>`+kind`.as('kind_of'),
        sql<number>`count(*)`.as('events'),
        sql<number>`sum(CASE WHEN end_at IS NULL THEN 1 ELSE 0 END)`.as('open'),
      ])
      .groupBy('kind_of')
      .orderBy('events', 'desc'),
  );
  const base = query.kind === undefined ? all : all.where('kind', '=', query.kind);
  const rows = db.all(
    base
      .select(['facility_id', 'agent_id', 'equipment_id', 'item'])
      .orderBy('start_at', 'desc')
      .orderBy('event_id')
      .limit(limit)
      .offset(offset),
  );
  const total = kinds.reduce(
    (sum, { kind_of: kind, events }) => sum + (query.kind === undefined || kind === query.kind ? events : 0),
    0,
  );
  return { total, rows, kinds: kinds.map(({ kind_of: kind, events, open }) => ({ kind, events, open })) };
}

/** Kinds of the episodes that had not ended when they were told last. */
export function openEvents(
  db: Database,
  scope: ConsoleScope,
  facilityId?: string,
): Pick<EquipmentEventTable, 'facility_id' | 'agent_id' | 'equipment_id' | 'kind'>[] {
  const within = facilitiesWithin(scope, facilityId);
  let rows = db.sql.selectFrom('equipment_event').where('end_at', 'is', null);
  if (within !== undefined) rows = rows.where('facility_id', 'in', within.length > 0 ? [...within] : ['']);
  return db.all(rows.select(['facility_id', 'agent_id', 'equipment_id', 'kind']).orderBy('start_at'));
}

/** Episodes of some kinds that began since then, counted by the thing. */
export function countEvents(
  db: Database,
  kinds: readonly string[],
  since: number,
  scope: ConsoleScope,
  facilityId?: string,
): { readonly facility_id: string; readonly equipment_id: string; readonly kind: string; readonly n: number }[] {
  const within = facilitiesWithin(scope, facilityId);
  let rows = db.sql
    .selectFrom('equipment_event')
    .where('start_at', '>=', since)
    .where('kind', 'in', [...kinds]);
  if (within !== undefined) rows = rows.where('facility_id', 'in', within.length > 0 ? [...within] : ['']);
  return db.all(
    rows
      .select(['facility_id', 'equipment_id', 'kind', sql<number>`count(*)`.as('n')])
      .groupBy(['facility_id', 'equipment_id', 'kind']),
  );
}

/** Gaps that an agent told and that end after `since`, in order. */
export function gapsOf(db: Database, agentId: string, since: number): AgentGapTable[] {
  return db.all(
    db.sql
      .selectFrom('agent_gap')
      .selectAll()
      .where('agent_id', '=', agentId)
      .where('end_at', '>', since)
      .orderBy('start_at'),
  );
}

/** Times in which an agent says that it could not reach this console and that end after `since`, in order. */
export function linesOf(db: Database, agentId: string, since: number): AgentLineTable[] {
  return db.all(
    db.sql
      .selectFrom('agent_line')
      .selectAll()
      .where('agent_id', '=', agentId)
      .where('to_at', '>', since)
      .orderBy('from_at'),
  );
}

/** Stretches in which this console heard an agent, in order: those that end after `since`, and the one before them. */
export function sightingsOf(db: Database, agentId: string, since: number): SightingTable[] {
  return db
    .prepare<SightingTable>(
      `SELECT * FROM sighting WHERE agent_id = ? AND from_at >= coalesce((SELECT max(from_at) FROM sighting WHERE agent_id = ? AND to_at <= ?), 0) ORDER BY from_at`,
    )
    .all(agentId, agentId, since);
}

/** When this console first heard an agent. */
export function firstSighting(db: Database, agentId: string): number | undefined {
  return (
    db.prepare<{ at: number | null }>('SELECT min(from_at) AS at FROM sighting WHERE agent_id = ?').get(agentId)?.at ??
    undefined
  );
}

/** Times in which this console itself ran and that end after `since`, in order. */
export function watchesOf(db: Database, since: number): { readonly from_at: number; readonly to_at: number }[] {
  return db.all(db.sql.selectFrom('console_watch').selectAll().where('to_at', '>', since).orderBy('from_at'));
}
