import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import {
  Batch,
  canonicalJson,
  EnrolRequest,
  type Envelope,
  enrolmentProofText,
  Heartbeat,
  instant,
  instantToIso,
  payloadTypes,
  type RuleSetManifest,
  sealEnvelope,
} from '@center/contract';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { ed25519Verifier, fingerprintOf, sha256Hex } from '../../ledger/index.ts';
import { envelopeCrypto, type Opened, opened } from '../envelope.ts';

/** What the console does with the next batch instead of taking it. */
export type Mishap =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code: string;
      readonly details?: readonly string[];
      readonly retryAfter?: string;
    }
  | { readonly kind: 'drop-before' }
  | { readonly kind: 'drop-after' }
  | { readonly kind: 'forged-receipt' };

/** A console of the size that an agent's tests need: real HTTP, real signatures, in memory. */
export interface SmallConsole {
  readonly url: string;
  readonly batches: Batch[];
  /** Bytes of every try, by sequence number. */
  readonly tries: Map<number, string[]>;
  readonly mishaps: Mishap[];
  state: 'pending' | 'active' | 'quarantined' | 'revoked';
  wantFull: boolean;
  ruleSet: RuleSetManifest | undefined;
  heartbeats: number;
  close(): Promise<void>;
}

const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');
const keyOf = (raw: string) =>
  createPublicKey({ key: Buffer.concat([spkiHead, Buffer.from(raw, 'base64')]), format: 'der', type: 'spki' });
const enrolForm = Compile(EnrolRequest);

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) if (Buffer.isBuffer(part)) parts.push(part);
  const bytes = Buffer.concat(parts);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
}

export async function startSmallConsole(): Promise<SmallConsole> {
  const pair = generateKeyPairSync('ed25519');
  const other = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
  let agentPublicKey = '';
  const seal = (type: string, body: Uint8Array, forged = false): Envelope =>
    sealEnvelope(
      type,
      body,
      'console',
      (bytes) => sign(null, bytes, forged ? other.privateKey : pair.privateKey),
      envelopeCrypto,
    );
  const ruleSetBytes = (): Buffer | undefined =>
    console_.ruleSet === undefined ? undefined : Buffer.from(canonicalJson(console_.ruleSet));
  const ruleSetSha256 = (): string => {
    const bytes = ruleSetBytes();
    return bytes === undefined ? '0'.repeat(64) : sha256Hex(bytes);
  };
  const answer = (
    response: ServerResponse,
    status: number,
    body: unknown,
    headers: Record<string, string> = {},
  ): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
  const read = <S extends TSchema>(raw: Buffer, type: string, schema: S): Opened<Static<S>> => {
    const envelope: unknown = JSON.parse(raw.toString('utf8'));
    const inside = opened(envelope, type, schema, ed25519Verifier(agentPublicKey));
    if (!inside.ok) throw new Error(inside.problem);
    return inside.value;
  };

  const enrol = (raw: Buffer, response: ServerResponse): void => {
    const request: unknown = JSON.parse(raw.toString('utf8'));
    if (!enrolForm.Check(request)) throw new Error('no enrolment');
    const proof = verify(
      null,
      Buffer.from(enrolmentProofText(request.code, request.publicKey)),
      keyOf(request.publicKey),
      Buffer.from(request.proof, 'base64'),
    );
    if (request.code !== 'good-code' || !proof)
      return answer(response, 403, { code: 'code-unknown', message: { zh: '注册码无效', en: 'unknown code' } });
    agentPublicKey = request.publicKey;
    return answer(response, 200, {
      agentId: 'agent-1',
      facilityId: 'demo-center',
      facilityName: '示范',
      consolePublicKey: publicKey,
      fingerprint: fingerprintOf(request.publicKey),
      state: console_.state,
    });
  };

  const take = (raw: Buffer, request: IncomingMessage, response: ServerResponse): void => {
    const { value, bytes } = read(raw, payloadTypes.batch, Batch);
    const sha256 = sha256Hex(bytes);
    console_.tries.set(value.seq, [...(console_.tries.get(value.seq) ?? []), raw.toString('utf8')]);
    const mishap = console_.mishaps.shift();
    if (mishap?.kind === 'drop-before') return void request.socket.destroy();
    if (mishap?.kind === 'status') {
      return answer(
        response,
        mishap.status,
        { code: mishap.code, message: { zh: '否', en: 'no' }, details: mishap.details ?? [] },
        mishap.retryAfter === undefined ? {} : { 'retry-after': mishap.retryAfter },
      );
    }
    const duplicate = console_.batches.some(({ seq }) => seq === value.seq);
    if (!duplicate) {
      const last = console_.batches.at(-1);
      if (value.seq !== (last?.seq ?? 0) + 1)
        return answer(response, 409, {
          code: 'sequence-gap',
          message: { zh: '缺号', en: 'gap' },
          details: [`expected-seq=${String((last?.seq ?? 0) + 1)}`],
        });
      console_.batches.push(value);
    }
    if (mishap?.kind === 'drop-after') return void request.socket.destroy();
    const receipt = {
      kind: 'receipt/1',
      agentId: value.agentId,
      seq: value.seq,
      bodySha256: sha256,
      committedAt: instantToIso(instant(Date.now())),
      duplicate,
      wantFull: console_.wantFull,
      ruleSetSha256: ruleSetSha256(),
    };
    console_.wantFull = false;
    return answer(
      response,
      200,
      seal(payloadTypes.receipt, Buffer.from(JSON.stringify(receipt)), mishap?.kind === 'forged-receipt'),
    );
  };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const raw = await bodyOf(request);
    switch (request.url ?? '') {
      case '/api/agent/enrol':
        return enrol(raw, response);
      case '/api/agent/batches':
        return take(raw, request, response);
      case '/api/agent/heartbeat':
        read(raw, payloadTypes.heartbeat, Heartbeat);
        console_.heartbeats += 1;
        return answer(response, 200, {
          state: console_.state,
          serverTime: instantToIso(instant(Date.now())),
          ruleSetSha256: ruleSetSha256(),
          nextSeconds: 1,
          lastSeq: console_.batches.length,
        });
      case '/api/agent/rule-set/current': {
        const bytes = ruleSetBytes();
        return bytes === undefined
          ? answer(response, 404, { code: 'none', message: { zh: '', en: '' } })
          : answer(response, 200, seal(payloadTypes.ruleSet, bytes));
      }
      default:
        return answer(response, 404, { code: 'unknown', message: { zh: '', en: '' } });
    }
  };

  const faults: unknown[] = [];
  const server = createServer((request, response) => {
    route(request, response).catch((fault: unknown) => {
      faults.push(fault);
      answer(response, 422, { code: 'batch-invalid', message: { zh: '', en: String(fault) } });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  const console_: SmallConsole = {
    url: `http://127.0.0.1:${String(address.port)}`,
    batches: [],
    tries: new Map(),
    mishaps: [],
    state: 'active',
    wantFull: false,
    ruleSet: undefined,
    heartbeats: 0,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      if (faults.length > 0) throw new AggregateError(faults, 'the console met faults');
    },
  };
  return console_;
}
