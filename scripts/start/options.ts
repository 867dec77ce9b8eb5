// The command line of `npm start`: every option checked before anything is made or started.
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { both, type Words, words } from './words.ts';

export type Input =
  | { readonly kind: 'fixtures'; readonly studies: number }
  | { readonly kind: 'archive'; readonly path: string }
  | { readonly kind: 'dicomweb'; readonly url: string }
  | { readonly kind: 'scp'; readonly port: number };

export interface Options {
  /** Undefined: go on with what the data folder was begun with, or the fixtures. */
  readonly input?: Input;
  readonly data: string;
  readonly consolePort: number;
  readonly stationPort: number;
  readonly receiverPort: number;
  readonly studies: number;
}

/** A wish that cannot be met; the message is ready for a person, in both languages. */
export class StartRefused extends Error {
  constructor(what: Words) {
    super(both(what));
  }
}

function whole(text: string | undefined, name: string, fallback: number, from: number, to: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < from || value > to)
    throw new StartRefused(words.badOption(`--${name} ${text} (${String(from)}–${String(to)})`));
  return value;
}

function folder(path: string): string {
  const full = resolve(path);
  try {
    accessSync(full, constants.R_OK | constants.X_OK);
    if (statSync(full).isDirectory()) return full;
  } catch {
    throw new StartRefused(words.folderMissing(full));
  }
  throw new StartRefused(words.folderMissing(full));
}

function address(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw new StartRefused(words.badUrl(text));
  return url.href.replace(/\/$/, '');
}

/** `help` when asked for it. Throws StartRefused. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const text = { type: 'string' } as const;
  const { values } = (() => {
    try {
      return parseArgs({
        args: [...args],
        options: {
          archive: text,
          dicomweb: text,
          scp: text,
          data: text,
          studies: text,
          'console-port': text,
          'station-port': text,
          'receiver-port': text,
          help: { type: 'boolean', short: 'h' },
        },
      });
    } catch (fault) {
      throw new StartRefused(words.badOption(fault instanceof Error ? fault.message : String(fault)));
    }
  })();
  if (values.help === true) return 'help';
  const named = [values.archive, values.dicomweb, values.scp].filter((value) => value !== undefined);
  if (named.length > 1) throw new StartRefused(words.badOption('--archive | --dicomweb | --scp'));
  const port = (name: 'console-port' | 'station-port' | 'receiver-port', fallback: number): number =>
    whole(values[name], name, fallback, 1, 65_535);
  const studies = whole(values.studies, 'studies', 200, 1, 100_000);
  const input: Input | undefined =
    values.archive !== undefined
      ? { kind: 'archive', path: folder(values.archive) }
      : values.dicomweb !== undefined
        ? { kind: 'dicomweb', url: address(values.dicomweb) }
        : values.scp !== undefined
          ? { kind: 'scp', port: whole(values.scp, 'scp', 0, 1, 65_535) }
          : values.studies !== undefined
            ? { kind: 'fixtures', studies }
            : undefined;
  const options = {
    ...(input === undefined ? {} : { input }),
    data: resolve(values.data ?? 'data'),
    consolePort: port('console-port', 7400),
    stationPort: port('station-port', 7401),
    receiverPort: port('receiver-port', 7402),
    studies,
  };
  const ports = [options.consolePort, options.stationPort, options.receiverPort];
  if (input?.kind === 'scp') ports.push(input.port);
  const twice = ports.find((value, index) => ports.indexOf(value) !== index);
  if (twice !== undefined) throw new StartRefused(words.samePort(twice));
  return options;
}

/** Makes the data folder where there is none. Throws StartRefused when it cannot be made or written to. */
export function makeDataFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? String(fault.code) : String(fault);
    throw new StartRefused(words.dataUnusable(path, code));
  }
}

/** Throws StartRefused when something listens on the port already. */
export async function portFree(port: number, option: string): Promise<void> {
  await new Promise<void>((done, refuse) => {
    const probe = createServer();
    probe.once('error', () => refuse(new StartRefused(words.portTaken(port, option))));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done()));
  });
}
