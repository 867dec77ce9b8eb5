import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { Envelope } from '@center/contract';

/**
 * How one POST is met. `take`: stored, receipt. `accept`: stored, 202 without receipt. `drop`: stored, connection cut after the body. `lose`: not stored, cut after the
 * body. `same` and `other`: 409 with our hash or another's. A number: that status, nothing stored.
 */
export type Manner = 'take' | 'accept' | 'drop' | 'lose' | 'same' | 'other' | 'bare-409' | 'wrong-receipt' | number;

export interface Posted {
  readonly key: string;
  readonly text: string;
  readonly digest: string;
}

export interface FakeRegulator {
  readonly url: string;
  /** Manners of the next POSTs, in order; `take` when none is left. */
  readonly manners: Manner[];
  readonly posts: Posted[];
  /** Keys that were asked for. */
  readonly asked: string[];
  readonly stored: Map<string, string>;
  /** Called when a body has arrived, before it is met. */
  onBody: (posted: Posted) => void | Promise<void>;
  retryAfter: string | undefined;
  /** Whether GET by key shows a receipt or only 202. */
  receipts: boolean;
  close(): Promise<void>;
}

function bodyHash(text: string): string {
  const { payload } = JSON.parse(text) as Envelope;
  return createHash('sha256').update(Buffer.from(payload, 'base64')).digest('hex');
}

export function receiptFor(key: string, text: string, outcome: 'taken' | 'already-there' = 'taken') {
  const [packageId, version] = key.split('.v');
  return {
    kind: 'delivery-receipt/1',
    packageId,
    version: Number(version),
    bodySha256: bodyHash(text),
    receiptNumber: `N-${key}`,
    receivedAt: '2026-11-25T08:00:00Z',
    outcome,
  };
}

/** A platform with moods, on its own port. */
export async function fakeRegulator(): Promise<FakeRegulator> {
  const answer = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(fake.retryAfter === undefined ? {} : { 'retry-after': fake.retryAfter }),
    });
    response.end(JSON.stringify(body));
  };
  const meet = (manner: Manner, { key, text }: Posted, response: ServerResponse): void => {
    const had = fake.stored.has(key);
    if (manner === 'take' || manner === 'accept' || manner === 'drop')
      fake.stored.set(key, fake.stored.get(key) ?? text);
    if (manner === 'drop' || manner === 'lose') response.socket?.destroy();
    else if (manner === 'take') answer(response, 201, receiptFor(key, text, had ? 'already-there' : 'taken'));
    else if (manner === 'accept') answer(response, 202, { note: 'taken in' });
    else if (manner === 'same') {
      fake.stored.set(key, text);
      answer(response, 409, { bodySha256: bodyHash(text) });
    } else if (manner === 'other') answer(response, 409, { bodySha256: 'ab'.repeat(32) });
    else if (manner === 'bare-409') answer(response, 409, { message: 'conflict' });
    else if (manner === 'wrong-receipt') {
      fake.stored.set(key, text);
      answer(response, 200, { ...receiptFor(key, text), bodySha256: 'cd'.repeat(32) });
    } else answer(response, manner, { message: `met with ${manner}` });
  };
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      const key = decodeURIComponent((request.url ?? '').split('/').at(-1) ?? '');
      fake.asked.push(key);
      const text = fake.stored.get(key);
      if (text === undefined) answer(response, 404, {});
      else if (fake.receipts) answer(response, 200, receiptFor(key, text));
      else answer(response, 202, {});
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const posted = {
        key: String(request.headers['idempotency-key']),
        text: Buffer.concat(chunks).toString('utf8'),
        digest: String(request.headers['content-digest']),
      };
      fake.posts.push(posted);
      void Promise.resolve(fake.onBody(posted)).then(() => {
        meet(fake.manners.shift() ?? 'take', posted, response);
      });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const fake: FakeRegulator = {
    url: `http://127.0.0.1:${address.port}/packages`,
    manners: [],
    posts: [],
    asked: [],
    stored: new Map(),
    onBody: () => undefined,
    retryAfter: undefined,
    receipts: true,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
  return fake;
}
