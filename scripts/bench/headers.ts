import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { capture, root } from '../tool.ts';
import { benchArchive } from './archive.ts';
import { type Measured, machineLine, measured, median, peersMeasurable, ratioText } from './measured.ts';

const usage = `npm run -s bench -- headers [DIR] [--files 4000] [--rounds 5]
Headers of every file below DIR by our reader, GDCM (selected tags), DCMTK (up to the pixel data), dicom-parser (partial reads), pydicom (stop before pixels), all asked for
the same attributes; and by nothing but open, read 8 KiB and close. Whole processes in turn (A B C …, then … C B A). Processor time, reads and bytes are those of the reading
alone, start of the program left out. Without DIR, an archive is built. Reads /proc, so Linux only.
`;

/** What each program prints of its work. */
interface Work {
  readonly files: number;
  readonly readable: number;
  readonly values: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly bytes: number;
  readonly reads: number;
}

interface Runner {
  readonly name: string;
  readonly run: () => Promise<Measured>;
}

const debianPython = '/usr/bin/python3';
const reader = 'agent/integration/read-headers.ts';
/** A reader keeps nothing: it needs no large room for what is young. */
const small = '--max-semi-space-size=2';
const peers = join(root, 'scripts', 'bench', 'peers');

/** Compiled when the bench runs, by what Debian names libdcmtk-dev and libgdcm-dev. */
const compiled = [
  {
    name: 'GDCM, selected tags',
    source: 'gdcm-headers.cc',
    needs: 'libgdcm-dev',
    libraries: ['-lgdcmMSFF', '-lgdcmDSED', '-lgdcmCommon'],
  },
  {
    name: 'DCMTK, up to the pixels',
    source: 'dcmtk-headers.cc',
    needs: 'libdcmtk-dev',
    libraries: ['-ldcmdata', '-loflog', '-lofstd'],
  },
] as const;

const absent = (name: string, why: string): void => void process.stdout.write(`SKIPPED ${name}: ${why}\n`);

function gdcmInclude(): string[] {
  const found = existsSync('/usr/include')
    ? readdirSync('/usr/include').filter((name) => name.startsWith('gdcm-'))
    : [];
  return found.map((name) => `-I/usr/include/${name}`);
}

async function compiledPeers(folder: string, list: string, tags: string): Promise<Runner[]> {
  const runners: Runner[] = [];
  for (const { name, source, needs, libraries } of compiled) {
    if (!peersMeasurable) {
      absent(name, 'it is measured by /usr/bin/time (Debian: time), which is not here');
      continue;
    }
    const program = join(folder, source.replace('.cc', ''));
    const built = await capture('g++', ['-O2', '-o', program, join(peers, source), ...gdcmInclude(), ...libraries]);
    if (built.code === 0) runners.push({ name, run: () => measured({ command: [program, list, tags] }) });
    else absent(name, `it could not be compiled; it needs g++ and Debian's ${needs}`);
  }
  return runners;
}

/** Ours first and the bare loop second: the ratios stand against them. */
async function allRunners(folder: string, list: string): Promise<Runner[]> {
  const tags = (await measured({ node: [reader, '--tags'] })).output.trim();
  const node = (name: string, of: string): Runner => ({
    name,
    run: () => measured({ node: [small, reader, '--reader', of, '--list', list] }),
  });
  const all = [
    node('our reader', 'ours'),
    node('open, read 8 KiB, close', 'bare'),
    ...(await compiledPeers(folder, list, tags)),
    node('dicom-parser, partial reads', 'dicom-parser'),
  ];
  if (peersMeasurable && (await capture(debianPython, ['-c', 'import pydicom'])).code === 0) {
    const command = [debianPython, join(peers, 'pydicom-headers.py'), '--list', list, tags];
    all.push({ name: 'pydicom, before the pixels', run: () => measured({ command }) });
  } else absent('pydicom', 'Debian python3-pydicom or time is not here');
  return all;
}

function workOf({ output }: Measured): Work {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- printed by the programs that stand beside this one
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Work;
}

async function measureRounds(all: readonly Runner[], rounds: number): Promise<Map<string, Work[]>> {
  const results = new Map<string, Work[]>(all.map(({ name }) => [name, []]));
  // One round for nothing: it fills the caches of files and of compiled code.
  for (const { run } of all) await run();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of round % 2 === 0 ? all : all.toReversed()) results.get(name)?.push(workOf(await run()));
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  return results;
}

function report(results: ReadonlyMap<string, Work[]>): string {
  const [ours = [], bare = []] = [...results.values()];
  const against = (one: readonly Work[], other: readonly Work[], of: 'cpuMs' | 'wallMs'): string =>
    ratioText(one.map((work, round) => work[of] / (other[round]?.[of] ?? Number.NaN)));
  const rows = [...results].map(([name, runs]) => {
    const files = runs[0]?.files ?? 0;
    const each = (of: (work: Work) => number, digits: number): string => median(runs.map(of)).toFixed(digits);
    return [
      name,
      each((work) => (work.files / work.wallMs) * 1000, 0),
      each((work) => work.cpuMs / files, 4),
      each((work) => work.bytes / files, 0),
      each((work) => work.reads / files, 2),
      each((work) => work.peakMb, 0),
      against(runs, ours, 'cpuMs'),
      against(runs, bare, 'cpuMs'),
      against(runs, ours, 'wallMs'),
      `${runs[0]?.values ?? 0} in ${runs[0]?.readable ?? 0}`,
    ];
  });
  const head = [
    '',
    'files/s',
    'CPU ms/file',
    'bytes/file',
    'reads/file',
    'peak MB',
    'CPU : ours',
    'CPU : bare loop',
    'wall : ours',
    'values in files',
  ];
  const widths = [29, 9, 13, 12, 12, 9, 22, 22, 22, 20];
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join(''),
  );
  return `${lines.join('\n')}\n`;
}

/** Prints the figures. Exit code 0. */
export async function benchHeaders(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      files: { type: 'string', default: '4000' },
      rounds: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const archive = await benchArchive(Number(values.files), positionals[0]);
  const folder = mkdtempSync(join(tmpdir(), 'bench-headers-'));
  try {
    const list = join(folder, 'files');
    const paths = readdirSync(archive.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted();
    writeFileSync(list, `${paths.join('\n')}\n`);
    process.stdout.write(
      `${paths.length} files, ${(archive.bytes / 1e6).toFixed(0)} MB; medians, ratios by round as median (least–most)\n`,
    );
    process.stdout.write(report(await measureRounds(await allRunners(folder, list), Number(values.rounds))));
    process.stdout.write(machineLine());
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    archive.remove();
  }
}
