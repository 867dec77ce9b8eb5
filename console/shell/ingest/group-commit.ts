import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import { applyBatch, type BatchOutcome, type VerifiedBatch } from './apply-batch.ts';
import type { FreezeWords } from './apply-items.ts';

/** Longest wait for company, milliseconds, and most batches in one commit. */
const groupLimits = { waitMs: 8, batches: 128, waiting: 2000 } as const;

interface Waiting {
  readonly verified: VerifiedBatch;
  readonly resolve: (outcome: BatchOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** Batches that arrive within a few milliseconds share one durable commit; each is answered only after it. */
export interface GroupCommit {
  /** Resolves after the commit that holds the batch. Rejects when applying it threw: then nothing of it is stored. */
  submit(verified: VerifiedBatch): Promise<BatchOutcome>;
  /** True when so many wait that an agent is better told to come back. */
  full(): boolean;
  /** Commits what waits. Nothing is taken afterwards. */
  close(): void;
}

export function openGroupCommit(db: Database, freeze: FreezeWords, clock: Clock): GroupCommit {
  const waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const group = waiting.splice(0, groupLimits.batches);
    if (group.length === 0) return;
    const settled: (() => void)[] = [];
    try {
      db.transaction(() => {
        for (const { verified, resolve, reject } of group) {
          try {
            // A savepoint each: one batch that throws takes none of its neighbours along.
            const outcome = db.transaction(() => applyBatch(db, verified, freeze, clock()));
            settled.push(() => {
              resolve(outcome);
            });
          } catch (error) {
            settled.push(() => {
              reject(error);
            });
          }
        }
      });
    } catch (error) {
      for (const { reject } of group) reject(error);
      settled.length = 0;
    }
    for (const settle of settled) settle();
    if (waiting.length > 0) schedule();
  };

  const schedule = (): void => {
    if (waiting.length >= groupLimits.batches) setImmediate(flush);
    else timer ??= setTimeout(flush, groupLimits.waitMs);
  };

  return {
    submit: async (verified) => {
      if (closed) throw new Error('ingest is closed');
      return new Promise<BatchOutcome>((resolve, reject) => {
        waiting.push({ verified, resolve, reject });
        schedule();
      });
    },
    full: () => waiting.length >= groupLimits.waiting,
    close: () => {
      closed = true;
      while (waiting.length > 0) flush();
      clearTimeout(timer);
    },
  };
}
