import { readFileSync } from 'node:fs';
import type { NotMeasured } from '../../../core/index.ts';
import type { PacsGate, Probe } from '../../courtesy/index.ts';
import { messageOf } from '../../errors.ts';
import type { Lane } from '../archive-port.ts';

export type WebAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly user: string; readonly passwordFile: string }
  | { readonly kind: 'bearer'; readonly tokenFile: string };

/**
 * What became of one request.
 * - `answered`: a whole answer with a success status; 204 has no body.
 * - `refused`: another status. Not: nothing is there.
 * - `incomplete`: the connection ended before the announced length.
 * - `too-large`: longer than we take; the rest was not read.
 * - `unreachable`: no answer. `timed-out`: none in time, or not to its end.
 * - `stopped`: not asked; the gate of the PACS is shut after failures.
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
  | { readonly kind: 'unreachable'; readonly why: string }
  | { readonly kind: 'timed-out'; readonly seconds: number }
  | { readonly kind: 'stopped' };

export interface Wish {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly accept: string;
  readonly limitBytes: number;
  readonly lane: Lane;
  readonly signal: AbortSignal;
  /** Other than the requester's. */
  readonly timeoutSeconds?: number;
  /** Told when its turn has come: what is timed begins here. */
  readonly started?: () => void;
}

/** What takes a body in as it comes; the pieces are not kept by who brings them. */
export interface BodySink {
  /** The head of a success answer is there; false: not what was asked for, do not bring the body. */
  begin(contentType: string): boolean;
  push(bytes: Uint8Array): void;
}

export interface Requester {
  get(wish: Wish): Promise<Answer>;
  /** As `get`, with the body of a success answer brought to `sink` piece by piece; `body` is then empty. */
  stream(wish: Wish, sink: BodySink): Promise<Answer>;
}

export interface RequesterOptions {
  readonly baseUrl: URL;
  readonly auth: WebAuth;
  readonly timeoutSeconds: number;
  readonly gate: PacsGate;
}

/** Statuses by which a server says that it cannot serve anybody at the moment. A 500 is mostly one broken file, and no reason to leave the PACS alone. */
const overloaded: readonly number[] = [429, 502, 503, 504];

/** Read at every request, so that a renewed token counts without a restart. */
function authorization(auth: WebAuth): Record<string, string> {
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

/** Keeps a body, up to a size. */
class Kept implements BodySink {
  readonly #chunks: Uint8Array[] = [];

  begin(): boolean {
    return true;
  }

  push(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
  }

  get bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }
}

/** Polite GETs: identity encoding (a compressed answer measures the compressor), a time limit, a size limit, the gate of the PACS. Never throws for what the other side does. */
export function createRequester({ baseUrl, auth, timeoutSeconds, gate }: RequesterOptions): Requester {
  const once = async (wish: Wish, sink: BodySink, signal: AbortSignal): Promise<Answer> => {
    const seconds = wish.timeoutSeconds ?? timeoutSeconds;
    const late = AbortSignal.timeout(seconds * 1000);
    const limit = AbortSignal.any([signal, late]);
    let response: Response;
    try {
      response = await fetch(address(baseUrl, wish.path, wish.query ?? {}), {
        headers: { accept: wish.accept, 'accept-encoding': 'identity', ...authorization(auth) },
        signal: limit,
        redirect: 'error',
      });
    } catch (fault) {
      return late.aborted ? { kind: 'timed-out', seconds } : { kind: 'unreachable', why: reason(fault) };
    }
    if (!response.ok) {
      await response.body?.cancel();
      return { kind: 'refused', status: response.status };
    }
    const contentType = response.headers.get('content-type') ?? '';
    const warning = response.headers.get('warning') ?? '';
    const whole: Answer = { kind: 'answered', status: response.status, contentType, warning, body: new Uint8Array() };
    try {
      if (response.body === null) return whole;
      if (!sink.begin(contentType)) {
        await response.body.cancel();
        return whole;
      }
      let length = 0;
      const stream: AsyncIterable<Uint8Array> = response.body;
      for await (const chunk of stream) {
        length += chunk.byteLength;
        if (length > wish.limitBytes) return { kind: 'too-large', limitBytes: wish.limitBytes };
        sink.push(chunk);
      }
      return whole;
    } catch (fault) {
      return late.aborted ? { kind: 'timed-out', seconds } : { kind: 'incomplete', why: reason(fault) };
    }
  };
  const stream: Requester['stream'] = async (wish, sink) => {
    if (gate.state().mode === 'stopped') return { kind: 'stopped' };
    return gate.ask(wish.lane, wish.signal, async (signal) => {
      wish.started?.();
      const value = await once(wish, sink, signal);
      return { value, failed: isFailure(value) };
    });
  };
  return {
    stream,
    async get(wish) {
      const kept = new Kept();
      const answer = await stream(wish, kept);
      return answer.kind === 'answered' ? { ...answer, body: kept.bytes } : answer;
    },
  };
}

