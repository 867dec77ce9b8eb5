import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { capture } from '../tool.ts';
import { type Measured, machineLine, measured, median, peersMeasurable, ratioText } from './measured.ts';
import { reportArchive } from './report-archive.ts';

const usage = `npm run -s bench -- rdsr [DIR] [--reports 40] [--rounds 5]
Dose reports from bytes to irradiation events: our reader (file to dose report) beside pydicom, dicom-parser and dcmjs, each of which reads and walks the events.
Processes in turn (A B C …, then … C B A), each of which reads the files twice: in the second pass the code is compiled, as in a program that runs on.
Processor time is that of reading alone, start of the program left out. Without DIR, reports are built.
`;

interface Runner {
  readonly name: string;
  readonly run: () => Promise<Measured>;
}

/** What each program prints of its work. */
interface Work {
  readonly reports: number;
  readonly failed: number;
  readonly events: number;
  readonly values: number;
  /** Processor time of the first pass over the files, and of a second one in the same process. */
  readonly cpuMs: number;
  readonly againMs: number;
}

const debianPython = '/usr/bin/python3';

async function runners(list: string): Promise<Runner[]> {
  const node = (name: string, program: string): Runner => ({ name, run: () => measured({ node: [program, list] }) });
  const all = [
    node('our reader, to dose report', 'agent/integration/report-peers/our-reader.ts'),
    node('dicom-parser, tree and walk', 'agent/integration/report-peers/dicom-parser.ts'),
    node('dcmjs, data set and walk', 'agent/integration/report-peers/dcmjs.ts'),
  ];
  if (peersMeasurable && (await capture(debianPython, ['-c', 'import pydicom'])).code === 0) {
    const command = [debianPython, 'scripts/bench/peers/pydicom-reports.py', list];
    all.push({ name: 'pydicom, data set and walk', run: () => measured({ command }) });
  } else process.stdout.write('SKIPPED pydicom: Debian python3-pydicom or time is not here\n');
  return all;
}

function workOf({ output }: Measured): Work {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- printed by the programs that stand beside this one
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Work;
}

interface Round {
  readonly work: Work;
  readonly used: Measured;
}

async function measureRounds(all: readonly Runner[], rounds: number): Promise<Map<string, Round[]>> {
  const results = new Map<string, Round[]>(all.map(({ name }) => [name, []]));
  // One round for nothing: it fills the caches of files and of compiled code.
  for (const { run } of all) await run();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of round % 2 === 0 ? all : all.toReversed()) {
      const used = await run();
      results.get(name)?.push({ used, work: workOf(used) });
    }
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  return results;
}

type Figure = (round: Round) => number;
const firstPass: Figure = ({ work }) => work.cpuMs;
const secondPass: Figure = ({ work }) => work.againMs;
const eventsAgree = (rounds: readonly Round[], ours: readonly Round[]): boolean =>
  rounds[0]?.work.failed !== 0 || rounds[0].work.events === ours[0]?.work.events;

function table(results: ReadonlyMap<string, Round[]>): string {
  const [ours = []] = [...results.values()];
  const against = (rounds: readonly Round[], figure: Figure): string =>
    ratioText(rounds.map((each, round) => figure(each) / figure(ours[round] ?? each)));
  const rows = [...results].map(([name, rounds]) => {
    const [first] = rounds;
    if (first === undefined) throw new Error('nothing was measured');
    const { reports, events, failed } = first.work;
    const each = (figure: Figure, of: number): number => median(rounds.map(figure)) / of;
    return [
      name,
      each(firstPass, reports).toFixed(2),
      each(secondPass, reports).toFixed(2),
      (each(secondPass, events) * 1000).toFixed(1),
      against(rounds, firstPass),
      against(rounds, secondPass),
      median(rounds.map(({ used }) => used.peakMb)).toFixed(0),
      `${events}${failed === 0 ? '' : ` (${failed} files unread)`}`,
    ];
  });
  const head = ['', 'ms/report', 'again', 'us/event', 'CPU : ours', 'again', 'peak MB', 'events'];
  const widths = [30, 11, 9, 10, 24, 24, 9, 8];
  return [head, ...rows]
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(30) : ` ${cell}`.padStart(widths[column] ?? 0))).join(''),
    )
    .join('\n');
}

/** Prints the figures. Exit code 0; 1 when readers that read every file count different events. */
export async function benchRdsr(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      reports: { type: 'string', default: '40' },
      rounds: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const archive = reportArchive(Number(values.reports), positionals[0]);
  const folder = mkdtempSync(join(tmpdir(), 'bench-rdsr-'));
  try {
    const list = join(folder, 'files');
    writeFileSync(list, `${archive.paths.join('\n')}\n`);
    const bytes = archive.paths.map((path) => statSync(path).size);
    process.stdout.write(
      `${archive.paths.length} reports of ${(Math.min(...bytes) / 1000).toFixed(0)} to ${(Math.max(...bytes) / 1000).toFixed(0)} kB; medians, ratios by round as median (least–most)\n`,
    );
    const results = await measureRounds(await runners(list), Number(values.rounds));
    const [ours = []] = [...results.values()];
    const agree = [...results.values()].every((rounds) => eventsAgree(rounds, ours));
    process.stdout.write(`${table(results)}\n${agree ? '' : 'THE READERS COUNT DIFFERENT EVENTS\n'}${machineLine()}`);
    return agree ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    archive.remove();
  }
}
