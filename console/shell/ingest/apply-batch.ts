import { type Batch, must, parseInstant } from '@center/contract';
import type { ProblemCode } from '../problems.ts';
import { writeAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import type { AgentTable, BatchTable } from '../store/tables.ts';
import { applyItems, digestsDiffer, type FreezeWords, forgetUnnamed } from './apply-items.ts';

/** A batch whose signature holds and whose form is right. */
export interface VerifiedBatch {
  readonly batch: Batch;
  readonly bodySha256: string;
  readonly signature: string;
}

export type BatchOutcome =
  | { readonly kind: 'stored' | 'duplicate'; readonly committedAt: number; readonly wantFull: boolean }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly details: readonly string[] };

const readAgent = 'SELECT state, facility_id, last_seq, last_sha256, open_dump_id FROM agent WHERE agent_id = ?';
const readBatch = 'SELECT body_sha256, committed_at, want_full FROM batch WHERE agent_id = ? AND seq = ?';
const addBatch =
  'INSERT INTO batch (agent_id, seq, body_sha256, prev_sha256, signature, items, created_at, committed_at, want_full, rule_set_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
const advance =
  'UPDATE agent SET last_seq = ?, last_sha256 = ?, last_batch_at = ?, agent_version = ?, rule_set_sha256 = ?, open_dump_id = ? WHERE agent_id = ?';

const refusedStates = { pending: 'agent-pending', revoked: 'agent-revoked', quarantined: 'agent-quarantined' } as const;

function quarantine(
  db: Database,
  agentId: string,
  facilityId: string,
  code: 'sequence-fork' | 'chain-broken',
  seq: number,
  now: number,
): BatchOutcome {
  db.run(
    db.sql
      .updateTable('agent')
      .set({ state: 'quarantined', state_reason: `${code} at batch ${seq}` })
      .where('agent_id', '=', agentId),
  );
  writeAudit(db, {
    at: now,
    actor: { name: agentId, role: 'agent' },
    action: 'agent-quarantined',
    object: agentId,
    facilityId,
    reason: `${code} at batch ${seq}`,
  });
  return { kind: 'refused', code, details: [`seq=${seq}`] };
}

/**
 * One batch inside the group's transaction. The agent's row decides: the next number with the hash of the one before is stored; a number seen before with the same
 * bytes is answered as before; with other bytes the agent is quarantined, for two histories under one key are a restored copy or tampering.
 */
export function applyBatch(
  db: Database,
  { batch, bodySha256, signature }: VerifiedBatch,
  freeze: FreezeWords,
  now: number,
): BatchOutcome {
  const agent = db
    .prepare<Pick<AgentTable, 'state' | 'facility_id' | 'last_seq' | 'last_sha256' | 'open_dump_id'>>(readAgent)
    .get(batch.agentId);
  if (agent === undefined) return { kind: 'refused', code: 'agent-unknown', details: [] };
  if (agent.state !== 'active') return { kind: 'refused', code: refusedStates[agent.state], details: [] };
  if (agent.facility_id !== batch.facilityId) return { kind: 'refused', code: 'facility-differs', details: [] };
  if (batch.seq <= agent.last_seq) {
    const stored = db
      .prepare<Pick<BatchTable, 'body_sha256' | 'committed_at' | 'want_full'>>(readBatch)
      .get(batch.agentId, batch.seq);
    if (stored === undefined) throw new Error(`batch ${batch.seq} of an agent is missing below its last one`);
    if (stored.body_sha256 !== bodySha256)
      return quarantine(db, batch.agentId, agent.facility_id, 'sequence-fork', batch.seq, now);
    return { kind: 'duplicate', committedAt: stored.committed_at, wantFull: stored.want_full === 1 };
  }
  if (batch.seq !== agent.last_seq + 1)
    return { kind: 'refused', code: 'sequence-gap', details: [`expected-seq=${agent.last_seq + 1}`] };
  if (batch.prevSha256 !== agent.last_sha256)
    return quarantine(db, batch.agentId, agent.facility_id, 'chain-broken', batch.seq, now);

  const dumpId = batch.dump?.id ?? agent.open_dump_id;
  const at = {
    agentId: batch.agentId,
    facilityId: agent.facility_id,
    seq: batch.seq,
    bodySha256,
    receivedAt: now,
    dumpId,
    dumping: batch.dump !== undefined,
  };
  applyItems(db, at, batch.items, freeze);
  const ends = batch.dump?.last === true;
  if (ends && dumpId !== null) forgetUnnamed(db, batch.agentId, dumpId, now);
  const wantFull = digestsDiffer(db, batch.agentId, batch.items);
  db.prepare(advance).run(
    batch.seq,
    bodySha256,
    now,
    batch.agentVersion,
    batch.ruleSetSha256,
    ends ? null : dumpId,
    batch.agentId,
  );
  db.prepare(addBatch).run(
    batch.agentId,
    batch.seq,
    bodySha256,
    batch.prevSha256,
    signature,
    batch.items.length,
    must(parseInstant(batch.createdAt)),
    now,
    wantFull ? 1 : 0,
    batch.ruleSetSha256,
  );
  return { kind: 'stored', committedAt: now, wantFull };
}
