import {
  type BatchItem,
  ConsoleArchive,
  ConsoleArchives,
  ConsoleFacility,
  type RetrievalItem,
  workbookType,
} from '@center/contract';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retentionYear } from '../../integration/testing/sample-archive.ts';
import type { TestAgent } from '../../integration/testing/test-agent.ts';
import { type Client, client, type TestConsole, testConsole } from '../../integration/testing/test-console.ts';

const asOf = '2026-11-25T08:00:00Z';
let subject: TestConsole;
let agent: TestAgent;
let other: TestAgent;

async function send(from: TestAgent, items: readonly BatchItem[], more: Parameters<TestAgent['next']>[1] = {}) {
  const answer = await subject.admin.post('/api/agent/batches', from.next(items, more));
  expect([answer.status, answer.body.code]).toEqual([200, undefined]);
}
const listed = { lastListedAt: '2026-11-25T02:00:00Z', levels: [0, 7, 0, 0, 3, 0, 0] };
const retrieval = (change: Partial<RetrievalItem>): RetrievalItem => ({
  type: 'retrieval',
  modality: 'CT',
  age: 'online',
  month: '2026-11',
  n: 40,
  firstImageP50Ms: 400,
  firstImageP95Ms: 1200,
  wholeN: 4,
  wholeP50Ms: 9000,
  wholeP95Ms: 12_000,
  needRecall: 0,
  asOf,
  ...change,
});
const none = { early: null, median: null, late: null };
const forecast: Extract<BatchItem, { type: 'forecast' }> = {
  type: 'forecast',
  basis: 'disk',
  usedBytes: 1e12,
  limitBytes: 2e12,
  growth: { p05: 1e9, median: 2e9, p95: 3e9, months: 12 },
  full: { early: '2027-01-01', median: '2027-03-01', late: '2027-06-01' },
  threeYears: none,
  tenYears: { early: '2027-02-01', median: '2027-04-01', late: '2027-07-01' },
  alarm: 'half-year',
  asOf,
};

beforeAll(async () => {
  subject = await testConsole();
  agent = await subject.agentAt('c1');
  other = await subject.agentAt('c2');
  await send(await subject.agentAt('c3'), []);
  await send(agent, [
    retentionYear(2019, 10, asOf, { standing: { proven: 3, lost: 2, unlisted: 1, explained: 1 }, ...listed }),
    retentionYear(2026, 20, asOf, { online: 20, kept: 0, seenWhole: true, ...listed }),
    retrieval({}),
    retrieval({ modality: 'MR', firstImageP95Ms: 5200 }),
    retrieval({ modality: 'MR', age: 'kept', firstImageP95Ms: 65_000 }),
    {
      type: 'image-upload',
      month: '2026-10',
      finished: 40,
      receipted: 36,
      late: 2,
      refused: 1,
      overdue: 3,
      delayP50Hours: 5,
      delayP95Hours: 40,
      asOf,
    },
  ]);
  await send(other, [retentionYear(2025, 5, asOf, listed), forecast]);
});
afterAll(async () => {
  await subject.end();
});

const rowOf = async (facility: string) => (await subject.admin.get(`/api/archives?facility=${facility}`)).body.rows[0];

