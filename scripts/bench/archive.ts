// A fixture archive of about so many files, outside the project; thrown away afterwards unless it was given.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { calendarDateAt, instant } from '@center/contract';
import { buildCenter } from '@center/fixtures';

export interface BenchArchive {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  readonly remove: () => void;
}

const imagesPerSeries = 20;
/** Of a mixed center with that many images a CT or MR series. */
const filesPerStudy = 10;

/** Takes the given folder as it is, or builds a year of a center with about `files` files. */
export async function benchArchive(files: number, given: string | undefined): Promise<BenchArchive> {
  if (given !== undefined) return { folder: resolve(given), ...measure(resolve(given)), remove: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'bench-archive-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.stderr.write(`building an archive of about ${files} files…\n`);
  try {
    await buildCenter({
      out: join(folder, 'archive'),
      seed: 'bench',
      until: calendarDateAt(instant(Date.now())),
      studies: Math.max(1, Math.round(files / filesPerStudy)),
      imagesPerSeries,
      cases: false,
    });
    return { folder: join(folder, 'archive'), ...measure(join(folder, 'archive')), remove };
  } catch (fault) {
    remove();
    throw fault;
  }
}

function measure(folder: string): { files: number; bytes: number } {
  let files = 0;
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files += 1;
    bytes += statSync(join(entry.parentPath, entry.name)).size;
  }
  return { files, bytes };
}
