import { parseArgs } from 'node:util';
import { fuzzPdus } from './pdu-run.ts';
import { fuzz } from './run.ts';

const usage = `npm run -s fuzz -- [--what objects | pdu] [--mutants N] [--seed 1] [--only N] [--real DIR]
objects (200000): mutates fixture objects, and the files of DIR, and reads each through header, facts and rules. --only N reads one mutant of that seed again.
Exit code 1 when a reading threw, hung, took a second of CPU or read more than 64 MiB.
pdu (100000, and a quarter more of answers to ourselves): mutates conversations of DICOM peers, reads each in pieces of any size, and has each with the whole receiver, or
with ourselves as the caller. Exit code 1 when anything threw or hung, an honest caller was not served afterwards, or the memory went over 400 MiB.
`;

/** Bytes that one reading may take of a file; what the system reads to tell it is added. */
const mostBytes = 64 * 1024 * 1024 + 64 * 1024;
const slowMs = 1000;
/** Resident memory of a run of conversations; the program itself is a third of it. */
const mostRssMiB = 400;
const usual = { objects: 200_000, pdu: 100_000 } as const;

export async function runFuzz(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      what: { type: 'string', default: 'objects' },
      mutants: { type: 'string' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      real: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [mutants, seed, only] = [values.mutants, values.seed, values.only].map((text) =>
    text === undefined ? undefined : Number(text),
  );
  const { what } = values;
  if (
    values.help ||
    (what !== 'objects' && what !== 'pdu') ||
    [mutants, seed, only].some((each) => each !== undefined && !Number.isSafeInteger(each))
  ) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const order = {
    mutants: mutants ?? usual[what],
    seed: seed ?? 1,
    ...(only === undefined ? {} : { only }),
  };
  if (what === 'pdu') return runPduFuzz(order);
  const result = await fuzz({
    ...order,
    ...(values.real === undefined ? {} : { realFiles: values.real }),
  });
  if (result.kind !== 'done') {
    process.stdout.write(
      `${result.kind} at mutant ${String(result.mutant)}${result.kind === 'died' ? `: ${result.why}` : ''}\n`,
    );
    return 1;
  }
  const { report } = result;
  const lines = [
    `${String(report.mutants)} mutants of ${String(report.specimens)} objects, seed ${values.seed}`,
    ...Object.entries(report.outcomes).map(([outcome, count]) => `  ${outcome}: ${String(count)}`),
    `  threw: ${String(report.faults.length)}`,
    `  slowest ${report.slowestMs.toFixed(0)} ms of CPU (mutant ${String(report.slowestMutant)}) · ${String(report.files)} from a file of 3 GiB, at most ${(report.mostBytesRead / 1024 ** 2).toFixed(2)} MiB read · peak ${String(report.peakRssMiB)} MiB`,
    ...report.faults.map(({ mutant, of, what }) => `--only ${String(mutant)}: ${of}\n${what}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return report.faults.length > 0 || report.slowestMs > slowMs || report.mostBytesRead > mostBytes ? 1 : 0;
}

async function runPduFuzz(order: { mutants: number; seed: number; only?: number }): Promise<number> {
  const result = await fuzzPdus(order);
  if (result.kind !== 'done') {
    process.stdout.write(
      `${result.kind} at mutant ${String(result.mutant)}${result.kind === 'died' ? `: ${result.why}` : ''}\n`,
    );
    return 1;
  }
  const { mutants, received, requested, faults, slowestMs, peakRssMiB } = result.report;
  const told = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .toSorted(([, a], [, b]) => b - a)
      .map(([outcome, count]) => `${outcome} ${String(count)}`)
      .join(', ');
  const lines = [
    `${String(mutants)} mutated conversations, seed ${String(order.seed)}`,
    `  the receiver's last word: ${told(received)}`,
    `  our own requests ended as: ${told(requested)}`,
    `  faults: ${String(faults.length)} · slowest ${slowestMs.toFixed(0)} ms · peak ${String(peakRssMiB)} MiB`,
    ...faults.map((fault) => `--what pdu --only ${String(fault.mutant)}: ${fault.of}\n${fault.what}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return faults.length > 0 || peakRssMiB > mostRssMiB ? 1 : 0;
}
