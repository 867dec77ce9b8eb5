import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FakeRegulator, fakeRegulator } from './testing/fake-regulator.ts';
import { cell } from './testing/test-agent.ts';
import { type TestConsole, testConsole, until } from './testing/test-console.ts';

const entry = join(import.meta.dirname, '..', 'shell', 'main.mjs');
const targetId = 'province';

let regulator: FakeRegulator;
let prepared: TestConsole;
let child: ChildProcess | undefined;

beforeEach(async () => {
  regulator = await fakeRegulator();
  // A center since August: at its first start with a target the console owes three months.
  prepared = await testConsole({}, Date.parse('2026-08-20T08:00:00Z'));
  const agent = await prepared.agentAt('c1');
  const cells = ['2026-08', '2026-09', '2026-10'].map((month) =>
    cell('real-name-present', 'MIDC-2.2c', month, { compliant: 30, 'non-compliant': 6 }),
  );
  await prepared.admin.post('/api/agent/batches', agent.next(cells));
  await prepared.stop();
  const uploads = {
    targets: [{ id: targetId, name: '省平台', connector: 'https-json', url: regulator.url }],
    firstRetrySeconds: 0.02,
    longestRetrySeconds: 0.1,
    receiptEverySeconds: 0.05,
    pollEverySeconds: 0.02,
  };
  writeFileSync(
    join(prepared.folder, 'console.json'),
    JSON.stringify({ dataFolder: 'data', port: 0, logLevel: 'silent', uploads }),
  );
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await prepared.end();
  await regulator.close();
});

function run(): ChildProcess {
  child = spawn(process.execPath, [entry, 'run', '--config', join(prepared.folder, 'console.json')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return child;
}
const gone = async (process: ChildProcess): Promise<void> => {
  if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
};
const stored = () =>
  [...regulator.stored.values()].map(
    (text) => JSON.parse(Buffer.from(JSON.parse(text).payload, 'base64').toString()).month as string,
  );

/** Every package once: one key a month, in order, and only ever the same bytes under a key. */
async function eachOnce(): Promise<void> {
  child?.kill('SIGTERM');
  if (child !== undefined) await gone(child);
  await prepared.start({ uploads: {} });
  const { rows } = (await prepared.admin.get('/api/uploads')).body;
  expect(rows.map((row: { state: string }) => row.state)).toEqual(['receipted', 'receipted', 'receipted']);
  expect(stored()).toEqual(['2026-08', '2026-09', '2026-10']);
  const bytes = new Map<string, Set<string>>();
  for (const post of regulator.posts) bytes.set(post.key, (bytes.get(post.key) ?? new Set()).add(post.text));
  expect([...bytes.values()].every((texts) => texts.size === 1)).toBe(true);
}

/** Kills the console when the first body has arrived; the platform then meets it in its manner, and nobody hears the answer. */
async function killAtFirstBody(): Promise<void> {
  const first = run();
  let killed = false;
  regulator.onBody = async () => {
    if (killed) return;
    killed = true;
    first.kill('SIGKILL');
    await gone(first);
  };
  await gone(first);
}

it('is killed after the body arrived and before it could note the answer: it asks, and does not send again', async () => {
  regulator.manners.push('drop');
  await killAtFirstBody();
  await until('the body is kept', () => (regulator.stored.size === 1 ? true : undefined));
  run();
  await until('all three', () => (regulator.stored.size === 3 ? true : undefined));
  expect(regulator.posts).toHaveLength(3);
  expect(regulator.asked[0]).toBe(regulator.posts[0]!.key);
  await eachOnceLater();
});

it('is killed before the body was kept: it asks, and sends the same bytes', async () => {
  regulator.manners.push('lose');
  await killAtFirstBody();
  run();
  await until('all three', () => (regulator.stored.size === 3 ? true : undefined));
  expect(regulator.posts).toHaveLength(4);
  expect(regulator.asked[0]).toBe(regulator.posts[0]!.key);
  expect(regulator.posts[0]!.text).toBe(regulator.posts[1]!.text);
  await eachOnceLater();
});

it('is killed again and again at any moment, by a platform in every mood: each package arrives once, in order', async () => {
  regulator.manners.push('lose', 503, 'drop', 'accept', 502, 'lose');
  const moments = [350, 900, 600, 1200, 450, 1500, 750, 1050];
  for (const wait of moments) {
    const running = run();
    const timer = setTimeout(() => running.kill('SIGKILL'), wait);
    await gone(running);
    clearTimeout(timer);
    if (regulator.stored.size === 3) break;
  }
  run();
  await until('all three', () => (regulator.stored.size === 3 ? true : undefined));
  await eachOnceLater();
});

/** The last receipt may still be on its way when the last package is kept. */
async function eachOnceLater(): Promise<void> {
  child?.kill('SIGTERM');
  if (child !== undefined) await gone(child);
  const uploads = {
    targets: [{ id: targetId, name: '省平台', connector: 'https-json' as const, url: regulator.url }],
    firstRetrySeconds: 0.02,
    longestRetrySeconds: 0.1,
    receiptEverySeconds: 0.05,
    pollEverySeconds: 0.02,
  };
  await prepared.start({ uploads });
  await until('all receipts', async () => {
    const { rows } = (await prepared.admin.get('/api/uploads')).body;
    const states = rows.map((row: { state: string }) => row.state).join();
    return states === 'receipted,receipted,receipted' ? true : undefined;
  });
  await prepared.stop();
  await eachOnce();
}
