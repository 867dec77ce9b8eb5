import {
  type BatchItem,
  ConsoleAvailability,
  ConsoleEvents,
  ConsoleFacilityEquipment,
  ConsoleRooms,
  ConsoleUpsList,
  ConsoleWitness,
  workbookType,
} from '@center/contract';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { episode, equipment, fleet, gap, room, ups, uptime } from '../../integration/testing/sample-equipment.ts';
import type { TestAgent } from '../../integration/testing/test-agent.ts';
import { type Client, client, type TestConsole, testConsole } from '../../integration/testing/test-console.ts';

const asOf = '2026-11-25T07:59:00Z';
const later = (minutes: number): string => new Date(Date.parse(asOf) + minutes * 60_000).toISOString();
let subject: TestConsole;
let agent: TestAgent;
let other: TestAgent;

async function send(from: TestAgent, items: readonly BatchItem[], more: Parameters<TestAgent['next']>[1] = {}) {
  const answer = await subject.admin.post('/api/agent/batches', from.next(items, more));
  expect([answer.status, answer.body.code]).toEqual([200, undefined]);
}
const beat = async (from: TestAgent): Promise<void> => {
  await subject.admin.post('/api/agent/heartbeat', from.heartbeat(new Date(subject.now()).toISOString()));
};
async function read(path: string, schema: TSchema) {
  const { status, body } = await subject.admin.get(path);
  expect(status, JSON.stringify(body)).toBe(200);
  expect([...Compile(schema).Errors(body)]).toEqual([]);
  return body;
}

beforeAll(async () => {
  subject = await testConsole();
  agent = await subject.agentAt('c1');
  other = await subject.agentAt('c2');
  await send(await subject.agentAt('c3'), []);
  await send(agent, [
    equipment('ct-1', asOf, { now: 'down', since: asOf, openFault: true, unclassified: 1 }),
    uptime('ct-1', 'year', '2025-11-25', { up: 2400, down: 200 }, asOf),
    uptime('ct-1', 'month', '2026-11-01', { up: 150, down: 12 }, asOf, { mustBeBackBy: '2026-11-26T06:20:00Z' }),
    uptime('ct-1', 'month', '2026-10-01', { up: 220, down: 4, maintenance: 6 }, asOf, { revision: 1 }),
    equipment('mr-1', asOf),
    uptime('mr-1', 'year', '2025-11-25', { up: 187.5, down: 5, unknown: 30 }, asOf),
    uptime('mr-1', 'month', '2026-11-01', { up: 162 }, asOf),
    equipment('ups-1', asOf, { kind: 'ups', name: 'UPS 机房' }),
    ups('ups-1', asOf, { grade: 2, loadPct: 90 }),
    equipment('room-1', asOf, { kind: 'room', name: '机房' }),
    room('room-1', asOf, { outsideS: 600 }),
    episode('a', 'ups-1', 'on-battery', '2026-11-20T02:00:00Z', '2026-11-20T02:03:00Z', asOf, { minChargePct: 80 }),
    episode('b', 'room-1', 'temperature-alarm', '2026-11-25T07:00:00Z', null, asOf, { maxValue: 31.2 }),
    fleet('2026-11', asOf),
  ]);
  await send(other, [
    equipment('dx-1', asOf),
    uptime('dx-1', 'year', '2025-11-25', { up: 990, down: 10 }, asOf),
    uptime('dx-1', 'month', '2026-11-01', { up: 160, down: 2 }, asOf),
    fleet('2026-11', asOf, { goodDays: 20, calendarDays: 25 }),
    ups('hosted-pacs', asOf, {
      hosted: true,
      grade: 0,
      state: 'unknown',
      chargePct: null,
      runtimeS: null,
      loadPct: null,
    }),
  ]);
});
afterAll(async () => {
  await subject.end();
});

