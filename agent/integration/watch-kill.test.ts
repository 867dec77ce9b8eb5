import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Instant, instant } from '@center/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { now } from '../shell/clock/index.ts';
import { openLedger } from '../shell/ledger/index.ts';

const kills = 15;
const child = fileURLToPath(new URL('./watch-child.ts', import.meta.url));
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);

/** Small seeded generator (mulberry32): a failure is repeated with KILL_SEED. */
function chance(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

let root: string;
beforeAll(() => {
  console.log(`watch killing: KILL_SEED=${String(seed)}`);
  root = mkdtempSync(join(tmpdir(), 'watch-kill-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Life {
  /** Samples in the ledger, and attempts of this life, as last told. */
  readonly kept: number;
  readonly asked: number;
  readonly keptAt: Instant;
}

async function live(folder: string, forMs: number): Promise<Life> {
  const process_ = spawn(process.execPath, [child, folder, '50'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(root, 'compiled') },
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    process_.on('close', (_code, signal) => resolve(signal)),
  );
  let life: Life = { kept: 0, asked: 0, keptAt: instant(0) };
  for await (const line of createInterface({ input: process_.stdout })) {
    if (line === 'begun') setTimeout(() => process_.kill('SIGKILL'), forMs);
    const told = /^kept (\d+) at (\d+) asked (\d+)$/.exec(line);
    if (told !== null) life = { kept: Number(told[1]), keptAt: instant(Number(told[2])), asked: Number(told[3]) };
  }
  expect(await ended).toBe('SIGKILL');
  return life;
}

it(`killed ${String(kills)} times at random moments: nothing committed is lost, nothing is doubled, and what lies between is unknown`, async () => {
  const random = chance(seed);
  const folder = join(root, 'agent');
  let kept = 0;
  let closed = 0;
  for (let round = 0; round < kills; round += 1) {
    const life = await live(folder, 300 + Math.floor(random() * 4_000));
    const ledger = openLedger(folder);
    const { db } = ledger.store;
    const rows = (sql: string): number => db.prepare<[], { n: number }>(sql).get()?.n ?? 0;
    const samples = rows('SELECT count(*) AS n FROM watch_sample');
    expect(samples).toBeGreaterThanOrEqual(Math.max(kept, life.kept));
    // No more than was asked in this life; the last group alone may be missing.
    expect(samples).toBeLessThanOrEqual(kept + life.asked + 8 + 200 * 8);
    expect(rows('SELECT count(*) AS n FROM (SELECT DISTINCT probe, at FROM watch_sample)')).toBe(samples);
    // Of one probe no two spans share a moment, within an epoch and over the kills.
    expect(
      rows(
        'SELECT count(*) AS n FROM watch_span a JOIN watch_span b ON a.probe = b.probe AND a.epoch = b.epoch AND a.number < b.number AND a.begins < b.ends AND b.begins < a.ends',
      ),
    ).toBe(0);
    // A track stands where the last sample that was committed of its probe stands.
    for (let n = 0; n < 8; n += 1)
      for (const { number, track } of ledger.watch.probesOf(`d-${String(n)}`)) {
        const last = ledger.watch.lastSample(number, instant(now() - 3_600_000));
        expect(track?.last.at).toBe(last?.at);
      }
    closed = Math.max(closed, rows('SELECT count(*) AS n FROM watch_span'));
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    kept = samples;
    const runs = ledger.runs.runs({ start: instant(0), end: now() });
    expect(runs).toHaveLength(round + 1);
    const gaps = ledger.runs.gaps({ start: instant(0), end: now() }).filter(({ gap }) => gap.cause === 'died');
    expect(gaps).toHaveLength(round);
    for (const { gap } of gaps) {
      const between = ledger.watch
        .spans('d-0', gap)
        .filter(({ state, start, end }) => state !== 'unknown' && start <= gap.start && end >= gap.end);
      // No span reaches over a time in which nobody watched.
      expect(between).toEqual([]);
    }
    ledger.close();
  }
  console.log(`watch killing: ${String(kept)} samples and ${String(closed)} spans over ${String(kills)} lives`);
  expect(kept).toBeGreaterThan(0);
  expect(closed).toBeGreaterThan(0);
}, 900_000);