/** A probe that takes longer holds everybody up, and says as much as one that never comes. */
const longestProbeMs = 15_000;

/** Asks the archive outside of any queue, for the gate itself to time. */
export function probeOf(
  options: Omit<RequesterOptions, 'gate'>,
  wish: () => Pick<Wish, 'path' | 'query' | 'accept'>,
): Probe {
  return async (signal) => {
    const longest = Math.min(longestProbeMs, options.timeoutSeconds * 1000);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
    const { path, query = {}, accept } = wish();
    try {
      const response = await fetch(address(options.baseUrl, path, query), {
        headers: { accept, 'accept-encoding': 'identity', ...authorization(options.auth) },
        signal: limit,
        redirect: 'error',
      });
      await response.arrayBuffer();
      return { value: undefined, failed: overloaded.includes(response.status) };
    } catch {
      return { value: undefined, failed: true };
    }
  };
}

function isFailure(answer: Answer): boolean {
  switch (answer.kind) {
    case 'answered':
    case 'too-large':
    case 'stopped':
      return false;
    case 'refused':
      return overloaded.includes(answer.status);
    case 'incomplete':
    case 'unreachable':
    case 'timed-out':
      return true;
  }
}

function reason(fault: unknown): string {
  const cause = fault instanceof Error && fault.cause instanceof Error ? `: ${fault.cause.message}` : '';
  return `${messageOf(fault)}${cause}`;
}

/** No server, none that has time, or no credentials: whatever else is asked would be answered the same. */
export function isAway(answer: Answer): boolean {
  switch (answer.kind) {
    case 'unreachable':
    case 'timed-out':
    case 'stopped':
      return true;
    case 'refused':
      return [401, 403, ...overloaded].includes(answer.status);
    case 'answered':
    case 'incomplete':
    case 'too-large':
      return false;
  }
}

/** Why an answer says nothing; undefined for one that came whole. */
export function notMeasuredOf(answer: Answer): { readonly why: NotMeasured; readonly detail: string } | undefined {
  const detail = sayAnswer(answer);
  switch (answer.kind) {
    case 'answered':
      if (answer.warning !== '') return { why: 'warned', detail: answer.warning };
      return answer.status === 200 || answer.status === 204 ? undefined : { why: 'not-final', detail };
    case 'refused':
      if (answer.status === 401 || answer.status === 403) return { why: 'refused', detail };
      return { why: answer.status === 501 || answer.status === 406 ? 'not-supported' : 'not-final', detail };
    case 'incomplete':
    case 'too-large':
      return { why: 'not-final', detail };
    case 'unreachable':
      return { why: 'unreachable', detail };
    case 'timed-out':
      return { why: 'timed-out', detail };
    case 'stopped':
      return { why: 'stopped', detail };
  }
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
    case 'timed-out':
      return `no whole answer within ${String(answer.seconds)} s`;
    case 'stopped':
      return 'the PACS is left alone after failures';
  }
}
