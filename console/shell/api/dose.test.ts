import {
  ConsoleDoseCoverage,
  ConsoleDoseGroups,
  ConsoleDosePoints,
  ConsoleDoseSeries,
  type DoseGroupItem,
  workbookType,
} from '@center/contract';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finding, pseudonym, type TestAgent } from '../../integration/testing/test-agent.ts';
import { type Client, client, type TestConsole, testConsole } from '../../integration/testing/test-console.ts';

const ct = 'a'.repeat(32);
const asOf = '2026-11-25T08:00:00Z';
let subject: TestConsole;
let agent: TestAgent;

const group = (change: Partial<DoseGroupItem> = {}): DoseGroupItem => ({
  type: 'dose-group',
  deviceId: ct,
  examClass: 'chest',
  ageBand: 'adult',
  measure: 'CTDIvol',
  unit: 'mGy',
  span: 'year',
  month: '2026-11',
  n: 44,
  excluded: { phantom: 2, phases: 0 },
  requiredN: 20,
  quartiles: { p25: 9, median: 11, p75: 16.5 },
  histogram: { edges: [8.91250938, 10, 11.2201845], counts: [20, 24], zero: 0 },
  level: { p25: 6, p50: 8, p75: 15, source: 'WS/T 637-2018', verified: false },
  comparison: 'conforms',
  informational: true,
  asOf,
  ...change,
});
const few = { n: 3, quartiles: null, histogram: null, comparison: 'not-enough-data' } as const;

async function send(items: Parameters<TestAgent['next']>[0]): Promise<void> {
  const answer = await subject.admin.post('/api/agent/batches', agent.next(items));
  expect(answer.status).toBe(200);
}

beforeAll(async () => {
  subject = await testConsole();
  agent = await subject.agentAt('c1');
  await subject.agentAt('c2');
  await send([
    {
      type: 'device',
      deviceId: ct,
      name: 'CT 一室',
      Manufacturer: 'Acme',
      ManufacturerModelName: 'CT 64',
      DeviceSerialNumber: '77',
      StationName: 'CT1',
      modalities: ['CT'],
      registered: true,
      studies: 40,
    },
    group(),
    group({ examClass: 'head', ...few }),
    group({ span: 'month', month: '2026-10' }),
    group({ span: 'month', month: '2026-11', ...few }),
    group({ examClass: '', level: null, comparison: 'no-level', informational: false }),
    { type: 'dose-coverage-day', deviceId: ct, date: '2026-11-03', expected: 9, present: 8, asOf },
    { type: 'dose-coverage-day', deviceId: ct, date: '2026-11-04', expected: 7, present: 7, asOf },
    finding('a', {
      study: {
        date: '2026-11-03',
        modalities: ['CT'],
        sex: 'F',
        ageBand: 'adult',
        deviceId: ct,
        examClass: 'chest',
        dose: [{ measure: 'CTDIvol', value: 33.5, unit: 'mGy', source: 'rdsr' }],
      },
    }),
  ]);
});
afterAll(() => subject.end());

const get = async <T>(path: string, schema: TSchema, by: Client = subject.admin): Promise<T> => {
  const { status, body } = await by.get(path);
  expect([path, status]).toEqual([path, 200]);
  expect([path, [...Compile(schema).Errors(body)]]).toEqual([path, []]);
  return body as T;
};

