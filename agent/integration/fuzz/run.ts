import { type Watched, watch } from './watched-worker.ts';
import type { FuzzOrder, FuzzReport } from './worker.ts';

export type FuzzResult = Watched<FuzzReport>;

/** A reading that takes longer is a hang and no slowness: the whole fuzz reads some thousand a second. */
const longestMs = 20_000;

/** Runs the mutants in a thread and watches over it. Never throws for what a mutant does. */
export function fuzz(order: Omit<FuzzOrder, 'progress'>): Promise<FuzzResult> {
  return watch(new URL('worker.ts', import.meta.url), order, longestMs);
}
