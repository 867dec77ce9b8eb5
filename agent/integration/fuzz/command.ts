import { parseArgs } from 'node:util';
import { fuzz } from './run.ts';

const usage = `npm run -s fuzz -- [--mutants 200000] [--seed 1] [--only N] [--real DIR]
Mutates fixture objects, and the files of DIR, and reads each through header, facts and rules. --only N reads one mutant of that seed again.
Exit code 1 when a reading threw, hung, took a second of CPU or read more than 64 MiB.
`;

/** Bytes that one reading may take of a file; what the system reads to tell it is added. */
const mostBytes = 64 * 1024 * 1024 + 64 * 1024;
const slowMs = 1000;

export async function runFuzz(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      mutants: { type: 'string', default: '200000' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      real: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [mutants, seed, only] = [values.mutants, values.seed, values.only].map((text) =>
    text === undefined ? undefined : Number(text),
  );
  if (values.help || [mutants, seed, only].some((each) => each !== undefined && !Number.isSafeInteger(each))) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const result = await fuzz({
    mutants: mutants ?? 0,
    seed: seed ?? 1,
    ...(only === undefined ? {} : { only }),
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
