import type { PduFuzzOrder, PduFuzzReport } from './pdu-worker.ts';
import { type Watched, watch } from './watched-worker.ts';

/** Longer than any limit of receiver and requestor by far. */
const longestMs = 30_000;

/** Runs mutated conversations against the receiver and the requestor in a thread and watches over it. Never throws for what a mutant does. */
export function fuzzPdus(order: Omit<PduFuzzOrder, 'progress'>): Promise<Watched<PduFuzzReport>> {
  return watch(new URL('pdu-worker.ts', import.meta.url), order, longestMs);
}
