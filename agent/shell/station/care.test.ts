import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StationFinding, StationRecordsWritten, StationReviews, StationStudy } from '@center/contract/station-api';
import {
  StationFinding as FindingSchema,
  StationReviews as ReviewsSchema,
  StationStudy as StudySchema,
} from '@center/contract/station-api';
import type { LightMyRequestResponse } from 'fastify';
import { Value } from 'typebox/value';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { csvCell } from './csv.ts';
import { type Client, type TestCenter, testCenter, uidOf } from './testing/test-center.ts';

let center: TestCenter;
let officer: Client;
let second: Client;
beforeEach(async () => {
  center = await testCenter();
  officer = await center.signedIn('officer1', 'officer');
  second = await center.signedIn('officer2', 'officer');
});
afterEach(() => center.close());

const read = <T>(response: LightMyRequestResponse): T => {
  expect([response.statusCode, response.statusCode === 200 ? '' : response.body]).toEqual([200, '']);
  return JSON.parse(response.body) as T;
};
const refused = (response: LightMyRequestResponse): string => {
  expect(response.statusCode).toBeGreaterThanOrEqual(400);
  return (JSON.parse(response.body) as { code: string }).code;
};
const pdf = (): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(100)]);
const upload = (by: Client, bytes: Buffer, type = 'application/pdf') =>
  by.send('POST', '/api/pages', undefined, { payload: bytes, headers: { 'content-type': type } });
const verdict = async (ruleId: string, key = '1') => {
  const study = read<StationStudy>(await officer.send('GET', `/api/studies/${uidOf(key)}`));
  expect(Value.Check(StudySchema, study)).toBe(true);
  return study.judgements.find((each) => each.ruleId === ruleId)!;
};
const consentForm = (more: object = {}) => ({
  formKey: 'ab'.repeat(16),
  AccessionNumber: 'A1001',
  signedAt: '2026-11-24T01:00:00Z',
  entries: [
    { kind: 'inquiry', answer: 'pregnant', lastMenstrualDate: '2026-05-01' },
    { kind: 'harm-explained', explainedBy: '王医生' },
    { kind: 'consent', patientConsents: true, signers: ['self', 'spouse'] },
  ],
  ...more,
});

