// Headers a second over each way into an archive, against DCMTK's own tools at the same archive in the same run.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { root } from '../tool.ts';
import { benchArchive } from './archive.ts';
import { machineLine, median, ratioText } from './measured.ts';
import { fill, orthancPorts, secluded, startedOrthanc, timed } from './orthanc.ts';

const usage = `npm run -s bench -- channels [--rounds 3] [--files 600] [--archive DIR]
Fills a real Orthanc and reads all its studies over each way: DICOMweb metadata, WADO-RS, C-FIND, C-GET, C-MOVE, and what storescu sends to our receiver. Beside each stands
DCMTK's tool for the same work (findscu, getscu, movescu, storescp) in the same round. Prints objects a second and the ratio ours / theirs. Ours ask one request after another
without any rest. The tools are started once a study, as they are used; ours once, and its start is not counted.
`;
const ourPort = 11_191;
const theirPort = 11_192;

/** `channels`: 0 measured, 2 when it cannot be measured here. */
export async function benchChannels(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '3' },
      files: { type: 'string', default: '600' },
      archive: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [rounds, files] = [Number(values.rounds), Number(values.files)];
  if (values.help || !(rounds >= 1 && files >= 20)) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const again = await secluded('channels', args);
  if (again !== undefined) return again;
  const archive = await benchArchive(files, values.archive);
  const folder = mkdtempSync(join(tmpdir(), 'bench-channels-'));
  try {
    const orthanc = await startedOrthanc(folder, [
      { aeTitle: 'CENTERMON', port: ourPort },
      { aeTitle: 'DCMTK', port: theirPort },
    ]);
    try {
      await fill(archive.folder);
      await measure(rounds, {
        folder,
        url: orthanc.dicomweb,
        files: archive.folder,
        ...(await contentOf(orthanc.dicomweb)),
      });
    } finally {
      await orthanc.stop();
    }
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    archive.remove();
  }
}

interface Bench {
  readonly folder: string;
  readonly url: string;
  readonly files: string;
  readonly studies: readonly string[];
  readonly objects: number;
}

/** Objects a second. */
type Rate = (bench: Bench) => Promise<number>;

const ways: readonly { readonly name: string; readonly ours: Rate; readonly tool?: string; readonly theirs?: Rate }[] =
  [
    { name: 'DICOMweb metadata', ours: (bench) => ours('dicomweb', bench) },
    { name: 'WADO-RS, whole studies', ours: (bench) => ours('wado', bench) },
    { name: 'C-FIND, image level', ours: (bench) => ours('c-find', bench), tool: 'findscu', theirs: findscu },
    { name: 'C-GET, whole studies', ours: (bench) => ours('c-get', bench), tool: 'getscu', theirs: getscu },
    { name: 'C-MOVE, whole studies', ours: (bench) => ours('c-move', bench), tool: 'movescu', theirs: movescu },
    { name: 'C-STORE receiver', ours: ourReceiver, tool: 'storescp', theirs: storescp },
  ];

async function measure(rounds: number, bench: Bench): Promise<void> {
  process.stdout.write(`${machineLine()}${String(bench.studies.length)} studies, ${String(bench.objects)} objects\n`);
  const rates = new Map<string, { readonly ours: number[]; readonly theirs: number[] }>();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, ours: own, theirs } of ways) {
      const known = rates.get(name) ?? { ours: [], theirs: [] };
      rates.set(name, known);
      if (round % 2 === 1 && theirs !== undefined) known.theirs.push(await theirs(bench));
      known.ours.push(await own(bench));
      if (round % 2 === 0 && theirs !== undefined) known.theirs.push(await theirs(bench));
    }
  }
  for (const { name, tool } of ways) {
    const { ours: own, theirs } = rates.get(name) ?? { ours: [], theirs: [] };
    const other =
      tool === undefined
        ? ''
        : `${tool} ${median(theirs).toFixed(0)}/s, ratio ${ratioText(own.map((rate, n) => rate / (theirs[n] ?? Number.NaN)))}`;
    process.stdout.write(`${name.padEnd(24)} ours ${median(own).toFixed(0).padStart(5)}/s  ${other}\n`);
  }
}

