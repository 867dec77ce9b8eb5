import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chanceOf } from '../core/index.ts';
import { digestsOfTables, openLedger } from '../shell/ledger/index.ts';
import { wildObservations } from '../shell/ledger/testing/archive-specimens.ts';

const child = fileURLToPath(new URL('./archive-kill-child.ts', import.meta.url));
const count = 160;
const kills = 8;
const seed = process.env['KILL_SEED'] ?? (Date.now() % 1_000_000).toString(16);
let root: string;

beforeAll(() => {
  console.log(`killing: KILL_SEED=${seed}`);
  root = mkdtempSync(join(tmpdir(), 'archive-kill-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs the child until it has acknowledged so many observations, and kills it at once; how many it had said by then. */
async function killedAfter(folder: string, acknowledged: number): Promise<number> {
  const process_ = spawn(process.execPath, [child, folder, seed, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => process_.on('close', () => resolve()));
  let said = 0;
  for await (const line of createInterface({ input: process_.stdout })) {
    said = Number(line);
    if (said === acknowledged) process_.kill('SIGKILL');
  }
  await ended;
  return said;
}

it('whoever is killed between two observations goes on where it stood: nothing acknowledged is lost, nothing is there twice', async () => {
  const folder = join(root, 'killed');
  const chance = chanceOf(seed);
  // The child begins from the first observation each time: what stands already is known.
  for (let kill = 0; kill < kills; kill += 1) {
    const said = await killedAfter(folder, 1 + chance.below(count));
    const ledger = openLedger(folder);
    expect(ledger.archive.lastObservation()).toBeGreaterThanOrEqual(said);
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
    expect(ledger.archive.rebuild().same).toBe(true);
    ledger.close();
  }
  const never = openLedger(join(root, 'never'));
  never.archive.applyAll([...wildObservations(seed, count)]);
  const killed = openLedger(folder);
  for (const observation of wildObservations(seed, count)) killed.archive.apply(observation);
  expect(killed.archive.lastObservation()).toBe(count);
  expect(digestsOfTables(killed.store)).toEqual(digestsOfTables(never.store));
  killed.close();
  never.close();
}, 120_000);
