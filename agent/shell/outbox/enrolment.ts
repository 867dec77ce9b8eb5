import { type AgentState, EnrolResponse, enrolmentProofText, type Instant } from '@center/contract';
import { Compile } from 'typebox/compile';
import { AgentError } from '../errors.ts';
import { type AgentKey, fingerprintOf, fromJson, type Ledger } from '../ledger/index.ts';
import { agentVersion } from './agent-version.ts';
import { type ConsoleAddress, type ConsoleClient, consoleClient } from './console-client.ts';
import { envelopeCrypto } from './envelope.ts';

/** Who this agent is to its console. The console's key is pinned at enrolment: whatever it says later must be signed by it. */
export interface Enrolment {
  readonly console: ConsoleAddress;
  readonly agentId: string;
  readonly facilityId: string;
  readonly facilityName: string;
  /** Raw 32 bytes, base64. */
  readonly consolePublicKey: string;
  readonly fingerprint: string;
  readonly state: AgentState;
  /** Number of the last batch sealed under an earlier identity: the console counts from the next one. */
  readonly afterSeq: number;
}

export function enrolmentOf(ledger: Ledger): Enrolment | undefined {
  const text = ledger.meta.get('enrolment');
  return text === undefined ? undefined : fromJson<Enrolment>(text);
}

/** Remembers a change of state, with its entry; the same state again writes nothing. */
export function saveEnrolment(ledger: Ledger, enrolment: Enrolment, at: Instant): void {
  const before = enrolmentOf(ledger);
  if (JSON.stringify(before) === JSON.stringify(enrolment)) return;
  ledger.transaction(() => {
    const { agentId, facilityId, fingerprint, state } = enrolment;
    ledger.store.append('enrolment', { agentId, facilityId, fingerprint, state, console: enrolment.console.url }, at);
    ledger.meta.set('enrolment', JSON.stringify(enrolment));
  });
}

/** Remembers what the console says of this identity. While the question was under way the agent may have enrolled anew: what is said of the old one is void then. */
export function noteState(ledger: Ledger, agentId: string, state: AgentState, at: Instant): void {
  const current = enrolmentOf(ledger);
  if (current?.agentId === agentId) saveEnrolment(ledger, { ...current, state }, at);
}

const responseForm = Compile(EnrolResponse);

/**
 * Enrols with a one-time code. The answer is `pending` until a person at the console has compared the fingerprint. Throws AgentError `already-enrolled`,
 * `console-refused` (with the console's own words), `console-unreachable`.
 */
export async function enrol(
  ledger: Ledger,
  key: AgentKey,
  address: ConsoleAddress,
  code: string,
  at: Instant,
  client: ConsoleClient = consoleClient(address),
): Promise<Enrolment> {
  const known = enrolmentOf(ledger);
  if (known !== undefined && known.state !== 'revoked') {
    throw new AgentError('already-enrolled', 'this data folder is enrolled already', {
      agentId: known.agentId,
      console: known.console.url,
    });
  }
  const proof = key.sign(envelopeCrypto.utf8(enrolmentProofText(code, key.publicKey)));
  const request = {
    kind: 'enrol/1',
    code,
    publicKey: key.publicKey,
    proof: envelopeCrypto.toBase64(proof),
    agentVersion,
  };
  const answer = await client.post('/api/agent/enrol', Buffer.from(JSON.stringify(request)), false);
  switch (answer.kind) {
    case 'unreachable':
      throw new AgentError('console-unreachable', 'the console does not answer', { url: address.url, why: answer.why });
    case 'busy':
      throw new AgentError('console-unreachable', 'the console is busy', { url: address.url, status: answer.status });
    case 'refused':
      throw new AgentError('console-refused', answer.message, { code: answer.code, status: answer.status });
    case 'answered':
      break;
  }
  if (!responseForm.Check(answer.body))
    throw new AgentError('console-refused', 'the answer is no enrolment', { url: address.url });
  // The person who compares would otherwise compare a fingerprint that the other side merely claims.
  if (answer.body.fingerprint.replace(/\s/g, '').toUpperCase() !== fingerprintOf(key.publicKey).replace(/\s/g, '')) {
    throw new AgentError('console-refused', 'the console answered for another key', { url: address.url });
  }
  const enrolment: Enrolment = { console: address, ...answer.body, afterSeq: ledger.batches.last()?.seq ?? 0 };
  ledger.transaction(() => {
    // To a new identity nothing has been told yet.
    ledger.batches.abandon(at);
    ledger.batches.forgetTold();
    ledger.findings.markAllUnsent();
    saveEnrolment(ledger, enrolment, at);
  });
  return enrolment;
}
