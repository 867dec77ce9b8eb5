import { Worker } from 'node:worker_threads';
import type { FuzzOrder, FuzzReport } from './worker.ts';

export type FuzzResult =
  | { readonly kind: 'done'; readonly report: FuzzReport }
  /** One mutant was still being read after `longestMs`. */
  | { readonly kind: 'hung'; readonly mutant: number }
  /** The thread ended without a report: memory, or a fault outside of a reading. */
  | { readonly kind: 'died'; readonly mutant: number; readonly why: string };

/** A reading that takes longer is a hang and no slowness: the whole fuzz reads some thousand a second. */
const longestMs = 20_000;

/** Runs the mutants in a thread and watches over it. Never throws for what a mutant does. */
export function fuzz(order: Omit<FuzzOrder, 'progress'>): Promise<FuzzResult> {
  const progress = new SharedArrayBuffer(4);
  const at = new Int32Array(progress);
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    workerData: { ...order, progress } satisfies FuzzOrder,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  return new Promise((resolve) => {
    let last = -1;
    let since = Date.now();
    const watch = setInterval(() => {
      const now = Atomics.load(at, 0);
      if (now !== last) [last, since] = [now, Date.now()];
      else if (Date.now() - since > longestMs && now > 0) end({ kind: 'hung', mutant: now });
    }, 500);
    const end = (result: FuzzResult): void => {
      clearInterval(watch);
      void worker.terminate();
      resolve(result);
    };
    worker.once('message', (report: FuzzReport) => end({ kind: 'done', report }));
    worker.once('error', (fault) => end({ kind: 'died', mutant: Atomics.load(at, 0), why: String(fault) }));
    worker.once('exit', (code) => end({ kind: 'died', mutant: Atomics.load(at, 0), why: `exit code ${String(code)}` }));
  });
}
