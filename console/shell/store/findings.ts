import type { ConsoleFindingsQuery, ConsoleScope } from '@center/contract';
import { must, parseInstant } from '@center/contract';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import type { FindingRevisionTable, FindingTable } from './tables.ts';

const sortColumns = {
  severity: 'severity_rank',
  changedAt: 'changed_at',
  openedAt: 'opened_at',
  studyDate: 'study_date',
  rule: 'rule_id',
  facility: 'facility_id',
} as const;

/** Wildcards of LIKE that a person typed are letters. */
const like = (text: string): string => `%${text.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`;

function filtered(db: Database, scope: ConsoleScope, query: ConsoleFindingsQuery) {
  let rows = db.sql.selectFrom('finding');
  if (scope !== 'all') rows = rows.where('facility_id', 'in', scope.length > 0 ? [...scope] : ['']);
  if (query.facility !== undefined) rows = rows.where('facility_id', '=', query.facility);
  if (query.state === 'live') rows = rows.where('live', '=', 1);
  else if (query.state !== undefined) rows = rows.where('state', '=', query.state);
  if (query.severity !== undefined) rows = rows.where('severity', '=', query.severity);
  if (query.clause !== undefined) rows = rows.where('clause', '=', query.clause);
  if (query.rule !== undefined) rows = rows.where('rule_id', '=', query.rule);
  if (query.display !== undefined) rows = rows.where('display', '=', query.display);
  if (query.device !== undefined) rows = rows.where('device_id', '=', query.device);
  if (query.changedSince !== undefined) rows = rows.where('changed_at', '>=', must(parseInstant(query.changedSince)));
  const { q } = query;
  if (q !== undefined && q.trim() !== '') {
    const pattern = like(q.trim());
    rows = rows.where(({ or }) =>
      or(
        (['finding_id', 'rule_id', 'clause', 'device_id', 'subject'] as const).map(
          (column) => sql<boolean>`${sql.ref(column)} LIKE ${pattern} ESCAPE '\\'`,
        ),
      ),
    );
  }
  return rows;
}

/** One page of findings, and how many there are. Findings that their center no longer names are history, not rows. */
export function listFindings(
  db: Database,
  scope: ConsoleScope,
  query: ConsoleFindingsQuery,
  offset: number,
  limit: number,
): { total: number; rows: FindingTable[] } {
  const base = filtered(db, scope, query).where('forgotten_at', 'is', null);
  const total = db.first(base.select(({ fn }) => fn.countAll<number>().as('n')))?.n ?? 0;
  const sort = query.sort ?? 'severity';
  const order = query.order ?? (sort === 'severity' || sort === 'rule' || sort === 'facility' ? 'asc' : 'desc');
  let rows = base.selectAll().orderBy(sortColumns[sort], order);
  if (sort !== 'changedAt') rows = rows.orderBy('changed_at', 'desc');
  return { total, rows: db.all(rows.orderBy('finding_id').limit(limit).offset(offset)) };
}

export function findingById(db: Database, facilityId: string, findingId: string): FindingTable | undefined {
  return db.first(
    db.sql.selectFrom('finding').selectAll().where('facility_id', '=', facilityId).where('finding_id', '=', findingId),
  );
}

/** Every revision that ever came, oldest first. */
export function revisionsOf(db: Database, facilityId: string, findingId: string): FindingRevisionTable[] {
  return db.all(
    db.sql
      .selectFrom('finding_revision')
      .selectAll()
      .where('facility_id', '=', facilityId)
      .where('finding_id', '=', findingId)
      .orderBy('received_at')
      .orderBy('revision'),
  );
}

export function frozenText(db: Database, sha256: string): string | undefined {
  return db.first(db.sql.selectFrom('law_text').select('text').where('sha256', '=', sha256))?.text;
}

export interface ChangeRow {
  readonly facility_id: string;
  readonly rule_id: string;
  readonly clause: string;
  readonly severity: 'critical' | 'major' | 'minor';
  readonly opened: number;
  readonly closed: number;
  readonly revised: number;
  readonly latest: number;
}

/** What happened to findings since an instant, by facility and rule, critical first. */
export function changesSince(db: Database, since: number, scope: ConsoleScope, limit: number): ChangeRow[] {
  const rows = db.sql
    .selectFrom('finding')
    .select([
      'facility_id',
      'rule_id',
      'clause',
      'severity',
      'severity_rank',
      sql<number>`sum(CASE WHEN live = 1 AND opened_at >= ${since} THEN 1 ELSE 0 END)`.as('opened'),
      sql<number>`sum(CASE WHEN state IN ('closed', 'dismissed') THEN 1 ELSE 0 END)`.as('closed'),
      sql<number>`sum(CASE WHEN live = 1 AND opened_at < ${since} THEN 1 ELSE 0 END)`.as('revised'),
      sql<number>`max(changed_at)`.as('latest'),
    ])
    .where('changed_at', '>=', since)
    .where('forgotten_at', 'is', null)
    .groupBy(['facility_id', 'rule_id', 'clause', 'severity', 'severity_rank'])
    .orderBy('severity_rank')
    .orderBy('latest', 'desc')
    .limit(limit);
  return db.all(scope === 'all' ? rows : rows.where('facility_id', 'in', scope.length > 0 ? [...scope] : ['']));
}
