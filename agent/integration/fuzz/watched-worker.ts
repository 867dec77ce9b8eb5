import { Worker } from 'node:worker_threads';

export type Watched<Report> =
  | { readonly kind: 'done'; readonly report: Report }
  /** One mutant was still being worked on after `longestMs`. */
  | { readonly kind: 'hung'; readonly mutant: number }
  /** The thread ended without a report: memory, or a fault outside of what is watched. */
  | { readonly kind: 'died'; readonly mutant: number; readonly why: string };

/**
 * Runs an order in a thread of its own and watches over it: the thread tells the mutant that it is at through shared memory, and posts its report. Never throws for what
 * a mutant does.
 */
export function watch<Order extends object, Report>(
  script: URL,
  order: Order,
  longestMs: number,
): Promise<Watched<Report>> {
  const progress = new SharedArrayBuffer(4);
  const at = new Int32Array(progress);
  const worker = new Worker(script, {
    workerData: { ...order, progress },
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  return new Promise((resolve) => {
    let last = -1;
    let since = Date.now();
    const end = (result: Watched<Report>): void => {
      clearInterval(look);
      void worker.terminate();
      resolve(result);
    };
    const look = setInterval(() => {
      const now = Atomics.load(at, 0);
      if (now !== last) [last, since] = [now, Date.now()];
      else if (Date.now() - since > longestMs && now > 0) end({ kind: 'hung', mutant: now });
    }, 500);
    worker.once('message', (report: Report) => end({ kind: 'done', report }));
    worker.once('error', (fault) => end({ kind: 'died', mutant: Atomics.load(at, 0), why: String(fault) }));
    worker.once('exit', (code) => end({ kind: 'died', mutant: Atomics.load(at, 0), why: `exit code ${String(code)}` }));
  });
}
