// Runs programs as whole processes and says what they used. In: a command. Out: wall time, processor time, peak of memory. It judges nothing: there is no limit here.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../tool.ts';

export interface Used {
  readonly wallMs: number;
  /** User and system time of the whole process. */
  readonly cpuMs: number;
  readonly peakMb: number;
}

export interface Measured extends Used {
  readonly output: string;
}

/** Where the programs keep compiled code by themselves; a part of them that is started alone shall do so too. */
const compileCache = join(root, 'node_modules', '.cache', 'compile');
const timeProgram = '/usr/bin/time';
/** Whether programs that are not ours can be measured here. */
export const peersMeasurable = existsSync(timeProgram);

/** Runs a command to its end; of a Node program the arguments are given (with its own flags), of another one the command too. Throws when it ends with a code that is not expected. */
export async function measured(
  program: { readonly node: readonly string[] } | { readonly command: readonly string[] },
  expected: readonly number[] = [0],
): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-usage-'));
  const file = join(folder, 'usage');
  const args =
    'node' in program
      ? [process.execPath, '--import', join(import.meta.dirname, 'usage-at-exit.mjs'), ...program.node]
      : [timeProgram, '-o', file, '-f', '%U %S %M', ...program.command];
  try {
    const began = performance.now();
    const { code, output } = await ended(args, { ...process.env, BENCH_USAGE: file, NODE_COMPILE_CACHE: compileCache });
    const wallMs = performance.now() - began;
    if (!expected.includes(code)) throw new Error(`${args.join(' ')} ended with ${code}`);
    return { wallMs, output, ...usageIn(readFileSync(file, 'utf8'), 'node' in program) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function usageIn(text: string, ours: boolean): { cpuMs: number; peakMb: number } {
  if (ours) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by usage-at-exit.mjs
    const { cpuMs, peakKb } = JSON.parse(text) as { cpuMs: number; peakKb: number };
    return { cpuMs, peakMb: peakKb / 1000 };
  }
  const [user = 0, system = 0, peakKb = 0] = (text.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { cpuMs: (user + system) * 1000, peakMb: peakKb / 1000 };
}

async function ended(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number; output: string }> {
  const [command = '', ...rest] = args;
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { cwd: root, env, stdio: ['ignore', 'pipe', 'ignore'] });
    // Of an output that only proves that work was done the end is enough.
    let output = '';
    child.stdout.on('data', (part: Buffer) => {
      output = (output + part.toString('utf8')).slice(-100_000);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** What a running process has used until now; Linux only. */
export function usedBy({ pid }: ChildProcess): { cpuMs: number; rssMb: number; peakMb: number } {
  if (pid === undefined) throw new Error('the program was not started');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return {
    cpuMs: threads.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6,
    rssMb: kilobytes('VmRSS') / 1000,
    peakMb: kilobytes('VmHWM') / 1000,
  };
}

/** The arguments of the command `npm run NAME`, as package.json has them, without `node`. */
export function npmCommand(name: string): string[] {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own package.json
  const { scripts } = JSON.parse(text) as { scripts: Readonly<Record<string, string>> };
  const [node, ...args] = (scripts[name] ?? '').split(' ');
  if (node !== 'node') throw new Error(`npm run ${name} does not start Node`);
  return args;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** `0.42 (0.40–0.47)`: median and range of a ratio over the rounds. */
export function ratioText(values: readonly number[]): string {
  const digits = (value: number): string => value.toPrecision(3);
  return `${digits(median(values))} (${digits(Math.min(...values))}–${digits(Math.max(...values))})`;
}

/** A heading that tells what the absolute figures are worth. */
export function machineLine(): string {
  return `load average ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}; absolute figures belong to this machine and moment, ratios to the programs\n`;
}
