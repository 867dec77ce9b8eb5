import type { Heartbeat } from '@center/contract';
import type { WitnessLimits } from '../../core/index.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import type { SightingTable } from '../store/tables.ts';
import { ms } from './item-context.ts';

/**
 * The console's own record of when it heard each agent, kept beside what agents tell of their gaps: stretches that a silence ends. When the console itself ran is kept in
 * the same transactions, so that its own absence is never taken for an agent's.
 */
export interface Witness {
  /**
   * A signed heartbeat has come. What it says of times without a line is durable when this returns. False: it is no newer than one that was here before, and counts for
   * nothing. Newer is a longer chain, or at the same length a later moment of sending: an agent whose clock was set back writes that into its chain.
   */
  beat(heartbeat: Heartbeat, at: number): boolean;
  /** A signed batch that was not here before has come. `datedAt`: when the agent says that it made it. */
  batch(agentId: string, at: number, datedAt: number): void;
  /** Writes down what has been heard since the last time, and that the console runs. */
  flush(): void;
}

/** The console was asleep, stopped or set to another time when its own pulse failed for so long. */
const awayAfterMs = 120_000;

interface Stretch {
  readonly row: SightingTable;
  /** End of the stretch before. */
  readonly before: number | undefined;
}

const readLast = 'SELECT * FROM sighting WHERE agent_id = ? ORDER BY from_at DESC LIMIT 2';
const columns = [
  'to_at',
  'late_batches',
  'late_from_at',
  'late_to_at',
  'first_offset_ms',
  'last_offset_ms',
  'sent_at',
  'chain_length',
] as const satisfies readonly (keyof SightingTable)[];
const putSighting = `INSERT INTO sighting (agent_id, from_at, ${columns.join(', ')}) VALUES (?, ?, ${columns.map(() => '?').join(', ')}) ON CONFLICT (agent_id, from_at) DO UPDATE SET ${columns.map((c) => `${c} = excluded.${c}`).join(', ')}`;
const putWatch =
  'INSERT INTO console_watch (from_at, to_at) VALUES (?, ?) ON CONFLICT (from_at) DO UPDATE SET to_at = max(to_at, excluded.to_at)';
const putLine =
  'INSERT INTO agent_line (agent_id, from_at, to_at, received_at) VALUES (?, ?, ?, ?) ON CONFLICT (agent_id, from_at) DO UPDATE SET to_at = max(to_at, excluded.to_at)';

/** `flush` is to be called by a timer, well within two minutes. */
export function openWitness(db: Database, clock: Clock, limits: WitnessLimits): Witness {
  const stretches = new Map<string, Stretch>();
  const changed = new Set<SightingTable>();
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
    return last === undefined ? undefined : { row: last, before: before?.to_at };
  };

  const seen = (agentId: string, at: number): Stretch => {
    pulse();
    const last = known(agentId);
    const goesOn = last !== undefined && at - last.row.to_at <= limits.breakMs;
    const stretch: Stretch = goesOn
      ? last
      : {
          before: last?.row.to_at,
          row: {
            agent_id: agentId,
            from_at: at,
            to_at: at,
            late_batches: 0,
            late_from_at: null,
            late_to_at: null,
            first_offset_ms: null,
            last_offset_ms: null,
            sent_at: last?.row.sent_at ?? null,
            chain_length: last?.row.chain_length ?? null,
          },
        };
    // Set back, the console's clock must not shorten what it has seen.
    stretch.row.to_at = Math.max(stretch.row.to_at, at);
    stretches.set(agentId, stretch);
    changed.add(stretch.row);
    return stretch;
  };

  const isNewer = ({ agentId, sentAt, chainLength }: Heartbeat): boolean => {
    const row = known(agentId)?.row;
    const { sent_at: sent, chain_length: chain } = row ?? { sent_at: null, chain_length: null };
    if (sent === null || chain === null || chainLength > chain) return true;
    return chainLength === chain && ms(sentAt) > sent;
  };

  const keepLines = ({ agentId, sentAt, unreached = [] }: Heartbeat, at: number): void => {
    // Nobody can have tried in vain later than now.
    const told = unreached.filter(({ from, to }) => ms(from) <= ms(to) && ms(to) <= ms(sentAt));
    if (told.length > 0)
      db.transaction(() => {
        for (const { from, to } of told) db.prepare(putLine).run(agentId, ms(from), ms(to), at);
      });
  };

  return {
    beat: (heartbeat, at) => {
      if (!isNewer(heartbeat)) return false;
      keepLines(heartbeat, at);
      const { row } = seen(heartbeat.agentId, at);
      const sentAt = ms(heartbeat.sentAt);
      row.sent_at = sentAt;
      row.chain_length = heartbeat.chainLength;
      row.first_offset_ms ??= sentAt - at;
      row.last_offset_ms = sentAt - at;
      return true;
    },
    batch: (agentId, at, datedAt) => {
      const { row, before } = seen(agentId, at);
      const dated = datedAt - (row.first_offset_ms ?? 0);
      if (before !== undefined && dated > before + limits.beatMs && dated < row.from_at - limits.beatMs) {
        row.late_batches += 1;
        row.late_from_at = Math.min(row.late_from_at ?? datedAt, datedAt);
        row.late_to_at = Math.max(row.late_to_at ?? datedAt, datedAt);
      }
    },
    flush: () => {
      pulse();
      db.transaction(() => {
        for (const each of [...earlierWatches, watch]) db.prepare(putWatch).run(each.from, each.to);
        for (const row of changed)
          db.prepare(putSighting).run(row.agent_id, row.from_at, ...columns.map((column) => row[column]));
      });
      earlierWatches.length = 0;
      changed.clear();
    },
  };
}
