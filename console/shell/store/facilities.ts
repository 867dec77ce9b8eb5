import { sql } from 'kysely';
import { Refusal } from '../problems.ts';
import { type Actor, writeAudit } from './audit.ts';
import { countColumns } from './counts.ts';
import type { Database } from './database.ts';
import type { CellTable, CountColumns, FacilityTable, RollupTable } from './tables.ts';

export function facilityById(db: Database, facilityId: string): FacilityTable | undefined {
  return db.first(db.sql.selectFrom('facility').selectAll().where('facility_id', '=', facilityId));
}

export function allFacilities(db: Database): FacilityTable[] {
  return db.all(db.sql.selectFrom('facility').selectAll().orderBy('facility_id'));
}

/** Throws Refusal `already-exists`. */
export function addFacility(
  db: Database,
  facility: Omit<FacilityTable, 'created_at'>,
  actor: Actor,
  now: number,
): FacilityTable {
  return db.transaction(() => {
    if (facilityById(db, facility.facility_id) !== undefined) throw new Refusal('already-exists');
    const row: FacilityTable = { ...facility, created_at: now };
    db.run(db.sql.insertInto('facility').values(row));
    writeAudit(db, {
      at: now,
      actor,
      action: 'facility-added',
      object: row.facility_id,
      facilityId: row.facility_id,
      beforeAfter: { after: row },
    });
    return row;
  });
}

/** Roll-ups of one facility, or of all. */
export function rollups(db: Database, facilityId?: string): RollupTable[] {
  const all = db.sql.selectFrom('rollup').selectAll();
  return db.all(facilityId === undefined ? all : all.where('facility_id', '=', facilityId));
}

export type MonthSum = Pick<RollupTable, 'clause' | 'rule_id' | 'agent_id' | 'as_of'> & CountColumns;

/** Cells of a facility added up over the months asked for, by clause, rule and agent. */
export function cellsOverMonths(
  db: Database,
  facilityId: string,
  from: string | undefined,
  to: string | undefined,
): MonthSum[] {
  const months = `${from === undefined ? '' : ' AND month >= ?'}${to === undefined ? '' : ' AND month <= ?'}`;
  const text = `SELECT clause, rule_id, agent_id, max(as_of) AS as_of, ${countColumns.map((c) => `sum(${c}) AS ${c}`).join(', ')}
    FROM cell WHERE facility_id = ?${months} GROUP BY clause, rule_id, agent_id`;
  return db.prepare<MonthSum>(text).all(facilityId, ...[from, to].filter((month) => month !== undefined));
}

export function cellsOfMonth(db: Database, facilityId: string, month: string): CellTable[] {
  return db.all(db.sql.selectFrom('cell').selectAll().where('facility_id', '=', facilityId).where('month', '=', month));
}

/** Live findings by facility, rule and severity. */
export function liveFindingCounts(
  db: Database,
  facilityId?: string,
): {
  facility_id: string;
  rule_id: string;
  clause: string;
  agent_id: string;
  severity: 'critical' | 'major' | 'minor';
  n: number;
}[] {
  const query = db.sql
    .selectFrom('finding')
    .select(['facility_id', 'rule_id', 'clause', 'agent_id', 'severity', sql<number>`count(*)`.as('n')])
    .where('live', '=', 1)
    .groupBy(['facility_id', 'rule_id', 'clause', 'agent_id', 'severity']);
  return db.all(facilityId === undefined ? query : query.where('facility_id', '=', facilityId));
}

const itemTables = ['device', 'channel', 'dose_coverage', 'retention', 'intake'] as const;
export type ItemTableName = (typeof itemTables)[number];

/** The items of one kind as the agents sent them. */
export function itemsOf(
  db: Database,
  table: ItemTableName,
  facilityId?: string,
): { facility_id: string; item: string; received_at: number }[] {
  const query = db.sql.selectFrom(table).select(['facility_id', 'item', 'received_at']);
  return db.all(facilityId === undefined ? query : query.where('facility_id', '=', facilityId));
}
