// Chunks that a socket has delivered lie outside of the garbage collector's own heap, which looks after them only when some
// 64 MiB of them have piled up. A receiver that lets hundreds of megabytes of pixels pass by would hold all that for nothing.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of chunks after which the young ones are collected: some milliseconds in a second at a gigabit. */
const COLLECT_EVERY_BYTES = 8_388_608;

type Collect = (options: { readonly type: 'minor' }) => void;

/** The collector's door, which the runtime shows only to contexts made after this flag; `undefined` where it does not. */
function findCollector(): Collect | undefined {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('globalThis.gc');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this flag exposes is a function of that form
  return typeof found === 'function' ? (found as Collect) : undefined;
}
const collect = findCollector();
let passed = 0;

/** Counts a chunk that has come; those before it are needed no more. */
export function chunkPassed(bytes: number): void {
  passed += bytes;
  if (passed < COLLECT_EVERY_BYTES) return;
  passed = 0;
  collect?.({ type: 'minor' });
}
