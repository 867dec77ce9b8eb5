import {
  StationCalendarPreview,
  StationCalendars,
  type StationEquipmentBoard,
  StationEquipmentCards,
  StationHolidaysImport,
  StationUpsDeclaration,
} from '@center/contract/station-api';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  calendar,
  card,
  codeOf,
  type EquipmentCenter,
  equipmentCenter,
  formKey,
  hour,
  nov,
  novAt,
} from './testing/equipment-center.ts';

let center: EquipmentCenter;
beforeEach(async () => {
  center = await equipmentCenter({
    configuredProbes: [
      { name: 'ct-1-echo', type: 'dimse-echo', of: 'ct-1' },
      { name: 'old-echo', type: 'dimse-echo', of: 'ct-9' },
    ],
  });
});
afterEach(() => center.close());

const errorsOf = (form: TSchema, value: unknown) => [...Compile(form).Errors(value)];
const putCard = (body: object) => center.administrator.send('PUT', '/api/equipment/cards', body);
const putCalendar = (body: object) => center.administrator.send('PUT', '/api/equipment/calendars', body);

describe('cards', () => {
  test('are listed with their probes, with devices that no card links, and with probes that watch nothing', async () => {
    const list = (await center.officer.send('GET', '/api/equipment/cards')).json<StationEquipmentCards>();
    expect(errorsOf(StationEquipmentCards, list)).toEqual([]);
    expect(list.rows.map(({ card: { id } }) => id)).toEqual(['ct-1', 'ct-2', 'pacs-1', 'room-1', 'ups-1']);
    expect(list.rows[0]?.probes).toEqual([{ name: 'ct-1-echo', type: 'dimse-echo' }]);
    expect(list.orphans).toEqual([{ name: 'old-echo', type: 'dimse-echo', of: 'ct-9' }]);
    expect(list.unlinked.map(({ DeviceSerialNumber }) => DeviceSerialNumber)).toEqual(['SN-1001']);
    const board = (await center.officer.send('GET', '/api/equipment')).json<StationEquipmentBoard>();
    expect(board.rows[0]?.probes).toMatchObject([{ name: 'ct-1-echo', lastAt: null, state: 'unknown', silent: false }]);
  });

  test('are an administrator’s to write; officers read them', async () => {
    expect(codeOf(await center.officer.send('PUT', '/api/equipment/cards', card('ct-3')))).toBe('forbidden');
    expect(codeOf(await center.officer.send('DELETE', '/api/equipment/cards/ct-1'))).toBe('forbidden');
    expect(codeOf(await center.officer.send('PUT', '/api/equipment/calendars', calendar))).toBe('forbidden');
    expect(codeOf(await center.client().send('GET', '/api/equipment/cards'))).toBe('signed-out');
  });

  test('a device of the register stands behind one card, by its serial number', async () => {
    const [device] = center.ledger.devices.list();
    const linked = card('ct-1', { deviceId: device?.deviceId, DeviceSerialNumber: 'SN-1001' });
    expect(codeOf(await putCard({ ...linked, DeviceSerialNumber: 'SN-9' }))).toBe('card-invalid');
    expect(codeOf(await putCard(linked))).toBe('taken 200');
    expect(codeOf(await putCard({ ...linked, id: 'ct-2' }))).toBe('card-invalid');
    expect(codeOf(await putCard({ ...linked, deviceId: 'f'.repeat(32) }))).toBe('not-found');
    const list = (await center.officer.send('GET', '/api/equipment/cards')).json<StationEquipmentCards>();
    expect(list.unlinked).toEqual([]);
  });

  test('a typing error is corrected while nothing was watched; then another device needs a card of its own', async () => {
    expect(codeOf(await putCard(card('ct-1', { DeviceSerialNumber: 'SN-1OO1' })))).toBe('taken 200');
    expect(codeOf(await putCard(card('ct-1', { DeviceSerialNumber: 'SN-1001' })))).toBe('taken 200');
    center.saw('ct-1', [{ start: novAt(23, '09:00'), end: novAt(23, '10:00'), state: 'up' }]);
    const body = { kind: 'fault', equipmentId: 'ct-2', start: novAt(23, '09:00'), description: '' } as const;
    const { ledger } = center;
    ledger.equipmentRecords.add({ body: { ...body, openedBy: 'person', degraded: false } }, 'li', center.now());
    const refused = await putCard(card('ct-1', { DeviceSerialNumber: 'SN-2' }));
    expect([codeOf(refused), refused.json<{ details: string[] }>().details]).toEqual([
      'device-replaced',
      ['DeviceSerialNumber'],
    ]);
    expect(codeOf(await putCard(card('ct-2', { DeviceSerialNumber: 'SN-2' })))).toBe('device-replaced');
    expect(ledger.equipment.card('ct-1')).toMatchObject({ DeviceSerialNumber: 'SN-1001' });
    // Everything else is changed as before; the old card is retired, and the new device has its own.
    const [device] = ledger.devices.list();
    const linked = { deviceId: device?.deviceId, DeviceSerialNumber: 'SN-1001', name: 'CT' };
    expect(codeOf(await putCard(card('ct-1', linked)))).toBe('taken 200');
    expect(codeOf(await putCard(card('ct-1', { ...linked, inServiceTo: '2026-11-25' })))).toBe('taken 200');
    expect(codeOf(await putCard(card('ct-3', { DeviceSerialNumber: 'SN-2' })))).toBe('taken 200');
  });

  test('what contradicts itself is refused, and nothing of it is kept', async () => {
    const before = center.ledger.equipment.cards();
    for (const [body, code] of [
      [card('ct-1', { kind: 'pacs' }), 'card-invalid'],
      [card('ct-1', { ups: { feeds: [], runtimeGoalMinutes: 1 } }), 'card-invalid'],
      [card('ups-9', { kind: 'ups' }), 'card-invalid'],
      [card('ups-9', { kind: 'ups', ups: { feeds: ['ups-9'], runtimeGoalMinutes: 1 } }), 'card-invalid'],
      [card('ups-9', { kind: 'ups', ups: { feeds: ['nothing'], runtimeGoalMinutes: 1 } }), 'card-invalid'],
      [card('ct-3', { calendarId: 'night' }), 'not-found'],
      [card('ct-3', { inServiceTo: '2020-01-01' }), 'date-order'],
      [card('ct-3', { inServiceFrom: '2026-02-30' }), 'request-invalid'],
      [card('../ct'), 'request-invalid'],
      [card('ct-3', { warmUpMinutes: '5' }), 'request-invalid'],
      [card('ct-3', { owner: 'me' }), 'request-invalid'],
    ] as const)
      expect([body, codeOf(await putCard(body))]).toEqual([body, code]);
    expect(center.ledger.equipment.cards()).toEqual(before);
  });

  test('go, unless a UPS feeds them; a calendar goes when nothing uses it', async () => {
    const remove = (path: string) => center.administrator.send('DELETE', `/api/equipment/${path}`);
    expect(codeOf(await remove('cards/pacs-1'))).toBe('in-use');
    expect(codeOf(await remove('cards/ct-9'))).toBe('not-found');
    expect(codeOf(await remove('calendars/day'))).toBe('in-use');
    for (const id of ['ct-1', 'ct-2']) expect(codeOf(await remove(`cards/${id}`))).toBe('taken 200');
    expect(codeOf(await remove('calendars/day'))).toBe('taken 200');
    expect(codeOf(await remove('calendars/day'))).toBe('not-found');
  });
});

