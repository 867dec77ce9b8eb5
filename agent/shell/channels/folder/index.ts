/**
 * folder: reads files of an archive folder where they lie, read-only, again and again. In: a path. Out: observations to the intake. The periodic pass is the
 * truth and `fs.watch` only shortens the wait; never deletes, renames, locks or writes.
 */
import { type FSWatcher, statSync, watch } from 'node:fs';
import type { Logger } from 'pino';
import { type Now, pause } from '../../clock/index.ts';
import { systemCode } from '../../errors.ts';
import { type Channel, type FoundFile, type Intake, scanFolder } from '../../intake/index.ts';
import { tellState } from '../tell-state.ts';

export interface FolderOptions {
  readonly name: string;
  readonly path: string;
  readonly scanEverySeconds: number;
  /** A file younger than this is taken only when it stood still since the pass before. */
  readonly settleSeconds: number;
  readonly now: Now;
}

export const folderDefaults = { scanEverySeconds: 60, settleSeconds: 10 } as const;

/** Passes after which the first reading is over although files are still being written: an archive in use is never without them. */
const openingPasses = 3;

/** After the last change that the file system told, before a pass begins. */
const restMs = 2000;

export function folderChannel(options: FolderOptions): Channel {
  return {
    name: options.name,
    start(intake, log) {
      const ending = new AbortController();
      const running = keepReading(options, intake, log, ending.signal);
      return Promise.resolve({
        async stop() {
          ending.abort();
          await running;
        },
      });
    },
  };
}

async function keepReading(options: FolderOptions, intake: Intake, log: Logger, signal: AbortSignal): Promise<void> {
  const bell = new Bell(options.path, log);
  let opening = 1;
  let young = new Map<string, string>();
  while (!signal.aborted) {
    const problem = closedRoot(options.path);
    if (problem === undefined) {
      bell.listen();
      const still = new Map<string, string>();
      const before = young;
      const settledBefore = options.now() - options.settleSeconds * 1000;
      const accept = (file: FoundFile): boolean => {
        if (file.mtimeMs <= settledBefore) return true;
        const print = `${String(file.size)}:${String(file.mtimeMs)}`;
        if (before.get(file.path) === print) return true;
        still.set(file.path, print);
        return false;
      };
      try {
        const { complete, files, read } = await scanFolder(intake, [options.path], {
          channel: options.name,
          signal,
          accept,
          // A file too young to be read belongs to a study that would be judged without it.
          endsScan: () => opening > 0 && still.size === 0,
        });
        if (!complete) break;
        if (opening === openingPasses && still.size > 0) intake.scanEnded(options.name, 'still-arriving');
        if (read > 0 || opening > 0)
          log.info({ channel: options.name, files, read }, 'a pass over the folder has ended');
        intake.channelState(options.name, 'working');
        opening = still.size === 0 || opening === 0 || opening === openingPasses ? 0 : opening + 1;
        young = still;
      } catch (fault) {
        // The ledger refused (a full disk): nothing was acknowledged, the same files are read again at the next pass.
        tellState(intake, log, options.name, 'failed', 'the pass could not be written down');
        log.error({ channel: options.name, err: fault }, 'a pass over the folder could not be written down');
      }
    } else {
      tellState(intake, log, options.name, 'failed', problem);
      log.warn({ channel: options.name, problem }, 'the folder cannot be read');
    }
    await bell.wait(
      young.size > 0
        ? Math.min(options.settleSeconds, options.scanEverySeconds) * 1000
        : options.scanEverySeconds * 1000,
      signal,
    );
  }
  bell.close();
}

/** Why the root is not readable now (a share that is not mounted); its files are then unknown and not gone. */
function closedRoot(path: string): string | undefined {
  try {
    return statSync(path).isDirectory() ? undefined : 'not a folder';
  } catch (fault) {
    return systemCode(fault) ?? 'unknown';
  }
}

/** Rings when the file system tells of a change. Where watching is not to be had (a network share, too many folders) the periodic pass does without. */
class Bell {
  readonly #path: string;
  readonly #log: Logger;
  #watcher: FSWatcher | undefined;
  #given = false;
  #rung = false;
  #wake: (() => void) | undefined;

  constructor(path: string, log: Logger) {
    this.#path = path;
    this.#log = log;
  }

  listen(): void {
    this.#rung = false;
    if (this.#watcher !== undefined || this.#given) return;
    try {
      this.#watcher = watch(this.#path, { recursive: true, persistent: false }, () => {
        this.#rung = true;
        this.#wake?.();
      });
      this.#watcher.on('error', (fault) => this.#giveUp(fault));
    } catch (fault) {
      this.#giveUp(fault);
    }
  }

  #giveUp(fault: unknown): void {
    this.close();
    this.#given = true;
    this.#log.info({ code: systemCode(fault) }, 'the folder cannot be watched; periodic passes go on');
  }

  async wait(longestMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung) {
      const rung = new AbortController();
      this.#wake = () => rung.abort();
      await pause(longestMs, AbortSignal.any([signal, rung.signal]));
      this.#wake = undefined;
    }
    if (this.#rung) await pause(restMs, signal);
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }
}
