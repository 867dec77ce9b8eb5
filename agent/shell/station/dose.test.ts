import { must, parseFindingId } from '@center/contract';
import type {
  StationDeviationIndex,
  StationDoseCoverage,
  StationDoseGroups,
  StationDosePoints,
  StationDoseSeries,
  StationMapping,
  StationMappingAdded,
  StationUnmapped,
} from '@center/contract/station-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ctExam, examUid } from '../intake/testing/ct-exams.ts';
import { type Client, type TestCenter, testCenter } from './testing/test-center.ts';

let center: TestCenter;
let officer: Client;
let administrator: Client;

/** Twenty-two chests over the level in October and November, one on the head phantom, one with no dose, two that no row maps, three years ago one more. */
function exams(): void {
  const day = (n: number): string => String(1 + (n % 20)).padStart(2, '0');
  center.observe([
    ...Array.from({ length: 22 }, (_, n) =>
      ctExam({ key: String(100 + n), on: `2026${n < 11 ? '10' : '11'}${day(n)}`, CTDIvol: 16 + n * 0.1 }),
    ),
    ctExam({ key: '200', on: '20261105', CTDIvol: 40, phantom: '113690' }),
    ctExam({ key: '201', on: '20261105' }),
    ctExam({
      key: '210',
      on: '20261106',
      CTDIvol: 9,
      change: { ProtocolName: '=cmd special', BodyPartExamined: '', StudyDescription: '' },
    }),
    ctExam({
      key: '211',
      on: '20261107',
      CTDIvol: 9,
      change: { ProtocolName: '=cmd special', BodyPartExamined: '', StudyDescription: '' },
    }),
    ctExam({ key: '300', on: '20231107', CTDIvol: 50 }),
    ...[400, 500, 800].map((ExposureIndex, n) =>
      ctExam({
        key: String(600 + n),
        on: `202611${day(n)}`,
        change: {
          Modality: 'DX',
          SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1',
          ProtocolName: 'CHEST PA',
          ManufacturerModelName: 'DR-1',
          DeviceSerialNumber: 'SN-2',
          ExposureIndex,
          TargetExposureIndex: 400,
          DeviationIndex: 9,
        },
      }),
    ),
  ]);
  center.judge();
}

