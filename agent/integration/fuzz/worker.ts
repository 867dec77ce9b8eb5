// One run of the fuzz, in a thread of its own so that a hang can be seen and ended from outside. It tells its progress through shared memory.
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { walkHeaderBytes } from '../../shell/header/header-reader.ts';
import { readHeaderBytes, readHeaderFile } from '../../shell/header/index.ts';
import { drawFrom } from './draw.ts';
import { mutate } from './mutate.ts';
import { BrokenPromise, type Outcome, outcomeOf } from './outcome.ts';
import { specimens } from './specimens.ts';

export interface FuzzOrder {
  readonly mutants: number;
  readonly seed: number;
  /** Only this one, to look at it again. */
  readonly only?: number;
  readonly realFiles?: string;
  readonly progress: SharedArrayBuffer;
}

export interface FuzzReport {
  readonly mutants: number;
  readonly specimens: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly faults: readonly { readonly mutant: number; readonly of: string; readonly what: string }[];
  /** Of the thread's own time, since others use the machine as well; what waits is a hang. */
  readonly slowestMs: number;
  readonly slowestMutant: number;
  /** Mutants that were read from a file of 3 GiB, and the most bytes that one such reading took. */
  readonly files: number;
  readonly mostBytesRead: number;
  readonly peakRssMiB: number;
}

/** Every so many mutants stand at the beginning of a file of 3 GiB: what a length lies about is then really there to be read. */
const filesEvery = 200;
const fileSize = 3 * 1024 ** 3;
/** More faults than these say nothing new. */
const mostFaults = 20;

function bytesRead(): number {
  return Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'latin1'))?.[1] ?? 0);
}

function run({ mutants, seed, only, realFiles, progress }: FuzzOrder): FuzzReport {
  const all = specimens(realFiles);
  const done = new Int32Array(progress);
  const outcomes: Record<Outcome, number> = {
    'read, damage named': 0,
    'read, nothing to name': 0,
    'unreadable, reason named': 0,
    'not DICOM': 0,
  };
  const faults: FuzzReport['faults'][number][] = [];
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  let [slowestMs, slowestMutant, files, mostBytesRead] = [0, 0, 0, 0];
  try {
    for (
      let mutant = only ?? 0;
      mutant < (only === undefined ? mutants : only + 1) && faults.length < mostFaults;
      mutant += 1
    ) {
      Atomics.store(done, 0, mutant);
      const draw = drawFrom(seed * 1_000_003 + mutant + 1);
      const specimen = all[draw(all.length)];
      const other = all[draw(all.length)];
      if (specimen === undefined || other === undefined) throw new Error('no specimen to mutate');
      const made = mutate(specimen.bytes, other.bytes, draw);
      const asFile = mutant % filesEvery === 0;
      const path = join(folder, 'mutant');
      if (asFile) {
        writeFileSync(path, made.mutant);
        truncateSync(path, fileSize);
      }
      const before = asFile ? bytesRead() : 0;
      const started = process.threadCpuUsage();
      try {
        const complete = asFile || draw(2) === 0;
        const reading = asFile ? readHeaderFile(path) : readHeaderBytes(made.mutant, { complete });
        if (asFile) {
          files += 1;
          mostBytesRead = Math.max(mostBytesRead, bytesRead() - before);
        } else if (!isDeepStrictEqual(reading, walkHeaderBytes(made.mutant, { complete })))
          throw new BrokenPromise('the fast scan and the full walk read differently');
        outcomes[outcomeOf(reading)] += 1;
      } catch (fault) {
        const what =
          fault instanceof Error
            ? `${fault.stack ?? fault.message}${fault.cause instanceof Error ? `\ncause: ${fault.cause.stack ?? ''}` : ''}`
            : String(fault);
        faults.push({ mutant, of: `${specimen.name}, ${made.done.join(' + ')}`, what });
      }
      const { user, system } = process.threadCpuUsage(started);
      const took = (user + system) / 1000;
      if (took > slowestMs) [slowestMs, slowestMutant] = [took, mutant];
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const peakRssMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  return {
    mutants: only === undefined ? mutants : 1,
    specimens: all.length,
    outcomes,
    faults,
    slowestMs,
    slowestMutant,
    files,
    mostBytesRead,
    peakRssMiB,
  };
}

parentPort?.postMessage(run(workerData as FuzzOrder));
