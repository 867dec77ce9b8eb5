// Rounds that are killed at any moment, again and again: nothing is lost by it, nothing is asked all over, and what is really gone is found.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Archive } from '../shell/archive/testing/archive-model.ts';
import { openLedger } from '../shell/ledger/index.ts';
import { fillDays, hourMs, TestCenter } from './lying-pacs/center.ts';
import { type LyingWeb, startLyingWeb } from './lying-pacs/web.ts';

const kills = 15;
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
const child = fileURLToPath(new URL('./rounds-child.ts', import.meta.url));

let archive: Archive;
let center: TestCenter;
let web: LyingWeb;

beforeEach(async () => {
  console.log(`rounds killed: KILL_SEED=${String(seed)}`);
  archive = new Archive();
  fillDays(archive, 5, 4);
  center = new TestCenter();
  center.tell(archive);
  web = await startLyingWeb(archive);
});
afterEach(async () => {
  await web.close();
  await center.end();
});

/** Runs the child until a day; kills it some milliseconds after it has begun, or lets it finish. */
function run(until: number, killAfterMs?: number): Promise<'finished' | 'killed'> {
  const running: ChildProcess = spawn(
    process.execPath,
    [child, center.folder, web.url, String(until), String(center.now)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  return new Promise((resolve, reject) => {
    running.stdout?.on('data', (chunk: Buffer) => {
      const begins = !said.includes('begun');
      said += chunk.toString();
      if (begins && said.includes('begun') && killAfterMs !== undefined)
        setTimeout(() => running.kill('SIGKILL'), killAfterMs);
    });
    running.once('error', reject);
    running.once('exit', () => resolve(said.includes('finished') ? 'finished' : 'killed'));
  });
}

it(`killed ${String(kills)} times, they end as rounds that nobody killed`, async () => {
  const dayMs = 24 * hourMs;
  expect(await run(center.now + 2 * dayMs)).toBe('finished');
  expect(center.states()).toEqual({ present: 20 });
  archive.drop('1.2.3.2');
  archive.merge('1.2.4.1', '1.2.4.2');
  let state = seed;
  let killed = 0;
  for (let round = 0; round < kills; round += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    if ((await run(center.now + 9 * dayMs, state % 400)) === 'killed') killed += 1;
  }
  expect(killed).toBeGreaterThan(2);
  // Whoever is there has never been in doubt; how far the two others have come depends on the kills.
  for (const uid of center.known.filter((each) => each !== '1.2.3.2' && each !== '1.2.4.1'))
    expect(center.stateOf(uid)).toBe('present');
  expect(await run(center.now + 16 * dayMs)).toBe('finished');
  expect(center.states()).toEqual({ present: 18, lost: 1, explained: 1 });
  const ledger = openLedger(center.folder);
  expect(ledger.verifyChain()).toMatchObject({ ok: true });
  expect(ledger.archive.rebuild()).toMatchObject({ same: true });
  ledger.close();
  // What is due was asked once, and once more at most for each kill: a window of a day that was listed is not listed again.
  const windows = web.asked.filter((path) => path.includes('StudyDate='));
  expect(windows.length).toBeLessThan(16 * 25 + kills * 15);
}, 400_000);
