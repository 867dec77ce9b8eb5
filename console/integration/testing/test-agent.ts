import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  type Batch,
  type BatchItem,
  type EnrolResponse,
  type Envelope,
  enrolmentProofText,
  type Heartbeat,
  payloadTypes,
  type Receipt,
  sealEnvelope,
} from '@center/contract';
import { envelopeCrypto } from '../../shell/keys.ts';

const zero = '0'.repeat(64);

/** An agent as the wire sees it: a key, a sequence, a chain. It talks to a console by HTTP only. */
export interface TestAgent {
  readonly agentId: string;
  readonly facilityId: string;
  readonly fingerprint: string;
  seq: number;
  prev: string | null;
  body(items: readonly BatchItem[], more?: Partial<Batch>): Batch;
  seal(payloadType: string, value: unknown): Envelope;
  /** The next batch, sealed; counts on. */
  next(items: readonly BatchItem[], more?: Partial<Batch>): Envelope;
  heartbeat(sentAt: string, more?: Partial<Heartbeat>): Envelope;
}

export function sealWith(privateKey: KeyObject, payloadType: string, value: unknown): Envelope {
  return sealEnvelope(
    payloadType,
    Buffer.from(JSON.stringify(value)),
    'test',
    (bytes) => sign(null, bytes, privateKey),
    envelopeCrypto,
  );
}

export function receiptOf(envelope: unknown): Receipt {
  const { payload } = envelope as Envelope;
  return JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as Receipt;
}

/** Enrols with a code; the caller confirms it. `post` sends JSON to a path and gives the parsed answer. */
export async function enrolTestAgent(
  code: string,
  post: (path: string, body: unknown) => Promise<{ status: number; body: unknown }>,
): Promise<TestAgent> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  const proof = sign(null, Buffer.from(enrolmentProofText(code, raw)), privateKey).toString('base64');
  const answer = await post('/api/agent/enrol', {
    kind: 'enrol/1',
    code,
    publicKey: raw,
    proof,
    agentVersion: '0.1.0',
  });
  if (answer.status !== 200) throw new Error(`enrolment was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const { agentId, facilityId, fingerprint } = answer.body as EnrolResponse;
  const agent: TestAgent = {
    agentId,
    facilityId,
    fingerprint,
    seq: 0,
    prev: null,
    body: (items, more = {}) => ({
      kind: 'batch/1',
      agentId,
      facilityId,
      seq: agent.seq + 1,
      prevSha256: agent.prev,
      createdAt: '2026-11-25T08:00:00Z',
      agentVersion: '0.1.0',
      ruleSetSha256: zero,
      items: [...items],
      ...more,
    }),
    seal: (payloadType, value) => sealWith(privateKey, payloadType, value),
    next: (items, more = {}) => {
      const envelope = agent.seal(payloadTypes.batch, agent.body(items, more));
      agent.seq += 1;
      agent.prev = createHash('sha256').update(Buffer.from(envelope.payload, 'base64')).digest('hex');
      return envelope;
    },
    heartbeat: (sentAt, more = {}) =>
      agent.seal(payloadTypes.heartbeat, {
        kind: 'heartbeat/1',
        agentId,
        sentAt,
        agentVersion: '0.1.0',
        lastSeq: agent.seq,
        backlog: 0,
        ruleSetSha256: zero,
        chainHead: zero,
        chainLength: 0,
        ...more,
      }),
  };
  return agent;
}

/** A measurement; counts as given. */
export function cell(
  ruleId: string,
  clause: string,
  month: string,
  counts: Record<string, number>,
  asOf = '2026-11-25T08:00:00Z',
): BatchItem {
  return { type: 'cell', ruleId, ruleVersion: 1, clause, month, counts, ruleSetSha256: zero, asOf };
}

export const pseudonym = (name: string): string => createHash('sha256').update(name).digest('hex');

/** A finding about a study. */
export function finding(name: string, more: Partial<Extract<BatchItem, { type: 'finding' }>> = {}): BatchItem {
  return {
    type: 'finding',
    findingId: pseudonym(name),
    revision: 1,
    ruleId: 'real-name-present',
    ruleVersion: 1,
    clause: 'MIDC-2.2c',
    severity: 'critical',
    subjectKind: 'study',
    subject: pseudonym(`study of ${name}`),
    state: 'open',
    verdict: 'deviates',
    basis: 'measured',
    openedAt: '2026-11-25T07:00:00Z',
    changedAt: '2026-11-25T07:00:00Z',
    timesOpened: 1,
    ruleSetSha256: zero,
    factSha256: zero,
    evidence: [{ fact: 'Modality', value: 'CT' }],
    missing: [],
    masked: ['PatientName'],
    study: { date: '2026-11-20', modalities: ['CT'], sex: 'F', ageBand: 'adult' },
    ...more,
  };
}
