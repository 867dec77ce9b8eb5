import type { ConsoleScope, ConsoleUploadsQuery, UploadState } from '@center/contract';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { TargetTable, UploadAttemptTable, UploadPackageTable } from './tables.ts';

export const dataSet = 'compliance-summary';

export function targets(db: Database): TargetTable[] {
  return db.all(db.sql.selectFrom('target').selectAll().orderBy('target_id'));
}

/** Targets come from the configuration; one that is no longer named there is switched off and keeps its history. */
export function syncTargets(
  db: Database,
  configured: readonly Omit<TargetTable, 'created_at' | 'enabled'>[],
  now: number,
): void {
  db.transaction(() => {
    db.run(db.sql.updateTable('target').set({ enabled: 0 }));
    for (const target of configured) {
      db.run(
        db.sql
          .insertInto('target')
          .values({ ...target, enabled: 1, created_at: now })
          .onConflict((oc) =>
            oc
              .column('target_id')
              .doUpdateSet({ name: target.name, connector: target.connector, address: target.address, enabled: 1 }),
          ),
      );
    }
  });
}

export function packageOf(db: Database, packageId: string, version: number): UploadPackageTable | undefined {
  return db.first(
    db.sql.selectFrom('upload_package').selectAll().where('package_id', '=', packageId).where('version', '=', version),
  );
}

export function versionsOf(db: Database, packageId: string): UploadPackageTable[] {
  return db.all(db.sql.selectFrom('upload_package').selectAll().where('package_id', '=', packageId).orderBy('version'));
}

export function attemptsOf(db: Database, packageId: string, version: number): UploadAttemptTable[] {
  return db.all(
    db.sql
      .selectFrom('upload_attempt')
      .selectAll()
      .where('package_id', '=', packageId)
      .where('version', '=', version)
      .orderBy('number'),
  );
}

const scoped = (scope: ConsoleScope): string[] => (scope === 'all' || scope.length === 0 ? [''] : [...scope]);

/** One page of packages, newest first, and how many stand in each state. */
export function listUploads(
  db: Database,
  scope: ConsoleScope,
  query: ConsoleUploadsQuery,
  offset: number,
  limit: number,
): { total: number; rows: UploadPackageTable[]; states: { state: UploadState; packages: number }[] } {
  let base = db.sql.selectFrom('upload_package');
  if (scope !== 'all') base = base.where('facility_id', 'in', scoped(scope));
  if (query.facility !== undefined) base = base.where('facility_id', '=', query.facility);
  if (query.target !== undefined) base = base.where('target_id', '=', query.target);
  if (query.month !== undefined) base = base.where('month', '=', query.month);
  const states = db.all(
    base
      .select(['state', sql<number>`count(*)`.as('packages')])
      .groupBy('state')
      .orderBy('state'),
  );
  const inState = query.state === undefined ? base : base.where('state', '=', query.state);
  const total = db.first(inState.select(({ fn }) => fn.countAll<number>().as('n')))?.n ?? 0;
  const rows = db.all(
    inState
      .selectAll()
      .orderBy('built_at', 'desc')
      .orderBy('package_id')
      .orderBy('version', 'desc')
      .limit(limit)
      .offset(offset),
  );
  return { total, rows, states };
}

export interface DeliveredRow {
  readonly facility_id: string;
  readonly target_id: string;
  readonly month: string;
  /** First time that any version was accepted. */
  readonly accepted_at: number | null;
  readonly package_id: string;
  readonly state: UploadState;
}

/** By facility, target and month: the latest version's state and the first acceptance of any version. */
export function deliveries(db: Database, facilityId?: string): DeliveredRow[] {
  const where = facilityId === undefined ? '' : 'WHERE facility_id = ?';
  return db
    .prepare<DeliveredRow>(
      `SELECT p.facility_id, p.target_id, p.month, p.package_id, p.state,
        (SELECT min(q.accepted_at) FROM upload_package q WHERE q.package_id = p.package_id) AS accepted_at
       FROM (SELECT package_id, max(version) AS version FROM upload_package ${where} GROUP BY package_id) latest
       JOIN upload_package p ON p.package_id = latest.package_id AND p.version = latest.version`,
    )
    .all(...(facilityId === undefined ? [] : [facilityId]));
}

