import type { StationDoseGroups } from '@center/contract/station-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ctExam } from '../intake/testing/ct-exams.ts';
import { type Client, type TestCenter, testCenter } from './testing/test-center.ts';

let center: TestCenter;
let officer: Client;
let key: string;

beforeAll(async () => {
  center = await testCenter();
  center.observe(
    Array.from({ length: 21 }, (_, n) => ctExam({ key: String(100 + n), on: '20261110', CTDIvol: 16 + n * 0.1 })),
  );
  center.judge();
  officer = await center.signedIn('doctor', 'officer');
  const groups = (await officer.send('GET', '/api/dose/groups?examClass=chest')).json<StationDoseGroups>();
  key = groups.rows[0]?.key ?? '';
  expect(groups.rows[0]?.comparison).toBe('above');
});
afterAll(() => center.close());

describe('requests that no page makes', () => {
  test('every route of doses needs a login', async () => {
    const stranger = center.client();
    for (const path of [
      'groups',
      `points?key=${encodeURIComponent(key)}`,
      `series?key=${encodeURIComponent(key)}`,
      `deviation-index?device=${'0'.repeat(32)}`,
      'coverage?from=2026-11-01&to=2026-11-30',
      'unmapped',
      'mapping',
      'export.csv',
      'export.xlsx',
    ])
      expect([path, (await stranger.send('GET', `/api/dose/${path}`)).statusCode]).toEqual([path, 401]);
    for (const path of ['mapping', 'mapping/form-0001/withdraw', 'reviews'])
      expect([path, (await stranger.send('POST', `/api/dose/${path}`, {})).statusCode]).toEqual([path, 401]);
  });

  test('months and days that end before they begin, and days that no calendar has, are told', async () => {
    const asked = encodeURIComponent(key);
    const device = key.slice(0, 32);
    for (const [path, status] of [
      ['groups?from=2026-10&to=2026-09', 422],
      [`points?key=${asked}&from=2026-10&to=2026-09`, 422],
      [`series?key=${asked}&from=2026-10&to=2026-09`, 422],
      [`deviation-index?device=${device}&from=2026-10&to=2026-09`, 422],
      ['export.csv?from=2026-10&to=2026-09', 422],
      ['coverage?from=2026-11-30&to=2026-11-01', 422],
      ['coverage?from=2016-11-01&to=2026-11-01', 422],
      ['coverage?from=2026-02-30&to=2026-03-01', 400],
      ['coverage?from=2026-02-01&to=2026-02-30', 400],
      ['groups?from=2026-13', 400],
      ['groups?limit=1000000000', 400],
      [`points?key=${asked}&pageSize=1e9`, 400],
      [`points?key=${asked}&page=99999999999999999999`, 400],
    ] as const)
      expect([path, (await officer.send('GET', `/api/dose/${path}`)).statusCode]).toEqual([path, status]);
  });

  test('a card is valid from a day that there is', async () => {
    const card = {
      name: 'CT室',
      Manufacturer: 'ACME',
      ManufacturerModelName: 'CT-64',
      DeviceSerialNumber: 'SN-1001',
      modality: 'CT',
      doseRecord: 'header',
      validFrom: '2026-02-30',
    };
    expect((await officer.send('PUT', '/api/devices/cards', card)).statusCode).toBe(400);
  });

  test('a device that nobody knows has nothing', async () => {
    const none = '0'.repeat(32);
    const groups = (
      await officer.send('GET', `/api/dose/groups?device=${none}&from=2016-01&to=2026-12`)
    ).json<StationDoseGroups>();
    expect([groups.rows, groups.devices, groups.unmapped]).toEqual([[], [], 0]);
    expect((await officer.send('GET', `/api/dose/deviation-index?device=${none}`)).json()).toMatchObject({
      total: 0,
      points: [],
      histogram: null,
    });
    const page = await officer.send(
      'GET',
      `/api/dose/points?key=${encodeURIComponent(key)}&page=999999&pageSize=999999`,
    );
    expect(page.json()).toMatchObject({ total: 21, rows: [], pageSize: 2000 });
  });

  test('a key whose class or band is none is refused or empty, and no look is written of a refused one', async () => {
    const before = center.ledger.audit.list({ limit: 100 }).length;
    for (const tail of ['chest/teen/CTDIvol', 'chest/__proto__/CTDIvol', 'chest/adult/DeviationIndex', 'chest/adult/x'])
      expect([
        tail,
        (await officer.send('GET', `/api/dose/points?key=${key.slice(0, 32)}/${tail}`)).statusCode,
      ]).toEqual([tail, 400]);
    expect(center.ledger.audit.list({ limit: 100 })).toHaveLength(before);
    const unknown = await officer.send('GET', `/api/dose/points?key=${key.slice(0, 32)}/constructor/adult/CTDIvol`);
    expect([unknown.statusCode, unknown.json<{ total: number }>().total]).toEqual([200, 0]);
  });

  test('a person who is no administrator withdraws no row of the mapping', async () => {
    const answer = await officer.send('POST', '/api/dose/mapping/form-0001/withdraw', {
      reason: '该协议已改名，不再使用此映射',
    });
    expect(answer.statusCode).toBe(403);
  });
});
