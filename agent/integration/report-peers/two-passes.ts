// What the dose report readers of the bench do alike: they read the files of a list (one path a line) twice, the second time with compiled code, and print what they
// found and the processor time of each pass in milliseconds.
import { readFileSync } from 'node:fs';

export interface Found {
  events: number;
  values: number;
  /** Files that could not be read. */
  failed: number;
}

function pass(paths: readonly string[], read: (path: string, found: Found) => void): Found & { cpuMs: number } {
  const found: Found = { events: 0, values: 0, failed: 0 };
  const before = process.cpuUsage();
  for (const path of paths) read(path, found);
  const { user, system } = process.cpuUsage(before);
  return { ...found, cpuMs: (user + system) / 1000 };
}

/** Reads the files that the list named on the command line holds. */
export function twoPasses(read: (path: string, found: Found) => void): void {
  const paths = readFileSync(process.argv[2] ?? '', 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const first = pass(paths, read);
  const again = pass(paths, read);
  process.stdout.write(`${JSON.stringify({ reports: paths.length, ...first, againMs: again.cpuMs })}\n`);
}