/** Written once, in state `queued`, in the transaction that froze and signed it. */
export function addPackage(db: Database, row: Omit<UploadPackageTable, 'lane_order'>): UploadPackageTable {
  const last = db.first(db.sql.selectFrom('upload_package').select(({ fn }) => fn.max('lane_order').as('n')));
  const full: UploadPackageTable = { ...row, lane_order: (last?.n ?? 0) + 1 };
  db.run(db.sql.insertInto('upload_package').values(full));
  return full;
}

/** The head of every lane that may move now: the oldest package that still holds its lane, if its time has come. */
export function laneHeads(db: Database, now: number): UploadPackageTable[] {
  return db
    .prepare<UploadPackageTable>(
      `SELECT p.* FROM upload_package p
       JOIN target t ON t.target_id = p.target_id AND t.enabled = 1
       WHERE p.state IN ('queued', 'in-flight') AND coalesce(p.next_at, 0) <= ?
         AND NOT EXISTS (SELECT 1 FROM upload_package o WHERE o.target_id = p.target_id AND o.facility_id = p.facility_id AND o.data_set = p.data_set
           AND o.lane_order < p.lane_order AND o.state IN ('queued', 'in-flight'))
       ORDER BY p.lane_order`,
    )
    .all(now);
}

/** Accepted packages whose receipt is to be asked for now. */
export function receiptsWanted(db: Database, now: number): UploadPackageTable[] {
  return db
    .prepare<UploadPackageTable>(
      `SELECT p.* FROM upload_package p JOIN target t ON t.target_id = p.target_id AND t.enabled = 1 WHERE p.state = 'accepted' AND p.next_at IS NOT NULL AND p.next_at <= ? ORDER BY p.next_at LIMIT 50`,
    )
    .all(now);
}

/** Writes down that a try begins, before anything leaves: after a crash it is known that the target may have the bytes. */
export function beginAttempt(db: Database, row: UploadPackageTable, act: 'send' | 'ask', now: number): number {
  return db.transaction(() => {
    const number = row.attempts + 1;
    db.run(
      db.sql
        .updateTable('upload_package')
        .set({ attempts: number, ...(act === 'send' ? { state: 'in-flight' as const } : {}) })
        .where('package_id', '=', row.package_id)
        .where('version', '=', row.version),
    );
    db.run(
      db.sql.insertInto('upload_attempt').values({
        package_id: row.package_id,
        version: row.version,
        number,
        act,
        started_at: now,
        ended_at: null,
        outcome: null,
        http_status: null,
        detail: null,
      }),
    );
    return number;
  });
}

export function endAttempt(
  db: Database,
  row: UploadPackageTable,
  number: number,
  end: Pick<UploadAttemptTable, 'ended_at' | 'outcome' | 'http_status' | 'detail'>,
  change: Partial<UploadPackageTable>,
): void {
  db.transaction(() => {
    db.run(
      db.sql
        .updateTable('upload_attempt')
        .set(end)
        .where('package_id', '=', row.package_id)
        .where('version', '=', row.version)
        .where('number', '=', number),
    );
    if (Object.keys(change).length === 0) return;
    db.run(
      db.sql
        .updateTable('upload_package')
        .set(change)
        .where('package_id', '=', row.package_id)
        .where('version', '=', row.version),
    );
  });
}

/** At start: a try without an end was cut off by a stop; whether its bytes arrived is unknown, so the target is asked first. */
export function markCutOff(db: Database, now: number): number {
  return db.transaction(() => {
    db.run(db.sql.updateTable('upload_package').set({ next_at: now }).where('state', '=', 'in-flight'));
    return db.run(
      db.sql
        .updateTable('upload_attempt')
        .set({ ended_at: now, outcome: 'ambiguous', detail: 'the console stopped in between' })
        .where('ended_at', 'is', null),
    );
  });
}
