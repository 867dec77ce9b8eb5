import type { KeyObject } from 'node:crypto';
import { type Envelope, openEnvelope } from '@center/contract';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { envelopeCrypto, publicKeyOf, sha256Hex, verifyWith } from '../keys.ts';
import type { ProblemCode } from '../problems.ts';
import type { Database } from '../store/database.ts';

export type Opened<T> =
  | { readonly ok: true; readonly value: T; readonly body: Uint8Array; readonly bodySha256: string }
  | { readonly ok: false; readonly code: ProblemCode; readonly details: readonly string[] };

/** Public keys of agents by id, remembered: a key belongs to its agent for good. */
export interface AgentKeys {
  of(agentId: string): KeyObject | undefined;
}

export function agentKeys(db: Database): AgentKeys {
  const known = new Map<string, KeyObject>();
  return {
    of: (agentId) => {
      const found = known.get(agentId);
      if (found !== undefined) return found;
      const row = db.prepare<{ public_key: string }>('SELECT public_key FROM agent WHERE agent_id = ?').get(agentId);
      const key = row === undefined ? undefined : publicKeyOf(row.public_key);
      if (key !== undefined) known.set(agentId, key);
      return key;
    },
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Most problems of a body that are told at once. */
const mostProblems = 20;

/**
 * Opens a signed message of one type: the agent id is read from the body only to find the key, and the very bytes that were signed are the ones that are parsed and
 * checked against the schema.
 */
export function openSigned<T extends TSchema>(
  schema: T,
  payloadType: string,
  invalid: ProblemCode,
  mostBytes: number,
): (envelope: Envelope, keys: AgentKeys) => Opened<Static<T>> {
  const validator = Compile(schema);
  return (envelope, keys) => {
    // Four letters of base64 are three bytes.
    if (envelope.payload.length > Math.ceil(mostBytes / 3) * 4)
      return { ok: false, code: 'batch-too-large', details: [`most bytes: ${mostBytes}`] };
    const body = envelopeCrypto.fromBase64(envelope.payload);
    let parsed: unknown;
    try {
      parsed = JSON.parse(utf8.decode(body));
    } catch (error) {
      return {
        ok: false,
        code: invalid,
        details: [error instanceof SyntaxError ? 'the body is no JSON' : 'the body is no UTF-8 text'],
      };
    }
    const agentId =
      typeof parsed === 'object' && parsed !== null && 'agentId' in parsed && typeof parsed.agentId === 'string'
        ? parsed.agentId
        : undefined;
    const key = agentId === undefined ? undefined : keys.of(agentId);
    if (key === undefined) return { ok: false, code: 'agent-unknown', details: [] };
    const opened = openEnvelope(
      envelope,
      payloadType,
      (bytes, signature) => verifyWith(key, bytes, signature),
      envelopeCrypto,
    );
    if (!opened.ok) return { ok: false, code: 'signature-invalid', details: [] };
    if (!validator.Check(parsed)) {
      const problems = validator.Errors(parsed).slice(0, mostProblems);
      return {
        ok: false,
        code: invalid,
        details: problems.map((problem) => `${problem.instancePath}: ${problem.message}`),
      };
    }
    return { ok: true, value: parsed, body, bodySha256: sha256Hex(body) };
  };
}
