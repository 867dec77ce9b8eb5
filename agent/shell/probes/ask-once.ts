// One HTTP request on a connection of its own: what a sign of life is asked by.
import { readFileSync } from 'node:fs';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Static } from 'typebox';
import { systemCode } from '../errors.ts';
import type { Auth } from './forms.ts';

export interface Asking {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD';
  readonly accept: string;
  readonly auth?: Static<typeof Auth> | undefined;
  readonly caFile?: string | undefined;
  readonly limitBytes: number;
  readonly signal: AbortSignal;
}

export type OnceAnswer =
  /** `cut`: why the body is not whole. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly contentType: string;
      readonly body: Buffer;
      readonly cut?: 'limit' | 'incomplete';
    }
  /** No answer: `code` of the operating system or of TLS. */
  | { readonly kind: 'failed'; readonly stage: 'connect' | 'request'; readonly code: string }
  | { readonly kind: 'timed-out'; readonly stage: 'connect' | 'request' | 'body' }
  /** A secret or certificate of ours cannot be read. */
  | { readonly kind: 'no-secret'; readonly code: string };

/**
 * Asks once. No connection is kept (an old one hides a dead listener), no redirection is followed, the body ends at the limit, and the signal ends it whatever drips in.
 * Never rejects.
 */
export function askOnce(asking: Asking): Promise<OnceAnswer> {
  const { url, method, accept, auth, caFile, limitBytes, signal } = asking;
  let authorization: string | undefined;
  let ca: string | undefined;
  try {
    authorization = authorizationOf(auth);
    ca = caFile === undefined ? undefined : readFileSync(caFile, 'utf8');
  } catch (fault) {
    return Promise.resolve({ kind: 'no-secret', code: systemCode(fault) ?? 'unreadable' });
  }
  if (signal.aborted) return Promise.resolve({ kind: 'timed-out', stage: 'connect' });
  return new Promise((resolve) => {
    let stage: 'connect' | 'request' | 'body' = 'connect';
    const end = (answer: OnceAnswer): void => {
      signal.removeEventListener('abort', late);
      request.destroy();
      resolve(answer);
    };
    const late = (): void => end({ kind: 'timed-out', stage });
    const options = {
      method,
      agent: false,
      headers: {
        accept,
        'accept-encoding': 'identity',
        connection: 'close',
        ...(authorization === undefined ? {} : { authorization }),
      },
      ...(ca === undefined ? {} : { ca }),
    } as const;
    const request = url.protocol === 'https:' ? requestTls(url, options) : requestPlain(url, options);
    request.once('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        stage = 'request';
      });
    });
    request.on('error', (fault) =>
      end({ kind: 'failed', stage: stage === 'connect' ? 'connect' : 'request', code: systemCode(fault) ?? 'error' }),
    );
    request.once('response', (response) => {
      stage = 'body';
      const chunks: Buffer[] = [];
      let length = 0;
      const answered = (cut?: 'limit' | 'incomplete'): void =>
        end({
          kind: 'answered',
          status: response.statusCode ?? 0,
          contentType: response.headers['content-type'] ?? '',
          body: Buffer.concat(chunks),
          ...(cut === undefined ? {} : { cut }),
        });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk.subarray(0, Math.max(0, limitBytes - length)));
        length += chunk.length;
        if (length > limitBytes) answered('limit');
      });
      response.once('end', () => answered(response.complete ? undefined : 'incomplete'));
      response.on('error', () => answered('incomplete'));
    });
    signal.addEventListener('abort', late, { once: true });
    request.end();
  });
}

/** Read at every request, so that a renewed secret counts without a restart. */
function authorizationOf(auth: Asking['auth']): string | undefined {
  switch (auth?.kind) {
    case undefined:
    case 'none':
      return undefined;
    case 'basic': {
      const password = readFileSync(auth.passwordFile, 'utf8').trimEnd();
      return `Basic ${Buffer.from(`${auth.user}:${password}`).toString('base64')}`;
    }
    case 'bearer':
      return `Bearer ${readFileSync(auth.tokenFile, 'utf8').trim()}`;
  }
}
