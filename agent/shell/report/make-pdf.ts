import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { PrintedReport } from './report-blocks.ts';

const longestMs = 60_000;
const mostProblemText = 4_000;
const program = join(import.meta.dirname, 'pdf-process.ts');

export type MadePdf =
  | { readonly kind: 'made'; readonly pdf: Buffer }
  | { readonly kind: 'failed'; readonly problem: string };

let last: Promise<unknown> = Promise.resolve();

/**
 * Draws the report in a process of its own: the fonts take a hundred megabytes, which the agent does not keep, and the seconds of drawing do not hold its event loop. One at a time;
 * one that takes longer than a minute is ended.
 */
export function makePdf(report: PrintedReport): Promise<MadePdf> {
  const mine = last.then(() => drawn(report));
  last = mine;
  return mine;
}

function drawn(report: PrintedReport): Promise<MadePdf> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program], { stdio: 'pipe', timeout: longestMs, killSignal: 'SIGKILL' });
    const parts: Buffer[] = [];
    let problem = '';
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.on('data', (part: Buffer) => {
      problem = (problem + part.toString('utf8')).slice(0, mostProblemText);
    });
    // A child that died before it had read everything tells so by its end.
    child.stdin.on('error', () => undefined);
    child.on('error', (fault) => {
      resolve({ kind: 'failed', problem: fault.message });
    });
    child.on('close', (code, signal) => {
      const pdf = Buffer.concat(parts);
      if (code === 0 && pdf.subarray(0, 5).toString('latin1') === '%PDF-') resolve({ kind: 'made', pdf });
      else resolve({ kind: 'failed', problem: problem === '' ? `ended with ${String(signal ?? code)}` : problem });
    });
    child.stdin.end(JSON.stringify(report));
  });
}
