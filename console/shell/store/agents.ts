import type { EnrolRequest } from '@center/contract';
import { forgetPredecessors } from '../ingest/apply-items.ts';
import { fingerprintOf, sha256Hex } from '../keys.ts';
import { randomId, readableSecret } from '../passwords.ts';
import { Refusal } from '../problems.ts';
import { type Actor, writeAudit } from './audit.ts';
import type { Database } from './database.ts';
import type { AgentTable, EnrolmentCodeTable } from './tables.ts';

const codeLifeMs = 24 * 3_600_000;

export function agentById(db: Database, agentId: string): AgentTable | undefined {
  return db.first(db.sql.selectFrom('agent').selectAll().where('agent_id', '=', agentId));
}

/** Agents of one facility, or all. */
export function agentsOf(db: Database, facilityId?: string): AgentTable[] {
  const all = db.sql.selectFrom('agent').selectAll().orderBy('facility_id').orderBy('enrolled_at');
  return db.all(facilityId === undefined ? all : all.where('facility_id', '=', facilityId));
}

/** As typed by a person: blanks, small letters and missing dashes are no difference. */
const codeHash = (code: string): string => sha256Hex(code.toUpperCase().replace(/[^A-Z0-9]/g, ''));

/** Makes a one-time code for a facility; only its hash is kept. */
export function makeEnrolmentCode(
  db: Database,
  facilityId: string,
  actor: Actor,
  now: number,
): { code: string; codeId: string; expiresAt: number } {
  const code = readableSecret(4);
  const codeId = randomId('code');
  const expiresAt = now + codeLifeMs;
  db.transaction(() => {
    db.run(
      db.sql.insertInto('enrolment_code').values({
        code_id: codeId,
        code_sha256: codeHash(code),
        facility_id: facilityId,
        created_at: now,
        created_by: actor.name,
        expires_at: expiresAt,
        used_at: null,
        used_by_agent: null,
      }),
    );
    writeAudit(db, { at: now, actor, action: 'enrolment-code-made', object: codeId, facilityId });
  });
  return { code, codeId, expiresAt };
}

export function enrolmentCodes(db: Database): EnrolmentCodeTable[] {
  return db.all(db.sql.selectFrom('enrolment_code').selectAll().orderBy('created_at', 'desc').limit(200));
}

/**
 * Takes a new agent in state `pending`. The code is used up in the same transaction. The proof has been checked by the caller. The same key with the same code again
 * (its answer was lost on the way) gets the same answer. Throws Refusal `code-invalid` or `already-exists`.
 */
export function enrol(db: Database, request: EnrolRequest, now: number): AgentTable {
  return db.transaction(() => {
    const code = db.first(
      db.sql.selectFrom('enrolment_code').selectAll().where('code_sha256', '=', codeHash(request.code)),
    );
    const same = db.first(db.sql.selectFrom('agent').selectAll().where('public_key', '=', request.publicKey));
    if (code === undefined || code.expires_at <= now) throw new Refusal('code-invalid');
    if (code.used_at !== null) {
      if (same !== undefined && code.used_by_agent === same.agent_id) return same;
      throw new Refusal('code-invalid');
    }
    if (same !== undefined) throw new Refusal('already-exists');
    const row: AgentTable = {
      agent_id: randomId('agent'),
      facility_id: code.facility_id,
      public_key: request.publicKey,
      fingerprint: fingerprintOf(request.publicKey),
      state: 'pending',
      state_reason: null,
      agent_version: request.agentVersion,
      enrolled_at: now,
      confirmed_at: null,
      confirmed_by: null,
      last_heartbeat_at: null,
      last_batch_at: null,
      last_seq: 0,
      last_sha256: null,
      backlog: null,
      clock_offset_ms: null,
      rule_set_sha256: null,
      chain_head: null,
      chain_length: null,
      open_dump_id: null,
    };
    db.run(db.sql.insertInto('agent').values(row));
    db.run(
      db.sql
        .updateTable('enrolment_code')
        .set({ used_at: now, used_by_agent: row.agent_id })
        .where('code_id', '=', code.code_id),
    );
    writeAudit(db, {
      at: now,
      actor: { name: row.agent_id, role: 'agent' },
      action: 'agent-enrolled',
      object: row.agent_id,
      facilityId: row.facility_id,
    });
    return row;
  });
}

const letters = (fingerprint: string): string => fingerprint.toUpperCase().replace(/[^0-9A-F]/g, '');

/** A person has compared the fingerprints. Throws Refusal `agent-state` or `fingerprint-differs`. */
export function confirmAgent(db: Database, agentId: string, fingerprint: string, actor: Actor, now: number): void {
  db.transaction(() => {
    const agent = agentById(db, agentId);
    if (agent === undefined) throw new Refusal('not-found');
    if (agent.state !== 'pending') throw new Refusal('agent-state', [`state=${agent.state}`]);
    if (letters(fingerprint) !== letters(agent.fingerprint)) throw new Refusal('fingerprint-differs');
    db.run(
      db.sql
        .updateTable('agent')
        .set({ state: 'active', confirmed_at: now, confirmed_by: actor.name })
        .where('agent_id', '=', agentId),
    );
    forgetPredecessors(db, agent.facility_id, now);
    writeAudit(db, {
      at: now,
      actor,
      action: 'agent-confirmed',
      object: agentId,
      facilityId: agent.facility_id,
      beforeAfter: { before: 'pending', after: 'active' },
    });
  });
}

/** For good: a revoked identity is never taken back. */
export function revokeAgent(db: Database, agentId: string, reason: string, actor: Actor, now: number): void {
  db.transaction(() => {
    const agent = agentById(db, agentId);
    if (agent === undefined) throw new Refusal('not-found');
    if (agent.state === 'revoked') throw new Refusal('agent-state', ['state=revoked']);
    db.run(db.sql.updateTable('agent').set({ state: 'revoked', state_reason: reason }).where('agent_id', '=', agentId));
    writeAudit(db, {
      at: now,
      actor,
      action: 'agent-revoked',
      object: agentId,
      facilityId: agent.facility_id,
      reason,
      beforeAfter: { before: agent.state, after: 'revoked' },
    });
  });
}