test('where the PACS and its UPS are is said by an administrator, and taken back', async () => {
  const put = (body: object) => center.administrator.send('PUT', '/api/equipment/independent-ups', body);
  const hosted = { contract: '云存储合同 2026-07', certificateValidTo: '2027-06-30' };
  const told = await put({ hosted, absent: null });
  expect([errorsOf(StationUpsDeclaration, told.json()), told.json()]).toEqual([[], { hosted, absent: null }]);
  expect(codeOf(await put({ hosted: null, absent: { reason: '没有' } }))).toBe('request-invalid');
  expect((await put({ hosted: null, absent: { reason: '机房没有独立的不间断电源' } })).json()).toMatchObject({
    hosted: null,
    absent: { by: 'admin1' },
  });
  expect((await put({ hosted: null, absent: null })).json()).toEqual({ hosted: null, absent: null });
  expect(codeOf(await center.officer.send('PUT', '/api/equipment/independent-ups', { hosted, absent: null }))).toBe(
    'forbidden',
  );
});

describe('calendars', () => {
  const preview = async (month: string, more: object = {}) => {
    const answer = await center.officer.send('POST', '/api/equipment/calendars/preview', {
      month,
      calendar: { ...calendar, ...more },
    });
    const view = answer.json<StationCalendarPreview>();
    expect(errorsOf(StationCalendarPreview, view)).toEqual([]);
    return view;
  };
  const on = (view: StationCalendarPreview, date: string) => view.days.find((day) => day.date === date);

  test('are previewed day by day, with holidays, swapped workdays, overrides and the budget', async () => {
    const october = await preview('2026-10', {
      swappedWorkdayAs: 0,
      overrides: [{ date: '2026-10-28', hours: [{ from: '20:00', to: '02:00' }], reason: '夜间加班' }],
    });
    expect(october.days).toHaveLength(31);
    expect(on(october, '2026-10-01')).toMatchObject({ because: 'holiday', open: [] });
    expect(on(october, '2026-10-10')).toMatchObject({ because: 'swapped-workday', openMs: 10 * hour });
    expect(on(october, '2026-10-12')).toMatchObject({ because: 'pattern', openMs: 10 * hour });
    expect(on(october, '2026-10-28')).toMatchObject({
      because: 'override',
      note: '夜间加班',
      open: [{ from: '2026-10-28T12:00:00.000Z', to: '2026-10-28T18:00:00.000Z' }],
    });
    const november = await preview('2026-11');
    expect([november.openMs, november.budgetMs, november.covers]).toEqual([210 * hour, 10.5 * hour - 1, true]);
    const beyond = await preview('2031-01');
    expect([beyond.covers, on(beyond, '2031-01-06')?.because]).toEqual([false, 'beyond']);
    // Before the first pattern the first one holds.
    expect((await preview('2025-12')).openMs).toBe(230 * hour);
  });

  test('that cannot be are refused by name of what is wrong', async () => {
    const hours = (...spans: readonly (readonly [string, string])[]) => ({
      patterns: [
        {
          effectiveFrom: '2026-01-01',
          days: [spans.map(([from, to]) => ({ from, to })), ...Array<object[]>(6).fill([])],
        },
      ],
    });
    for (const [more, code] of [
      [{ zone: 'Mars/Olympus' }, 'calendar-invalid'],
      [hours(['08:00', '12:00'], ['11:00', '15:00']), 'calendar-invalid'],
      [hours(['08:00', '25:00']), 'request-invalid'],
      [{ overrides: [0, 1].map(() => ({ date: '2026-11-02', hours: [], reason: '停电' })) }, 'calendar-invalid'],
      [{ patterns: [] }, 'request-invalid'],
      [{ patterns: [{ effectiveFrom: '2026-01-01', days: [] }] }, 'request-invalid'],
    ] as const)
      expect([more, codeOf(await putCalendar({ ...calendar, ...more }))]).toEqual([more, code]);
    expect(center.ledger.equipment.calendars()).toHaveLength(1);
  });

  test('show their holidays, which come as a form or as a file that is taken whole or not at all', async () => {
    const list = (await center.officer.send('GET', '/api/equipment/calendars')).json<StationCalendars>();
    expect(errorsOf(StationCalendars, list)).toEqual([]);
    expect([list.rows[0]?.usedBy, list.holidays.coversTo >= '2026-12-31']).toEqual([['ct-1', 'ct-2'], true]);
    expect(codeOf(await putCalendar(list.proposal))).toBe('taken 200');
    const set = {
      source: '国务院办公厅通知',
      coversFrom: '2027-01-01',
      coversTo: '2027-12-31',
      holidays: [{ date: '2027-01-01', name: '元旦' }],
      workdays: ['2027-01-03'],
    };
    const put = (body: object) => center.administrator.send('PUT', '/api/equipment/holidays', body);
    expect(codeOf(await put({ ...set, workdays: ['2027-01-01'] }))).toBe('calendar-invalid');
    expect(codeOf(await put({ ...set, coversTo: '2026-12-31' }))).toBe('date-order');
    const joined = (await put(set)).json<StationCalendars>();
    expect([joined.ownHolidays, joined.holidays.coversTo, joined.holidays.workdays.slice(-2)]).toEqual([
      set,
      '2027-12-31',
      ['2026-10-10', '2027-01-03'],
    ]);
    const bring = async (payload: string | Buffer) => {
      const headers = { 'content-type': 'text/csv' };
      const answer = await center.administrator.send('POST', '/api/equipment/holidays/import', undefined, {
        payload,
        headers,
      });
      expect(errorsOf(StationHolidaysImport, answer.json())).toEqual([]);
      return answer.json<StationHolidaysImport>();
    };
    expect(await bring(Buffer.from('PK\u0003\u0004sheet'))).toMatchObject({ kind: 'refused' });
    expect(await bring('date,kind,name\n2027-02-30,holiday,春节\n')).toMatchObject({ kind: 'refused' });
    expect(center.ledger.equipment.holidays()?.holidays).toHaveLength(1);
    expect(
      await bring(JSON.stringify({ ...set, holidays: [...set.holidays, { date: '2027-05-01', name: '劳动节' }] })),
    ).toMatchObject({
      kind: 'taken',
    });
    expect(center.ledger.equipment.holidays()?.holidays).toHaveLength(2);
    const back = () => center.administrator.send('DELETE', '/api/equipment/holidays');
    expect((await back()).json<StationCalendars>()).toMatchObject({ ownHolidays: null });
    expect(codeOf(await back())).toBe('not-found');
  });
});

