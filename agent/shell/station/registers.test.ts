import {
  StationPermits as PermitsForm,
  StationStaff as StaffForm,
  type StationImportAnswer,
  type StationPermits,
  StationSeenPeople,
  type StationStaff,
  StationStopOrders,
  StationUploads,
} from '@center/contract/station-api';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Client, type TestCenter, testCenter } from './testing/test-center.ts';

let center: TestCenter;
let officer: Client;
beforeEach(async () => {
  center = await testCenter();
  officer = await center.signedIn('officer1', 'officer');
});
afterEach(() => center.close());

const errorsOf = (form: TSchema, value: unknown) => [...Compile(form).Errors(value)];
const bring = async (kind: string, payload: string | Buffer, query = ''): Promise<StationImportAnswer> => {
  const headers = { 'content-type': 'text/csv' };
  return (await officer.send('POST', `/api/imports/${kind}${query}`, undefined, { payload, headers })).json();
};

const permit = {
  kind: 'radiology',
  number: '吉卫放证字（2024）第 0012 号',
  scope: 'X射线影像诊断',
  validFrom: '2024-05-01',
  validTo: '2028-04-30',
  devices: [{ DeviceSerialNumber: 'SN-1001' }],
};

describe('registers of the center’s people', () => {
  it('keep what was entered, replace it under its id, and take it back with a reason', async () => {
    const kinds = (await officer.send('GET', '/api/registers/permits')).json<StationPermits>();
    expect([errorsOf(PermitsForm, kinds), kinds.rows]).toEqual([[], []]);
    const written = await officer.send('PUT', '/api/registers/permits', permit);
    expect([written.statusCode, written.body]).toEqual([200, expect.stringContaining('0012')]);
    const [row] = written.json<StationPermits>().rows;
    const again = await officer.send('PUT', '/api/registers/permits', { ...permit, id: row?.entry.id, scope: '介入' });
    expect(again.json<StationPermits>().rows.map(({ entry }) => entry.scope)).toEqual(['介入']);
    expect((await officer.send('PUT', '/api/registers/permits', { ...permit, id: 'f'.repeat(32) })).statusCode).toBe(
      404,
    );
    expect(
      (await officer.send('PUT', '/api/registers/permits', { ...permit, validTo: '2020-01-01' })).json(),
    ).toMatchObject({ code: 'date-order' });
    expect(
      (await officer.send('PUT', '/api/registers/permits', { ...permit, validFrom: '2024-02-30' })).statusCode,
    ).toBe(400);
    const gone = await officer.send('POST', `/api/registers/permits/${row?.entry.id ?? ''}/withdraw`, {
      reason: '录入错误，证号写错一位',
    });
    expect(gone.json<StationPermits>().rows[0]).toMatchObject({ withdrawnBy: 'officer1' });
    expect(center.ledger.registers.inForce('permits')).toEqual([]);
    expect(center.changes()).toBeGreaterThan(2);
  });

  it('take a staff list as a file in the encoding of the house, or name every wrong cell and take nothing', async () => {
    const wrong = await bring(
      'staff',
      '姓名,岗位,起始日期\n王医生,physician,2024-02-30\n李技师,astronaut,2024-01-01\n',
    );
    expect(wrong.kind).toBe('refused');
    if (wrong.kind !== 'refused') return;
    expect(wrong.problems.map(({ line, problem }) => [line, problem])).toEqual(
      expect.arrayContaining([
        [2, 'date-wrong'],
        [3, 'value-unknown'],
      ]),
    );
    expect((await officer.send('GET', '/api/registers/staff')).json<StationStaff>().rows).toEqual([]);
    expect(await bring('staff', Buffer.from([0xff, 0xfe, 0xff, 0xff]))).toMatchObject({
      problems: [{ line: 0, problem: 'not-text' }],
    });
    expect(await bring('staff', '')).toMatchObject({ kind: 'refused' });
  });

  it('show uploads, stop orders and the people whom images name in their published forms', async () => {
    for (const [path, form] of [
      ['/api/uploads', StationUploads],
      ['/api/people-seen', StationSeenPeople],
      ['/api/registers/stop-orders', StationStopOrders],
      ['/api/registers/staff', StaffForm],
    ] as const) {
      const answer = await officer.send('GET', path);
      expect([path, answer.statusCode, errorsOf(form, answer.json())]).toEqual([path, 200, []]);
    }
    const order = {
      number: '长卫停〔2026〕3 号',
      issuedBy: '长春市卫生健康委员会',
      scope: { kind: 'modality', Modality: 'CT' },
      reason: '检测不合格',
      from: '2026-11-01',
    };
    expect((await officer.send('PUT', '/api/registers/stop-orders', order)).statusCode).toBe(200);
    expect(
      (await officer.send('PUT', '/api/registers/stop-orders', { ...order, liftedOn: '2026-10-01' })).statusCode,
    ).toBe(422);
    expect((await center.client().send('GET', '/api/registers/staff')).statusCode).toBe(401);
  });

  it('count a receipt of the platform once, however often its file comes', async () => {
    const file = 'StudyInstanceUID,时间,结果\n1.2.826.0.1.3680043.9.9999.2,2026-11-24 12:00,accepted\n';
    const first = await bring('upload-receipts', file);
    expect(first, JSON.stringify(first)).toMatchObject({ kind: 'taken', rows: 1, changed: 1 });
    expect(await bring('upload-receipts', file)).toMatchObject({ kind: 'taken', changed: 0 });
    expect(await bring('upload-receipts', '{"not": "a response"}\n', '?source=stow-log')).toMatchObject({
      kind: 'refused',
    });
    expect((await officer.send('GET', '/api/uploads')).json()).toMatchObject({ receipts: 1 });
  });

  it('take UTF-16 as spreadsheets write it, and tell a workbook from text', async () => {
    const text = '\uFEFF姓名\t岗位\t入职日期\r\n王伟\t医师\t2020-01-01\r\n';
    expect(await bring('staff', Buffer.from(text, 'utf16le'))).toMatchObject({ kind: 'taken', rows: 1 });
    expect(await bring('staff', Buffer.from(text, 'utf16le').swap16())).toMatchObject({ kind: 'taken', changed: 0 });
    for (const bytes of [Buffer.from('PK\u0003\u0004sheet'), Buffer.alloc(100)])
      expect(await bring('staff', bytes)).toMatchObject({ problems: [{ line: 0, problem: 'not-text' }] });
    const large = await officer.send('PUT', '/api/registers/staff', { name: 'x'.repeat(100_000) });
    expect([large.statusCode, large.json()]).toMatchObject([413, { code: 'body-too-large' }]);
  });

  it('take no entry that names nobody or nothing, and one that stands there already only once', async () => {
    const person = { name: '王伟', otherNames: [], post: 'physician', validFrom: '2020-01-01' };
    const put = (register: string, form: object) => officer.send('PUT', `/api/registers/${register}`, form);
    for (const name of ['   ', '123', '王\u0000伟'])
      expect([name, (await put('staff', { ...person, name })).statusCode]).toEqual([name, 400]);
    expect((await put('permits', { ...permit, number: ' ' })).statusCode).toBe(400);
    await put('staff', person);
    expect((await put('staff', person)).json<StationStaff>().rows).toHaveLength(1);
    const order = { number: '1', issuedBy: '区卫健委', reason: '无证', from: '2026-11-01' };
    const scope = { kind: 'device', deviceId: 'ab'.repeat(16) };
    expect((await put('stop-orders', { ...order, scope })).statusCode).toBe(404);
  });
});
