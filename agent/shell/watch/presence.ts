import type { Instant } from '@center/contract';
import { classifyPresence, type Presence, type PresenceChange } from '../../core/index.ts';
import type { AgentRun, Ledger, Sign } from '../ledger/index.ts';
import type { HostBoot } from '../probes/index.ts';

export interface PresenceDeps {
  readonly ledger: Ledger;
  readonly now: () => Instant;
  readonly boot: () => HostBoot;
  /** Of the process; stands still while the host sleeps. */
  readonly monotonicMs: () => number;
  readonly runId: string;
  /** Name of the program with its version. */
  readonly program: string;
}

/** The agent's own signs of life, and what lies between two of them. */
export interface PresenceKeeper {
  /** What happened between the last sign of the run before and the first of this one; undefined at the first start of all. */
  readonly begun: PresenceChange | undefined;
  /** Rises with each step of the clock back. */
  epoch(): number;
  /** Writes a sign of life down, and the gaps since the one before. */
  beat(): PresenceChange;
}

const nothing: PresenceChange = { gaps: [], epochRaised: false };

function presenceOf(run: Pick<AgentRun, 'id' | 'stoppedAt'> & Sign): Presence {
  return {
    at: run.at,
    bootId: run.bootId,
    bootMs: run.bootMs,
    monotonicMs: run.monotonicMs,
    runId: run.id,
    clean: run.stoppedAt !== undefined,
  };
}

/**
 * Begins a run: what the run before left behind tells why nobody watched since then, and is written down together with the begin of this one. A death between two signs
 * loses at most the time between them, and that time is unknown.
 */
export function keepPresence(deps: PresenceDeps): PresenceKeeper {
  const { ledger, runId, program } = deps;
  const before = ledger.runs.last();
  let epoch = before?.clockEpoch ?? 0;
  const sign = (): Sign => {
    const at = deps.now();
    const { bootId, bootMs } = deps.boot();
    return { at, bootId, bootMs, monotonicMs: deps.monotonicMs(), clockEpoch: epoch };
  };
  const step = (from: Presence, to: Presence): PresenceChange => {
    const change = classifyPresence(from, to);
    if (change.epochRaised) epoch += 1;
    for (const gap of change.gaps) ledger.runs.addGap(gap, runId, to.at);
    return change;
  };
  let last = sign();
  const asPresence = (each: Sign): Presence => presenceOf({ ...each, id: runId });
  const begun = ledger.transaction(() => {
    const change = before === undefined ? undefined : step(presenceOf(before), asPresence(last));
    last = { ...last, clockEpoch: epoch };
    ledger.runs.begin(runId, program, last);
    return change;
  });
  return {
    begun,
    epoch: () => epoch,
    beat() {
      const next = sign();
      return ledger.transaction(() => {
        const change =
          next.bootMs === last.bootMs && next.at === last.at ? nothing : step(asPresence(last), asPresence(next));
        last = { ...next, clockEpoch: epoch };
        ledger.runs.beat(runId, last);
        return change;
      });
    },
  };
}