describe('availability over centers', () => {
  it('lists what misses 95 % or cannot be told first, with rate, bounds, coverage and what is left', async () => {
    const body = await read('/api/availability', ConsoleAvailability);
    expect(
      body.rows.map((row: { equipment: { equipmentId: string }; attention: string }) => [
        row.equipment.equipmentId,
        row.attention,
      ]),
    ).toEqual([
      ['ct-1', 'deviates'],
      ['mr-1', 'indeterminate'],
      ['dx-1', 'conforms'],
    ]);
    expect(body.rows[1].year.rates).toEqual({ rate: 9740, low: 8426, high: 9775, coverage: 8651 });
    expect(body.rows[0].month).toMatchObject({
      attention: 'deviates',
      figures: { mustBeBackBy: '2026-11-26T06:20:00Z' },
    });
    expect(body.attention.find((each: { attention: string }) => each.attention === 'deviates').devices).toBe(1);
  });

  it('adds times, and never takes the mean of rates', async () => {
    const { pooled, days } = await read('/api/availability', ConsoleAvailability);
    // (2400 + 187.5 + 990) up of these and 215 h down; the mean of the three rates would be 96.23 %.
    expect(pooled.year).toMatchObject({ devices: 3, rates: { rate: 9433 } });
    expect(days).toMatchObject({ goodDays: 86, calendarDays: 100 });
  });

  it('judges by the month where that is asked for, and by other kinds than imaging apart', async () => {
    const month = await read('/api/availability?span=month', ConsoleAvailability);
    expect(month.rows.map((row: { attention: string }) => row.attention)).toEqual(['deviates', 'conforms', 'conforms']);
    const october = await read('/api/availability?span=month&month=2026-10', ConsoleAvailability);
    expect(october.rows.map((row: { attention: string }) => row.attention)).toEqual([
      'not-told',
      'not-told',
      'conforms',
    ]);
    expect(october.months).toEqual(['2026-11', '2026-10']);
    expect((await read('/api/availability?kind=ups', ConsoleAvailability)).rows[0].attention).toBe('not-told');
    expect((await read('/api/availability?attention=indeterminate&facility=c1', ConsoleAvailability)).total).toBe(1);
  });

  it('takes no rate and no verdict from figures that cannot be, and the list stands', async () => {
    const strange = await subject.agentAt('c7');
    const good = { up: 100 };
    await send(strange, [
      equipment('x-1', asOf),
      uptime('x-1', 'year', '2025-11-25', good, asOf, { requiredMs: 1, budgetLeftMs: -5, upMs: 9_000_000_000_000_000 }),
      uptime('x-1', 'month', '2031-01-01', good, asOf),
      equipment('x-2', asOf),
      uptime('x-2', 'year', '2026-11-24', { up: 8000 }, asOf),
      // 100 % of what is known, which is 3 %.
      equipment('x-3', asOf),
      uptime('x-3', 'year', '2025-11-25', { up: 60, unknown: 1940 }, asOf),
      uptime('nobody-knows-me', 'year', '2025-11-25', { up: 2000 }, asOf),
    ]);
    const body = await read('/api/availability?facility=c7', ConsoleAvailability);
    const none = { rate: null, low: null, high: null, coverage: null };
    expect(
      body.rows.map((row: { equipment: { equipmentId: string }; attention: string; year: { rates: unknown } }) => [
        row.equipment.equipmentId,
        row.attention,
        row.year.rates,
      ]),
    ).toEqual([
      ['x-1', 'contradictory', none],
      ['x-2', 'contradictory', none],
      ['x-3', 'indeterminate', { rate: 10_000, low: 300, high: 10_000, coverage: 300 }],
    ]);
    expect(body.pooled.year).toMatchObject({ devices: 1, attention: 'indeterminate' });
    await read('/api/facilities/c7/equipment', ConsoleFacilityEquipment);
    await read('/api/availability?span=month&month=2031-01', ConsoleAvailability);
    // Gone again for the other tests, which look at all centers.
    const now = new Date(subject.now()).toISOString();
    await send(
      strange,
      ['x-1', 'x-2', 'x-3'].map((id) => equipment(id, now, { removed: true, name: '' })),
    );
  });

  it('shows how a closed month stood before it was corrected', async () => {
    await send(agent, [
      uptime('ct-1', 'month', '2026-10-01', { up: 222, down: 2, maintenance: 6 }, later(1), { revision: 2 }),
    ]);
    const center = await read('/api/facilities/c1/equipment', ConsoleFacilityEquipment);
    const [october] = center.equipment[0].months;
    expect(october.figures.revision).toBe(2);
    expect(
      october.closings.map((each: { revision: number; rates: { rate: number } }) => [each.revision, each.rates.rate]),
    ).toEqual([
      [1, 9821],
      [2, 9910],
    ]);
  });

  it('takes nothing older over what is younger, and the same twice changes nothing', async () => {
    await send(agent, [
      equipment('ct-1', later(-30), { name: 'old' }),
      uptime('ct-1', 'month', '2026-10-01', { up: 1, down: 223 }, later(-30), { revision: 1 }),
      episode('a', 'ups-1', 'on-battery', '2026-11-20T02:00:00Z', null, later(-30)),
    ]);
    const center = await read('/api/facilities/c1/equipment', ConsoleFacilityEquipment);
    expect(center.equipment[0].equipment.name).toBe('CT-1');
    expect(center.equipment[0].months[0].closings).toHaveLength(2);
    expect(center.equipment[0].months[0].figures.upMs).toBe(222 * 3_600_000);
    const events = await read('/api/equipment-events?kind=on-battery', ConsoleEvents);
    expect(events.rows[0]).toMatchObject({ standing: 'ended', durationMs: 180_000, name: 'UPS 机房' });
  });

  it('a clock that ran ahead does not keep out what comes after it was set right', async () => {
    await send(agent, [equipment('mr-1', '2027-05-01T00:00:00Z', { name: 'from the future' })]);
    subject.pass(60_000);
    await send(agent, [equipment('mr-1', new Date(subject.now()).toISOString())]);
    const center = await read('/api/facilities/c1/equipment', ConsoleFacilityEquipment);
    expect(center.equipment.map((row: { equipment: { name: string } }) => row.equipment.name)).toContain('MR-1');
  });

  it('lets go of what is removed, and nothing older brings it back', async () => {
    const now = new Date(subject.now()).toISOString();
    await send(agent, [equipment('us-1', now), uptime('us-1', 'month', '2026-11-01', { up: 3 }, now)]);
    subject.pass(60_000);
    await send(agent, [equipment('us-1', new Date(subject.now()).toISOString(), { name: '', removed: true })]);
    await send(agent, [equipment('us-1', now), uptime('us-1', 'month', '2026-11-01', { up: 3 }, now)]);
    const center = await read('/api/facilities/c1/equipment', ConsoleFacilityEquipment);
    expect(
      center.equipment.map((row: { equipment: { equipmentId: string } }) => row.equipment.equipmentId),
    ).not.toContain('us-1');
    expect(center.removed).toMatchObject([{ equipmentId: 'us-1', kind: 'imaging' }]);
    expect(center.pooled.month.devices).toBe(2);
  });
});

