import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { capture } from '../tool.ts';
import { type BenchArchive, benchArchive } from './archive.ts';
import { type Measured, machineLine, measured, median, npmCommand, peersMeasurable, ratioText } from './measured.ts';

const usage = `npm run -s bench -- folder-scan [--files 4000 | --archive DIR] [--rounds 3]
Whole processes in turn (A B C …, then … C B A) over one fixture archive; prints files a second, processor time a file, peak of memory, and ratios of each round.
`;

interface Runner {
  readonly name: string;
  readonly run: () => Promise<Measured>;
}

const debianPython = '/usr/bin/python3';
const headerReader = 'agent/integration/read-headers.ts';

const work = ({ output }: Measured): { readonly cpuMs: number; readonly wallMs: number } => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- printed by the programs that stand beside this one
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as { cpuMs: number; wallMs: number };
};

/** Files to judgements, and files to a row a study by pydicom: both from the moment when the program is loaded, in turn. */
async function ledgerRatios(archive: string, rounds: number): Promise<string> {
  if (!peersMeasurable || (await capture(debianPython, ['-c', 'import pydicom'])).code !== 0) return '';
  const tags = (await measured({ node: [headerReader, '--tags'] })).output.trim();
  const semiSpace = npmCommand('agent').find((arg) => arg.startsWith('--max-semi-space-size')) ?? '';
  const ours = (): Promise<Measured> =>
    measured({ node: [semiSpace, 'agent/integration/scan-work.ts', archive] }, [0, 1]);
  const peer = (): Promise<Measured> =>
    measured({ command: [debianPython, 'scripts/bench/peers/pydicom-ledger.py', archive, tags] });
  await ours();
  const cpu: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [a, b] = round % 2 === 0 ? [await ours(), await peer()] : [await peer(), await ours()].toReversed();
    if (a !== undefined && b !== undefined) cpu.push(work(b).cpuMs / work(a).cpuMs);
  }
  return `file to ledger, start left out: pydicom with 25 conditions and sqlite3 takes ${ratioText(cpu)} times the processor time of agent scan\n`;
}

/** Ours first: the ratios stand against the first two. */
async function runners(archive: string): Promise<Runner[]> {
  // 1 says that something deviates, which is no failure of the run.
  const ours: Runner[] = [
    { name: 'agent scan', run: () => measured({ node: [...npmCommand('agent'), 'scan', archive] }, [0, 1]) },
    { name: 'header reader alone', run: () => measured({ node: [headerReader, archive] }) },
    {
      name: 'Node: open, read 8 KB, close',
      run: () => measured({ node: ['scripts/bench/peers/bare-reads.mjs', archive] }),
    },
  ];
  const absent = (name: string, why: string): void => void process.stdout.write(`SKIPPED ${name}: ${why}\n`);
  if (!peersMeasurable) {
    absent('pydicom and dcmdump', 'they are measured by /usr/bin/time (Debian: time), which is not here');
    return ours;
  }
  if ((await capture(debianPython, ['-c', 'import pydicom'])).code === 0) {
    const tags = (await measured({ node: [headerReader, '--tags'] })).output.trim();
    const command = [debianPython, 'scripts/bench/peers/pydicom-headers.py', archive, tags];
    ours.push({ name: 'pydicom, same attributes', run: () => measured({ command }) });
  } else absent('pydicom', 'Debian python3-pydicom is not here');
  if (existsSync('/usr/bin/dcmdump')) {
    const command = ['/usr/bin/dcmdump', '-q', '-M', '+sb', '7fe0,0010', '+sd', '+r', '+sp', '*.dcm', archive];
    ours.push({ name: 'dcmdump up to the pixels', run: () => measured({ command }) });
  } else absent('dcmdump', 'Debian dcmtk is not here');
  return ours;
}

async function measureRounds(all: readonly Runner[], rounds: number): Promise<Map<string, Measured[]>> {
  const results = new Map<string, Measured[]>(all.map(({ name }) => [name, []]));
  // One round for nothing: it fills the caches of files and of compiled code.
  for (const { run } of all) await run();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of round % 2 === 0 ? all : all.toReversed()) results.get(name)?.push(await run());
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  return results;
}

function report(results: ReadonlyMap<string, Measured[]>, { files, bytes }: BenchArchive): string {
  const [scan = [], reader = []] = [...results.values()];
  const against = (one: readonly Measured[], other: readonly Measured[]): string =>
    ratioText(one.map(({ cpuMs }, round) => cpuMs / (other[round]?.cpuMs ?? Number.NaN)));
  const rows = [...results].map(([name, runs]) => [
    name,
    (files / (median(runs.map(({ wallMs }) => wallMs)) / 1000)).toFixed(0),
    (median(runs.map(({ cpuMs }) => cpuMs)) / files).toFixed(3),
    median(runs.map(({ peakMb }) => peakMb)).toFixed(0),
    against(runs, reader),
    against(runs, scan),
  ]);
  const head = ['', 'files/s', 'CPU ms/file', 'peak MB', 'CPU : header reader', 'CPU : agent scan'];
  const table = [head, ...rows].map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(30) : cell.padStart(column < 4 ? 12 : 26))).join(''),
  );
  return `${files} files, ${(bytes / 1e6).toFixed(0)} MB; whole processes, start included; medians, ratios by round as median (least–most)\n${table.join('\n')}\n`;
}

/** Prints the figures. Exit code 0. */
export async function benchFolderScan(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      files: { type: 'string', default: '4000' },
      archive: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const archive = await benchArchive(Number(values.files), values.archive);
  try {
    const results = await measureRounds(await runners(archive.folder), Number(values.rounds));
    const ratios = await ledgerRatios(archive.folder, Number(values.rounds));
    process.stdout.write(report(results, archive) + ratios + machineLine());
    return 0;
  } finally {
    archive.remove();
  }
}
