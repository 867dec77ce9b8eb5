import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { cliText } from './cli-text.ts';
import { factsLine } from './facts-line.ts';
import { walkFiles } from './file-walk.ts';
import { type HeaderReading, readHeaderFile } from './header/index.ts';

/** Takes one piece of output; a promise when the reader of the output is slower than we are. */
export type Write = (text: string) => Promise<void> | undefined;

/** Lines are handed over in pieces of about this many characters. */
const piece = 65_536;

/**
 * Prints one JSON line per file below the given paths (folders recursively, in the order of names) and says how many there were. A file that cannot be read is a line
 * like any other and ends nothing.
 */
export async function runFacts(
  paths: readonly string[],
  write: Write,
): Promise<{ readonly files: number; readonly unreadable: number }> {
  let files = 0;
  let unreadable = 0;
  let pending = '';
  for (const root of paths) {
    for (const found of walkFiles(root)) {
      const reading: HeaderReading =
        found.kind === 'file'
          ? readHeaderFile(found.location)
          : { kind: 'unreadable', reason: 'read-failed', damage: [{ code: 'read-failed', detail: found.code }] };
      files += 1;
      if (reading.kind === 'unreadable') unreadable += 1;
      pending += `${JSON.stringify(factsLine(found.path, reading))}\n`;
      if (pending.length >= piece) {
        await write(pending);
        pending = '';
      }
    }
  }
  if (pending !== '') await write(pending);
  return { files, unreadable };
}

/** Writes to a stream and waits whenever it is full. Rejects when the reader has gone away. */
export function writerTo(stream: Writable): Write {
  return (text) => {
    if (stream.destroyed) return Promise.reject(new Error('the reader of the output has gone away'));
    if (stream.write(text)) return undefined;
    return new Promise((resolve, reject) => {
      const settle = (fault?: Error): void => {
        stream.off('drain', settle);
        stream.off('error', settle);
        stream.off('close', settle);
        if (fault === undefined) resolve();
        else reject(fault);
      };
      stream.once('drain', settle);
      stream.once('error', settle);
      stream.once('close', settle);
    });
  };
}

/** Paths of the command line, or why there are none; what follows `--` is a path whatever it looks like. */
function pathsOf(args: readonly string[]): readonly string[] | 'help' | 'usage' {
  try {
    const options = { help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    if (values.help === true) return 'help';
    return positionals.length === 0 ? 'usage' : positionals;
  } catch (fault) {
    if (fault instanceof TypeError) return 'usage';
    throw fault;
  }
}

/** The command line's `facts PATH…`: 0 when every file gave a line (whatever it holds), 2 when no path is named or an option is unknown. A closed pipe ends it quietly. */
export async function factsCommand(args: readonly string[]): Promise<number> {
  const paths = pathsOf(args);
  if (paths === 'help') {
    process.stdout.write(`${cliText.factsUsage}\n`);
    return 0;
  }
  if (paths === 'usage') {
    process.stderr.write(`${cliText.factsUsage}\n`);
    return 2;
  }
  let gone = false;
  process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EPIPE') throw fault;
    gone = true;
  });
  try {
    await runFacts(paths, writerTo(process.stdout));
  } catch (fault) {
    if (!gone) throw fault;
  }
  return 0;
}