describe('UPS, rooms and episodes', () => {
  it('say what the next grade waits for, and name centers that told of none', async () => {
    const told = await read('/api/ups', ConsoleUpsList);
    const rows = told.rows.filter((row: { facilityId: string }) => row.facilityId !== 'c7');
    expect(
      rows.map((row: { facilityId: string; attention: string; missing: string[] }) => [
        row.facilityId,
        row.attention,
        row.missing,
      ]),
    ).toEqual([
      ['c3', 'none-told', ['declare']],
      ['c1', 'attested', ['load-range']],
      ['c2', 'hosted', []],
    ]);
    expect(rows[1]).toMatchObject({ name: 'UPS 机房', onBattery: 1, lostCommunication: 0 });
  });

  it('know a room that is out of its band now from one that was', async () => {
    expect((await read('/api/rooms', ConsoleRooms)).rows).toMatchObject([
      { name: '机房', attention: 'outside', openEvents: ['temperature-alarm'] },
    ]);
    await send(agent, [
      episode('b', 'room-1', 'temperature-alarm', '2026-11-25T07:00:00Z', later(0), later(2), { maxValue: 31.2 }),
    ]);
    expect((await read('/api/rooms', ConsoleRooms)).rows[0].attention).toBe('was-outside');
  });

  it('are found by kind, by day in Shanghai and by whether they last', async () => {
    const all = await read('/api/equipment-events', ConsoleEvents);
    expect(all.rows.map((row: { event: { kind: string } }) => row.event.kind)).toEqual([
      'temperature-alarm',
      'on-battery',
    ]);
    const found = async (query: string): Promise<number> =>
      (await read(`/api/equipment-events?${query}`, ConsoleEvents)).total;
    expect(await found('from=2026-11-20&to=2026-11-20')).toBe(1);
    expect(await found('to=2026-11-19')).toBe(0);
    expect([await found('open=yes'), await found('open=no'), await found('kind=smoke')]).toEqual([0, 2, 0]);
    expect((await subject.admin.get('/api/equipment-events?kind=nonsense')).status).toBe(400);
    expect((await subject.admin.get('/api/equipment-events?from=2026-02-31')).status).toBe(400);
    expect([all.from, await found('from=2026-01-01&to=2026-11-20')]).toEqual(['2026-08-27', 1]);
  });

  it('are forgotten by a dump that does not name them; episodes and gaps are history and stay', async () => {
    await send(other, [gap(1, '2026-11-01T00:00:00Z', '2026-11-01T05:00:00Z')]);
    const now = new Date(subject.now()).toISOString();
    await send(other, [equipment('dx-1', now), uptime('dx-1', 'year', '2025-11-25', { up: 990, down: 10 }, now)], {
      dump: { id: 'd1', last: true },
    });
    const center = await read('/api/facilities/c2/equipment', ConsoleFacilityEquipment);
    expect([center.equipment[0].months, center.ups[0].attention, center.fleet]).toEqual([[], 'none-told', []]);
    expect((await read('/api/witness?facility=c2', ConsoleWitness)).gaps).toHaveLength(1);
  });
});

