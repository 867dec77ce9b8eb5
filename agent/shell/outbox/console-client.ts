import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Problem } from '@center/contract';
import { Compile } from 'typebox/compile';
import { messageOf } from '../errors.ts';

/** Where the console is, and which authority vouches for its certificate (PEM file) when it is none of the well-known ones. */
export interface ConsoleAddress {
  readonly url: string;
  readonly ca?: string;
}

/**
 * What came of asking the console.
 * - `answered`: 2xx with JSON. `refused`: it said no, with a code that tells why. `busy`: come back later (429, 5xx).
 * - `unreachable`: no answer at all; whether it has taken what was sent is unknown, and sending the same bytes again is safe.
 */
export type Answer =
  | { readonly kind: 'answered'; readonly body: unknown }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly details: readonly string[];
      readonly message: string;
    }
  | { readonly kind: 'busy'; readonly status: number; readonly retryAfterMs?: number }
  | { readonly kind: 'unreachable'; readonly why: string };

export interface ConsoleClient {
  post(path: string, body: Uint8Array, gzipped: boolean, signal?: AbortSignal): Promise<Answer>;
  get(path: string, signal?: AbortSignal): Promise<Answer>;
}

const timeoutMs = 30_000;
const largestAnswer = 4 * 1024 * 1024;
const problemForm = Compile(Problem);

/** Talks HTTP to one console. Every failure is a value. */
export function consoleClient({ url, ca }: ConsoleAddress): ConsoleClient {
  const base = url.endsWith('/') ? url : `${url}/`;
  const trusted = ca === undefined ? undefined : readFileSync(ca);
  const ask = async (
    method: string,
    path: string,
    body: Uint8Array | undefined,
    gzipped: boolean,
    signal?: AbortSignal,
  ): Promise<Answer> => {
    const target = new URL(path.replace(/^\//, ''), base);
    const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
    const headers: Record<string, string | number> = {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
      ...(gzipped ? { 'content-encoding': 'gzip' } : {}),
    };
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const options = {
          method,
          headers,
          timeout: timeoutMs,
          ...(trusted === undefined ? {} : { ca: trusted }),
          ...(signal === undefined ? {} : { signal }),
        };
        const request = send(target, options, resolve);
        request.on('timeout', () => request.destroy(new Error('no answer in time')));
        request.on('error', reject);
        request.end(body);
      });
      return answerOf(response.statusCode ?? 0, response.headers['retry-after'], await textOf(response));
    } catch (fault) {
      return { kind: 'unreachable', why: messageOf(fault) };
    }
  };
  return {
    post: (path, body, gzipped, signal) => ask('POST', path, body, gzipped, signal),
    get: (path, signal) => ask('GET', path, undefined, false, signal),
  };
}

async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response) {
    if (!Buffer.isBuffer(part)) throw new TypeError('a body without an encoding comes in buffers');
    size += part.length;
    if (size > largestAnswer) throw new Error('the answer is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function answerOf(status: number, retryAfter: string | undefined, text: string): Answer {
  if (status === 429 || status >= 500) {
    const seconds = Number(retryAfter);
    return {
      kind: 'busy',
      status,
      ...(retryAfter !== undefined && Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}),
    };
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (fault) {
    // A gateway's own page instead of the console's answer: as good as none.
    return { kind: 'unreachable', why: `status ${String(status)} without JSON: ${messageOf(fault)}` };
  }
  if (status >= 200 && status < 300) return { kind: 'answered', body };
  if (problemForm.Check(body))
    return {
      kind: 'refused',
      status,
      code: body.code,
      details: body.details ?? [],
      message: `${body.message.zh} / ${body.message.en}`,
    };
  return { kind: 'refused', status, code: `status-${String(status)}`, details: [], message: text.slice(0, 200) };
}
