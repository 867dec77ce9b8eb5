import {
  type ConsoleGapRow,
  type ConsoleScope,
  type ConsoleWitness,
  gapFindings,
  instant,
  instantToIso,
} from '@center/contract';
import { firstDifference, inScope, type WitnessedGap, witnessed } from '../../core/index.ts';
import { agentsOf } from '../store/agents.ts';
import { firstSighting, gapsOf, linesOf, sightingsOf, watchesOf } from '../store/equipment.ts';
import { allFacilities } from '../store/facilities.ts';
import type { ConsoleContext } from './context.ts';
import { isoOrNull, speakingAgents } from './views.ts';

const mostGaps = 500;
const dayMs = 86_400_000;

/** Silence that both clocks and words explain is no news; it stands after what is. */
const byWorst = (a: ConsoleGapRow, b: ConsoleGapRow): number =>
  firstDifference(
    gapFindings.indexOf(a.finding) - gapFindings.indexOf(b.finding),
    a.start < b.start ? 1 : a.start > b.start ? -1 : 0,
  );

/** Told gaps of agents beside what this console saw of them by itself, over the last days. */
export function witnessOf(
  context: ConsoleContext,
  scope: ConsoleScope,
  facilityId: string | undefined,
  days: number,
  most = mostGaps,
): ConsoleWitness {
  const { db, clock, heartbeats, witness, witnessLimits } = context;
  witness.flush();
  const now = clock();
  const from = instant(now - days * dayMs);
  const names = new Map(allFacilities(db).map((row) => [row.facility_id, row.name]));
  const agents = agentsOf(db, facilityId).filter(
    (agent) => inScope(scope, agent.facility_id) && (agent.state === 'active' || agent.state === 'quarantined'),
  );
  const speaking = speakingAgents(context, agents, now);
  const watched = watchesOf(db, from).map((row) => ({ start: instant(row.from_at), end: instant(row.to_at) }));
  const away = watched.reduce(
    (sum, { start }, at) => sum + Math.max(0, start - Math.max(from, watched[at - 1]?.end ?? start)),
    0,
  );
  const gaps: ConsoleGapRow[] = [];
  const rows = agents.map((agent) => {
    const { agent_id: agentId, facility_id: id } = agent;
    const of = { facilityId: id, facilityName: names.get(id) ?? id, agentId };
    const seen = sightingsOf(db, agentId, from).map((row) => ({
      start: instant(row.from_at),
      end: instant(row.to_at),
      lateBatches: row.late_batches,
      ...(row.late_from_at === null || row.late_to_at === null
        ? {}
        : { lateDates: { start: instant(row.late_from_at), end: instant(row.late_to_at) } }),
      firstOffsetMs: row.first_offset_ms,
      lastOffsetMs: row.last_offset_ms,
    }));
    const result = witnessed({
      period: { start: from, end: now },
      told: gapsOf(db, agentId, from).map((row) => ({
        number: row.number,
        cause: row.cause,
        stepMs: row.step_ms,
        start: instant(row.start_at),
        end: instant(row.end_at),
      })),
      unreached: linesOf(db, agentId, from).map((row) => ({
        start: instant(row.from_at),
        end: instant(row.to_at),
      })),
      seen,
      watched,
      clockOffsetMs: heartbeats.of(agentId)?.clockOffsetMs ?? agent.clock_offset_ms,
      limits: witnessLimits,
    });
    const row = (gap: WitnessedGap): ConsoleGapRow => ({
      ...of,
      by: gap.by,
      start: instantToIso(gap.start),
      end: isoOrNull(gap.end),
      cause: gap.told?.cause ?? null,
      number: gap.told?.number ?? null,
      stepMs: gap.told?.stepMs ?? null,
      finding: gap.finding,
      differenceMs: gap.differenceMs,
      lateBatches: gap.lateBatches,
    });
    gaps.push(...result.gaps.map(row));
    return {
      ...of,
      speaks: speaking.has(agentId),
      lastSeenAt: isoOrNull(seen.at(-1)?.end),
      seenSince: isoOrNull(firstSighting(db, agentId)),
      toldMs: result.toldMs,
      silentMs: result.silentMs,
      untoldMs: result.untoldMs,
      heardMs: result.heardMs,
      findings: gapFindings
        .map((finding) => ({ finding, gaps: result.gaps.filter((gap) => gap.finding === finding).length }))
        .filter(({ gaps: n }) => n > 0),
    };
  });
  const worst = gaps.toSorted(byWorst);
  return {
    asOf: instantToIso(now),
    from: instantToIso(from),
    consoleAwayMs: away,
    agents: rows.toSorted((a, b) =>
      firstDifference(
        b.untoldMs + b.heardMs - (a.untoldMs + a.heardMs),
        b.toldMs - a.toldMs,
        a.facilityName.localeCompare(b.facilityName, 'zh'),
      ),
    ),
    gaps: worst.slice(0, most),
    left: Math.max(0, worst.length - most),
  };
}