describe('archives over centers', () => {
  it('are listed worst first, each with what it asks of the supervisor', async () => {
    const { status, body } = await subject.admin.get('/api/archives');
    expect(status).toBe(200);
    expect([...Compile(ConsoleArchives).Errors(body)]).toEqual([]);
    expect(body.rows.map((row: { facilityId: string; attention: string }) => [row.facilityId, row.attention])).toEqual([
      ['c1', 'lost'],
      ['c3', 'never-asked'],
      ['c2', 'forecast'],
    ]);
    expect(body.rows[0]).toMatchObject({
      standing: { proven: 3, claimed: 23, unlisted: 1, lost: 2, explained: 1 },
      years: 2,
      yearsUnseen: 1,
      yearsLost: [2019],
      firstImageP95Ms: 5200,
      uploadOverdue: 3,
    });
    const lost = (await subject.admin.get('/api/archives?attention=lost')).body;
    expect([lost.total, lost.attention.find((each: { attention: string }) => each.attention === 'lost')]).toEqual([
      1,
      { attention: 'lost', centers: 1 },
    ]);
  });

  it('say so when rounds measure nothing, and when the agent does not speak', async () => {
    const year = retentionYear(2025, 5, asOf, listed);
    await send(other, [{ ...year, notMeasured: 'control-failed' }]);
    expect(await rowOf('c2')).toMatchObject({ attention: 'not-measured', notMeasured: 'control-failed' });
    // A year whose studies are all past their term owes nothing.
    await send(other, [{ ...year, kept: 0, older: 5, notMeasured: 'control-failed' }]);
    expect(await rowOf('c2')).toMatchObject({ attention: 'forecast', notMeasured: null });
    subject.pass(30 * 60_000 - 1000);
    await subject.admin.post('/api/agent/heartbeat', agent.heartbeat(new Date(subject.now()).toISOString()));
    expect((await rowOf('c2')).attention).toBe('silent');
    // What was lost stays lost, whether somebody speaks or not.
    expect((await rowOf('c1')).attention).toBe('lost');
    await send(other, []);
    expect((await rowOf('c2')).attention).toBe('forecast');
  });

  it('forget a year that is told as empty, and what a dump does not name', async () => {
    await send(other, [retentionYear(2012, 4, asOf), retrieval({ modality: 'US' })]);
    expect((await rowOf('c2')).years).toBe(2);
    await send(other, [retentionYear(2012, 0, asOf), retrieval({ modality: 'US', n: 0 })]);
    expect((await rowOf('c2')).years).toBe(1);
    const archive = async () => (await subject.admin.get('/api/facilities/c2/archive')).body.archives[0];
    expect((await archive()).retrieval).toEqual([]);
    await send(other, [retentionYear(2025, 5, asOf, listed)], { dump: { id: 'd1', last: true } });
    expect((await archive()).forecast).toBeNull();
    expect((await archive()).years).toHaveLength(1);
  });
});

describe('one center’s archive', () => {
  it('has its published form, years oldest first, and is part of the center', async () => {
    const { status, body } = await subject.admin.get('/api/facilities/c1/archive');
    expect(status).toBe(200);
    expect([...Compile(ConsoleArchive).Errors(body)]).toEqual([]);
    const [archive] = body.archives;
    expect(archive.years.map(({ year }: { year: number }) => year)).toEqual([2019, 2026]);
    expect(archive.uploads[0].overdue).toBe(3);
    const center = (await subject.admin.get('/api/facilities/c1')).body;
    expect([...Compile(ConsoleFacility).Errors(center)]).toEqual([]);
    expect(center.retention).toHaveLength(2);
  });

  it('is not shown to a person of another area, nor named to them in a list or a file', async () => {
    const { body: made } = await subject.admin.post('/api/users', {
      name: 'viewer2',
      displayName: '二',
      role: 'viewer',
      scope: ['c2'],
    });
    const viewer: Client = client(() => subject.url());
    await viewer.post('/api/session', { name: 'viewer2', password: made.oneTimePassword });
    await viewer.post('/api/session/password', { current: made.oneTimePassword, next: 'a long enough one' });
    expect((await viewer.get('/api/facilities/c1/archive')).status).toBe(404);
    expect((await viewer.get('/api/archives?facility=c1')).status).toBe(404);
    expect((await viewer.get('/api/exports/retention.csv?facility=c1')).status).toBe(404);
    expect((await viewer.get('/api/archives')).body.rows).toHaveLength(1);
    const lines: string[] = (await viewer.get('/api/exports/retention.csv')).body.trim().split('\r\n');
    expect(new Set(lines.slice(1).map((line) => line.split(',')[0]))).toEqual(new Set(['c2']));
  });

  it('leaves as CSV and as a workbook, written down', async () => {
    const csv = await subject.admin.get('/api/exports/retention.csv?facility=c1');
    const lines = csv.body.trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('proven,claimed,unlisted,lost,explained,level0');
    expect(lines[1]).toContain(',2019,0,10,0,3,3,1,2,1,0,7,0,0,3,0,0,no,');
    const book = await subject.admin.get('/api/exports/archive.xlsx');
    expect([book.status, book.headers.get('content-type')]).toEqual([200, workbookType]);
    const audit = (await subject.admin.get('/api/audit?action=export')).body;
    expect(audit.rows.map((row: { object: string }) => row.object)).toContain('archive.xlsx');
  });
});