describe('gaps beside the console’s own sight', () => {
  const minutes = async (count: number, beating: readonly TestAgent[]): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      subject.pass(60_000);
      for (const each of beating) await beat(each);
      // The person at the page does not fall asleep.
      if (n % 10 === 0) await subject.admin.get('/api/session');
    }
  };
  const isoNow = (): string => new Date(subject.now()).toISOString();

  it('a silence that no gap covers is shown, one that is told agrees, and one with batches dated in it was the line', async () => {
    const third = await subject.agentAt('c4');
    await minutes(5, [agent, other, third]);
    const began = isoNow();
    // One dies and says so, one hides it, one runs on behind a cut line; the console sees the same of all three.
    const fourth = await subject.agentAt('c5');
    await minutes(1, [fourth]);
    await minutes(40, [fourth]);
    const made = (before: number): string => new Date(subject.now() - before * 60_000).toISOString();
    const dates = [made(28), made(12)];
    const ended = isoNow();
    await minutes(1, [agent, other, third, fourth]);
    await send(agent, [gap(1, began, ended)], { createdAt: isoNow() });
    for (const createdAt of dates) await send(third, [], { createdAt });
    await minutes(5, [agent, other, third, fourth]);

    const body = await read('/api/witness?days=1', ConsoleWitness);
    const of = (facility: string) => body.agents.find((row: { facilityId: string }) => row.facilityId === facility);
    const findings = (facility: string) => of(facility).findings.map((each: { finding: string }) => each.finding);
    expect([findings('c1'), findings('c2'), findings('c4'), findings('c5')]).toEqual([
      ['agrees'],
      ['untold'],
      ['line'],
      [],
    ]);
    expect(of('c2').untoldMs).toBeGreaterThan(40 * 60_000);
    expect(of('c2').untoldMs).toBeLessThan(44 * 60_000);
    expect([of('c1').untoldMs, of('c4').untoldMs]).toEqual([0, 0]);
    expect(body.gaps[0]).toMatchObject({ facilityId: 'c2', by: 'console', finding: 'untold' });
    expect(body.gaps.find((row: { finding: string }) => row.finding === 'line').lateBatches).toBe(2);
  });

  it('a told gap in which the console heard the agent is no gap that both saw', async () => {
    const from = new Date(subject.now() - 5 * 60_000).toISOString();
    await minutes(20, [agent, other]);
    await send(other, [gap(2, from, isoNow())], { createdAt: isoNow() });
    // Told again with other times: what was told first stays.
    await send(other, [gap(2, from, new Date(Date.parse(from) + 1000).toISOString())], { createdAt: isoNow() });
    const body = await read('/api/witness?days=1&facility=c2', ConsoleWitness);
    expect(
      body.gaps.map((row: { finding: string; number: number | null }) => [row.finding, row.number]),
    ).toContainEqual(['heard', 2]);
    expect(body.agents[0].heardMs).toBeGreaterThan(15 * 60_000);
  });

  it('a beat that was kept by somebody and is sent again is no sign of life', async () => {
    const fresh = await subject.agentAt('c6');
    const kept = fresh.heartbeat(isoNow());
    await subject.admin.post('/api/agent/heartbeat', kept);
    await minutes(3, [fresh]);
    const before = (await read('/api/witness?facility=c6', ConsoleWitness)).agents[0].lastSeenAt;
    for (let n = 0; n < 12; n += 1) {
      subject.pass(60_000);
      expect((await subject.admin.post('/api/agent/heartbeat', kept)).status).toBe(200);
      await subject.admin.get('/api/witness');
    }
    const after = await read('/api/witness?facility=c6', ConsoleWitness);
    expect([after.agents[0].lastSeenAt, after.agents[0].speaks, after.gaps[0].finding]).toEqual([
      before,
      false,
      'untold',
    ]);
    // Also not by a console that started since.
    await subject.stop();
    await subject.start();
    await subject.admin.post('/api/agent/heartbeat', kept);
    expect((await read('/api/witness?facility=c6', ConsoleWitness)).agents[0].lastSeenAt).toBe(before);
    // A clock that was set back an hour is in the chain, and heard.
    const back = new Date(subject.now() - 3_600_000).toISOString();
    await subject.admin.post('/api/agent/heartbeat', fresh.heartbeat(back, { chainLength: 1 }));
    expect((await read('/api/witness?facility=c6', ConsoleWitness)).agents[0].speaks).toBe(true);
  });

  it('what the console slept through blames nobody, also not after a sudden end', async () => {
    await minutes(3, [agent]);
    const before = (await read('/api/witness?days=1&facility=c1', ConsoleWitness)).agents[0];
    await subject.stop();
    subject.pass(6 * 3_600_000);
    await subject.start();
    await minutes(3, [agent]);
    const body = await read('/api/witness?days=1&facility=c1', ConsoleWitness);
    expect(body.agents[0].untoldMs).toBe(before.untoldMs);
    expect(body.consoleAwayMs).toBeGreaterThan(5.9 * 3_600_000);
    expect(body.consoleAwayMs).toBeLessThan(6.2 * 3_600_000);
  });
});

