import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type BenchArchive, benchArchive } from './archive.ts';
import { machineLine, measured, npmCommand, usedBy } from './measured.ts';
import { agentArguments, endProgram, startedProgram } from './running.ts';

const usage = `npm run -s bench -- peak-memory [--files 20000]
Peak of resident memory of \`agent scan\`, and of a running agent that takes in the same folder and judges it; beside Node alone, and beside a quarter of the files.
Reads /proc, so Linux only.
`;

/** Peak of a running agent when its ledger has stopped growing. */
async function runningPeak({ folder, files }: BenchArchive): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), 'bench-memory-'));
  const running = await startedProgram(agentArguments(data, folder));
  try {
    // Every object is one entry at least; after that, five looks without a new one.
    let entries = 0;
    for (let still = 0; still < 5 || entries < files * 0.95; ) {
      await pause(1000);
      const now = await entriesAt(running.url);
      still = now === entries ? still + 1 : 0;
      entries = now;
    }
    return usedBy(running.child).peakMb;
  } finally {
    await endProgram(running);
    rmSync(data, { recursive: true, force: true });
  }
}

async function entriesAt(url: string): Promise<number> {
  const answer = await fetch(`${url}/health`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the health of our own station
  return ((await answer.json()) as { ledger: { entries: number } }).ledger.entries;
}

/** Prints the figures. Exit code 0. */
export async function benchPeakMemory(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { files: { type: 'string', default: '20000' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const wanted = Number(values.files);
  const bare = (await measured({ node: ['-e', '0'] })).peakMb;
  process.stdout.write(`Node alone ${bare.toFixed(0)} MB\n`);
  for (const files of [Math.round(wanted / 4), wanted]) {
    const archive = await benchArchive(files, undefined);
    try {
      // 1 says that something deviates, which is no failure of the run.
      const scan = await measured({ node: [...npmCommand('agent'), 'scan', archive.folder] }, [0, 1]);
      const running = await runningPeak(archive);
      const times = (peak: number): string => `${peak.toFixed(0)} MB (× ${(peak / bare).toFixed(1)})`;
      process.stdout.write(`${archive.files} files: scan ${times(scan.peakMb)}, running ${times(running)}\n`);
    } finally {
      archive.remove();
    }
  }
  process.stdout.write(`× Node alone. ${machineLine()}`);
  return 0;
}
