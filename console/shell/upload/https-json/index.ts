/**
 * https-json: the signed envelope as JSON by POST, under an idempotency key; GET by that key tells whether it arrived. In: a parcel. Out: how the try ended.
 * Never: a redirect followed, an answer over a megabyte read, plain HTTP to another machine.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Answer, type Asked, type Connector, judgeReceipt, type Parcel } from '../connector.ts';

export interface HttpsTarget {
  readonly url: string;
  /** File with the bearer token; read at every try, so that it can be changed in place. */
  readonly tokenFile?: string | undefined;
  /** Certificate authority of a closed network. */
  readonly caFile?: string | undefined;
  readonly timeoutMs: number;
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** No answer: `sent` says whether bytes may have reached the target. */
class NoAnswer extends Error {
  readonly sent: boolean;
  readonly code: string;

  constructor(sent: boolean, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'no answer';
    super('the target gave no answer', { cause });
    this.sent = sent;
    this.code = code;
  }
}

const mostAnswerBytes = 1_000_000;

async function exchange(
  target: HttpsTarget,
  method: 'GET' | 'POST',
  url: URL,
  headers: Record<string, string>,
  body?: string,
): Promise<Reply> {
  const token =
    target.tokenFile === undefined ? {} : { authorization: `Bearer ${readFileSync(target.tokenFile, 'utf8').trim()}` };
  const ca = target.caFile === undefined ? {} : { ca: readFileSync(target.caFile) };
  return new Promise<Reply>((resolve, reject) => {
    let connected = false;
    const options = {
      method,
      headers: {
        ...headers,
        ...token,
        ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
      },
      ...ca,
      agent: false as const,
    };
    const make = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = make(url, options, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostAnswerBytes) request.destroy(new Error('the answer is too long'));
        else chunks.push(chunk);
      });
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        });
      });
      response.on('error', (error) => {
        reject(new NoAnswer(true, error));
      });
    });
    const timer = setTimeout(
      () => request.destroy(Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })),
      target.timeoutMs,
    );
    request.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        connected = true;
      });
    });
    request.on('error', (error) => {
      reject(error instanceof NoAnswer ? error : new NoAnswer(connected, error));
    });
    request.on('close', () => {
      clearTimeout(timer);
      reject(new NoAnswer(connected, new Error('closed without an answer')));
    });
    request.end(body);
  });
}

/** Retry-After in seconds or as a date, milliseconds from `now`. */
function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header.trim()) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** The first words of an answer, for a person to read. */
function said(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 300);
}

const permanent = new Set([
  400, 401, 403, 404, 405, 406, 410, 411, 413, 414, 415, 417, 421, 422, 426, 431, 451, 501, 505,
]);
/** A gateway that lost its way may have passed the bytes on. */
const unclear = new Set([502, 504]);

/** How an answer to a POST is classed. */
function classify(reply: Reply, parcel: Parcel, now: number): Answer {
  const { status, text } = reply;
  const base = { httpStatus: status };
  if (status >= 200 && status < 300) {
    const receipt = judgeReceipt(text, parcel);
    if (receipt.matches) return { ...base, outcome: receipt.outcome, receiptRaw: text };
    return { ...base, outcome: { kind: 'taken' }, detail: receipt.why };
  }
  if (status === 409) return conflict(text, parcel);
  const wait = retryAfterMs(reply.headers['retry-after'], now);
  if (unclear.has(status)) return { ...base, outcome: { kind: 'ambiguous' }, detail: `HTTP ${status} ${said(text)}` };
  if (status >= 300 && status < 400)
    return {
      ...base,
      outcome: { kind: 'permanent' },
      detail: `HTTP ${status}: the target redirects, which is not followed`,
    };
  if (permanent.has(status) || (status > 400 && status < 500 && status !== 408 && status !== 425 && status !== 429)) {
    return { ...base, outcome: { kind: 'permanent' }, detail: `HTTP ${status} ${said(text)}` };
  }
  return { ...base, outcome: { kind: 'retry', retryAfterMs: wait }, detail: `HTTP ${status} ${said(text)}` };
}

/** 409: the target has something under this key. Only the hash says whether it is ours. */
function conflict(text: string, parcel: Parcel): Answer {
  const receipt = judgeReceipt(text, parcel);
  if (receipt.matches) return { httpStatus: 409, outcome: receipt.outcome, receiptRaw: text };
  let theirs: unknown;
  try {
    const parsed: unknown = JSON.parse(text);
    theirs = typeof parsed === 'object' && parsed !== null && 'bodySha256' in parsed ? parsed.bodySha256 : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    theirs = undefined;
  }
  if (theirs === parcel.bodySha256)
    return { httpStatus: 409, outcome: { kind: 'duplicate' }, detail: 'the target has these bytes already' };
  if (typeof theirs === 'string')
    return {
      httpStatus: 409,
      outcome: { kind: 'permanent' },
      detail: 'HTTP 409: the target has other bytes under this key',
    };
  return { httpStatus: 409, outcome: { kind: 'ambiguous' }, detail: `HTTP 409 without a hash: ${said(text)}` };
}

export function httpsJson(target: HttpsTarget, clock: () => number): Connector {
  const keyUrl = (parcel: Parcel): URL => new URL(`${target.url.replace(/\/$/, '')}/${encodeURIComponent(parcel.key)}`);
  return {
    send: async (parcel) => {
      const digest = createHash('sha256').update(parcel.envelope).digest('base64');
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json',
        'idempotency-key': parcel.key,
        // RFC 9530
        'content-digest': `sha-256=:${digest}:`,
        'x-body-sha256': parcel.bodySha256,
      };
      try {
        return classify(await exchange(target, 'POST', new URL(target.url), headers, parcel.envelope), parcel, clock());
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        return { outcome: error.sent ? { kind: 'ambiguous' } : { kind: 'retry' }, detail: `no answer (${error.code})` };
      }
    },
    ask: async (parcel): Promise<Asked> => {
      try {
        const reply = await exchange(target, 'GET', keyUrl(parcel), { accept: 'application/json' });
        if (reply.status === 404 || reply.status === 410) return { kind: 'absent', httpStatus: reply.status };
        // A target that cannot be asked takes the same key again: that is what the key is for.
        if (reply.status === 405 || reply.status === 501) return { kind: 'absent', httpStatus: reply.status };
        if (reply.status >= 200 && reply.status < 300)
          return { kind: 'there', answer: classify(reply, parcel, clock()) };
        return {
          kind: 'unknown',
          httpStatus: reply.status,
          detail: `HTTP ${reply.status} ${said(reply.text)}`,
          retryAfterMs: retryAfterMs(reply.headers['retry-after'], clock()),
        };
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        return { kind: 'unknown', detail: `no answer (${error.code})` };
      }
    },
  };
}
