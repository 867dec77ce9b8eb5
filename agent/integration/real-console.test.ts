import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calendarDateAt } from '@center/contract';
import { buildCenter } from '@center/fixtures';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { now } from '../shell/clock/index.ts';
import { type AssessDeps, assessDue, assessGroups, createIntake, scanFolder } from '../shell/intake/index.ts';
import { agentKey, centerKeys, fingerprintOf, type Ledger, openLedger } from '../shell/ledger/index.ts';
import { type Courier, enrol, enrolmentOf, startCourier } from '../shell/outbox/index.ts';
import { keepShippedRules } from '../shell/shipped-rules.ts';

/** The real console as a process of its own: enrolled, confirmed, killed in the middle, told everything once. */
const entry = join(import.meta.dirname, '..', '..', 'console', 'shell', 'main.mjs');
const folder = mkdtempSync(join(tmpdir(), 'real-console-'));
const archive = join(folder, 'archive');
const data = join(folder, 'agent');
let port = 0;
let child: ChildProcess | undefined;
let said = '';
let ledger: Ledger;
let courier: Courier | undefined;
let cookie = '';

const url = (): string => `http://127.0.0.1:${String(port)}`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function until<T>(look: () => T | undefined | false | Promise<T | undefined | false>, what: string): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`did not happen: ${what}\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function startConsole(): Promise<void> {
  child = spawn(process.execPath, [entry, 'run', '--config', join(folder, 'console.json')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part: Buffer) => (said += part.toString('utf8')));
  await until(async () => (await fetch(`${url()}/health`).catch(() => undefined))?.ok === true, 'the console answers');
}

async function ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${url()}${path}`, {
    method,
    headers: {
      'x-console-request': '1',
      cookie,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  const answer: unknown = JSON.parse((await response.text()) || '{}');
  if (!response.ok || typeof answer !== 'object' || answer === null)
    throw new Error(`${path}: ${String(response.status)} ${JSON.stringify(answer)}`);
  return { ...answer };
}

const deps = (): AssessDeps => ({
  ledger,
  keys: centerKeys(data),
  facility: { id: 'demo-center', institutionNames: [], zoneOffsetMinutes: 480 },
  supervisionStart: 'earliest-study',
  now,
  onFault: (what, fault) => {
    throw new Error(what, { cause: fault });
  },
});

async function takeIn(seed: string, studies: number): Promise<void> {
  const place = join(archive, seed);
  await buildCenter({
    out: place,
    seed,
    until: calendarDateAt(now()),
    studies,
    imagesPerSeries: 1,
    cases: seed === 'one',
  });
  const intake = createIntake({ ledger, now, changed: () => undefined });
  await scanFolder(intake, [place], { channel: 'folder:0', signal: new AbortController().signal });
  assessDue(deps(), 1_000_000);
  assessGroups(deps());
  courier?.wake();
}

beforeAll(async () => {
  port = await freePort();
  writeFileSync(join(folder, 'console.json'), JSON.stringify({ dataFolder: 'console', port, logLevel: 'warn' }));
  ledger = openLedger(data);
  keepShippedRules(ledger, now());
  await startConsole();
});
afterAll(async () => {
  await courier?.stop();
  ledger.close();
  if (child !== undefined && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

it('enrols, waits for a person, tells everything once through a killed console, and both hold the same', {
  timeout: 170_000,
}, async () => {
  const first = await until(() => /admin \/ (\S+?)(?:（|\(|\s|$)/.exec(said)?.[1], 'the first password');
  await ask('POST', '/api/session', { name: 'admin', password: first });
  await ask('POST', '/api/session/password', { current: first, next: 'a sentence for tests 2026' });
  await ask('POST', '/api/facilities', {
    facilityId: 'demo-center',
    name: '示范',
    licenceNumber: 'PDY-1',
    divisionCode: '220102',
  });
  const { code } = await ask('POST', '/api/enrolment-codes', { facilityId: 'demo-center' });
  const enrolment = await enrol(ledger, agentKey(data), { url: url() }, String(code), now());
  expect(enrolment).toMatchObject({ state: 'pending', facilityId: 'demo-center' });

  courier = startCourier({
    ledger,
    keys: centerKeys(data),
    agentKey: agentKey(data),
    dataFolder: data,
    now,
    log: pino({ level: 'silent' }),
    ruleSetTaken: () => undefined,
    chance: () => 0,
    pace: { idleMs: 50, heartbeatSeconds: 1 },
  });
  await takeIn('one', 20);
  expect(ledger.batches.backlog()).toBeGreaterThan(-1);
  await ask('POST', `/api/agents/${enrolment.agentId}/confirm`, {
    fingerprint: fingerprintOf(agentKey(data).publicKey),
  });
  await until(
    () =>
      ledger.batches.last() !== undefined && ledger.batches.backlog() === 0 && enrolmentOf(ledger)?.state === 'active',
    'the first batches delivered',
  );

  child?.kill('SIGKILL');
  if (child !== undefined) await once(child, 'exit');
  await takeIn('two', 10);
  await until(() => courier?.state().reachable === false, 'the console is missed');
  expect(ledger.batches.backlog()).toBeGreaterThan(0);
  await startConsole();
  await until(() => ledger.batches.backlog() === 0, 'caught up');

  const { total } = await ask('GET', '/api/findings?state=live&pageSize=10');
  const living = ledger.findings
    .counts()
    .filter(({ state }) => state === 'open' || state === 'confirmed')
    .reduce((sum, { n }) => sum + n, 0);
  expect(total).toBe(living);
  const groups = ledger.groups.untold(true).filter(({ span, n }) => span === 'year' && n > 0);
  expect(groups.length).toBeGreaterThan(0);
  const told = await ask('GET', '/api/dose/groups?pageSize=200');
  const rows = Array.isArray(told['rows']) ? told['rows'] : [];
  for (const { deviceId, examClass, ageBand, measure, n } of groups)
    expect(rows).toContainEqual(
      expect.objectContaining({ deviceId, examClass, ageBand, measure, n: n < 5 ? '<5' : n }),
    );
  // The digest agreed each time: the console never asked for everything again.
  expect(ledger.meta.get('dump-wanted')).toBeUndefined();
  const receipts = ledger.store.db.prepare<[], { body: string }>("SELECT body FROM entry WHERE kind = 'receipt'").all();
  expect(receipts).toHaveLength(ledger.batches.last()?.seq ?? -1);
  for (const { body } of receipts) {
    const receipt: unknown = JSON.parse(body);
    const envelope: unknown =
      typeof receipt === 'object' && receipt !== null && 'receipt' in receipt
        ? JSON.parse(String(receipt.receipt))
        : undefined;
    const payload =
      typeof envelope === 'object' && envelope !== null && 'payload' in envelope
        ? Buffer.from(String(envelope.payload), 'base64').toString()
        : '';
    expect(JSON.parse(payload)).toMatchObject({ wantFull: false });
  }
  expect(ledger.verifyChain().ok).toBe(true);
});