describe('consent register', () => {
  test('a late entry is 补录: it waits for a second person, whose acceptance makes the verdict attested', async () => {
    const page = read<{ sha256: string }>(await upload(officer, pdf()));
    const written = read<StationRecordsWritten>(
      await officer.send('POST', '/api/records', consentForm({ pageSha256: page.sha256 })),
    );
    expect(written.rows.map(({ entry }) => entry)).toEqual(Array(3).fill('late-unreviewed'));
    expect(center.changes()).toBe(1);
    center.judge();
    expect(await verdict('pregnancy-consent')).toMatchObject({ display: 'awaiting-review' });

    const queue = read<StationReviews>(await second.send('GET', '/api/reviews'));
    expect(Value.Check(ReviewsSchema, queue)).toBe(true);
    expect(queue.records).toMatchObject({ total: 3, late: 3 });
    expect(queue.awaiting.rows.map(({ ruleId }) => ruleId)).not.toContain('pregnancy-consent');

    const [first] = written.rows;
    expect(refused(await officer.send('POST', `/api/records/${first!.recordId}/accept`))).toBe('same-person');
    for (const { recordId } of written.rows) read(await second.send('POST', `/api/records/${recordId}/accept`));
    expect(refused(await second.send('POST', `/api/records/${first!.recordId}/accept`))).toBe('already-decided');
    center.judge();
    expect(await verdict('pregnancy-consent')).toMatchObject({ display: 'attested' });
    expect(await verdict('pregnancy-harm-explained')).toMatchObject({ display: 'attested' });
  });

  test('the same form sent twice is one record of each kind; other content under its key is refused', async () => {
    const [once, twice] = await Promise.all([
      officer.send('POST', '/api/records', consentForm()),
      officer.send('POST', '/api/records', consentForm()),
    ]);
    const ids = (answer: LightMyRequestResponse) =>
      read<StationRecordsWritten>(answer).rows.map(({ recordId }) => recordId);
    expect(ids(once)).toEqual(ids(twice));
    expect(center.ledger.records.list({ limit: 100, offset: 0 }).total).toBe(3);
    expect(refused(await officer.send('POST', '/api/records', consentForm({ signedAt: '2026-11-24T01:01:00Z' })))).toBe(
      'form-differs',
    );
    expect(refused(await second.send('POST', '/api/records', consentForm()))).toBe('form-differs');
    expect(center.ledger.verifyChain()).toMatchObject({ ok: true });
  });

  test('signed in the future, an unknown page, an unknown study, impossible dates: nothing is written', async () => {
    const cases: [object, string][] = [
      [{ signedAt: '2026-11-26T01:00:00Z' }, 'signed-in-future'],
      [{ pageSha256: 'f'.repeat(64) }, 'page-unknown'],
      [{ AccessionNumber: undefined, StudyInstanceUID: '1.2.3' }, 'not-found'],
      [{ AccessionNumber: undefined }, 'request-invalid'],
      [{ entries: [{ kind: 'inquiry', answer: 'pregnant', lastMenstrualDate: '2026-12-01' }] }, 'date-order'],
      [{ entries: [{ kind: 'consent', patientConsents: 'yes', signers: [] }] }, 'request-invalid'],
      [{ entries: [] }, 'request-invalid'],
    ];
    for (const [more, code] of cases) {
      expect([code, refused(await officer.send('POST', '/api/records', consentForm(more)))]).toEqual([code, code]);
    }
    expect(center.ledger.records.list({ limit: 1, offset: 0 }).total).toBe(0);
    expect(center.changes()).toBe(0);
  });

  test('a withdrawn record no longer counts', async () => {
    const { rows } = read<StationRecordsWritten>(await officer.send('POST', '/api/records', consentForm()));
    expect(refused(await officer.send('POST', `/api/records/${rows[0]!.recordId}/withdraw`, { reason: 'short' }))).toBe(
      'request-invalid',
    );
    for (const { recordId } of rows)
      read(await officer.send('POST', `/api/records/${recordId}/withdraw`, { reason: '登记到了错误的检查号上' }));
    center.judge();
    expect((await verdict('pregnancy-consent')).display).not.toBe('attested');
  });
});

describe('signed pages', () => {
  test('kept under their hash once, given back as they were, to signed-in people only', async () => {
    const bytes = pdf();
    const [a, b] = [
      read<{ sha256: string }>(await upload(officer, bytes)),
      read<{ sha256: string }>(await upload(officer, bytes)),
    ];
    expect(a).toEqual(b);
    const shelf = join(center.deps.dataFolder, 'pages', a.sha256.slice(0, 2));
    expect(readdirSync(shelf)).toEqual([`${a.sha256}.pdf`]);
    const back = await second.send('GET', `/api/pages/${a.sha256}`);
    expect(back.rawPayload.equals(bytes)).toBe(true);
    expect(back.headers['content-disposition']).toContain('attachment');
    expect((await center.client().send('GET', `/api/pages/${a.sha256}`)).statusCode).toBe(401);
  });

  test('the bytes decide what a page is, and ten megabytes are the most', async () => {
    expect(refused(await upload(officer, Buffer.from('<html><script>')))).toBe('page-type');
    expect(refused(await upload(officer, Buffer.from('text'), 'text/plain'))).toBe('page-type');
    const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(10 * 1024 * 1024)]);
    expect(refused(await upload(officer, large))).toBe('page-too-large');
    expect(readdirSync(center.deps.dataFolder)).not.toContain('pages');
  });
});

