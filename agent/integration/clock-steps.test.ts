// The clock room over the real cron library, in a process whose clock is set. The library itself is shown to fall silent, so that the test would see it if it stopped mattering.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it, vi } from 'vitest';

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
  child = undefined;
});

function started(from: string, zone: string, ...plan: string[]): string[] {
  const lines: string[] = [];
  const program = join(import.meta.dirname, 'clock-child.ts');
  child = spawn(process.execPath, [program, from, zone, ...plan], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout === null) throw new Error('no output');
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return lines;
}
const seen = (lines: readonly string[], check: (lines: readonly string[]) => boolean): Promise<void> =>
  vi.waitFor(
    () => {
      if (!check(lines)) throw new Error(lines.join('\n'));
    },
    { timeout: 60_000, interval: 100 },
  );
const runs = (lines: readonly string[]): string[] => lines.filter((line) => line.startsWith('run '));
const ticksAfter = (lines: readonly string[], mark: string): number =>
  lines.slice(lines.indexOf(mark) + 1).filter((line) => line.startsWith('tick ')).length;

describe('a clock that is set while tasks run', () => {
  it('two hours back after the job: ticks go on within seconds, the job is not repeated', async () => {
    const lines = started('2026-11-26T02:29:57+08:00', 'Asia/Shanghai', '6:-120', '14:+121');
    await seen(lines, (all) => all.includes('set -120') && ticksAfter(all, 'set -120') >= 3);
    expect(lines).toContain('step -120');
    await seen(lines, (all) => all.includes('set +121') && ticksAfter(all, 'set +121') >= 3);
    // The day before was never done in this process: it is caught up once, then the day itself.
    expect(runs(lines)).toEqual(['run 2026-11-25', 'run 2026-11-26']);
  });

  it('an hour ahead over the time of the job: it runs within seconds, once', async () => {
    const lines = started('2026-11-26T02:00:00+08:00', 'Asia/Shanghai', '3:+60');
    await seen(lines, (all) => all.includes('run 2026-11-26'));
    await seen(lines, (all) => ticksAfter(all, 'run 2026-11-26') >= 3);
    expect(runs(lines)).toEqual(['run 2026-11-25', 'run 2026-11-26']);
    expect(lines).toContain('step 60');
  });

  it('a day without the time of the job (New York, 02:30): at the change of the clocks', async () => {
    const lines = started('2026-03-08T01:59:55-05:00', 'America/New_York');
    await seen(lines, (all) => all.includes('run 2026-03-08'));
    const at = lines.slice(0, lines.indexOf('run 2026-03-08')).findLast((line) => line.startsWith('tick '));
    expect(Date.parse(at?.slice(5) ?? '')).toBeGreaterThanOrEqual(Date.parse('2026-03-08T06:59:59Z'));
    expect(Date.parse(at?.slice(5) ?? '')).toBeLessThan(Date.parse('2026-03-08T07:01:00Z'));
    expect(runs(lines)).toEqual(['run 2026-03-07', 'run 2026-03-08']);
  });
});

it('the library alone would fall silent', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-26T02:29:57+08:00') });
  const { schedule } = await import('node-cron');
  let ticks = 0;
  const task = schedule('* * * * * *', () => {
    ticks += 1;
  });
  const real = performance.now();
  const keepTime = setInterval(() => vi.setSystemTime(base + (performance.now() - real)), 50);
  let base = Date.parse('2026-11-26T02:29:57+08:00');
  try {
    await vi.waitFor(() => expect(ticks).toBeGreaterThan(1), { timeout: 10_000 });
    base -= 7_200_000;
    const before = ticks;
    const until = performance.now() + 4_000;
    await vi.waitFor(() => expect(performance.now()).toBeGreaterThan(until), { timeout: 10_000 });
    expect(ticks - before).toBeLessThanOrEqual(1);
    await task.stop();
    await task.start();
    await vi.waitFor(() => expect(ticks).toBeGreaterThan(before + 1), { timeout: 10_000 });
  } finally {
    clearInterval(keepTime);
    await task.destroy();
    vi.useRealTimers();
  }
});