describe('dose of the centers', () => {
  it('groups: the judged year of each, as the center computed it; few exams are told as few', async () => {
    const { rows, total, classes } = await get<ConsoleDoseGroups>('/api/dose/groups', ConsoleDoseGroups);
    expect(total).toBe(3);
    expect(rows.find(({ examClass }) => examClass === 'chest')).toMatchObject({
      facilityId: 'c1',
      deviceName: 'CT 一室',
      examClassTitle: { zh: '胸部CT' },
      n: 44,
      excluded: { phantom: '<5', phases: 0 },
      quartiles: { median: 11 },
      informational: true,
    });
    expect(rows.find(({ examClass }) => examClass === 'head')).toMatchObject({
      n: '<5',
      quartiles: null,
      histogram: null,
    });
    expect(classes.map(({ id }) => id)).toEqual(['', 'chest', 'head']);
    const filtered = await get<ConsoleDoseGroups>(
      '/api/dose/groups?facility=c1&comparison=not-enough-data&page=1&pageSize=10',
      ConsoleDoseGroups,
    );
    expect(filtered.rows.map(({ examClass }) => examClass)).toEqual(['head']);
    const month = await get<ConsoleDoseGroups>('/api/dose/groups?span=month&month=2026-10', ConsoleDoseGroups);
    expect(month.total).toBe(1);
    // The year's histogram less that of its other months would be the one of a month with fewer than five exams.
    expect(month.rows[0]).toMatchObject({ n: 44, quartiles: { median: 11 }, histogram: null });
  });

  it('medians month by month, dose records day by day', async () => {
    const asked = `facility=c1&device=${ct}&examClass=chest&ageBand=adult&measure=CTDIvol`;
    const { rows, level } = await get<ConsoleDoseSeries>(`/api/dose/series?${asked}`, ConsoleDoseSeries);
    expect(rows).toEqual([
      { month: '2026-10', n: 44, quartiles: { p25: 9, median: 11, p75: 16.5 } },
      { month: '2026-11', n: '<5', quartiles: null },
    ]);
    expect(level).toMatchObject({ p75: 15, verified: false });
    const days = await get<ConsoleDoseCoverage>(
      '/api/dose/coverage?facility=c1&from=2026-11-01&to=2026-11-30',
      ConsoleDoseCoverage,
    );
    expect(days.devices).toMatchObject([
      { name: 'CT 一室', expected: 16, present: 15, days: [{ date: '2026-11-03' }, { date: '2026-11-04' }] },
    ]);
    for (const asked of [
      'coverage?facility=c1&from=2026-11-30&to=2026-11-01',
      'coverage?facility=c1&from=2016-11-01&to=2026-11-01',
      'coverage?facility=c1&from=2026-02-30&to=2026-03-01',
      'coverage?facility=c1&from=2026-02-01&to=2026-02-30',
      'groups?pageSize=1000000000',
      'groups?page=-1',
      'groups?limit=9',
      'groups?month=2026-13',
      'groups?device=constructor',
      'points?patient=1',
    ])
      expect([asked, (await subject.admin.get(`/api/dose/${asked}`)).status]).toEqual([asked, 400]);
  });

  it('points: single studies only where a finding names them, by pseudonym', async () => {
    const { rows, total } = await get<ConsoleDosePoints>('/api/dose/points?measure=CTDIvol', ConsoleDosePoints);
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({
      findingId: pseudonym('a'),
      value: 33.5,
      unit: 'mGy',
      source: 'rdsr',
      examClass: 'chest',
    });
  });

  it('the file holds what the page shows', async () => {
    const { status, body: text } = await subject.admin.get('/api/exports/dose.csv?facility=c1');
    expect(status).toBe(200);
    expect(text).toContain('c1,');
    expect(text).toContain(',chest,胸部CT,adult,CTDIvol,mGy,2026-11,44,9,11,16.5,<5,0,20,');
    expect(text).not.toContain(',3,');
    const workbook = await subject.admin.get('/api/exports/dose.xlsx?facility=c1');
    expect([workbook.status, workbook.headers.get('content-type')]).toEqual([200, workbookType]);
    expect(workbook.headers.get('content-disposition')).toBe('attachment; filename="dose.xlsx"');
    expect(String(workbook.body).slice(0, 2)).toBe('PK');
  });

  it('a device that calls itself a formula is text in the file', async () => {
    const device = {
      type: 'device' as const,
      deviceId: ct,
      Manufacturer: 'Acme',
      ManufacturerModelName: 'CT 64',
      DeviceSerialNumber: '77',
      StationName: 'CT1',
      modalities: ['CT'],
      registered: true,
      studies: 40,
    };
    await send([{ ...device, name: '=HYPERLINK("http://example.com")' }]);
    const { body: text } = await subject.admin.get('/api/exports/dose.csv?facility=c1');
    expect(text).toContain(`,"'=HYPERLINK(""http://example.com"")",`);
    expect(text).not.toMatch(/(^|,)"?[=+@]/m);
    await send([{ ...device, name: 'CT 一室' }]);
  });

  it('is nobody’s outside of the area, and nobody’s without a login', async () => {
    const made = (
      await subject.admin.post('/api/users', { name: 'other', displayName: 'other', role: 'viewer', scope: ['c2'] })
    ).body;
    const browser = client(() => subject.url());
    await browser.post('/api/session', { name: 'other', password: made.oneTimePassword });
    await browser.post('/api/session/password', { current: made.oneTimePassword, next: 'a long enough one' });
    expect((await get<ConsoleDoseGroups>('/api/dose/groups', ConsoleDoseGroups, browser)).total).toBe(0);
    expect((await get<ConsoleDosePoints>('/api/dose/points', ConsoleDosePoints, browser)).total).toBe(0);
    const asked = `facility=c1&device=${ct}&examClass=chest&ageBand=adult&measure=CTDIvol`;
    expect((await browser.get(`/api/dose/series?${asked}`)).status).toBe(404);
    expect((await browser.get('/api/dose/coverage?facility=c1&from=2026-11-01&to=2026-11-30')).status).toBe(404);
    const file = await browser.get('/api/exports/dose.csv?facility=c1');
    expect(String(file.body).trim().split('\r\n')).toHaveLength(1);
    const stranger = client(() => subject.url());
    for (const path of ['/api/dose/groups', '/api/dose/points', '/api/exports/dose.csv', '/api/exports/dose.xlsx'])
      expect([path, (await stranger.get(path)).status]).toEqual([path, 401]);
  });

  it('a group and a day that are told as empty are gone; a later year replaces the earlier; a finding without dose loses its point', async () => {
    await send([
      group({ examClass: 'head', ...few, n: 0, excluded: { phantom: 0, phases: 0 } }),
      group({ month: '2026-12', n: 50 }),
      { type: 'dose-coverage-day', deviceId: ct, date: '2026-11-04', expected: 0, present: 0, asOf },
      finding('a', { revision: 2 }),
    ]);
    const { rows } = await get<ConsoleDoseGroups>('/api/dose/groups', ConsoleDoseGroups);
    expect(rows.map(({ examClass, month }) => [examClass, month])).toEqual([
      ['', '2026-11'],
      ['chest', '2026-12'],
    ]);
    const days = await get<ConsoleDoseCoverage>(
      '/api/dose/coverage?facility=c1&from=2026-11-01&to=2026-11-30',
      ConsoleDoseCoverage,
    );
    expect(days.devices).toMatchObject([{ expected: 9 }]);
    expect((await get<ConsoleDosePoints>('/api/dose/points', ConsoleDosePoints)).total).toBe(0);
  });

  it('what a full dump does not name is forgotten', async () => {
    const dump = agent.next([group({ examClass: 'abdomen' })], { dump: { id: 'dump-1', last: true } });
    expect((await subject.admin.post('/api/agent/batches', dump)).status).toBe(200);
    const { rows } = await get<ConsoleDoseGroups>('/api/dose/groups', ConsoleDoseGroups);
    expect(rows.map(({ examClass }) => examClass)).toEqual(['abdomen']);
  });
});
