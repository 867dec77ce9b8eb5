import type { WitnessLimits } from '../../core/index.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import type { SightingTable } from '../store/tables.ts';

/**
 * The console's own record of when it heard each agent, kept beside what agents tell of their gaps: stretches that a silence ends. When the console itself ran is kept in
 * the same transactions, so that its own absence is never taken for an agent's.
 */
export interface Witness {
  /** A signed message has come. `datedAt`: when the agent says that it made this batch, if it is one that was not here before. */
  seen(agentId: string, at: number, datedAt?: number): void;
  /** Writes down what has been heard since the last time, and that the console runs. */
  flush(): void;
}

/** The console was asleep, stopped or set to another time when its own pulse failed for so long. */
const awayAfterMs = 120_000;

interface Stretch {
  from: number;
  to: number;
  late: number;
  /** End of the stretch before. */
  readonly before: number | undefined;
}

const readLast = 'SELECT * FROM sighting WHERE agent_id = ? ORDER BY from_at DESC LIMIT 2';
const putSighting =
  'INSERT INTO sighting (agent_id, from_at, to_at, late_batches) VALUES (?, ?, ?, ?) ON CONFLICT (agent_id, from_at) DO UPDATE SET to_at = excluded.to_at, late_batches = excluded.late_batches';
const putWatch =
  'INSERT INTO console_watch (from_at, to_at) VALUES (?, ?) ON CONFLICT (from_at) DO UPDATE SET to_at = max(to_at, excluded.to_at)';

/** `flush` is to be called by a timer, well within two minutes. */
export function openWitness(db: Database, clock: Clock, limits: WitnessLimits): Witness {
  const stretches = new Map<string, Stretch>();
  const changed = new Map<string, Stretch[]>();
  let watch = { from: Number(clock()), to: Number(clock()) };
  const earlierWatches: { from: number; to: number }[] = [];

  const pulse = (): void => {
    const now = Number(clock());
    if (now - watch.to > awayAfterMs) {
      earlierWatches.push(watch);
      watch = { from: now, to: now };
      // Set back, the clock passes over time that was watched already.
    } else watch.to = Math.max(watch.to, now);
  };

  const known = (agentId: string): Stretch | undefined => {
    const remembered = stretches.get(agentId);
    if (remembered !== undefined) return remembered;
    const [last, before] = db.prepare<SightingTable>(readLast).all(agentId);
    return last === undefined
      ? undefined
      : { from: last.from_at, to: last.to_at, late: last.late_batches, before: before?.to_at };
  };

  const note = (agentId: string, stretch: Stretch): void => {
    const waiting = changed.get(agentId) ?? [];
    if (!waiting.includes(stretch)) changed.set(agentId, [...waiting, stretch]);
  };

  return {
    seen: (agentId, at, datedAt) => {
      pulse();
      const last = known(agentId);
      const goesOn = last !== undefined && at - last.to <= limits.breakMs;
      const stretch = goesOn ? last : { from: at, to: at, late: 0, before: last?.to };
      // Set back, the console's clock must not shorten what it has seen.
      stretch.to = Math.max(stretch.to, at);
      const { before } = stretch;
      if (
        datedAt !== undefined &&
        before !== undefined &&
        datedAt > before + limits.beatMs &&
        datedAt < stretch.from - limits.beatMs
      )
        stretch.late += 1;
      stretches.set(agentId, stretch);
      note(agentId, stretch);
    },
    flush: () => {
      pulse();
      db.transaction(() => {
        for (const each of [...earlierWatches, watch]) db.prepare(putWatch).run(each.from, each.to);
        for (const [agentId, waiting] of changed)
          for (const { from, to, late } of waiting) db.prepare(putSighting).run(agentId, from, to, late);
      });
      earlierWatches.length = 0;
      changed.clear();
    },
  };
}
