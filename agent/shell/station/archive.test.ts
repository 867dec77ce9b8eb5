import { instantToIso } from '@center/contract';
import {
  StationArchive as ArchiveForm,
  type StationArchive,
  StationChannels,
  type StationKeptStudies,
  type StationKeptStudy,
  StationKeptStudies as StudiesForm,
} from '@center/contract/station-api';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { afterEach, describe, expect, it } from 'vitest';
import type { ArchiveSight } from './deps.ts';
import { keptUid, seedArchive } from './testing/seed-archive.ts';
import { type Client, type TestCenter, testCenter } from './testing/test-center.ts';

let center: TestCenter | undefined;
afterEach(async () => {
  await center?.close();
  center = undefined;
});

const errorsOf = (form: TSchema, value: unknown) => [...Compile(form).Errors(value)];

async function seeded(
  more: { readonly archive?: ArchiveSight } = {},
): Promise<{ center: TestCenter; officer: Client }> {
  center = await testCenter(more);
  seedArchive(center.ledger, { today: center.now() });
  return { center, officer: await center.signedIn('officer1', 'officer') };
}

const archiveOf = async (client: Client): Promise<StationArchive> => (await client.send('GET', '/api/archive')).json();
const listOf = async (client: Client, list: string): Promise<StationKeptStudies> =>
  (await client.send('GET', `/api/archive/studies?list=${list}`)).json();

