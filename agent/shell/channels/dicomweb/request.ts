import { readFileSync } from 'node:fs';
import { messageOf } from '../../errors.ts';
import type { Pace } from './pace.ts';

export type DicomwebAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly user: string; readonly passwordFile: string }
  | { readonly kind: 'bearer'; readonly tokenFile: string };

/**
 * What became of one request.
 * - `answered`: a whole answer with a success status; 204 has no body.
 * - `refused`: another status. Not: nothing is there.
 * - `incomplete`: the connection ended before the announced length.
 * - `too-large`: longer than we take; the rest was not read.
 * - `unreachable`: no answer, or none in time.
 */
export type Answer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly contentType: string;
      readonly warning: string;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'incomplete'; readonly why: string }
  | { readonly kind: 'too-large'; readonly limitBytes: number }
  | { readonly kind: 'unreachable'; readonly why: string };

export interface RequesterOptions {
  readonly baseUrl: URL;
  readonly auth: DicomwebAuth;
  readonly timeoutSeconds: number;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

export type Requester = (
  path: string,
  query: Readonly<Record<string, string>>,
  accept: string,
  limitBytes: number,
) => Promise<Answer>;

/** Read at every request, so that a renewed token counts without a restart. */
function authorization(auth: DicomwebAuth): Record<string, string> {
  switch (auth.kind) {
    case 'none':
      return {};
    case 'basic': {
      const password = readFileSync(auth.passwordFile, 'utf8').trimEnd();
      return { authorization: `Basic ${Buffer.from(`${auth.user}:${password}`).toString('base64')}` };
    }
    case 'bearer':
      return { authorization: `Bearer ${readFileSync(auth.tokenFile, 'utf8').trim()}` };
  }
}

function address(baseUrl: URL, path: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  return url;
}

async function bodyOf(response: Response, limitBytes: number): Promise<Uint8Array | 'too-large'> {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream: AsyncIterable<Uint8Array> = response.body;
  for await (const chunk of stream) {
    length += chunk.byteLength;
    if (length > limitBytes) return 'too-large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/** One polite GET: identity encoding, a time limit, a size limit, the pace of the channel. Never throws for what the other side does. */
export function createRequester({ baseUrl, auth, timeoutSeconds, pace, signal }: RequesterOptions): Requester {
  const get = async (url: URL, accept: string, limitBytes: number): Promise<Answer> => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)]);
    let response: Response;
    try {
      response = await fetch(url, {
        headers: { accept, 'accept-encoding': 'identity', ...authorization(auth) },
        signal: limit,
        redirect: 'error',
      });
    } catch (fault) {
      return { kind: 'unreachable', why: reason(fault) };
    }
    if (!response.ok) {
      await response.body?.cancel();
      return { kind: 'refused', status: response.status };
    }
    try {
      const body = await bodyOf(response, limitBytes);
      if (body === 'too-large') return { kind: 'too-large', limitBytes };
      return {
        kind: 'answered',
        status: response.status,
        contentType: response.headers.get('content-type') ?? '',
        warning: response.headers.get('warning') ?? '',
        body,
      };
    } catch (fault) {
      return { kind: 'incomplete', why: reason(fault) };
    }
  };
  return (path, query, accept, limitBytes) => pace.take(() => get(address(baseUrl, path, query), accept, limitBytes));
}

function reason(fault: unknown): string {
  const cause = fault instanceof Error && fault.cause instanceof Error ? `: ${fault.cause.message}` : '';
  return `${messageOf(fault)}${cause}`;
}

/** The answer in one phrase, for the channel's state. */
export function sayAnswer(answer: Answer): string {
  switch (answer.kind) {
    case 'answered':
      return `HTTP ${String(answer.status)}`;
    case 'refused':
      return answer.status === 401 || answer.status === 403
        ? `HTTP ${String(answer.status)}: the PACS does not accept our credentials`
        : `HTTP ${String(answer.status)}`;
    case 'incomplete':
      return `the answer broke off: ${answer.why}`;
    case 'too-large':
      return `the answer is larger than ${String(answer.limitBytes)} bytes`;
    case 'unreachable':
      return `no answer: ${answer.why}`;
  }
}