const get = async <T>(url: string): Promise<T> => {
  const answer = await officer.send('GET', url);
  expect([url, answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([url, 200, '']);
  return answer.json() as T;
};

beforeAll(async () => {
  center = await testCenter();
  exams();
  officer = await center.signedIn('doctor', 'officer');
  administrator = await center.signedIn('chief', 'administrator');
});
afterAll(() => center.close());

const chest = async (): Promise<StationDoseGroups['rows'][number]> => {
  const { rows } = await get<StationDoseGroups>('/api/dose/groups?examClass=chest&measure=CTDIvol');
  const [row] = rows;
  if (row === undefined || rows.length !== 1) throw new Error(`expected one group: ${JSON.stringify(rows)}`);
  return row;
};

describe('groups', () => {
  test('the judged twelve months of each device, with the level, what is left out, and what the rules say', async () => {
    const row = await chest();
    expect(row).toMatchObject({
      examClass: 'chest',
      Modality: 'CT',
      ageBand: 'adult',
      unit: 'mGy',
      n: 22,
      excluded: { phantom: 1, phases: 0 },
      requiredN: 20,
      level: { p75: 15, verified: false },
      comparison: 'above',
      informational: true,
    });
    expect(row.distribution?.median).toBeCloseTo(17.05, 6);
    expect(row.histogram?.counts.reduce((a, b) => a + b, 0)).toBe(22);
    const review = row.reviews.find(({ ruleId }) => ruleId === 'dose-audit-reference-level');
    expect(review).toMatchObject({ display: 'informational', since: '2026-11-25', decidable: true, decision: null });
  });

  test('an exam without a class is a group without a level, and is counted', async () => {
    const { rows, unmapped, classes } = await get<StationDoseGroups>('/api/dose/groups');
    expect(rows.find(({ examClass }) => examClass === '')).toMatchObject({ comparison: 'no-level', n: 2, reviews: [] });
    expect(unmapped).toBe(2);
    expect(classes.find(({ id }) => id === 'chest')).toMatchObject({ hasLevel: true });
  });

  test('months that are asked for: fewer exams than are needed never conform', async () => {
    const { rows, from, to } = await get<StationDoseGroups>('/api/dose/groups?examClass=chest&from=2026-10&to=2026-10');
    expect([from, to]).toEqual(['2026-10', '2026-10']);
    expect(rows[0]).toMatchObject({ n: 11, comparison: 'not-enough-data' });
    const turned = await officer.send('GET', '/api/dose/groups?from=2026-10&to=2026-09');
    expect(turned.statusCode).toBe(422);
  });
});

describe('one group', () => {
  test('every exam with its study, newest first, page by page', async () => {
    const { key } = await chest();
    const first = await get<StationDosePoints>(`/api/dose/points?key=${encodeURIComponent(key)}&pageSize=5`);
    expect([first.total, first.rows.length, first.from, first.to]).toEqual([23, 5, '2025-12', '2026-11']);
    const all = await get<StationDosePoints>(`/api/dose/points?key=${encodeURIComponent(key)}`);
    expect(all.rows.map(({ date }) => date)).toEqual(
      all.rows
        .map(({ date }) => date)
        .toSorted()
        .toReversed(),
    );
    expect(all.rows.find(({ StudyInstanceUID }) => StudyInstanceUID === examUid('200'))).toMatchObject({
      value: 40,
      phantom: 'head-16cm',
      excluded: 'phantom',
      AccessionNumber: 'X200',
      source: 'header',
    });
    const past = await get<StationDosePoints>(`/api/dose/points?key=${encodeURIComponent(key)}&from=2023-01`);
    expect(past.total).toBe(24);
  });

  test('its medians by month, as far back as it goes', async () => {
    const { key } = await chest();
    const { rows, unit, level } = await get<StationDoseSeries>(`/api/dose/series?key=${encodeURIComponent(key)}`);
    expect(rows.map(({ month, n }) => [month, n])).toEqual([
      ['2023-11', 1],
      ['2026-10', 11],
      ['2026-11', 11],
    ]);
    expect([unit, level?.p50, rows[1]?.median]).toEqual(['mGy', 8, 16.5]);
  });

  test('a key that is none is refused', async () => {
    expect((await officer.send('GET', '/api/dose/points?key=abc')).statusCode).toBe(400);
    expect((await officer.send('GET', `/api/dose/series?key=${'0'.repeat(32)}/x/adult/constructor`)).statusCode).toBe(
      400,
    );
  });

  test('a physicist’s word on it stands beside it, and counts from then on', async () => {
    const { key } = await chest();
    const form = {
      key,
      ruleId: 'dose-audit-reference-level',
      decision: 'confirmed',
      reason: '迭代重建未开启，已联系厂家',
    };
    const answer = await officer.send('POST', '/api/dose/reviews', form);
    expect(answer.statusCode).toBe(200);
    center.judge();
    const review = (await chest()).reviews.find(({ ruleId }) => ruleId === 'dose-audit-reference-level');
    expect(review?.decision).toMatchObject({ decision: 'confirmed', decidedBy: 'doctor' });
    const verdict = center.ledger.judgements
      .ofSubject('device', key.split('/').slice(0, 3).join('/'))
      .find(({ ruleId }) => ruleId === 'dose-audit-reference-level')?.verdict;
    expect(verdict).toMatchObject({ kind: 'conforms', basis: 'attested' });
    const unknown = await officer.send('POST', '/api/dose/reviews', { ...form, ruleId: 'real-name-present' });
    expect(unknown.statusCode).toBe(404);
  });
});

test('deviation indices are computed anew from both indices', async () => {
  const device = center.ledger.devices.list().find(({ ManufacturerModelName }) => ManufacturerModelName === 'DR-1');
  const index = await get<StationDeviationIndex>(`/api/dose/deviation-index?device=${device?.deviceId ?? ''}`);
  expect(index.points.map(({ value }) => Number(value.toFixed(2))).toSorted((a, b) => a - b)).toEqual([0, 0.97, 3.01]);
  expect(index).toMatchObject({ total: 3, months: [{ month: '2026-11', n: 3 }], devices: [{ name: 'ACME DR-1' }] });
  expect(index.histogram?.counts.reduce((a, b) => a + b, 0)).toBe(3);
});

test('dose records by device and day, where the card promises one', async () => {
  const none = await get<StationDoseCoverage>('/api/dose/coverage?from=2026-11-01&to=2026-11-30');
  expect(none.devices).toEqual([]);
  const card = {
    name: 'CT室',
    Manufacturer: 'ACME',
    ManufacturerModelName: 'CT-64',
    DeviceSerialNumber: 'SN-1001',
    modality: 'CT',
    doseRecord: 'header',
    validFrom: '2020-01-01',
  };
  expect((await officer.send('PUT', '/api/devices/cards', card)).statusCode).toBe(200);
  center.judge();
  const { devices } = await get<StationDoseCoverage>('/api/dose/coverage?from=2026-11-01&to=2026-11-30');
  const [device] = devices;
  expect(device?.name).toBe('CT室');
  expect(device?.days.find(({ date }) => date === '2026-11-05')).toMatchObject({ expected: 2, present: 1 });
  expect((await officer.send('GET', '/api/dose/coverage?from=2020-01-01&to=2026-11-30')).statusCode).toBe(422);
});

describe('the mapping', () => {
  const form = {
    id: 'form-0001',
    keyword: 'ProtocolName',
    Modality: 'CT',
    pattern: 'cmd special ｜ other special',
    examClass: 'chest',
    reason: '本院自定义胸部低剂量协议',
  };

  test('unmapped exams are listed by what a new row would look for', async () => {
    const { studies, rows } = await get<StationUnmapped>('/api/dose/unmapped');
    expect(rows).toContainEqual({ keyword: 'ProtocolName', text: '=cmd special', Modality: 'CT', studies: 2 });
    expect(studies).toBeGreaterThanOrEqual(2);
  });

  test('the export of them keeps a formula as text', async () => {
    const answer = await officer.send('GET', '/api/dose/export.csv?lang=en');
    expect(answer.statusCode).toBe(200);
    const lines = answer.body.split('\r\n');
    expect(lines[0]).toContain('study date,accession number');
    expect(lines.filter((line) => line.includes('X2'))).toHaveLength(3);
    expect(answer.body).not.toContain('2023-11-07');
    const workbook = await officer.send('GET', '/api/dose/export.xlsx?from=2023-01');
    expect(workbook.headers['content-type']).toContain('spreadsheetml');
    expect(workbook.rawPayload.subarray(0, 2).toString('latin1')).toBe('PK');
    expect(workbook.headers['content-disposition']).toBe('attachment; filename="dose-2026-11-25.xlsx"');
  });

  test('a new row comes before the shipped ones, is one row however often it is sent, and re-judges the studies of its modality', async () => {
    const added = (await administrator.send('POST', '/api/dose/mapping', form)).json<StationMappingAdded>();
    expect(added.judgedAnew).toBeGreaterThan(20);
    expect((await officer.send('POST', '/api/dose/mapping', { ...form, id: 'form-0009' })).statusCode).toBe(403);
    expect((await administrator.send('POST', '/api/dose/mapping', form)).json<StationMappingAdded>().judgedAnew).toBe(
      0,
    );
    center.judge();
    expect((await chest()).n).toBe(24);
    expect((await get<StationUnmapped>('/api/dose/unmapped')).rows).not.toContainEqual(
      expect.objectContaining({ text: '=cmd special' }),
    );
    const { rows } = await get<StationMapping>('/api/dose/mapping');
    expect(rows[0]).toMatchObject({
      id: 'form-0001',
      origin: 'center',
      enteredBy: 'chief',
      pattern: 'cmd special|other special',
    });
    expect(rows.at(-1)?.origin).toBe('shipped');
    expect((await get<StationDoseGroups>('/api/dose/groups')).rows.some(({ examClass }) => examClass === '')).toBe(
      false,
    );
  });

  test('it can be withdrawn with a reason, is kept, and no longer counts', async () => {
    const url = '/api/dose/mapping/form-0001/withdraw';
    expect((await administrator.send('POST', url, { reason: '短' })).statusCode).toBe(400);
    expect((await administrator.send('POST', url, { reason: '该协议已改名，不再使用此映射' })).statusCode).toBe(200);
    expect((await administrator.send('POST', url, { reason: '该协议已改名，不再使用此映射' })).statusCode).toBe(409);
    center.judge();
    expect((await chest()).n).toBe(22);
    const { rows } = await get<StationMapping>('/api/dose/mapping');
    expect(rows[0]).toMatchObject({ id: 'form-0001', withdrawnBy: 'chief' });
    expect(center.ledger.audit.list({ limit: 20 }).filter(({ kind }) => kind === 'exam-mapping')).toHaveLength(2);
  });

  test('a class that the register does not hold, or a pattern that matches everything, is refused', async () => {
    for (const change of [
      { examClass: 'toe' },
      { pattern: 'a||b' },
      { pattern: '*' },
      { pattern: ' ' },
      { pattern: '＊' },
      { pattern: 'a｜＊' },
      { pattern: '\u0000' },
    ])
      expect(
        (await administrator.send('POST', '/api/dose/mapping', { ...form, id: 'form-0002', ...change })).statusCode,
      ).toBe(400);
  });
});

test('a finding on a group is decided like any other', async () => {
  const { key } = await chest();
  const group = key.split('/').slice(0, 3).join('/');
  const [judgement] = center.ledger.judgements.ofSubject('device', group);
  if (judgement === undefined) throw new Error('the group was not judged');
  const { ruleId, ruleVersion, clause, subject, verdict, ruleSetSha256, factSha256 } = judgement;
  center.ledger.transaction(() =>
    center.ledger.findings.put(
      {
        id: must(parseFindingId('ab'.repeat(32))),
        revision: 1,
        ruleId,
        ruleVersion,
        clause,
        severity: 'minor',
        subject,
        state: 'open',
        verdict,
        openedAt: center.now(),
        changedAt: center.now(),
        timesOpened: 1,
        ruleSetSha256,
        factSha256,
        evidence: [],
      },
      judgement.subjectDate,
    ),
  );
  const url = `/api/findings/${'ab'.repeat(32)}`;
  expect(await get<{ decidable: boolean; finding: { subjectKind: string } }>(url)).toMatchObject({
    decidable: true,
    finding: { subjectKind: 'device', study: null },
  });
  const answer = await officer.send('POST', `${url}/decision`, {
    decision: 'confirmed',
    reason: '物理师已查看该组检查',
  });
  expect(answer.statusCode).toBe(200);
  expect(center.ledger.reviews.get(group, ruleId)).toMatchObject({ decision: 'confirmed', decidedBy: 'doctor' });
});