describe('archive of the center', () => {
  it('says of a fresh agent that nothing was asked, and shows no empty year as kept', async () => {
    center = await testCenter();
    const officer = await center.signedIn('officer1', 'officer');
    const archive = await archiveOf(officer);
    expect(errorsOf(ArchiveForm, archive)).toEqual([]);
    expect(archive).toMatchObject({
      known: 0,
      asked: false,
      asksAny: false,
      years: [],
      forecast: { basis: 'unknown' },
    });
    expect((await center.client().send('GET', '/api/archive')).statusCode).toBe(401);
  });

  it('shows ten years by where their studies stand, and lists those that a person should look at', async () => {
    const { officer } = await seeded();
    const archive = await archiveOf(officer);
    expect(errorsOf(ArchiveForm, archive)).toEqual([]);
    expect(archive.asked).toBe(true);
    expect(archive.years).toHaveLength(11);
    const lostYear = archive.years.find(({ year }) => year === 2019);
    expect(lostYear?.standing.lost).toBe(2);
    expect(lostYear?.seenWhole).toBe(false);
    expect(archive.years.at(-1)?.seenWhole).toBe(true);
    const clean = archive.years.find(({ year }) => year === 2018);
    expect(clean?.bound).toBeCloseTo(3 / (clean?.sampled ?? 1));
    const totals = new Map(archive.lists.map(({ list, total }) => [list, total]));
    expect([totals.get('lost'), totals.get('unlisted'), totals.get('explained')]).toEqual([2, 1, 1]);
    expect(totals.get('newly-lossy')).toBe(1);
    for (const { list, total } of archive.lists)
      expect([list, (await listOf(officer, list)).total]).toEqual([list, total]);
    const lost = await listOf(officer, 'lost');
    expect(errorsOf(StudiesForm, lost)).toEqual([]);
    expect(lost.rows.map(({ state, doubt }) => [state, (doubt?.times ?? 0) >= 3])).toEqual([
      ['lost', true],
      ['lost', true],
    ]);
  });

  it('lets a study count as explained only once a second person has accepted, and takes it back again', async () => {
    const { center: running, officer } = await seeded();
    const other = await running.signedIn('officer2', 'officer');
    const uid = keptUid(2019, 0);
    const form = {
      formKey: 'a'.repeat(32),
      StudyInstanceUID: uid,
      reason: 'exception',
      note: '原机构合并前的测试检查，不属于病历',
    };
    const written = await officer.send('POST', '/api/archive/explanations', form);
    expect([written.statusCode, written.json<StationKeptStudy>().state]).toEqual([200, 'lost']);
    const { waiting } = written.json<StationKeptStudy>();
    expect((await officer.send('POST', '/api/archive/explanations', form)).json<StationKeptStudy>().waiting).toEqual(
      waiting,
    );
    expect(
      (await other.send('POST', '/api/archive/explanations', { ...form, formKey: 'b'.repeat(32) })).statusCode,
    ).toBe(409);
    expect(
      (await officer.send('POST', '/api/archive/explanations', { ...form, note: '另一个完全不同的说明文字' }))
        .statusCode,
    ).toBe(409);
    const accept = `/api/records/${waiting?.recordId ?? ''}/accept`;
    expect((await officer.send('POST', accept)).json<{ code: string }>().code).toBe('same-person');
    expect((await archiveOf(officer)).explanationsWaiting).toBe(1);
    expect((await other.send('GET', '/api/reviews')).json<{ records: { total: number } }>().records.total).toBe(1);
    running.pass(1000);
    expect((await other.send('POST', accept)).statusCode).toBe(200);
    expect(running.ledger.archive.study(uid)?.state).toBe('explained');
    expect(
      (await listOf(officer, 'explained')).rows.find((row) => row.StudyInstanceUID === uid)?.explanation,
    ).toMatchObject({
      reason: 'exception',
      who: 'officer1, officer2',
    });
    running.pass(1000);
    await other.send('POST', `/api/records/${waiting?.recordId ?? ''}/withdraw`, { reason: '查证后发现确属病历影像' });
    expect(running.ledger.archive.study(uid)?.state).toBe('lost');
    expect(running.ledger.verifyChain().ok).toBe(true);
  });

  it('refuses an explanation that names no other study where there must be one, or none that is known', async () => {
    const { officer } = await seeded();
    const form = {
      formKey: 'c'.repeat(32),
      StudyInstanceUID: keptUid(2019, 0),
      reason: 'merged',
      note: '与另一检查合并后保留',
    };
    expect((await officer.send('POST', '/api/archive/explanations', form)).statusCode).toBe(400);
    expect(
      (await officer.send('POST', '/api/archive/explanations', { ...form, otherUID: form.StudyInstanceUID }))
        .statusCode,
    ).toBe(400);
    expect(
      (await officer.send('POST', '/api/archive/explanations', { ...form, StudyInstanceUID: '9.9', otherUID: '1.2' }))
        .statusCode,
    ).toBe(404);
    // The form of consents and exceptions writes no such record.
    const record = {
      formKey: 'd'.repeat(32),
      StudyInstanceUID: '1.2.3',
      signedAt: '2026-11-25T00:00:00Z',
      entries: [{ kind: 'archive-explanation', reason: 'moved', note: '不应由此表单写入的内容' }],
    };
    expect((await officer.send('POST', '/api/records', record)).statusCode).toBe(400);
    expect((await officer.send('GET', '/api/archive/studies?list=everything')).statusCode).toBe(400);
  });

  it('tells what the gates and readings do, and shows channels with their cards', async () => {
    const sight: ArchiveSight = {
      gates: () => [
        {
          pacs: 'pacs',
          duty: 0.125,
          dutyLimit: 0.25,
          dutyUsed: 0.09,
          inFlight: 1,
          waiting: { probe: 0, live: 0, audit: 3, backfill: 1 },
          requestsLastHour: 320,
          failuresLastHour: 1,
          latencyMs: 41,
          baselineMs: 22,
          mode: 'slowed',
          offHours: false,
          offHoursShare: 0.4,
        },
      ],
      backfills: () => [
        {
          channel: 'dicomweb:0',
          pacs: 'pacs',
          phase: 'newest-first',
          windowsDone: 40,
          windowsTotal: 520,
          studies: 900,
          left: [],
          timeLeftMs: 3_600_000,
          waitsFor: 'off-hours',
          next: 'undated',
        },
      ],
      receivers: () => [],
      cards: () =>
        new Map([
          [
            'folder:0',
            {
              card: {
                kind: 'folder',
                proves: [0, 1, 2],
                headers: 'bytes',
                cost: { zh: '无', en: 'none' },
                says: { zh: '文件夹', en: 'folder' },
              },
            },
          ],
        ]),
      siteCards: () => [],
    };
    const { center: running, officer } = await seeded({ archive: sight });
    expect(await archiveOf(officer)).toMatchObject({
      asksAny: true,
      gates: [{ mode: 'slowed', stoppedUntil: null, latencyMs: 41 }],
      backfills: [{ next: { window: null }, waitsFor: 'off-hours', left: 0 }],
    });
    const channels = (await officer.send('GET', '/api/channels')).json<unknown>();
    expect(errorsOf(StationChannels, channels)).toEqual([]);
    expect(channels).toMatchObject({
      asOf: instantToIso(running.now()),
      channels: [{ channel: { name: 'folder:0' }, card: { proves: [0, 1, 2] }, receiver: null }],
    });
  });
});
