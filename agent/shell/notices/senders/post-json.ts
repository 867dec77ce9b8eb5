import { readFileSync } from 'node:fs';
import { request as requestPlain } from 'node:http';
import { type RequestOptions, request as requestTls } from 'node:https';
import { messageOf } from '../../errors.ts';

export type Posted =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string; readonly retryAfterMs?: number }
  | { readonly kind: 'failed'; readonly problem: string };

/** An answer to a message is short; more is not read. */
const mostAnswerBytes = 64 * 1024;

/**
 * Posts a JSON text and reads the answer, at most 64 KiB of it. Follows no redirect, keeps no connection. Never throws: a line that fails, a server that drips or ends early and a
 * signal that fires are `failed`.
 */
export async function postJson(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  { signal, caFile }: { readonly signal: AbortSignal; readonly caFile?: string | undefined },
): Promise<Posted> {
  try {
    const url = new URL(address);
    const bytes = Buffer.from(body, 'utf8');
    const options: RequestOptions = {
      method: 'POST',
      agent: false,
      signal,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(bytes.length),
        connection: 'close',
        ...headers,
      },
      ...(caFile === undefined ? {} : { ca: readFileSync(caFile) }),
    };
    return await new Promise<Posted>((resolve) => {
      const failed = (fault: unknown): void =>
        resolve({ kind: 'failed', problem: signal.aborted ? 'no answer in time' : messageOf(fault) });
      const outgoing = (url.protocol === 'https:' ? requestTls : requestPlain)(url, options, (answer) => {
        const parts: Buffer[] = [];
        let length = 0;
        answer.on('data', (part: Buffer) => {
          length += part.length;
          if (length > mostAnswerBytes) {
            answer.destroy();
            resolve({ kind: 'failed', problem: 'an answer longer than 64 KiB' });
          } else parts.push(part);
        });
        answer.on('error', failed);
        answer.on('end', () => {
          const seconds = Number(answer.headers['retry-after']);
          resolve({
            kind: 'answered',
            status: answer.statusCode ?? 0,
            body: Buffer.concat(parts).toString('utf8'),
            ...(Number.isFinite(seconds) && seconds > 0 ? { retryAfterMs: Math.min(seconds, 3_600) * 1_000 } : {}),
          });
        });
        answer.on('close', () => failed(new Error('the answer ended early')));
      });
      outgoing.on('error', failed);
      outgoing.end(bytes);
    });
  } catch (fault) {
    return { kind: 'failed', problem: messageOf(fault) };
  }
}