describe('a person of another area', () => {
  it('is shown none of it, in no list and no file', async () => {
    const { body: made } = await subject.admin.post('/api/users', {
      name: 'viewer2',
      displayName: '二',
      role: 'viewer',
      scope: ['c2'],
    });
    const viewer: Client = client(() => subject.url());
    await viewer.post('/api/session', { name: 'viewer2', password: made.oneTimePassword });
    await viewer.post('/api/session/password', { current: made.oneTimePassword, next: 'a long enough one' });
    for (const path of [
      '/api/facilities/c1/equipment',
      '/api/availability?facility=c1',
      '/api/ups?facility=c1',
      '/api/rooms?facility=c1',
      '/api/equipment-events?facility=c1',
      '/api/witness?facility=c1',
      '/api/exports/availability.csv?facility=c1',
      '/api/exports/equipment.xlsx?facility=c1',
    ])
      expect([path, (await viewer.get(path)).status]).toEqual([path, 404]);
    for (const path of ['/api/availability', '/api/ups', '/api/rooms', '/api/equipment-events', '/api/witness'])
      expect(JSON.stringify((await viewer.get(path)).body)).not.toContain('"c1"');
    const lines: string[] = (await viewer.get('/api/exports/availability.csv')).body.trim().split('\r\n');
    expect(new Set(lines.slice(1).map((line) => line.split(',')[0]))).toEqual(new Set(['c2']));
  });
});

describe('files', () => {
  it('hold raw milliseconds beside percentages, and are written down', async () => {
    const csv = await subject.admin.get('/api/exports/availability.csv?facility=c1&month=2026-10');
    const [header = '', first = ''] = csv.body.trim().split('\r\n');
    const column = header.split(',').indexOf('month.upMs');
    expect(first.split(',')[column]).toBe(String(222 * 3_600_000));
    expect(first.split(',')[header.split(',').indexOf('month.ratePct')]).toBe('99.10');
    expect(csv.headers.get('content-disposition')).toContain('availability-2026-10.csv');
    const book = await subject.admin.get('/api/exports/equipment.xlsx');
    expect([book.status, book.headers.get('content-type')]).toEqual([200, workbookType]);
    const audit = (await subject.admin.get('/api/audit?action=export')).body;
    expect(audit.rows.map((row: { object: string }) => row.object)).toContain('equipment-2026-11.xlsx');
  });
});
