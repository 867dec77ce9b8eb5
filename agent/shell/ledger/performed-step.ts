import type { Instant } from '@center/contract';
import type { Store } from './store.ts';

/** A performed step as far as its messages have told it. */
export interface StepRow {
  readonly state: 'not-created' | 'IN PROGRESS' | 'COMPLETED' | 'DISCONTINUED';
  /** Attributes in implicit VR little endian; empty once the step is final and has become an observation. */
  readonly dataset: Uint8Array;
}

export interface StepRepository {
  get(sop: string): StepRow | undefined;
  /** Of a final step only its state is kept. */
  put(sop: string, step: StepRow, at: Instant): void;
  /** Forgets final steps that nobody asks for any more; returns how many. */
  forgetFinalBefore(at: Instant): number;
  /** Steps begun and not ended. */
  open(): number;
}

export function stepRepository({ db }: Store): StepRepository {
  const one = db.prepare<[string], { state: StepRow['state']; dataset: Uint8Array }>(
    'SELECT state, dataset FROM performed_step WHERE sop = ?',
  );
  const upsert = db.prepare<[string, string, number, Uint8Array]>(
    `INSERT INTO performed_step (sop, state, changed_at, dataset) VALUES (?, ?, ?, ?)
     ON CONFLICT (sop) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at, dataset = excluded.dataset`,
  );
  const forget = db.prepare<[number]>(
    "DELETE FROM performed_step WHERE state IN ('COMPLETED', 'DISCONTINUED') AND changed_at < ?",
  );
  const open = db.prepare<[], { n: number }>("SELECT count(*) AS n FROM performed_step WHERE state = 'IN PROGRESS'");
  return {
    get: (sop) => one.get(sop),
    put(sop, { state, dataset }, at) {
      const isFinal = state === 'COMPLETED' || state === 'DISCONTINUED';
      upsert.run(sop, state, at, isFinal ? Buffer.alloc(0) : dataset);
    },
    forgetFinalBefore: (at) => forget.run(at).changes,
    open: () => open.get()?.n ?? 0,
  };
}
