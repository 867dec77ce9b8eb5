import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import {
  ComplianceSummary,
  type DeliveryReceipt,
  Envelope,
  instant,
  instantToIso,
  openEnvelope,
  type Problem,
  payloadTypes,
} from '@center/contract';
import { Compile } from 'typebox/compile';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import { envelopeCrypto, publicKeyOf, sha256Hex, verifyWith } from './keys.ts';

export interface ReceiverOptions {
  readonly folder: string;
  /** 0: any free port. Always on 127.0.0.1. */
  readonly port: number;
  /** Raw Ed25519 key of the console, base64; a package signed by another key is refused. Given as a function when the console starts later. */
  readonly consolePublicKey: () => string | undefined;
  readonly clock?: Clock;
}

export interface ReceivedPackage {
  readonly key: string;
  readonly facilityId: string;
  readonly month: string;
  readonly receipt: DeliveryReceipt;
}

export interface LocalReceiver {
  /** Where packages are posted. */
  readonly url: string;
  list(): ReceivedPackage[];
  close(): Promise<void>;
}

const isEnvelope = Compile(Envelope);
const isSummary = Compile(ComplianceSummary);
const keyPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,90}$/;
const mostBytes = 4 * 1024 * 1024;

type Answer = { readonly status: number; readonly body: unknown };

const refuse = (status: number, code: string, zh: string, en: string): Answer => ({
  status,
  body: { code, message: { zh, en } } satisfies Problem,
});

function durably(folder: string, name: string, text: string): void {
  const temporary = join(folder, `.${name}.part`);
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, join(folder, name));
  const directory = openSync(folder, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What is kept of a package, one file each: written whole before it is answered. */
interface Kept extends ReceivedPackage {
  readonly envelope: Envelope;
}

/** Written by this file only. */
function readKept(file: string): Kept {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this file wrote it from checked parts
  return JSON.parse(readFileSync(file, 'utf8')) as Kept;
}

function take(options: ReceiverOptions, clock: Clock, headers: IncomingMessage['headers'], text: string): Answer {
  const key = headers['idempotency-key'];
  if (typeof key !== 'string' || !keyPattern.test(key))
    return refuse(400, 'key-missing', '缺少幂等键', 'The idempotency key is missing.');
  const digest = headers['content-digest'];
  if (digest !== `sha-256=:${createHash('sha256').update(text).digest('base64')}:`)
    return refuse(400, 'digest-differs', '内容摘要不一致', 'The content digest does not match.');
  const envelope = parsedJson(text);
  if (!isEnvelope.Check(envelope))
    return refuse(422, 'envelope-invalid', '信封格式不正确', 'The envelope does not have the right form.');
  const raw = options.consolePublicKey();
  const consoleKey = raw === undefined ? undefined : publicKeyOf(raw);
  if (consoleKey === undefined)
    return refuse(503, 'key-unknown', '尚不知道监管端公钥', 'The console’s key is not known yet.');
  const opened = openEnvelope(
    envelope,
    payloadTypes.summary,
    (bytes, signature) => verifyWith(consoleKey, bytes, signature),
    envelopeCrypto,
  );
  if (!opened.ok) return refuse(401, 'signature-invalid', '签名无效', 'The signature does not hold.');
  const bodySha256 = sha256Hex(opened.value);
  const file = join(options.folder, `${key}.json`);
  if (existsSync(file)) {
    const kept = readKept(file);
    return kept.receipt.bodySha256 === bodySha256
      ? { status: 200, body: { ...kept.receipt, outcome: 'already-there' } }
      : { status: 409, body: { bodySha256: kept.receipt.bodySha256 } };
  }
  const summary = parsedJson(Buffer.from(opened.value).toString('utf8'));
  if (!isSummary.Check(summary))
    return refuse(422, 'summary-invalid', '内容格式不正确', 'The summary does not have the published form.');
  if (key !== `${summary.packageId}.v${summary.version}`)
    return refuse(422, 'key-differs', '幂等键与内容不符', 'The key does not name this package.');
  const at = clock();
  const receipt: DeliveryReceipt = {
    kind: 'delivery-receipt/1',
    packageId: summary.packageId,
    version: summary.version,
    bodySha256,
    receiptNumber: `R${instantToIso(instant(at)).slice(0, 10).replaceAll('-', '')}-${bodySha256.slice(0, 10).toUpperCase()}`,
    receivedAt: instantToIso(at),
    outcome: 'taken',
  };
  const kept: Kept = { key, facilityId: summary.facility.id, month: summary.month, receipt, envelope };
  durably(options.folder, `${key}.json`, JSON.stringify(kept));
  return { status: 201, body: receipt };
}

/**
 * A small receiver that stands in for the regulator: POST /packages (idempotent by key, signature checked, stored before it is answered), GET /packages/:key, GET /packages.
 * It is for demonstrations and tests; a real platform is a target in the configuration.
 */
export async function startLocalReceiver(options: ReceiverOptions): Promise<LocalReceiver> {
  const clock = options.clock ?? systemClock;
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const list = (): ReceivedPackage[] =>
    readdirSync(options.folder)
      .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      .sort()
      .map((name) => {
        const { key, facilityId, month, receipt } = readKept(join(options.folder, name));
        return { key, facilityId, month, receipt };
      });

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname === '/packages' && request.method === 'POST') {
      const text = await bodyOf(request);
      return text === undefined
        ? refuse(413, 'too-large', '内容过大', 'The package is too large.')
        : take(options, clock, request.headers, text);
    }
    if (pathname === '/packages' && request.method === 'GET') return { status: 200, body: list() };
    const key = /^\/packages\/([^/]+)$/.exec(pathname)?.[1];
    if (key !== undefined && keyPattern.test(key) && request.method === 'GET') {
      const file = join(options.folder, `${key}.json`);
      if (existsSync(file)) return { status: 200, body: readKept(file).receipt };
    }
    return refuse(404, 'not-found', '未找到', 'There is no such package.');
  };
  const respond = (response: ServerResponse, { status, body }: Answer): void => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (given) => {
        respond(response, given);
      },
      (error: unknown) => {
        respond(
          response,
          refuse(
            500,
            'internal',
            '接收端内部错误',
            error instanceof Error ? error.message : 'An error inside the receiver.',
          ),
        );
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  return {
    url: `http://127.0.0.1:${address.port}/packages`,
    list,
    close: async () => {
      server.closeIdleConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
