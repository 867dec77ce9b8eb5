// What our first reading costs the others at a PACS: a foreign storescu, timed with us and without us in turn.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { root } from '../tool.ts';
import { benchArchive } from './archive.ts';
import { machineLine, median, ratioText } from './measured.ts';
import { fill, orthancPorts, secluded, startedOrthanc, timed } from './orthanc.ts';

const usage = `npm run -s bench -- courtesy [--rounds 5] [--sends 60] [--files 1500] [--duty 0.25] [--archive DIR]
Fills a real Orthanc, then lets DCMTK's storescu send an object of 0.8 MB so many times, in turn with our first reading of the archive at full speed beside it and without it.
Prints the 95th percentile of both and the median of their ratios over the rounds. The goal is 1.10. In a center we run on a machine of our own: here our ledger lies in memory
where there is such a folder, and our process gives way to the others.
`;
const goal = 1.1;
const memory = '/dev/shm';

/** `courtesy`: 0 when the others are as fast with us as without us, 1 when they are not, 2 when it cannot be measured here. */
export async function benchCourtesy(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      sends: { type: 'string', default: '60' },
      files: { type: 'string', default: '1500' },
      duty: { type: 'string', default: '0.25' },
      archive: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [rounds, sends, files, duty] = [values.rounds, values.sends, values.files, values.duty].map(Number);
  if (values.help || !(Number(rounds) >= 1 && Number(sends) >= 20 && Number(files) >= 100 && Number(duty) > 0)) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const again = await secluded('courtesy', args);
  if (again !== undefined) return again;
  const archive = await benchArchive(Number(files), values.archive);
  const folder = mkdtempSync(join(tmpdir(), 'bench-courtesy-'));
  try {
    const orthanc = await startedOrthanc(folder, []);
    try {
      await fill(archive.folder);
      const object = await foreignObject(folder);
      return await measure({
        folder,
        url: orthanc.dicomweb,
        object,
        rounds: Number(rounds),
        sends: Number(sends),
        duty: String(duty),
      });
    } finally {
      await orthanc.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    archive.remove();
  }
}

interface Plan {
  readonly folder: string;
  readonly url: string;
  readonly object: string;
  readonly rounds: number;
  readonly sends: number;
  readonly duty: string;
}

async function measure(plan: Plan): Promise<number> {
  await sendTimes(plan);
  process.stdout.write(machineLine());
  const ratios: number[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    const withUs = async (): Promise<number> => {
      const reading = await startedReading(plan, round);
      const p95 = percentile(await sendTimes(plan));
      process.stderr.write(`  ${await reading.end()}\n`);
      return p95;
    };
    const without = async (): Promise<number> => percentile(await sendTimes(plan));
    // Whoever comes first finds another machine than whoever comes second.
    const [a, b] = round % 2 === 0 ? [await without(), await withUs()] : [await withUs(), await without()];
    const [alone, beside] = round % 2 === 0 ? [a, b] : [b, a];
    ratios.push(beside / alone);
    process.stdout.write(
      `round ${String(round + 1)}: p95 ${alone.toFixed(0)} ms without us, ${beside.toFixed(0)} ms with us, ratio ${(beside / alone).toFixed(2)}\n`,
    );
  }
  const met = median(ratios) <= goal;
  process.stdout.write(
    `p95 of a foreign storescu with our first reading, against without: ${ratioText(ratios)}; goal ${goal.toFixed(2)} ${met ? 'MET' : 'NOT MET'}\n`,
  );
  return met ? 0 : 1;
}

async function sendTimes({ object, sends }: Plan): Promise<readonly number[]> {
  const times: number[] = [];
  const to = ['-aec', 'ORTHANC', '127.0.0.1', String(orthancPorts.dicom), object];
  for (let n = 0; n < sends; n += 1) times.push(await timed('storescu', to));
  return times;
}

function percentile(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
}

/** Our first reading, begun anew; ready when its first window is durable. */
async function startedReading(
  { folder, url, duty }: Plan,
  round: number,
): Promise<{ readonly end: () => Promise<string> }> {
  const today = new Date().toISOString().slice(0, 10);
  // Its syncs would wait for the PACS' own disk, and hold that up: what is measured is what the PACS is asked.
  const ledger = existsSync(memory)
    ? mkdtempSync(join(memory, 'bench-courtesy-'))
    : join(folder, `round-${String(round)}`);
  const child = spawn(
    'nice',
    ['-n', '10', process.execPath, 'agent/integration/backfill-child.ts', ledger, url, duty, today],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let windows = 0;
  let over = false;
  let gate = '';
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the first reading ended before it was measured')));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'window') windows += 1;
      if (line === 'ended') over = true;
      if (line.startsWith('gate ')) gate = line.slice(5);
      if (windows > 0) resolve();
    });
  });
  return {
    async end() {
      child.kill('SIGTERM');
      await exited;
      rmSync(ledger, { recursive: true, force: true });
      // A reading that was over had left the PACS to the others.
      if (over) throw new Error('the archive is too small for so many sends; more --files or fewer --sends');
      return `${String(windows)} windows read beside; gate ${gate}`;
    },
  };
}

/** A picture of 512 × 512 in three colours, as DCMTK makes an object of it. */
async function foreignObject(folder: string): Promise<string> {
  const size = 512;
  const bitmap = Buffer.alloc(54 + size * size * 3, 0x7f);
  bitmap.write('BM', 0, 'latin1');
  bitmap.writeUInt32LE(bitmap.length, 2);
  bitmap.fill(0, 6, 54);
  bitmap.writeUInt32LE(54, 10);
  bitmap.writeUInt32LE(40, 14);
  bitmap.writeInt32LE(size, 18);
  bitmap.writeInt32LE(size, 22);
  bitmap.writeUInt16LE(1, 26);
  bitmap.writeUInt16LE(24, 28);
  bitmap.writeUInt32LE(size * size * 3, 34);
  const picture = join(folder, 'foreign.bmp');
  writeFileSync(picture, bitmap);
  const object = join(folder, 'foreign.dcm');
  await timed('img2dcm', ['-i', 'BMP', picture, object]);
  return object;
}
