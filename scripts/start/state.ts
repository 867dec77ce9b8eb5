// What the starter remembers between two starts: the input that the data folder was begun with, and a first password until the agent is enrolled.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Input } from './options.ts';

export interface StartState {
  readonly input: Input;
  /** Held only from the console's first start to the agent's confirmation. */
  readonly firstPassword?: string;
}

const file = (data: string): string => join(data, 'start.json');

export function readState(data: string): StartState | undefined {
  if (!existsSync(file(data))) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written whole by writeState
  return JSON.parse(readFileSync(file(data), 'utf8')) as StartState;
}

/** Whole or not at all, also when the power goes. Readable by this user only. */
export function writeState(data: string, state: StartState): void {
  mkdirSync(data, { recursive: true });
  const part = `${file(data)}.part`;
  const handle = openSync(part, 'w', 0o600);
  writeSync(handle, JSON.stringify(state));
  fsyncSync(handle);
  closeSync(handle);
  renameSync(part, file(data));
}

/** The same place, whatever details may differ. */
export function sameInput(a: Input, b: Input): boolean {
  return a.kind === 'fixtures' ? b.kind === 'fixtures' : JSON.stringify(a) === JSON.stringify(b);
}
