import type { Instant } from '@center/contract';
import { stopCause, type UpsTrack } from '../../core/index.ts';
import type { Ledger, StopCause } from '../ledger/index.ts';

/** Hard limit of an orderly stop; what has not closed by then is left to the journal. Milliseconds. */
export const stopWithinMs = 3_000;

export interface OrderlyStop {
  /** A UPS was heard: while it says that power is ending, the books are closed once and the agent goes on; mains may return. */
  heard(track: UpsTrack): void;
  /** Somebody asks for the end. Written down first, so that the cause stands whatever comes after. */
  begin(cause: StopCause): void;
  /** Everything that writes has stopped. */
  end(): void;
}

/** Words of the UPS as they stood. */
const wordsOf = (track: UpsTrack | undefined): string => (track?.status?.raw ?? []).join(' ').slice(0, 500);

/**
 * Begin, checkpoint and clean end of a stop, each durable before the next. `flush` writes down what still waits for its group.
 */
export function orderlyStop({
  ledger,
  runId,
  now,
  flush,
}: {
  readonly ledger: Ledger;
  readonly runId: string;
  readonly now: () => Instant;
  readonly flush: () => void;
}): OrderlyStop {
  const ending = new Map<string, { readonly cause: StopCause; readonly track: UpsTrack }>();
  let begun: StopCause | undefined;
  const begin = (cause: StopCause, track: UpsTrack | undefined): void => {
    begun = cause;
    ledger.runs.stopBegin(runId, cause, wordsOf(track), now());
    flush();
    ledger.checkpoint();
  };
  return {
    heard(track) {
      const cause = stopCause(track);
      if (cause !== undefined) {
        ending.set(track.equipmentId, { cause, track });
        // Once for an ending: the same words come with every poll, and a latched FSD stays until its server is restarted.
        if (begun === undefined) begin(cause, track);
        return;
      }
      ending.delete(track.equipmentId);
      if (begun === undefined || begun === 'asked' || ending.size > 0) return;
      begun = undefined;
      ledger.runs.stopUndone(runId);
    },
    begin(cause) {
      // Why power is ending stands already when the system follows with its SIGTERM.
      if (begun === undefined) begin(cause, undefined);
    },
    end() {
      flush();
      ledger.checkpoint();
      ledger.runs.stopClean(runId, now());
    },
  };
}