describe('reviews', () => {
  const decide = (by: Client, decision: string, key: string, ruleId: string, reason = '核对申请单后判断如此') =>
    by.send('POST', '/api/reviews', { study: uidOf(key), ruleId, decision, reason });

  test('a suspect is dismissed by two people, and not by one of them twice', async () => {
    const queue = read<StationReviews>(await officer.send('GET', '/api/reviews'));
    expect(queue.awaiting.rows.map(({ ruleId, study }) => [ruleId, study.AccessionNumber])).toContainEqual([
      'scope-no-intervention',
      'A1003',
    ]);
    expect(refused(await decide(officer, 'dismissed', '3', 'scope-no-intervention', '太短'))).toBe('request-invalid');
    const after = read<StationReviews>(await decide(officer, 'dismissed', '3', 'scope-no-intervention'));
    expect(after.second.rows.map(({ ruleId }) => ruleId)).toEqual(['scope-no-intervention']);
    center.judge();
    expect((await verdict('scope-no-intervention', '3')).display).toBe('awaiting-review');
    const agree = { study: uidOf('3'), ruleId: 'scope-no-intervention' };
    expect(refused(await officer.send('POST', '/api/reviews/second', agree))).toBe('same-person');
    read(await second.send('POST', '/api/reviews/second', agree));
    center.judge();
    expect((await verdict('scope-no-intervention', '3')).display).toBe('attested');
  });

  test('the same decision sent again keeps the second person’s agreement', async () => {
    read(await decide(officer, 'dismissed', '3', 'scope-no-intervention'));
    read(await second.send('POST', '/api/reviews/second', { study: uidOf('3'), ruleId: 'scope-no-intervention' }));
    read(await decide(officer, 'dismissed', '3', 'scope-no-intervention'));
    expect(center.ledger.reviews.get(uidOf('3'), 'scope-no-intervention')).toMatchObject({ secondBy: 'officer2' });
  });

  test('a decision holds for the papers that were there, and not for those that come after them', async () => {
    const enter = async (formKey: string) => {
      center.pass(60_000);
      const { rows } = read<StationRecordsWritten>(
        await officer.send('POST', '/api/records', consentForm({ formKey: formKey.repeat(16) })),
      );
      center.judge();
      return rows;
    };
    const decideTwice = async () => {
      center.pass(60_000);
      read(await decide(officer, 'dismissed', '1', 'pregnancy-consent'));
      center.pass(60_000);
      read(await second.send('POST', '/api/reviews/second', { study: uidOf('1'), ruleId: 'pregnancy-consent' }));
      center.judge();
    };
    const first = await enter('ab');
    expect((await verdict('pregnancy-consent')).display).toBe('awaiting-review');
    await decideTwice();
    expect((await verdict('pregnancy-consent')).display).toBe('attested');
    center.pass(60_000);
    for (const { recordId } of first)
      read(await officer.send('POST', `/api/records/${recordId}/withdraw`, { reason: '登记到了错误的检查号上' }));
    // Nobody has looked at these, whether or not a run came in between.
    await enter('cd');
    expect((await verdict('pregnancy-consent')).display).toBe('awaiting-review');
    await decideTwice();
    expect((await verdict('pregnancy-consent')).display).toBe('attested');
  });

  test('a critical deviation stays open until a second person agrees that it is unfounded', async () => {
    const [row] = center.ledger.findings
      .bySubject('study', uidOf('2'))
      .filter(({ ruleId }) => ruleId === 'real-name-present');
    const detail = read<StationFinding>(await officer.send('GET', `/api/findings/${row!.id}`));
    expect(Value.Errors(FindingSchema, detail)).toEqual([]);
    expect(detail).toMatchObject({
      decidable: true,
      law: { clause: 'MIDC-2.2c' },
      finding: {
        state: 'open',
        display: 'non-compliant',
        study: { patient: { name: 'TEST', PatientID: 'P20260002' } },
      },
    });
    expect(detail.law!.quote.length).toBeGreaterThan(5);
    expect(detail.headers.find(({ keyword }) => keyword === 'PatientName')).toMatchObject({ identity: true });
    expect(
      refused(
        await officer.send('POST', `/api/findings/${row!.id}/decision`, {
          decision: 'accepted',
          reason: '没有任何可以接受的证据',
        }),
      ),
    ).toBe('nothing-to-accept');
    const reason = { decision: 'dismissed', reason: '该名称确为患者本人护照姓名' };
    expect(
      read<StationFinding>(await officer.send('POST', `/api/findings/${row!.id}/decision`, reason)).decision,
    ).toMatchObject({ needsSecond: true });
    center.judge();
    expect(center.ledger.findings.get(row!.id)).toMatchObject({ state: 'open' });
    expect(refused(await officer.send('POST', `/api/findings/${row!.id}/second`))).toBe('same-person');
    read(await second.send('POST', `/api/findings/${row!.id}/second`));
    center.judge();
    expect(center.ledger.findings.get(row!.id)).toMatchObject({ state: 'dismissed' });
  });
});

