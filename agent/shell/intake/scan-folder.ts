import { type Dirent, lstatSync, opendirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from '../errors.ts';
import { type HeaderReading, readHeaderFile } from '../header/index.ts';
import type { Intake } from './intake.ts';
import type { Observation, Outcome } from './observation.ts';

export interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** What a walk came upon: a file, or a place that the operating system does not open. */
export type Found =
  | ({ readonly kind: 'file' } & FoundFile)
  | { readonly kind: 'closed'; readonly path: string; readonly code: string };

/**
 * Every regular file below a path, in the same order on every machine (names by code unit, folder by folder), one at a time: no list of all paths is ever held.
 * Symbolic links are not followed below the root: an archive that links back into itself ends.
 */
export function* walkFiles(path: string): Generator<Found> {
  let root: ReturnType<typeof statSync>;
  try {
    root = statSync(path);
  } catch (fault) {
    yield { kind: 'closed', path, code: systemCode(fault) ?? 'unknown' };
    return;
  }
  if (root.isDirectory()) yield* walkFolder(path);
  else yield { kind: 'file', path, size: root.size, mtimeMs: root.mtimeMs };
}

function* walkFolder(folder: string): Generator<Found> {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (fault) {
    yield { kind: 'closed', path: folder, code: systemCode(fault) ?? 'unknown' };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walkFolder(path);
    else if (entry.isFile()) yield* statOf(path);
  }
}

function* statOf(path: string): Generator<Found> {
  try {
    const { size, mtimeMs } = lstatSync(path);
    yield { kind: 'file', path, size, mtimeMs };
  } catch (fault) {
    // Gone between listing and looking: not there any more, which is no fault of an archive in use.
    if (systemCode(fault) !== 'ENOENT') yield { kind: 'closed', path, code: systemCode(fault) ?? 'unknown' };
  }
}

/** Files below the paths, for a progress bar; stops counting at `most`. */
export function countFiles(paths: readonly string[], most: number): number {
  let count = 0;
  const folders: string[] = [];
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) folders.push(path);
    else count += 1;
  }
  for (let folder = folders.pop(); folder !== undefined && count < most; folder = folders.pop()) {
    try {
      const open = opendirSync(folder);
      for (let entry = open.readSync(); entry !== null; entry = open.readSync()) {
        if (entry.isDirectory()) folders.push(join(folder, entry.name));
        else count += 1;
      }
      open.closeSync();
    } catch (fault) {
      // A folder that cannot be listed holds no file that could be counted; the walk itself names it.
      if (systemCode(fault) === undefined) throw fault;
    }
  }
  return count;
}

export interface ScanProgress {
  readonly files: number;
  readonly read: number;
}

export interface ScanOptions {
  readonly channel: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly onOutcome?: (path: string, outcome: Outcome, reading: HeaderReading) => void;
  /** False for a file that is not to be read in this pass (still being written). */
  readonly accept?: (file: FoundFile) => boolean;
  /** False for a pass of a folder that goes on receiving: its studies become complete by quiet alone. True when absent. */
  readonly endsScan?: boolean;
}

export interface ScanResult extends ScanProgress {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** False when it was stopped before its end. */
  readonly complete: boolean;
}

/** Files read between two commits and two looks at the signal. */
const group = 200;

/** One full pass over folders or files: reads what is new or changed, brings it through the door, and says at the end that the pass is over. */
export async function scanFolder(intake: Intake, paths: readonly string[], options: ScanOptions): Promise<ScanResult> {
  const { channel, signal, onProgress, onOutcome, accept, endsScan = true } = options;
  const outcomes: Record<Outcome, number> = { stored: 0, changed: 0, unchanged: 0, unreadable: 0, ignored: 0 };
  let files = 0;
  let read = 0;
  let waiting: Observation[] = [];
  const commit = (): void => {
    const done = intake.observeAll(waiting);
    for (const [index, { source, reading }] of waiting.entries()) {
      const outcome = done[index] ?? 'ignored';
      outcomes[outcome] += 1;
      onOutcome?.(source, outcome, reading);
    }
    waiting = [];
  };
  for (const path of paths) {
    for (const found of walkFiles(path)) {
      files += 1;
      if (found.kind === 'closed') {
        waiting.push({
          channel,
          source: found.path,
          reading: { kind: 'unreadable', reason: 'read-failed', damage: [{ code: 'read-failed', detail: found.code }] },
        });
      } else if (intake.unchangedFile(found.path, found.size, found.mtimeMs)) {
        outcomes.unchanged += 1;
      } else if (accept?.(found) ?? true) {
        read += 1;
        waiting.push({
          channel,
          source: found.path,
          reading: readHeaderFile(found.path),
          file: { size: found.size, mtimeMs: found.mtimeMs },
        });
      }
      if (waiting.length >= group || files % group === 0) {
        commit();
        onProgress?.({ files, read });
        // Timers, sockets and a stop signal get their turn between two commits.
        await new Promise<void>((resolve) => setImmediate(resolve));
        if (signal.aborted) return { files, read, outcomes, complete: false };
      }
    }
  }
  commit();
  onProgress?.({ files, read });
  if (endsScan) intake.scanEnded(channel);
  return { files, read, outcomes, complete: true };
}
