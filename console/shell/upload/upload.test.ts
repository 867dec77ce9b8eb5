import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComplianceSummary, type Envelope, payloadTypes, preAuthenticationEncoding } from '@center/contract';
import { Compile } from 'typebox/compile';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type FakeRegulator,
  fakeRegulator,
  type Manner,
  receiptFor,
} from '../../integration/testing/fake-regulator.ts';
import { cell, finding } from '../../integration/testing/test-agent.ts';
import { type TestConsole, testConsole, until } from '../../integration/testing/test-console.ts';
import { startLocalReceiver } from '../local-receiver.ts';

const fast = { firstRetrySeconds: 0.02, longestRetrySeconds: 0.05, receiptEverySeconds: 0.03, pollEverySeconds: 0.02 };
let regulator: FakeRegulator;
let subject: TestConsole;

const start = async (
  targets: NonNullable<NonNullable<Parameters<typeof testConsole>[0]>['uploads']>['targets'],
): Promise<void> => {
  subject = await testConsole({ uploads: { ...fast, ...(targets === undefined ? {} : { targets }) } });
  const agent = await subject.agentAt('c1');
  const items = [
    cell('real-name-present', 'MIDC-2.2c', '2026-10', { compliant: 40, 'non-compliant': 2 }),
    cell('device-known', 'MIDC-2.9a', '2026-10', { compliant: 3 }),
    finding('x'),
  ];
  await subject.admin.post('/api/agent/batches', agent.next(items));
};
const build = async (month = '2026-10') => subject.admin.post('/api/uploads', { facilityId: 'c1', month });
const uploads = async () => (await subject.admin.get('/api/uploads')).body.rows;
const settled = async (state: string, version = 1) =>
  until(`state ${state}`, async () =>
    (await uploads()).find((row: { state: string; version: number }) => row.state === state && row.version === version),
  );

beforeEach(async () => {
  regulator = await fakeRegulator();
});
afterEach(async () => {
  await subject.end();
  await regulator.close();
});
const province = () => [{ id: 'province', name: '省平台', connector: 'https-json' as const, url: regulator.url }];

describe('https-json', () => {
  it('freezes, signs and delivers a summary that has its published form and withholds small counts', async () => {
    await start(province());
    expect((await build()).status).toBe(200);
    const row = await settled('receipted');
    expect(row).toMatchObject({
      receiptNumber: `N-${String(row.packageId)}.v1`,
      timeliness: 'late',
      dueOn: '2026-11-10',
      attempts: 1,
    });
    const [post] = regulator.posts;
    expect(post?.digest).toBe(
      `sha-256=:${createHash('sha256')
        .update(post?.text ?? '')
        .digest('base64')}:`,
    );
    const envelope = JSON.parse(post?.text ?? '') as Envelope;
    const body = Buffer.from(envelope.payload, 'base64');
    const key = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(subject.publicKey(), 'base64')]),
      format: 'der',
      type: 'spki',
    });
    expect(
      verify(
        null,
        preAuthenticationEncoding(payloadTypes.summary, body, (text) => Buffer.from(text)),
        key,
        Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64'),
      ),
    ).toBe(true);
    const summary = JSON.parse(body.toString());
    expect(Compile(ComplianceSummary).Check(summary)).toBe(true);
    expect(summary.clauses.find((c: { clause: string }) => c.clause === 'MIDC-2.2c')).toMatchObject({
      applicable: 42,
      judged: 42,
      met: 'withheld',
      deviating: '<5',
    });
    expect(summary.clauses.find((c: { clause: string }) => c.clause === 'MIDC-2.9a')).toMatchObject({
      applicable: '<5',
      judged: '<5',
      met: '<5',
      coverage: null,
    });
    expect(summary.openFindings).toEqual({ critical: '<5', major: 0, minor: 0 });
    expect((await build()).body.code).toBe('package-exists');
    expect((await build('2026-11')).body.code).toBe('month-open');
  });

  const oneArrival: [string, Manner[], number][] = [
    ['a connection cut after the body that arrived: it asks and does not send again', ['drop'], 1],
    ['a connection cut after the body that was lost: it asks and sends the same bytes', ['lose'], 2],
    ['503 and 429, then taken', [503, 429, 500], 4],
    ['a gateway that lost its way: it asks first', [502], 2],
    ['409 with our hash', ['same'], 1],
    ['409 without a hash: it asks first', ['bare-409'], 2],
    ['a receipt of other bytes is only an acceptance; the right one is asked for', ['wrong-receipt'], 1],
  ];
  it.each(oneArrival)('%s', async (_name, manners, posts) => {
    await start(province());
    regulator.manners.push(...manners);
    await build();
    const row = await settled('receipted');
    expect(regulator.posts).toHaveLength(posts);
    expect(new Set(regulator.posts.map((post) => post.text)).size).toBe(1);
    expect([...regulator.stored.keys()]).toEqual([`${String(row.packageId)}.v1`]);
  });

  it('calls 202 accepted, keeps asking, and calls it receipted when the receipt is there', async () => {
    await start(province());
    regulator.receipts = false;
    regulator.manners.push('accept');
    await build();
    const accepted = await settled('accepted');
    expect(accepted.receiptNumber).toBeNull();
    await until('two questions', () => (regulator.asked.length >= 2 ? true : undefined));
    expect((await uploads())[0].state).toBe('accepted');
    regulator.receipts = true;
    expect((await settled('receipted')).acceptedAt).toBe(accepted.acceptedAt);
    expect(regulator.posts).toHaveLength(1);
  });

  it.each([422, 400, 401, 403, 404, 415, 'other'] as Manner[])(
    'keeps a package refused with %s visible with its reason, and sends a new version with a reason',
    async (manner) => {
      await start(province());
      regulator.manners.push(manner);
      await build();
      const refused = await settled('rejected');
      expect(refused.reason).toContain(manner === 'other' ? '409' : String(manner));
      expect(refused.nextAttemptAt).toBeNull();
      const path = `/api/uploads/${String(refused.packageId)}`;
      expect((await subject.admin.post(`${path}/1/resend`, { reason: 'x' })).status).toBe(400);
      expect((await subject.admin.post(`${path}/1/resend`, { reason: '字段已更正' })).body.version).toBe(2);
      await settled('receipted', 2);
      const detail = (await subject.admin.get(`${path}/2`)).body;
      expect(detail.summary.supersedes).toEqual({ packageId: refused.packageId, version: 1, reason: '字段已更正' });
      expect(detail.versions.map((row: { state: string }) => row.state)).toEqual(['superseded', 'receipted']);
      expect(detail.receipt.parsed.receiptNumber).toBe(`N-${String(refused.packageId)}.v2`);
      expect(regulator.posts.map((post) => post.key)).toEqual([
        `${String(refused.packageId)}.v1`,
        `${String(refused.packageId)}.v2`,
      ]);
      expect((await subject.admin.post(`${path}/1/resend`, { reason: '再次发送' })).body.code).toBe('package-state');
    },
  );

  it('keeps the order of a lane while its head is retried, and lets another target pass', async () => {
    const other = await fakeRegulator();
    try {
      await start([...province(), { id: 'city', name: '市平台', connector: 'https-json', url: other.url }]);
      regulator.manners.push(...Array.from({ length: 8 }, () => 503));
      await build('2026-09');
      await build('2026-10');
      await until('the other target has both', () => (other.stored.size === 2 ? true : undefined));
      await until('both are here', () => (regulator.stored.size === 2 ? true : undefined));
      const months = regulator.posts.map(
        (post) => JSON.parse(Buffer.from((JSON.parse(post.text) as Envelope).payload, 'base64').toString()).month,
      );
      expect(months).toEqual([...Array.from({ length: 9 }, () => '2026-09'), '2026-10']);
    } finally {
      await other.close();
    }
  });

  it('does not come back before Retry-After', async () => {
    await start(province());
    regulator.retryAfter = '3600';
    regulator.manners.push(503);
    await build();
    const row = await until('one try', async () =>
      (await uploads()).find((r: { attempts: number; state: string }) => r.attempts === 1 && r.state === 'queued'),
    );
    expect(Date.parse(row.nextAttemptAt) - subject.now()).toBeGreaterThan(3_500_000);
  });

  it('waits for a target that is not there', async () => {
    await start([{ id: 'gone', name: '未开通', connector: 'https-json', url: 'http://127.0.0.1:9/packages' }]);
    await build();
    const row = await until('three tries', async () =>
      (await uploads()).find((r: { attempts: number }) => r.attempts >= 3),
    );
    expect(row.reason).toContain('ECONNREFUSED');
  });
});

