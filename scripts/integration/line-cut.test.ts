import { mkdtempSync, rmSync } from 'node:fs';
import { request as ask, createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRuleSet, defaultRuleSetSha256 } from '@center/checks';
import { type ConsoleWitness, instant } from '@center/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stderrLog } from '../../agent/shell/index.ts';
import { agentKey, centerKeys, type Ledger, openLedger } from '../../agent/shell/ledger/index.ts';
import { type Courier, enrol, startCourier } from '../../agent/shell/outbox/index.ts';
import { type TestConsole, testConsole } from '../../console/integration/testing/test-console.ts';

/** A night without a line between a real agent's outbox and a real console, with nothing to send: the console must not take it for a gap that the agent hides. */
const minute = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'line-cut-'));
let subject: TestConsole;
let ledger: Ledger;
let courier: Courier | undefined;
let line: Server;
let cut = false;
let knowsUnreached = true;
let asked = 0;
let told = 0;

async function until(look: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error(`did not happen: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Passes everything to the console while the line is up; counts what is asked either way. */
function startLine(): Server {
  return createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (cut) {
        if (request.url === '/api/agent/heartbeat') asked += 1;
        request.socket.destroy();
        return;
      }
      const body = Buffer.concat(parts);
      if (request.url === '/api/agent/heartbeat') {
        const { payload } = JSON.parse(body.toString('utf8')) as { payload: string };
        const tells = Buffer.from(payload, 'base64').toString('utf8').includes('"unreached"');
        if (tells) told += 1;
        if (tells && !knowsUnreached) {
          response
            .writeHead(400, { 'content-type': 'application/json' })
            .end('{"code":"request-invalid","message":{"zh":"否","en":"no"}}');
          return;
        }
      }
      const passed = ask(
        `${subject.url()}${request.url ?? ''}`,
        { method: request.method ?? 'GET', headers: request.headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
          answer.on('end', () => (request.url === '/api/agent/heartbeat' ? (asked += 1) : undefined));
        },
      );
      passed.on('error', () => request.socket.destroy());
      passed.end(body);
    });
  });
}

function startAgent(): void {
  courier = startCourier({
    ledger,
    keys: centerKeys(folder),
    agentKey: agentKey(folder),
    dataFolder: folder,
    now: () => subject.now(),
    log: stderrLog(),
    ruleSetTaken: () => undefined,
    chance: () => 0,
    pace: { idleMs: 10, heartbeatSeconds: 1 },
  });
}
async function stopAgent(): Promise<void> {
  await courier?.stop();
  courier = undefined;
}
/** Minutes of both clocks; in each the agent tries once at least. */
async function minutes(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    subject.pass(minute);
    const before = asked;
    await until(() => asked >= before + 2, 'the agent tries');
    // The console looks at its own clock in each minute, as its timer does.
    await subject.admin.get('/api/witness');
  }
}
/** Time passes while the agent is down; the console runs. */
async function agentDown(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    subject.pass(minute);
    await subject.admin.get('/api/witness');
  }
}
const look = async (): Promise<ConsoleWitness> =>
  (await subject.admin.get('/api/witness?days=2')).body as ConsoleWitness;

beforeAll(async () => {
  subject = await testConsole();
  line = startLine();
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  const address = line.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  await subject.admin.post('/api/facilities', { facilityId: 'c1', name: '中心' });
  const { body: code } = await subject.admin.post('/api/enrolment-codes', { facilityId: 'c1' });
  ledger = openLedger(folder);
  ledger.ruleSets.put({ manifest: defaultRuleSet, sha256: defaultRuleSetSha256 }, 'shipped', subject.now());
  const enrolled = await enrol(
    ledger,
    agentKey(folder),
    { url: `http://127.0.0.1:${String(address.port)}` },
    code.code,
    subject.now(),
  );
  await subject.admin.post(`/api/agents/${enrolled.agentId}/confirm`, { fingerprint: enrolled.fingerprint });
  startAgent();
});
afterAll(async () => {
  await stopAgent();
  line.closeAllConnections();
  await new Promise((resolve) => line.close(resolve));
  ledger.close();
  await subject.end();
  rmSync(folder, { recursive: true, force: true });
});

it('a cut line is told by the agent when it is back, also over a restart of either side', async () => {
  await minutes(3);
  cut = true;
  await minutes(12);
  // The agent starts anew while the line is down: what it knew of the line is in its ledger.
  await stopAgent();
  ledger.close();
  ledger = openLedger(folder);
  startAgent();
  await minutes(12);
  cut = false;
  await until(() => told > 0, 'the line is told of');
  await minutes(2);
  const after = await look();
  expect(after.gaps.map(({ by, finding, lateBatches }) => [by, finding, lateBatches])).toEqual([
    ['console', 'line', 0],
  ]);
  expect(after.agents[0]?.untoldMs).toBe(0);
  expect(ledger.meta.get('console-unreached')).toBeUndefined();

  await stopAgent();
  await subject.stop();
  await subject.start();
  startAgent();
  await minutes(2);
  expect((await look()).gaps.map(({ finding }) => finding)).toEqual(['line']);
}, 60_000);

it('time in which the agent was down is not claimed for the line', async () => {
  cut = true;
  await minutes(6);
  await stopAgent();
  await agentDown(60);
  startAgent();
  await minutes(6);
  cut = false;
  await minutes(3);
  const [worst] = (await look()).gaps;
  expect(worst).toMatchObject({ by: 'console', finding: 'untold' });
  expect(worst?.differenceMs).toBeGreaterThan(50 * minute);
  expect(worst?.differenceMs).toBeLessThan(60 * minute);
}, 60_000);

it('a console that does not know of it is asked without it', async () => {
  knowsUnreached = false;
  cut = true;
  await minutes(6);
  cut = false;
  await minutes(3);
  expect(courier?.state()).toMatchObject({ reachable: true, enrolment: 'active' });
  expect(ledger.meta.get('console-unreached')).toBeUndefined();
  expect(instant(Number(courier?.state().lastAnswerAt))).toBeGreaterThan(subject.now() - 2 * minute);
}, 60_000);
