import type {
  ConsoleDoseGroupsQuery,
  ConsoleDosePointsQuery,
  ConsoleDoseSeriesQuery,
  ConsoleScope,
} from '@center/contract';
import type { Database } from './database.ts';
import type { DoseGroupTable, FindingDoseTable } from './tables.ts';

const scoped = (scope: readonly string[]): string[] => (scope.length > 0 ? [...scope] : ['']);

function filtered(db: Database, scope: ConsoleScope, query: ConsoleDoseGroupsQuery) {
  const span = query.span ?? 'year';
  let rows = db.sql.selectFrom('dose_group').where('span', '=', span);
  if (scope !== 'all') rows = rows.where('facility_id', 'in', scoped(scope));
  if (query.facility !== undefined) rows = rows.where('facility_id', '=', query.facility);
  if (query.device !== undefined) rows = rows.where('device_id', '=', query.device);
  if (query.examClass !== undefined) rows = rows.where('exam_class', '=', query.examClass);
  if (query.ageBand !== undefined) rows = rows.where('age_band', '=', query.ageBand);
  if (query.measure !== undefined) rows = rows.where('measure', '=', query.measure);
  if (query.comparison !== undefined) rows = rows.where('comparison', '=', query.comparison);
  if (query.month !== undefined) rows = rows.where('month', '=', query.month);
  return rows;
}

/** One page of groups, by facility, device, class, band and measure, and how many there are. */
export function listDoseGroups(
  db: Database,
  scope: ConsoleScope,
  query: ConsoleDoseGroupsQuery,
  offset: number,
  limit: number,
): { total: number; rows: DoseGroupTable[] } {
  const base = filtered(db, scope, query);
  const total = db.first(base.select(({ fn }) => fn.countAll<number>().as('n')))?.n ?? 0;
  const rows = base
    .selectAll()
    .orderBy('facility_id')
    .orderBy('device_id')
    .orderBy('exam_class')
    .orderBy('age_band')
    .orderBy('measure')
    .orderBy('month')
    .limit(limit)
    .offset(offset);
  return { total, rows: db.all(rows) };
}

/** Classes that occur in the person's area. */
export function doseClasses(db: Database, scope: ConsoleScope): string[] {
  let rows = db.sql.selectFrom('dose_group').select('exam_class').distinct().orderBy('exam_class');
  if (scope !== 'all') rows = rows.where('facility_id', 'in', scoped(scope));
  return db.all(rows).map((row) => row.exam_class);
}

/** The months of one group, oldest first. Where two agents of a facility tell of the same month, the later word counts. */
export function doseSeries(db: Database, query: ConsoleDoseSeriesQuery): DoseGroupTable[] {
  const rows = db.all(
    db.sql
      .selectFrom('dose_group')
      .selectAll()
      .where('facility_id', '=', query.facility)
      .where('span', '=', 'month')
      .where('device_id', '=', query.device)
      .where('exam_class', '=', query.examClass)
      .where('age_band', '=', query.ageBand)
      .where('measure', '=', query.measure)
      .orderBy('month')
      .orderBy('as_of'),
  );
  return [...new Map(rows.map((row) => [row.month, row])).values()];
}

export interface DosePointRow extends FindingDoseTable {
  readonly rule_id: string;
  readonly subject: string;
}

/** Figures of studies behind live findings, newest first. */
export function dosePoints(
  db: Database,
  scope: ConsoleScope,
  query: ConsoleDosePointsQuery,
  limit: number,
): { total: number; rows: DosePointRow[] } {
  let base = db.sql
    .selectFrom('finding_dose')
    .innerJoin('finding', (join) =>
      join
        .onRef('finding.facility_id', '=', 'finding_dose.facility_id')
        .onRef('finding.finding_id', '=', 'finding_dose.finding_id'),
    )
    .where('finding.live', '=', 1)
    .where('finding.forgotten_at', 'is', null);
  if (scope !== 'all') base = base.where('finding_dose.facility_id', 'in', scoped(scope));
  if (query.facility !== undefined) base = base.where('finding_dose.facility_id', '=', query.facility);
  if (query.device !== undefined) base = base.where('finding_dose.device_id', '=', query.device);
  if (query.examClass !== undefined) base = base.where('finding_dose.exam_class', '=', query.examClass);
  if (query.ageBand !== undefined) base = base.where('finding_dose.age_band', '=', query.ageBand);
  if (query.measure !== undefined) base = base.where('finding_dose.measure', '=', query.measure);
  const total = db.first(base.select(({ fn }) => fn.countAll<number>().as('n')))?.n ?? 0;
  const rows = base
    .selectAll('finding_dose')
    .select(['finding.rule_id as rule_id', 'finding.subject as subject'])
    .orderBy('finding_dose.date', 'desc')
    .orderBy('finding_dose.finding_id')
    .orderBy('finding_dose.measure')
    .limit(limit);
  return { total, rows: db.all(rows) };
}

export interface DoseDayRow {
  readonly device_id: string;
  readonly date: string;
  readonly expected: number;
  readonly present: number;
}

export function doseDays(db: Database, facilityId: string, from: string, to: string): DoseDayRow[] {
  return db.all(
    db.sql
      .selectFrom('dose_day')
      .select(({ fn }) => [
        'device_id',
        'date',
        fn.sum<number>('expected').as('expected'),
        fn.sum<number>('present').as('present'),
      ])
      .where('facility_id', '=', facilityId)
      .where('date', '>=', from)
      .where('date', '<=', to)
      .groupBy(['device_id', 'date'])
      .orderBy('device_id')
      .orderBy('date'),
  );
}

/** Items of the devices of facilities, as they were sent. */
export function deviceItems(
  db: Database,
  facilityIds: readonly string[],
): { facilityId: string; deviceId: string; item: string }[] {
  return db.all(
    db.sql
      .selectFrom('device')
      .select(['facility_id as facilityId', 'device_id as deviceId', 'item'])
      .where('facility_id', 'in', scoped(facilityIds)),
  );
}
