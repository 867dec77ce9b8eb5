import { instant } from '@center/contract';
import {
  StationClosings,
  StationDevicePage,
  StationEquipmentBoard,
  StationEvents,
  StationFleet,
  StationGaps,
  StationPlacePage,
  StationReadings,
} from '@center/contract/station-api';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { monthlyReport } from './equipment-report.ts';
import {
  codeOf,
  type EquipmentCenter,
  equipmentCenter,
  formKey,
  hour,
  nov,
  novAt,
  written,
} from './testing/equipment-center.ts';

let center: EquipmentCenter;
beforeEach(async () => {
  center = await equipmentCenter();
  // Monday to Wednesday of the week before: up, but for two hours on Tuesday, and nobody looked on Wednesday.
  center.saw('ct-1', [
    { start: novAt(16), end: novAt(17, '10:00'), state: 'up' },
    { start: novAt(17, '10:00'), end: novAt(17, '12:00'), state: 'down' },
    { start: novAt(17, '12:00'), end: novAt(18), state: 'up' },
  ]);
});
afterEach(() => center.close());

const errorsOf = (form: TSchema, value: unknown) => [...Compile(form).Errors(value)];
async function get<T>(path: string, form: TSchema): Promise<T> {
  const answer = await center.officer.send('GET', `/api/${path}`);
  expect([path, answer.statusCode, answer.statusCode === 200 ? '' : answer.body]).toEqual([path, 200, '']);
  expect([path, errorsOf(form, answer.json())]).toEqual([path, []]);
  return answer.json<T>();
}
const page = (query = '') => get<StationDevicePage>(`equipment/devices/ct-1${query}`, StationDevicePage);

describe('a device', () => {
  test('shows its month to the millisecond: every stretch with its reason, days, bounds and budget', async () => {
    const view = await page();
    const [november] = view.months;
    // Seventeen days of ten hours are over, and two hours of today.
    expect(november).toMatchObject({
      month: '2026-11',
      revision: 0,
      figures: {
        requiredMs: 172 * hour,
        upMs: 18 * hour,
        downMs: 2 * hour,
        unknownMs: 152 * hour,
        rate: 9000,
        low: 1046,
        high: 9883,
        coverage: 1162,
        verdict: 'indeterminate',
        requiredWholeMs: 210 * hour,
        budgetMs: 10.5 * hour - 1,
        budgetLeftMs: 8.5 * hour - 1,
      },
    });
    expect(view.spans.reduce((sum, { ms }) => sum + ms, 0)).toBe(172 * hour);
    expect(view.spans.filter(({ state }) => state === 'down')).toEqual([
      expect.objectContaining({
        from: nov(17, '10:00'),
        to: nov(17, '12:00'),
        because: 'probe-down',
        ref: 'ct-1-echo',
      }),
    ]);
    expect(view.days).toHaveLength(90);
    expect(view.days.find(({ date }) => date === '2026-11-17')).toMatchObject({ upMs: 8 * hour, downMs: 2 * hour });
    expect(view.days.find(({ date }) => date === '2026-11-22')).toMatchObject({ scheduledMs: 0 });
    expect(view.probeSpans.find(({ state }) => state === 'down')).toMatchObject({
      stage: 'connect',
      code: 'ECONNREFUSED',
    });
    expect((await page('?month=2026-10')).spans.every(({ state }) => state === 'unknown')).toBe(true);
    expect(codeOf(await center.officer.send('GET', '/api/equipment/devices/ct-1?month=2026-12'))).toBe('month-ahead');
    expect(codeOf(await center.officer.send('GET', '/api/equipment/devices/ct-1?month=2026-13'))).toBe(
      'request-invalid',
    );
  });

  test('is up again where a dispute is countersigned by a second person, and not before', async () => {
    const dispute = written(
      await center.officer.send('POST', '/api/equipment/disputes', {
        formKey: formKey(),
        equipmentId: 'ct-1',
        from: nov(17, '10:00'),
        to: nov(17, '12:00'),
        reason: '当时正常检查，交换机端口故障',
      }),
    );
    const downMs = async () => (await page()).months[0]?.figures.downMs;
    expect(await downMs()).toBe(2 * hour);
    await center.second.send('POST', `/api/equipment/records/${dispute.id}/countersign`, { revision: 1 });
    expect(await downMs()).toBe(0);
    expect((await page()).records.map(({ id }) => id)).toEqual([dispute.id]);
  });

  test('that is down now says by when it must be back', async () => {
    await center.officer.send('POST', '/api/equipment/faults', {
      formKey: formKey(),
      equipmentId: 'ct-1',
      start: nov(25, '09:00'),
      degraded: false,
      description: '床板不能移动',
    });
    const { months, state, forecast } = await page();
    // 10.5 hours of budget less three of down time: of today eight hours are left, and it lasts for seven and a half.
    expect([state, months[0]?.figures.mustBeBackBy]).toEqual([
      'down',
      nov(25, '17:29').replace(':00.000Z', ':59.999Z'),
    ]);
    expect(forecast?.worstMs).toBeGreaterThan(forecast?.bestMs ?? 0);
  });
});

