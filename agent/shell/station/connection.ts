import { instantToIso } from '@center/contract';
import type { StationChainResult, StationConnection, StationOverview } from '@center/contract/station-api';
import type { ChannelRow } from '../ledger/index.ts';
import { personOf } from './access.ts';
import type { StationDeps } from './deps.ts';
import { parametersOf, ruleWords } from './law.ts';
import type { TypedApp } from './typed-app.ts';

export function channelView(row: ChannelRow): StationOverview['channels'][number] {
  return {
    name: row.name,
    state: row.state,
    since: instantToIso(row.since),
    lastObservationAt: row.lastObservationAt === undefined ? null : instantToIso(row.lastObservationAt),
    objects: row.objects,
    problem: row.problem ?? null,
  };
}

function ruleSetView({ ledger }: StationDeps): StationConnection['ruleSet'] {
  const current = ledger.ruleSets.current();
  if (current === undefined) return null;
  const { manifest, sha256 } = current;
  return {
    version: manifest.version,
    sha256,
    effectiveFrom: manifest.effectiveFrom,
    notes: manifest.notes,
    rules: manifest.rules.map((entry) => {
      const { title, clause } = ruleWords(entry.id);
      return {
        ruleId: entry.id,
        version: entry.version,
        title,
        clause: clause === '' ? null : clause,
        enabled: entry.enabled,
        informational: entry.informational,
        parameters: parametersOf(entry),
      };
    }),
  };
}

export function connectionRoutes(app: TypedApp, deps: StationDeps): void {
  const { ledger, now, facility } = deps;
  app.get('/api/connection', (): StationConnection => {
    const state = deps.connection();
    const head = ledger.head();
    return {
      asOf: instantToIso(now()),
      enrolment: state.enrolment,
      consoleUrl: state.consoleUrl ?? null,
      agentId: state.agentId ?? null,
      facilityId: facility.id,
      fingerprint: state.fingerprint ?? null,
      lastReceiptAt: state.lastReceiptAt === undefined ? null : instantToIso(state.lastReceiptAt),
      lastSeq: state.lastSeq ?? null,
      backlog: state.backlog,
      clockOffsetMs: state.clockOffsetMs === undefined ? null : Math.round(state.clockOffsetMs),
      problem: state.problem ?? null,
      channels: ledger.channels.list().map(channelView),
      chain: { entries: head.seq, head: head.hash },
      ruleSet: ruleSetView(deps),
    };
  });
  app.post(
    '/api/connection/verify',
    { config: { rateLimit: { max: 6, timeWindow: 60_000 } } },
    (request): StationChainResult => {
      const began = performance.now();
      const result = ledger.verifyChain();
      const tookMs = Math.round(performance.now() - began);
      const found = result.ok
        ? `${String(result.entries)} entries`
        : `broken at ${String(result.seq)}: ${result.problem}`;
      ledger.audit.write('chain-verified', found, '', personOf(request).login, now());
      return result.ok
        ? { ok: true, entries: result.entries, brokenAt: null, problem: null, tookMs }
        : { ok: false, entries: ledger.head().seq, brokenAt: result.seq, problem: result.problem, tookMs };
    },
  );
}
