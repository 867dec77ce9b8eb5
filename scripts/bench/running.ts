// A program that goes on running. In: its arguments. Out: the process once it has said its address and answers there; and its end.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../tool.ts';
import { npmCommand } from './measured.ts';

export interface Running {
  readonly child: ChildProcess;
  /** Empty for a program that says none. */
  readonly url: string;
  /** From its start to its first answer. */
  readonly readyMs: number;
}

/** Starts Node with these arguments; ready at its first line, and where that line holds an address, at the first answer of its /health. Throws when it ends before. */
export async function startedProgram(args: readonly string[]): Promise<Running> {
  const began = performance.now();
  const child = spawn(process.execPath, [...args], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout });
  const line = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${String(code)} before it was ready`)));
  });
  const url = /https?:\/\/[\w.:[\]-]+/.exec(line)?.[0] ?? '';
  if (url !== '') {
    const answer = await fetch(`${url}/health`);
    if (!answer.ok) throw new Error(`${url}/health answered ${answer.status}`);
    await answer.text();
  }
  return { child, url, readyMs: performance.now() - began };
}

/** Asks it to end and waits until it has. */
export async function endProgram({ child }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** `npm run agent -- run` with a fresh data folder below `folder`, watching `archive`. */
export function agentArguments(folder: string, archive: string): string[] {
  mkdirSync(folder, { recursive: true });
  const config = {
    dataFolder: join(folder, 'agent'),
    facility: { id: 'bench', supervisionStart: 'earliest-study' },
    channels: [{ kind: 'folder', path: archive, settleSeconds: 0, scanEverySeconds: 3600 }],
    station: { port: 0 },
  };
  writeFileSync(join(folder, 'agent.json'), JSON.stringify(config));
  return [...npmCommand('agent'), 'run', '--config', join(folder, 'agent.json')];
}

/** `npm run console -- run` with a fresh data folder. */
export function consoleArguments(folder: string): string[] {
  return [...npmCommand('console'), 'run', '--data', folder, '--port', '0', '--json'];
}
