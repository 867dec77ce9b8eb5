// Starts the tools that the scripts are made of. In: a command of node_modules/.bin or of the system. Out: its exit code
// and, when asked, its words. It never uses a shell.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** The folder of the project. */
export const root = join(import.meta.dirname, '..');

/** The environment in which the tools of the project, its Node included, come before those of the machine. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}` };
}

/** Where a tool runs, if not in the project folder, and what is added to its environment. */
interface Where {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/**
 * Runs a tool and keeps what it says on both streams, in the order it came.
 * The code is 127 when the command cannot be started and 1 when a signal ended it.
 */
export function capture(
  command: string,
  args: readonly string[],
  where: Where = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const said: Buffer[] = [];
    const child = spawn(command, args, {
      cwd: where.cwd ?? root,
      env: { ...environment(), ...where.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.on('error', (error) => resolve({ code: 127, output: `${command}: ${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(said).toString('utf8') }));
  });
}

/**
 * Runs a tool on this terminal. Gives the exit code as `capture` does.
 */
export function stream(command: string, args: readonly string[], where: Where = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: where.cwd ?? root,
      env: { ...environment(), ...where.env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}
