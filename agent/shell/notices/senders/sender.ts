import type { OutMessage } from '../write-notice.ts';

/**
 * What became of one try.
 * - `sent`: the other side took it. - `retry`: it surely or perhaps did not; later again, with the same id. - `refused`: it will not take it: a wrong address, key or form.
 */
export type Sent =
  | { readonly kind: 'sent' }
  | { readonly kind: 'retry'; readonly problem: string; readonly afterMs?: number }
  | { readonly kind: 'refused'; readonly problem: string };

/** Sends one message; never throws, never outlives its signal. Secrets are read for each try, so that a new one is taken up without a restart. */
export type Sender = (message: OutMessage, signal: AbortSignal) => Promise<Sent>;

/** Cuts a text to so many bytes of UTF-8, at the end of a letter, and says that it was cut. */
export function cutToBytes(text: string, most: number): string {
  const encoder = new TextEncoder();
  if (encoder.encode(text).length <= most) return text;
  const mark = '…';
  let used = encoder.encode(mark).length;
  let kept = '';
  for (const letter of text) {
    used += encoder.encode(letter).length;
    if (used > most) break;
    kept += letter;
  }
  return kept + mark;
}
