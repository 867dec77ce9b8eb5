import { parseArgs } from 'node:util';
import { machineLine, measured } from './measured.ts';

const usage = `npm run -s bench -- ledger [--studies 600000] [--days 90] [--seed 1] [--keep] [--rebuild]
Reads ten years of a made-up archive into a ledger (one observation a day of studies), then runs so many days of rounds: new studies, lists (60 days daily, 36 months weekly, ten
years monthly), a ninetieth of all counted, timed retrieves. Prints the size of the ledger by table, bytes an object, what the queries of the pages and rounds take, what is applied
a second, and how far the log grows. --rebuild folds everything anew at the end. Needs about 1 GB where temporary files are.
`;

/** `ledger`: size and speed of the archive ledger at the size of a large center. 1 when a goal is not met. */
export async function benchLedger(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      studies: { type: 'string', default: '600000' },
      days: { type: 'string', default: '90' },
      seed: { type: 'string', default: '1' },
      keep: { type: 'boolean', default: false },
      rebuild: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const numbers = [values.studies, values.days, values.seed];
  if (values.help || numbers.some((each) => !/^\d{1,9}$/.test(each)) || Number(values.studies) < 1000) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const work = ['--studies', values.studies, '--days', values.days, '--seed', values.seed];
  if (values.keep) work.push('--keep');
  if (values.rebuild) work.push('--rebuild');
  const { output, cpuMs, peakMb } = await measured(
    { node: ['agent/integration/archive-ledger-work.ts', ...work] },
    [0, 1],
  );
  process.stdout.write(
    `${machineLine()}${output}processor time ${(cpuMs / 1000).toFixed(0)} s, peak of memory ${peakMb.toFixed(0)} MB\n`,
  );
  return output.includes('NOT MET') || output.includes('OTHER ROWS') ? 1 : 0;
}