describe('devices and settings', () => {
  test('a card from a seen device is that device’s card, and can be withdrawn', async () => {
    const { rows } = read<{ rows: Record<string, unknown>[] }>(await officer.send('GET', '/api/devices'));
    const { deviceId, Manufacturer, ManufacturerModelName, DeviceSerialNumber, card } = rows[0]!;
    expect(card).toBeNull();
    const form = {
      name: '1号CT',
      Manufacturer,
      ManufacturerModelName,
      DeviceSerialNumber,
      modality: 'CT',
      doseRecord: 'rdsr',
      permitNumber: '吉放证字',
      validFrom: '2026-01-01',
    };
    const after = read<{ rows: { deviceId: string; card: unknown }[] }>(
      await officer.send('PUT', '/api/devices/cards', form),
    );
    expect(after.rows.find((each) => each.deviceId === deviceId)?.card).toMatchObject({ name: '1号CT' });
    expect(refused(await officer.send('PUT', '/api/devices/cards', { ...form, validTo: '2025-01-01' }))).toBe(
      'date-order',
    );
    read(await officer.send('DELETE', `/api/devices/cards/${String(deviceId)}`));
    expect(refused(await officer.send('DELETE', `/api/devices/cards/${String(deviceId)}`))).toBe('not-found');
  });

  test('institution names are an administrator’s to set, are chained, and judge anew', async () => {
    const names = { institutionNames: ['另一家医院'] };
    expect(refused(await officer.send('PUT', '/api/settings', names))).toBe('forbidden');
    const boss = await center.signedIn('boss', 'administrator');
    read(await boss.send('PUT', '/api/settings', names));
    center.judge();
    expect(read<StationStudy>(await officer.send('GET', `/api/studies/${uidOf('1')}`)).study.origin).toBe('imported');
    const audit = read<{ rows: { kind: string; who: string }[] }>(await boss.send('GET', '/api/audit'));
    expect(audit.rows).toContainEqual(expect.objectContaining({ kind: 'setting', who: 'boss' }));
    expect(read(await boss.send('POST', '/api/connection/verify'))).toMatchObject({ ok: true, brokenAt: null });
  });
});

describe('export', () => {
  test('a cell that a spreadsheet would run is text', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1+1', '＠x'])
      expect(csvCell(text).replaceAll('"', '')).toMatch(/^'/);
    expect(csvCell(-1)).toBe('-1');
    expect(csvCell('王,"明"')).toBe('"王,""明"""');
  });

  test('findings as CSV: byte order mark, names, footer, audited', async () => {
    const answer = await officer.send('GET', '/api/findings.csv?state=live&lang=zh');
    expect(answer.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(answer.body).toContain('TEST');
    expect(answer.body).toContain('导出人,officer1');
    expect(center.ledger.audit.list({ limit: 5 }).map(({ what }) => what)).toContain('findings-exported');
    expect((await center.client().send('GET', '/api/findings.csv')).statusCode).toBe(401);
  });
});

test('looking at a named patient is written down once in a while, not at every glance', async () => {
  for (let n = 0; n < 3; n += 1) await officer.send('GET', `/api/studies/${uidOf('1')}`);
  expect(center.ledger.audit.list({ limit: 50 }).filter(({ what }) => what === 'study-read')).toHaveLength(1);
});