describe('drop-folder', () => {
  it('places the file and its mark, and takes a receipt that appears later', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drop-'));
    try {
      await start([{ id: 'box', name: '前置机', connector: 'drop-folder', folder }]);
      await build();
      const row = await settled('accepted');
      const key = `${String(row.packageId)}.v1`;
      expect(readdirSync(folder).toSorted()).toEqual([`${key}.json`, `${key}.ok`]);
      const text = readFileSync(join(folder, `${key}.json`), 'utf8');
      expect(readFileSync(join(folder, `${key}.ok`), 'utf8')).toBe(
        `${createHash('sha256').update(text).digest('hex')}  ${key}.json\n`,
      );
      writeFileSync(join(folder, `${key}.receipt.json`), JSON.stringify(receiptFor(key, text)));
      expect((await settled('receipted')).receiptNumber).toBe(`N-${key}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('waits while the folder is away', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'drop-')), 'mount');
    mkdirSync(folder);
    await start([{ id: 'box', name: '前置机', connector: 'drop-folder', folder }]);
    rmSync(folder, { recursive: true });
    await build();
    await until('two tries', async () =>
      (await uploads()).find(
        (r: { attempts: number; reason: string | null }) => r.attempts >= 2 && r.reason?.includes('ENOENT'),
      ),
    );
    mkdirSync(folder);
    const row = await settled('accepted');
    expect(existsSync(join(folder, `${String(row.packageId)}.v1.ok`))).toBe(true);
  });
});

describe('local receiver', () => {
  it('stores a package once, checks the signature, and still has it after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'receiver-'));
    let key: string | undefined;
    let receiver = await startLocalReceiver({ folder, port: 0, consolePublicKey: () => key });
    try {
      await start([{ id: 'local', name: '本机接收端', connector: 'https-json', url: receiver.url }]);
      key = Buffer.alloc(32, 7).toString('base64');
      await build();
      const refused = await settled('rejected');
      expect(refused.reason).toContain('401');
      key = subject.publicKey();
      await subject.admin.post(`/api/uploads/${String(refused.packageId)}/1/resend`, { reason: '公钥已更正' });
      const row = await settled('receipted', 2);
      expect(receiver.list()).toMatchObject([
        { key: `${String(row.packageId)}.v2`, facilityId: 'c1', month: '2026-10', receipt: { outcome: 'taken' } },
      ]);
      await receiver.close();
      receiver = await startLocalReceiver({ folder, port: 0, consolePublicKey: () => key });
      expect(receiver.list()).toHaveLength(1);
      expect((await fetch(`${receiver.url}/${String(row.packageId)}.v2`)).status).toBe(200);
    } finally {
      await receiver.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
