import {
  type ConsoleDue,
  ConsoleOverview,
  calendarDateAt,
  instant,
  instantToIso,
  Problem,
  type StandingLight,
} from '@center/contract';
import { dueSoon, poolNumbers, wordsOfRule } from '../../core/index.ts';
import { allFacilities } from '../store/facilities.ts';
import { changesSince } from '../store/findings.ts';
import { deliveries, targets } from '../store/uploads.ts';
import { who } from './access.ts';
import { sinceYesterday } from './center-routes.ts';
import type { ConsoleContext, Person, Server } from './context.ts';
import { agentViews, deliveredTo, facilityRows } from './views.ts';

/** The earliest of ISO instants, which sort as text; null when one is missing. */
function oldest(instants: readonly (string | null)[]): string | null {
  let first: string | null = null;
  for (const at of instants) {
    if (at === null) return null;
    if (first === null || at < first) first = at;
  }
  return first;
}

/** Rows of each list that the first page shows; the counts beside them are of all. */
const shown = { centers: 50, changes: 30, due: 30 } as const;
/** A report is listed when its last day is this near, or past. */
const soonDays = 14;

function dueReports(context: ConsoleContext, person: Person): ConsoleDue[] {
  const { db, clock, calendar } = context;
  const today = calendarDateAt(clock());
  const delivered = Map.groupBy(deliveries(db), (row) => row.facility_id);
  const due: ConsoleDue[] = [];
  for (const facility of allFacilities(db)) {
    if (person.scope !== 'all' && !person.scope.includes(facility.facility_id)) continue;
    const rows = delivered.get(facility.facility_id) ?? [];
    for (const target of targets(db)) {
      if (target.enabled === 0) continue;
      const since = calendarDateAt(instant(Math.max(facility.created_at, target.created_at)));
      for (const owed of dueSoon(since, deliveredTo(rows, target.target_id), today, calendar)) {
        if (owed.daysLeft > soonDays) continue;
        const built = rows.find((row) => row.target_id === target.target_id && row.month === owed.month);
        due.push({
          facilityId: facility.facility_id,
          facilityName: facility.name,
          targetId: target.target_id,
          month: owed.month,
          dueOn: owed.dueOn,
          daysLeft: owed.daysLeft,
          state: built?.state ?? 'missing',
          packageId: built?.package_id ?? null,
        });
      }
    }
  }
  return due.toSorted((a, b) => a.daysLeft - b.daysLeft).slice(0, shown.due);
}

export function overviewRoute(app: Server, context: ConsoleContext): void {
  const { db, clock } = context;
  app.get(
    '/api/overview',
    { config: { act: 'see' }, schema: { tags: ['overview'], response: { 200: ConsoleOverview, '4xx': Problem } } },
    async (request) => {
      const person = who(request);
      const now = clock();
      const rows = facilityRows(context, person.scope, now);
      const names = new Map(rows.map((row) => [row.facilityId, row.name]));
      const lights: Record<StandingLight, number> = { red: 0, amber: 0, green: 0, 'not-graded': 0 };
      for (const row of rows) lights[row.light] += 1;
      const instants = rows.map((row) => row.asOf);
      const since = sinceYesterday(now);
      return {
        asOf: instantToIso(now),
        evidenceFrom: oldest(instants),
        facilities: rows.length,
        lights,
        numbers: poolNumbers(rows.map((row) => row.numbers)),
        centers: rows.slice(0, shown.centers),
        changesSince: instantToIso(since),
        changes: changesSince(db, since, person.scope, shown.changes).map((row) => ({
          facilityId: row.facility_id,
          facilityName: names.get(row.facility_id) ?? row.facility_id,
          ruleId: row.rule_id,
          ruleTitle: { ...(wordsOfRule(row.rule_id)?.title ?? { zh: row.rule_id, en: row.rule_id }) },
          clause: row.clause,
          severity: row.severity,
          opened: row.opened,
          closed: row.closed,
          revised: row.revised,
          latestAt: instantToIso(instant(row.latest)),
        })),
        dueSoon: dueReports(context, person),
        agents: agentViews(context, person.scope, now).map(
          ({ agentId, facilityId, facilityName, state, liveness }) => ({
            agentId,
            facilityId,
            facilityName,
            state,
            liveness,
          }),
        ),
      };
    },
  );
}
