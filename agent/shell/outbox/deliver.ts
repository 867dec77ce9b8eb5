import { type Instant, type Parsed, payloadTypes, Receipt, refused } from '@center/contract';
import { ed25519Verifier, type Ledger, type StoredBatch } from '../ledger/index.ts';
import type { Answer, ConsoleClient } from './console-client.ts';
import { type Enrolment, noteState } from './enrolment.ts';
import { opened } from './envelope.ts';

/**
 * What became of one try.
 * - `nothing`: all is delivered. `delivered`: one batch is, go on. `rewound`: the console named an earlier number, go on from there.
 * - `later`: no answer, or one that proves nothing; the same bytes go again. `halted`: the console says no until a person acts (pending, quarantined, revoked).
 * - `stuck`: the console refuses these bytes for good; a person must look (it is shown, nothing is thrown away).
 */
export type Delivery =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'delivered'; readonly ruleSetSha256: string }
  | { readonly kind: 'rewound' }
  | { readonly kind: 'later'; readonly why: string; readonly retryAfterMs?: number }
  | { readonly kind: 'halted'; readonly state: 'pending' | 'quarantined' | 'revoked' }
  | { readonly kind: 'stuck'; readonly code: string; readonly why: string };

/** Sends the oldest batch that has no receipt, byte for byte as it was sealed, and takes it as delivered only on a receipt signed by the pinned key. */
export async function deliverNext(
  ledger: Ledger,
  enrolment: Enrolment,
  client: ConsoleClient,
  at: () => Instant,
  signal?: AbortSignal,
): Promise<Delivery> {
  const batch = ledger.batches.nextUndelivered();
  if (batch === undefined) return { kind: 'nothing' };
  const answer = await client.post('/api/agent/batches', batch.bytes, true, signal);
  switch (answer.kind) {
    case 'unreachable':
      return { kind: 'later', why: answer.why };
    case 'busy':
      return {
        kind: 'later',
        why: `status ${String(answer.status)}`,
        ...(answer.retryAfterMs === undefined ? {} : { retryAfterMs: answer.retryAfterMs }),
      };
    case 'refused':
      return refusal(ledger, enrolment, answer, at());
    case 'answered':
      return receipted(ledger, enrolment, batch, answer.body, at());
  }
}

function receipted(ledger: Ledger, enrolment: Enrolment, batch: StoredBatch, raw: unknown, at: Instant): Delivery {
  const receipt = receiptFor(enrolment, batch, raw);
  if (!receipt.ok) return { kind: 'later', why: receipt.problem };
  const { wantFull, ruleSetSha256 } = receipt.value;
  ledger.transaction(() => {
    ledger.batches.delivered(batch.seq, JSON.stringify(raw), at);
    if (wantFull && ledger.meta.get('dump-wanted') === undefined)
      ledger.meta.set('dump-wanted', `dump-${String(batch.seq)}`);
  });
  if (enrolment.state !== 'active') noteState(ledger, enrolment.agentId, 'active', at);
  return { kind: 'delivered', ruleSetSha256 };
}

function receiptFor(enrolment: Enrolment, batch: StoredBatch, raw: unknown): Parsed<Receipt> {
  const read = opened(raw, payloadTypes.receipt, Receipt, ed25519Verifier(enrolment.consolePublicKey));
  if (!read.ok) return refused(read.problem);
  const { agentId, seq, bodySha256 } = read.value.value;
  if (agentId !== enrolment.agentId || seq !== batch.seq - enrolment.afterSeq || bodySha256 !== batch.sha256)
    return refused('the receipt is for something else');
  return { ok: true, value: read.value.value };
}

function refusal(
  ledger: Ledger,
  enrolment: Enrolment,
  answer: Extract<Answer, { kind: 'refused' }>,
  at: Instant,
): Delivery {
  const { code, details } = answer;
  const halt = (state: 'pending' | 'quarantined' | 'revoked'): Delivery => {
    noteState(ledger, enrolment.agentId, state, at);
    return { kind: 'halted', state };
  };
  switch (code) {
    case 'agent-pending':
      return halt('pending');
    case 'agent-revoked':
      return halt('revoked');
    case 'agent-quarantined':
    case 'sequence-fork':
    case 'chain-broken':
      return halt('quarantined');
    case 'sequence-gap': {
      const expected = Number(/^expected-seq=(\d+)$/.exec(details[0] ?? '')?.[1] ?? Number.NaN);
      if (
        Number.isSafeInteger(expected) &&
        expected > 0 &&
        ledger.batches.again(expected + enrolment.afterSeq) > 0 &&
        ledger.batches.nextUndelivered()?.seq === expected + enrolment.afterSeq
      )
        return { kind: 'rewound' };
      return { kind: 'stuck', code, why: 'the console lacks batches whose bytes are no longer kept' };
    }
    default:
      return { kind: 'stuck', code, why: answer.message };
  }
}