test('the board, the fleet, places, episodes, values, gaps and closings are shown in their published form', async () => {
  const board = await get<StationEquipmentBoard>('equipment', StationEquipmentBoard);
  expect(board.rows.map(({ equipmentId, state }) => [equipmentId, state])).toEqual([
    ['ct-1', 'unknown'],
    ['ct-2', 'unknown'],
    ['pacs-1', 'unknown'],
    ['room-1', 'unknown'],
    ['ups-1', 'unknown'],
  ]);
  expect(board.waiting).toMatchObject({ dailyOverdue: 46, unclassified: 0 });
  expect(board.rows.at(-1)?.ups).toMatchObject({ state: 'unknown', grade: expect.any(Number) });
  expect(board.rows[3]?.room).toMatchObject({ smoke: 'unknown', temperatureC: null });

  const fleet = await get<StationFleet>('equipment/fleet', StationFleet);
  expect(fleet).toMatchObject({ devices: 2, requiredMs: 344 * hour, upMs: 18 * hour, downMs: 2 * hour, rate: 9000 });
  expect(fleet.count).toMatchObject({ inService: 2, unknown: 2, oneFailsAll: true });

  const event = {
    id: 'ab'.repeat(16),
    equipmentId: 'ups-1',
    kind: 'on-battery' as const,
    start: novAt(20, '10:00'),
    end: novAt(20, '10:05'),
    minChargePct: 81,
    raw: ['OB DISCHRG'],
    clockEpoch: 0,
  };
  center.ledger.watch.putEvent(event, center.now());
  const place = await get<StationPlacePage>('equipment/places/ups-1', StationPlacePage);
  expect(place.events).toMatchObject([{ kind: 'on-battery', minChargePct: 81, end: nov(20, '10:05') }]);
  const events = await get<StationEvents>('equipment/events?from=2026-11-20&to=2026-11-20', StationEvents);
  expect(events.total).toBe(1);
  expect((await get<StationEvents>('equipment/events?from=2026-11-21', StationEvents)).total).toBe(0);

  const probe = center.ledger.watch.probe({ name: 'room-nut', equipmentId: 'room-1', type: 'snmp' });
  for (const [minute, value, valid] of [
    [0, 21.5, true],
    [20, 22.5, true],
    [40, 85, false],
  ] as const)
    center.ledger.watch.addReading(probe, {
      name: 'env.temperatureC',
      of: '',
      at: instant(novAt(20, '10:00') + minute * 60_000),
      value,
      valid,
      problem: valid ? '' : 'sentinel',
    });
  const query = 'name=env.temperatureC&from=2026-11-20&to=2026-11-20';
  const { hours } = await get<StationReadings>(`equipment/readings/room-1?${query}`, StationReadings);
  expect(hours).toMatchObject([{ at: nov(20, '10:00'), min: 21.5, mean: 22, max: 22.5, count: 2 }]);
  for (const wrong of [
    'name=env.temperatureC&from=2026-01-01&to=2026-11-20',
    'name=DROP&from=2026-11-20&to=2026-11-20',
  ])
    expect((await center.officer.send('GET', `/api/equipment/readings/room-1?${wrong}`)).statusCode).toBeGreaterThan(
      399,
    );

  expect((await get<StationGaps>('equipment/gaps', StationGaps)).rows).toEqual([]);
  expect((await get<StationClosings>('equipment/closings', StationClosings)).rows).toEqual([]);
  expect((await get<StationClosings>('equipment/closings?month=2026-10', StationClosings)).rows).toEqual([]);
});

describe('the monthly report', () => {
  test('adds up, names the evidence of every stretch, and says what it cannot compute', () => {
    const report = monthlyReport(center.deps, '2026-11', 'officer1');
    expect(report.devices.map(({ equipmentId }) => equipmentId)).toEqual(['ct-1', 'ct-2']);
    expect(report.running).toBe(true);
    for (const { month, spans } of report.devices) {
      const sum = (state: string): number =>
        spans.filter((span) => span.state === state).reduce((total, span) => total + span.end - span.start, 0);
      expect([sum('down'), sum('unknown'), sum('maintenance'), sum('external')]).toEqual([
        month.downMs,
        month.unknownMs,
        month.maintenanceMs,
        month.externalMs,
      ]);
      expect(month.upMs + month.downMs + month.unknownMs).toBe(month.requiredMs);
    }
    expect(report.devices[0]?.spans.find(({ state }) => state === 'down')?.evidence).toEqual([
      { kind: 'probe', probe: 'ct-1-echo', stage: 'connect', code: 'ECONNREFUSED' },
    ]);
  });

  test('names a device of which nothing is required, and why', async () => {
    const { calendarId: _none, ...card } = center.ledger.equipment.card('ct-2')!;
    await center.administrator.send('PUT', '/api/equipment/cards', card);
    const report = monthlyReport(center.deps, '2026-11', 'officer1');
    expect(report.withoutFigures).toEqual([{ equipmentId: 'ct-2', name: 'CT-2', why: 'no-calendar' }]);
    expect(report.fleet).toMatchObject({ requiredMs: 172 * hour });
  });

  test('comes as PDF and as workbook, for those who are signed in, and is written down', async () => {
    const pdf = await center.officer.send('GET', '/api/equipment/report.pdf?month=2026-11');
    expect([pdf.statusCode, pdf.headers['content-type'], pdf.rawPayload.subarray(0, 5).toString()]).toEqual([
      200,
      'application/pdf',
      '%PDF-',
    ]);
    expect(pdf.headers['content-disposition']).toBe('attachment; filename="availability-2026-11-2026-11-25.pdf"');
    const xlsx = await center.officer.send('GET', '/api/equipment/report.xlsx?month=2026-10&lang=en');
    expect([xlsx.statusCode, xlsx.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
    expect(codeOf(await center.officer.send('GET', '/api/equipment/report.pdf?month=2026-12'))).toBe('month-ahead');
    expect(codeOf(await center.client().send('GET', '/api/equipment/report.pdf?month=2026-11'))).toBe('signed-out');
    const told = center.ledger.audit.list({ limit: 20 }).filter(({ what }) => what === 'availability-report');
    expect(told.map(({ who }) => who)).toEqual(['officer1', 'officer1']);
  }, 60_000);
});
