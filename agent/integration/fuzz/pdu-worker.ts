// One run of the network fuzz, in a thread of its own so that a hang can be seen and ended from outside.
import { parentPort, workerData } from 'node:worker_threads';
import { drawFrom } from './draw.ts';
import { mutatePdus } from './pdu-mutate.ts';
import { checkReading } from './pdu-reader-check.ts';
import { answerers, callers, type PduSpecimen } from './pdu-specimens.ts';
import { startReceiver } from './receiver-under-fuzz.ts';
import { startRequestor } from './requestor-under-fuzz.ts';

export interface PduFuzzOrder {
  /** Conversations of callers that are mutated; answers to ourselves are a quarter of them more. */
  readonly mutants: number;
  readonly seed: number;
  /** Only this one, to look at it again. */
  readonly only?: number;
  readonly progress: SharedArrayBuffer;
}

export interface PduFuzzReport {
  readonly mutants: number;
  /** What became of conversations with the receiver, and of our own requests. */
  readonly received: Readonly<Record<string, number>>;
  readonly requested: Readonly<Record<string, number>>;
  readonly faults: readonly { readonly mutant: number; readonly of: string; readonly what: string }[];
  readonly slowestMs: number;
  readonly peakRssMiB: number;
}

const mostFaults = 20;
/** Conversations under way at one time. */
const atOnce = 8;
/** After so many the receiver must still serve an honest caller, with all of its memory given back. */
const askEvery = 500;

function mutantOf(specimens: readonly PduSpecimen[], seed: number, mutant: number): { name: string; stream: Buffer } {
  const draw = drawFrom(seed * 1_000_003 + mutant + 1);
  const specimen = specimens[draw(specimens.length)];
  const other = specimens[draw(specimens.length)];
  if (specimen === undefined || other === undefined) throw new Error('no specimen to mutate');
  const { mutant: stream, done } = mutatePdus(specimen.pdus, other.pdus, draw);
  checkReading(stream, draw);
  return { name: `${specimen.name}, ${done.join(' + ')}`, stream };
}

async function run({ mutants, seed, only, progress }: PduFuzzOrder): Promise<PduFuzzReport> {
  const at = new Int32Array(progress);
  const faults: PduFuzzReport['faults'][number][] = [];
  const received: Record<string, number> = {};
  const requested: Record<string, number> = {};
  let slowestMs = 0;
  const receiver = await startReceiver();
  const requestor = await startRequestor(atOnce);
  const note = (mutant: number, of: string, fault: unknown): void => {
    faults.push({ mutant, of, what: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) });
  };
  /** Every fifth is an answer to ourselves. */
  const requestedOf = (mutant: number): boolean => mutant % 5 === 4;

  const one = async (mutant: number, lane: number): Promise<void> => {
    let of = '';
    const started = performance.now();
    try {
      const ofAnswer = requestedOf(mutant);
      const { name, stream } = mutantOf(ofAnswer ? answerers : callers, seed, mutant);
      of = name;
      const outcome = ofAnswer ? await requestor.ask(lane, stream) : await receiver.talk(stream, mutant);
      const counts = ofAnswer ? requested : received;
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    } catch (fault) {
      note(mutant, of, fault);
    }
    slowestMs = Math.max(slowestMs, performance.now() - started);
  };

  const last = only === undefined ? Math.ceil(mutants * 1.25) : only + 1;
  let next = only ?? 0;
  while (next < last && faults.length < mostFaults) {
    const until = Math.min(last, next + askEvery);
    const lanes = Array.from({ length: atOnce }, async (_, number) => {
      while (next < until && faults.length < mostFaults) {
        const mutant = next;
        next += 1;
        Atomics.store(at, 0, mutant);
        await one(mutant, number);
      }
    });
    await Promise.all(lanes);
    try {
      await receiver.mustServe();
    } catch (fault) {
      note(next, 'an honest caller afterwards', fault);
    }
  }
  await requestor.stop();
  await receiver.stop();
  const peakRssMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  return { mutants: only === undefined ? last : 1, received, requested, faults, slowestMs, peakRssMiB };
}

parentPort?.postMessage(await run(workerData as PduFuzzOrder));
