import { type Heartbeat, type Instant, instant, must, parseInstant } from '@center/contract';
import type { Database } from '../store/database.ts';

/** What an agent last said of itself; in memory, because a beat a minute from every center would be writes for nothing. */
export interface LastBeat {
  readonly at: Instant;
  readonly agentVersion: string;
  readonly backlog: number;
  readonly clockOffsetMs: number;
  readonly ruleSetSha256: string;
}

export interface Heartbeats {
  beat(heartbeat: Heartbeat, at: Instant): void;
  of(agentId: string): LastBeat | undefined;
  /** Writes down what is not written yet. */
  flush(): void;
}

/** A beat is written after this long, so that a restart does not forget who was alive. */
const writeEveryMs = 300_000;

export function openHeartbeats(db: Database): Heartbeats {
  const beats = new Map<string, LastBeat & { readonly chainHead: string; readonly chainLength: number }>();
  const written = new Map<string, number>();
  const write = (agentId: string): void => {
    const beat = beats.get(agentId);
    if (beat === undefined) return;
    db.run(
      db.sql
        .updateTable('agent')
        .set({
          last_heartbeat_at: beat.at,
          agent_version: beat.agentVersion,
          backlog: beat.backlog,
          clock_offset_ms: beat.clockOffsetMs,
          rule_set_sha256: beat.ruleSetSha256,
          chain_head: beat.chainHead,
          chain_length: beat.chainLength,
        })
        .where('agent_id', '=', agentId),
    );
    written.set(agentId, beat.at);
  };
  return {
    beat: (heartbeat, at) => {
      beats.set(heartbeat.agentId, {
        at,
        agentVersion: heartbeat.agentVersion,
        backlog: heartbeat.backlog,
        clockOffsetMs: must(parseInstant(heartbeat.sentAt)) - at,
        ruleSetSha256: heartbeat.ruleSetSha256,
        chainHead: heartbeat.chainHead,
        chainLength: heartbeat.chainLength,
      });
      if (at - (written.get(heartbeat.agentId) ?? 0) >= writeEveryMs) write(heartbeat.agentId);
    },
    of: (agentId) => beats.get(agentId),
    flush: () => {
      for (const [agentId, beat] of beats) if (written.get(agentId) !== beat.at) write(agentId);
    },
  };
}

/** Seconds to the next beat: a minute with a splay of ten seconds that is an agent's own, so that agents do not return together. */
export function nextBeatSeconds(agentId: string, at: Instant): number {
  let spread = 0;
  for (const letter of `${agentId}${String(Math.floor(at / 60_000))}`)
    spread = (spread * 31 + (letter.codePointAt(0) ?? 0)) % 21;
  return 50 + spread;
}

/** Latest sign of life: a beat or a batch, remembered or written. */
export function lastSignOf(
  beat: LastBeat | undefined,
  row: { readonly last_heartbeat_at: number | null; readonly last_batch_at: number | null },
): Instant | undefined {
  const latest = Math.max(beat?.at ?? 0, row.last_heartbeat_at ?? 0, row.last_batch_at ?? 0);
  return latest > 0 ? instant(latest) : undefined;
}
