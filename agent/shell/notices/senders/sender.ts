import type { OutMessage } from '../write-notice.ts';

/**
 * What became of one try.
 * - `sent`: the other side took it. - `retry`: it surely or perhaps did not; later again, with the same id. - `refused`: it will not take it: a wrong address, key or form.
 */
export type Sent =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly problem: string; readonly afterMs?: number }
  | { readonly kind: 'refused'; readonly problem: string };

/** An HTTP answer that is no yes: busy or too often is asked again; an address or key that a person mends is asked again later; the rest is a refusal of this message. */
export function afterHttp(status: number, problem: string, retryAfterMs: number | undefined): Sent {
  if (status >= 500 || status === 408 || status === 425 || status === 429)
    return { kind: 'retry', problem, afterMs: retryAfterMs ?? 60_000 };
  return status < 400 || [401, 403, 404, 407].includes(status)
    ? { kind: 'retry', problem, afterMs: 600_000 }
    : { kind: 'refused', problem };
}

/** Sends one message; never throws, never outlives its signal. Secrets are read for each try, so that a new one is taken up without a restart. */
export type Sender = (message: OutMessage, signal: AbortSignal) => Promise<Sent>;

const utf8Bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/** Bytes of a text within a JSON body, where a line feed is two. */
export const jsonBytes = (text: string): number => utf8Bytes(JSON.stringify(text)) - 2;

/** Cuts a text to so many bytes of UTF-8, at the end of a letter, and says that it was cut. */
export function cutToBytes(text: string, most: number, bytesOf: (text: string) => number = utf8Bytes): string {
  if (bytesOf(text) <= most) return text;
  const mark = '…';
  let used = bytesOf(mark);
  let kept = '';
  for (const letter of text) {
    used += bytesOf(letter);
    if (used > most) break;
    kept += letter;
  }
  return kept + mark;
}
