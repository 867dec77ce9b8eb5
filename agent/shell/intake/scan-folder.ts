import { statSync } from 'node:fs';
import { type Location, type Walked, walkFiles } from '../file-walk.ts';
import { type HeaderReading, openHeaderFile } from '../header/index.ts';
import type { SourceFile } from '../ledger/index.ts';
import type { Intake } from './intake.ts';
import type { Observation, Outcome } from './observation.ts';

export interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** The file as it is now is the one that was read before. What cannot be looked at is not: opening it tells why. */
function isAsKnown(known: SourceFile, location: Location): boolean {
  try {
    const { size, mtimeMs } = statSync(location);
    return size === known.size && Math.trunc(mtimeMs) === known.mtimeMs;
  } catch {
    return false;
  }
}

function unopened(code: string): HeaderReading {
  return { kind: 'unreadable', reason: 'read-failed', damage: [{ code: 'read-failed', detail: code }] };
}

/** Files below the paths, for a progress bar; stops counting at `most`. */
export function countFiles(paths: readonly string[], most: number): number {
  let count = 0;
  for (const path of paths) {
    for (const { kind } of walkFiles(path)) {
      if (kind === 'file') count += 1;
      if (count >= most) return count;
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
  /** Asked when the pass is over; false for a folder that goes on receiving: its studies become complete by quiet alone. True when absent. */
  readonly endsScan?: () => boolean;
}

export interface ScanResult extends ScanProgress {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** False when it was stopped before its end. */
  readonly complete: boolean;
}

/** Files read between two commits and two looks at the signal. */
const group = 200;

const always = (): boolean => true;

/** One full pass over folders or files: reads what is new or changed, brings it through the door, and says at the end that the pass is over. */
export async function scanFolder(intake: Intake, paths: readonly string[], options: ScanOptions): Promise<ScanResult> {
  const { channel, signal, onProgress, onOutcome, accept = always, endsScan = always } = options;
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
  /** Undefined: not to be read in this pass, or gone between listing and looking, which is no fault of an archive in use. */
  const look = (walked: Walked): Observation | 'unchanged' | undefined => {
    if (walked.kind === 'unreachable') return { channel, source: walked.path, reading: unopened(walked.code) };
    const { path: source, location } = walked;
    const known = intake.knownFile(source);
    if (known !== undefined && isAsKnown(known, location)) return 'unchanged';
    const opened = openHeaderFile(location, (file) => accept({ path: source, ...file }));
    if (opened.kind === 'not-wanted' || (opened.kind === 'closed' && opened.code === 'ENOENT')) return undefined;
    if (opened.kind === 'closed') return { channel, source, reading: unopened(opened.code ?? 'unknown') };
    read += 1;
    const { reading, size, mtimeMs } = opened;
    return { channel, source, reading, file: { size, mtimeMs } };
  };
  for (const path of paths) {
    for (const walked of walkFiles(path)) {
      files += 1;
      const seen = look(walked);
      if (seen === 'unchanged') outcomes.unchanged += 1;
      else if (seen !== undefined) waiting.push(seen);
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
  if (endsScan()) intake.scanEnded(channel);
  return { files, read, outcomes, complete: true };
}
