import {
  type ConsoleAgent,
  type ConsoleFacilityRow,
  type ConsoleScope,
  calendarDateAt,
  type Instant,
  instant,
  instantToIso,
} from '@center/contract';
import {
  byStanding,
  type DeliveredMonth,
  inScope,
  livenessOf,
  type MeasuredRule,
  onTimeReporting,
  ownClauseStates,
  speaksForNow,
  standingLight,
  standingNumbers,
  tallyClauses,
} from '../../core/index.ts';
import { lastSignOf } from '../ingest/index.ts';
import { agentsOf } from '../store/agents.ts';
import { fromColumns } from '../store/counts.ts';
import { allFacilities, facilityById, liveFindingCounts, type MonthSum, rollups } from '../store/facilities.ts';
import { ruleSetInForce } from '../store/rule-sets.ts';
import type { AgentTable, FacilityTable, TargetTable } from '../store/tables.ts';
import { type DeliveredRow, deliveries, targets } from '../store/uploads.ts';
import type { ConsoleContext } from './context.ts';

export const isoOrNull = (at: number | null | undefined): string | null =>
  at === null || at === undefined ? null : instantToIso(instant(at));

function agentView(
  context: ConsoleContext,
  agent: AgentTable,
  facilityName: string,
  now: Instant,
  inForce: string,
): ConsoleAgent {
  const beat = context.heartbeats.of(agent.agent_id);
  const ruleSet = beat?.ruleSetSha256 ?? agent.rule_set_sha256;
  return {
    agentId: agent.agent_id,
    facilityId: agent.facility_id,
    facilityName,
    state: agent.state,
    stateReason: agent.state_reason,
    liveness: livenessOf(lastSignOf(beat, agent), now, context.liveness),
    fingerprint: agent.fingerprint,
    agentVersion: beat?.agentVersion ?? agent.agent_version,
    enrolledAt: instantToIso(instant(agent.enrolled_at)),
    confirmedAt: isoOrNull(agent.confirmed_at),
    confirmedBy: agent.confirmed_by,
    lastHeartbeatAt: isoOrNull(beat?.at ?? agent.last_heartbeat_at),
    lastBatchAt: isoOrNull(agent.last_batch_at),
    lastSeq: agent.last_seq,
    backlog: beat?.backlog ?? agent.backlog,
    clockOffsetMs: beat?.clockOffsetMs ?? agent.clock_offset_ms,
    ruleSetSha256: ruleSet,
    ruleSetLags: ruleSet !== null && ruleSet !== inForce,
  };
}

/** Agents of the facilities in scope. */
export function agentViews(
  context: ConsoleContext,
  scope: ConsoleScope,
  now: Instant,
  facilityId?: string,
): ConsoleAgent[] {
  const names = new Map(allFacilities(context.db).map((facility) => [facility.facility_id, facility.name]));
  const inForce = ruleSetInForce(context.db);
  return agentsOf(context.db, facilityId)
    .filter((agent) => inScope(scope, agent.facility_id))
    .map((agent) => agentView(context, agent, names.get(agent.facility_id) ?? agent.facility_id, now, inForce));
}

/** Ids of agents whose word still holds for the present. */
export function speakingAgents(
  context: ConsoleContext,
  agents: readonly AgentTable[],
  now: Instant,
): ReadonlySet<string> {
  return new Set(
    agents
      .filter((agent) =>
        speaksForNow(
          agent.state,
          livenessOf(lastSignOf(context.heartbeats.of(agent.agent_id), agent), now, context.liveness),
        ),
      )
      .map((agent) => agent.agent_id),
  );
}

/** Stored sums as the core takes them. `open` counts live findings by clause, rule and agent. */
export function measuredRules(
  sums: readonly MonthSum[],
  speaking: ReadonlySet<string>,
  open: ReadonlyMap<string, number>,
): MeasuredRule[] {
  return sums.map((row) => ({
    clause: row.clause,
    ruleId: row.rule_id,
    counts: fromColumns(row),
    openFindings: open.get(`${row.clause}\n${row.rule_id}\n${row.agent_id}`) ?? 0,
    asOf: row.as_of,
    current: speaking.has(row.agent_id),
  }));
}