test('a heartbeat has its signature for a right; without one, and for a name that is not there, the answer is the same', async () => {
  const answers: string[] = [];
  const listening = await equipmentCenter({
    push: (name, { body }) => {
      answers.push(`${name} ${body.toString('utf8')}`);
      return name === 'ct-1' ? { kind: 'taken' } : { kind: 'refused', why: 'unknown-name' };
    },
  });
  const push = (to: EquipmentCenter, name: string, payload: string) =>
    to.app.inject({
      method: 'POST',
      url: `/api/push/${name}`,
      payload,
      headers: { host: '127.0.0.1', 'content-type': 'application/json' },
    });
  expect((await push(listening, 'ct-1', '{"at":1}')).statusCode).toBe(204);
  expect(codeOf(await push(listening, 'ct-2', '{"at":1}'))).toBe('push-refused');
  expect(codeOf(await push(center, 'ct-1', '{"at":1}'))).toBe('push-refused');
  expect((await push(listening, 'ct-1', 'x'.repeat(5_000))).statusCode).toBe(413);
  expect(answers).toEqual(['ct-1 {"at":1}', 'ct-2 {"at":1}']);
  await listening.close();
});

test('form keys, paths and bodies that are none are refused, whatever they are', async () => {
  const fault = { formKey: formKey(), equipmentId: 'ct-1', start: nov(24), degraded: false, description: '坏' };
  const post = (body: unknown) =>
    center.officer.send('POST', '/api/equipment/faults', undefined, {
      payload: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  for (const body of [
    '',
    '[]',
    'null',
    '{"__proto__": {"formKey": "x"}}',
    { ...fault, formKey: 'x' },
    { ...fault, formKey: undefined },
    { ...fault, equipmentId: "ct-1'; DROP TABLE equipment_record; --" },
    { ...fault, start: 'yesterday' },
    { ...fault, start: '2026-11-24T25:00:00Z' },
    { ...fault, start: 1_700_000_000_000 },
    { ...fault, degraded: 'no' },
    { ...fault, description: '   ' },
    { ...fault, description: '坏'.repeat(1001) },
    { ...fault, accepted: { by: 'officer1', at: nov(24), result: '' } },
    { ...fault, openedBy: 'probe' },
  ])
    expect([body, (await post(body)).statusCode]).toEqual([body, 400]);
  for (const path of [
    'records/..%2f..%2fetc',
    `records/${'a'.repeat(100)}`,
    'records/none',
    'devices/ct-9',
    'places/ct-9',
  ])
    expect((await center.officer.send('GET', `/api/equipment/${path}`)).statusCode).toBeGreaterThanOrEqual(400);
  expect(center.ledger.equipmentRecords.list({})).toEqual([]);
});