/** Study UIDs and objects of the archive. */
async function contentOf(url: string): Promise<{ readonly studies: readonly string[]; readonly objects: number }> {
  const answer = await fetch(`${url}/studies?StudyDate=19000101-20991231&includefield=00201208`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- DICOM JSON of the peer that we have just filled
  const rows = (await answer.json()) as Readonly<Record<string, { readonly Value?: readonly (string | number)[] }>>[];
  return {
    studies: rows.map((row) => String(row['0020000D']?.Value?.[0])),
    objects: rows.reduce((sum, row) => sum + Number(row['00201208']?.Value?.[0] ?? 0), 0),
  };
}

async function work(
  way: string,
  { url }: Bench,
): Promise<{ readonly child: ChildProcess; readonly lines: AsyncIterator<string> }> {
  const script = join(root, 'agent', 'integration', 'channel-work.ts');
  const child = spawn(process.execPath, [script, way, url, String(orthancPorts.dicom), String(ourPort)], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return { child, lines };
}

async function result(lines: AsyncIterator<string>): Promise<{ readonly objects: number; readonly ms: number }> {
  const next: IteratorResult<string, unknown> = await lines.next();
  if (next.done === true) throw new Error('a way into the archive failed');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by channel-work.ts
  return JSON.parse(next.value) as { objects: number; ms: number };
}

function rateOf(came: number, { objects }: Bench, ms: number): number {
  if (came !== objects) throw new Error(`${String(came)} of ${String(objects)} objects came`);
  return (objects * 1000) / ms;
}

async function ours(way: string, bench: Bench): Promise<number> {
  const { child, lines } = await work(way, bench);
  child.stdin?.end(bench.studies.join('\n'));
  const { objects, ms } = await result(lines);
  return rateOf(objects, bench, ms);
}

async function findscu(bench: Bench): Promise<number> {
  return each(bench, (study) => [
    'findscu',
    '-S',
    '-aet',
    'DCMTK',
    '-aec',
    'ORTHANC',
    '-k',
    'QueryRetrieveLevel=IMAGE',
    '-k',
    `StudyInstanceUID=${study}`,
    '-k',
    'SOPInstanceUID',
    ...node,
  ]);
}

const node = ['127.0.0.1', String(orthancPorts.dicom)];

async function getscu(bench: Bench): Promise<number> {
  return intoFolder(bench, (into) =>
    each(bench, (study) => [
      'getscu',
      '-S',
      '-aet',
      'DCMTK',
      '-aec',
      'ORTHANC',
      '-od',
      into,
      '-k',
      'QueryRetrieveLevel=STUDY',
      '-k',
      `StudyInstanceUID=${study}`,
      ...node,
    ]),
  );
}

async function movescu(bench: Bench): Promise<number> {
  return intoFolder(bench, (into) =>
    each(bench, (study) => [
      'movescu',
      '-S',
      '-aet',
      'DCMTK',
      '-aec',
      'ORTHANC',
      '-aem',
      'DCMTK',
      '+P',
      String(theirPort),
      '-od',
      into,
      '-k',
      'QueryRetrieveLevel=STUDY',
      '-k',
      `StudyInstanceUID=${study}`,
      ...node,
    ]),
  );
}

/** One process a study, as such tools are used. */
async function each({ studies, objects }: Bench, command: (study: string) => readonly string[]): Promise<number> {
  const began = performance.now();
  for (const study of studies) {
    const [program = '', ...args] = command(study);
    // What it could not fetch it says by its code; what came is counted.
    await timed(program, args).catch(() => 0);
  }
  return (objects * 1000) / (performance.now() - began);
}

/** What they write is thrown away; how many files came is looked at. */
async function intoFolder({ folder, objects }: Bench, run: (into: string) => Promise<number>): Promise<number> {
  const into = join(folder, 'theirs');
  mkdirSync(into);
  try {
    const rate = await run(into);
    const came = readdirSync(into).length;
    // Classes that the tool does not propose do not come; its rate is that of what came.
    return rate * (came / objects);
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
}

const sending = (port: number, { files }: Bench): readonly string[] => [
  '--no-halt',
  '-xe',
  '+sd',
  '+r',
  '-aec',
  'CENTERMON',
  '127.0.0.1',
  String(port),
  files,
];

async function ourReceiver(bench: Bench): Promise<number> {
  const { child, lines } = await work('receiver', bench);
  const began = performance.now();
  await timed('storescu', sending(ourPort, bench)).catch(() => 0);
  const ms = performance.now() - began;
  child.stdin?.end();
  return ((await result(lines)).objects * 1000) / ms;
}

async function storescp(bench: Bench): Promise<number> {
  const into = join(bench.folder, 'received');
  mkdirSync(into);
  const receiver = spawn('storescp', ['-od', into, '+xa', String(theirPort)], { stdio: 'ignore' });
  try {
    await listening();
    const began = performance.now();
    await timed('storescu', sending(theirPort, bench)).catch(() => 0);
    return (readdirSync(into).length * 1000) / (performance.now() - began);
  } finally {
    receiver.kill('SIGTERM');
    await new Promise((resolve) => receiver.once('close', resolve));
    rmSync(into, { recursive: true, force: true });
  }
}

async function listening(): Promise<void> {
  const until = performance.now() + 20_000;
  while (performance.now() < until) {
    const up = await timed('echoscu', ['127.0.0.1', String(theirPort)]).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('storescp did not come up');
}