/** First acceptance of each month at one target. */
export function deliveredTo(rows: readonly DeliveredRow[], targetId: string): DeliveredMonth[] {
  return rows
    .filter((row) => row.target_id === targetId)
    .map((row) => ({
      month: row.month,
      acceptedOn: row.accepted_at === null ? undefined : calendarDateAt(instant(row.accepted_at)),
    }));
}

interface Gathered {
  readonly agents: readonly AgentTable[];
  readonly sums: readonly MonthSum[];
  readonly findings: Readonly<ReturnType<typeof liveFindingCounts>>;
  readonly delivered: readonly DeliveredRow[];
  /** Enabled targets of uploads. */
  readonly targets: readonly TargetTable[];
}

function facilityRow(
  context: ConsoleContext,
  facility: FacilityTable,
  gathered: Gathered,
  now: Instant,
): ConsoleFacilityRow {
  const { agents, sums, findings, delivered } = gathered;
  const speaking = speakingAgents(context, agents, now);
  const known = agents.filter((agent) => agent.state !== 'revoked');
  const states = ownClauseStates(measuredRules(sums, speaking, new Map()), known.length > 0);
  const tally = tallyClauses(states);
  const openFindings = { critical: 0, major: 0, minor: 0 };
  for (const row of findings) openFindings[row.severity] += row.n;
  const today = calendarDateAt(now);
  const reporting = { onTime: 0, due: 0 };
  for (const target of gathered.targets) {
    const since = calendarDateAt(instant(Math.max(facility.created_at, target.created_at)));
    const rate = onTimeReporting(since, deliveredTo(delivered, target.target_id), today, context.calendar);
    reporting.onTime += rate.onTime;
    reporting.due += rate.due;
  }
  const numbers = standingNumbers(tally, openFindings.critical, reporting);
  const asOf = Math.max(0, ...sums.map((row) => row.as_of));
  return {
    facilityId: facility.facility_id,
    name: facility.name,
    licenceNumber: facility.licence_number,
    divisionCode: facility.division_code,
    light: standingLight(numbers),
    numbers,
    openFindings,
    waivedClauses: tally.waived,
    notApplicableClauses: tally.notApplicable,
    unservedClauses: tally.unserved,
    agents: {
      enrolled: known.length,
      pending: known.filter((agent) => agent.state === 'pending').length,
      silent: known.filter((agent) => agent.state === 'active' && !speaking.has(agent.agent_id)).length,
      quarantined: known.filter((agent) => agent.state === 'quarantined').length,
    },
    asOf: asOf > 0 ? instantToIso(instant(asOf)) : null,
  };
}

function grouped<T extends { readonly facility_id: string }>(rows: readonly T[]): (facilityId: string) => readonly T[] {
  const groups = Map.groupBy(rows, (row) => row.facility_id);
  return (facilityId) => groups.get(facilityId) ?? [];
}

/** Every facility in scope with its standing, red first. */
export function facilityRows(context: ConsoleContext, scope: ConsoleScope, now: Instant): ConsoleFacilityRow[] {
  const { db } = context;
  const agents = grouped(agentsOf(db));
  const sums = grouped(rollups(db));
  const findings = grouped(liveFindingCounts(db));
  const delivered = grouped(deliveries(db));
  const enabled = targets(db).filter((target) => target.enabled === 1);
  return allFacilities(db)
    .filter((facility) => inScope(scope, facility.facility_id))
    .map((facility) => {
      const id = facility.facility_id;
      return facilityRow(
        context,
        facility,
        { agents: agents(id), sums: sums(id), findings: findings(id), delivered: delivered(id), targets: enabled },
        now,
      );
    })
    .toSorted(byStanding);
}

/** One facility with its standing; undefined when there is none. */
export function oneFacility(context: ConsoleContext, facilityId: string, now: Instant): ConsoleFacilityRow | undefined {
  const { db } = context;
  const facility = facilityById(db, facilityId);
  if (facility === undefined) return undefined;
  const gathered = {
    agents: agentsOf(db, facilityId),
    sums: rollups(db, facilityId),
    findings: liveFindingCounts(db, facilityId),
    delivered: deliveries(db, facilityId),
    targets: targets(db).filter((target) => target.enabled === 1),
  };
  return facilityRow(context, facility, gathered, now);
}
