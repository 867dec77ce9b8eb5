import type { UploadState } from '@center/contract';

/** How one try ended, classed where it happened. `ambiguous`: the target may or may not have the bytes. */
export type DeliveryOutcome =
  | { readonly kind: 'taken' }
  | { readonly kind: 'receipt'; readonly receiptNumber: string }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'retry'; readonly retryAfterMs?: number | undefined }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'permanent' }
  | { readonly kind: 'poison' };

/** First and longest wait between tries, milliseconds. */
export interface BackOff {
  readonly firstMs: number;
  readonly longestMs: number;
}
export const defaultBackOff: BackOff = { firstMs: 30_000, longestMs: 3_600_000 };

/** Tries of a connector that throws before a package is put aside. */
const poisonLimit = 5;

/** Doubling wait with jitter: between half and the whole of the step. `chance` in [0, 1). A target's Retry-After is never undercut. */
export function waitBeforeTry(tries: number, chance: number, backOff: BackOff, retryAfterMs?: number): number {
  const step = Math.min(backOff.longestMs, backOff.firstMs * 2 ** Math.min(Math.max(tries - 1, 0), 20));
  return Math.max(Math.round(step / 2 + (chance * step) / 2), Math.min(retryAfterMs ?? 0, 86_400_000));
}

/**
 * The state after a try. An ambiguous try stays in flight, so that the target is asked before anything is sent again; a clear failure goes back to the queue.
 * `poisoned` counts the tries that threw, this one included.
 */
export function stateAfter(outcome: DeliveryOutcome, poisoned: number): UploadState {
  switch (outcome.kind) {
    case 'taken':
    case 'duplicate':
      return 'accepted';
    case 'receipt':
      return 'receipted';
    case 'retry':
      return 'queued';
    case 'ambiguous':
      return 'in-flight';
    case 'permanent':
      return 'rejected';
    case 'poison':
      return poisoned >= poisonLimit ? 'dead-letter' : 'in-flight';
  }
}
