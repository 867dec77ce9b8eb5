import type { Instant } from '@center/contract';
import { type AgentGap, episodesOfApcupsd } from '../../core/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { apcupsdHistory, type ProbeConfig } from '../probes/index.ts';

const patienceMs = 5_000;

/** What the servers of UPS kept of the time in which the agent was away: their episodes are entered as if they had been seen. What cannot be read stays unknown. */
export async function importPowerHistory(options: {
  readonly ledger: Ledger;
  readonly probes: readonly ProbeConfig[];
  readonly gaps: readonly AgentGap[];
  readonly clockEpoch: number;
  readonly now: () => Instant;
}): Promise<void> {
  const { ledger, probes, gaps, clockEpoch, now } = options;
  const away = gaps.filter(({ stepMs }) => stepMs === undefined);
  if (away.length === 0) return;
  for (const { type, of, host, port } of probes) {
    if (type !== 'apcupsd' || typeof host !== 'string') continue;
    const told = await apcupsdHistory(
      { host, ...(typeof port === 'number' ? { port } : {}) },
      AbortSignal.timeout(patienceMs),
    );
    if (told.kind === 'not-read' || !ledger.store.db.open) continue;
    const events = away.flatMap((gap) => episodesOfApcupsd(told.entries, of, clockEpoch, gap));
    ledger.transaction(() => {
      for (const event of events) ledger.watch.putEvent(event, now());
    });
  }
}
