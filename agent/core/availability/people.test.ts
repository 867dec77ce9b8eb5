import { type EquipmentRecord, instant, type MaintenanceRecord } from '@center/contract';
import { shippedHolidays } from '@center/register';
import { describe, expect, it } from 'vitest';
import { usualAvailabilityPolicy } from './evidence.ts';
import { contradictionsOf, dueDaily, maintenanceStanding, prefillDaily, unclassifiedOf } from './people.ts';
import {
  at,
  ct,
  daily,
  day,
  dispute,
  everyDay,
  fault,
  hours,
  known,
  maintenanceWindow,
  record,
  signed,
  span,
  suspension,
} from './testing/records.ts';

const zone = 'Asia/Shanghai';
const monday = ['2026-11-02 00:00', '2026-11-03 00:00'] as const;

describe('daily records that are owed', () => {
  it('one a scheduled day, an hour after opening', () => {
    const records = {
      daily: [
        daily('2026-11-02', 'normal', signed('li', at('2026-11-02 09:00'))),
        daily('2026-11-03', 'normal', signed('li', instant(at('2026-11-03 09:00') + 1))),
        // Written before its day began: none.
        daily('2026-11-05', 'normal', signed('li', at('2026-11-04 20:00'))),
      ],
    };
    const due = dueDaily(known('2026-11-02 00:00', '2026-11-08 00:00', { records, now: at('2026-11-06 08:59') }));
    expect(due.map(({ date, standing }) => [date, standing])).toEqual([
      ['2026-11-02', 'in-time'],
      ['2026-11-03', 'late'],
      ['2026-11-04', 'missing'],
      ['2026-11-05', 'missing'],
      ['2026-11-06', 'not-due'],
    ]);
    expect(due[0]).toMatchObject({
      opensAt: at('2026-11-02 08:00'),
      dueAt: at('2026-11-02 09:00'),
      recordId: 'daily-2026-11-02',
    });
  });
  it('none on closed days, out of service and in formal suspension; one in maintenance', () => {
    const dates = (more: Parameters<typeof known>[2]) =>
      dueDaily(known('2026-11-02 00:00', '2026-11-05 00:00', more)).map(({ date }) => date);
    expect(dates({ calendar: undefined })).toEqual([]);
    expect(dates({ card: { ...ct, inServiceFrom: day('2026-11-04') } })).toEqual(['2026-11-04']);
    expect(
      dates({ calendar: { ...everyDay, overrides: [{ date: day('2026-11-03'), hours: [], reason: 'closed' }] } }),
    ).toEqual(['2026-11-02', '2026-11-04']);
    const away = suspension({ from: at('2026-11-03 00:00'), to: at('2026-11-04 00:00') });
    expect(dates({ records: { suspensions: [away] } })).toEqual(['2026-11-02', '2026-11-04']);
    const window = maintenanceWindow({ from: at('2026-11-03 00:00'), to: at('2026-11-04 00:00') });
    expect(
      dates({ records: { windows: [window] }, policy: { ...usualAvailabilityPolicy, maintenanceCapMs: hours(24) } }),
    ).toHaveLength(3);
  });
});

describe('what the machine fills in', () => {
  const readings = { temperatureC: 22.5, humidityPct: 45 };
  const filled = (more: Parameters<typeof known>[2]) =>
    prefillDaily(known(...monday, more), day('2026-11-02'), readings);
  it('first study, first answer, room, and the status that follows', () => {
    const found = filled({
      now: at('2026-11-02 09:00'),
      spans: [span('up', '2026-11-02 07:40', '2026-11-02 09:00')],
      exposures: [at('2026-11-01 10:00'), at('2026-11-02 08:15')],
    });
    expect(found).toMatchObject({
      status: 'normal',
      firstExposureAt: at('2026-11-02 08:15'),
      firstAnswerAt: at('2026-11-02 07:40'),
      temperatureC: 22.5,
      prefilled: { status: 'normal', temperatureC: 22.5, humidityPct: 45, firstExposureAt: at('2026-11-02 08:15') },
    });
  });
  it('suggests nothing where nothing was seen', () => {
    expect(filled({}).status).toBeUndefined();
    expect(filled({}).prefilled).toEqual(readings);
  });
  it.each([
    ['fault', { records: { faults: [fault({ start: at('2026-11-01 08:00') })] } }],
    ['degraded', { records: { faults: [fault({ start: at('2026-11-01 08:00'), degraded: true })] } }],
    ['suspended', { records: { suspensions: [suspension({ from: at('2026-11-01 00:00') })] } }],
    [
      'maintenance',
      {
        policy: { ...usualAvailabilityPolicy, maintenanceCapMs: hours(24) },
        records: { windows: [maintenanceWindow({ from: at('2026-11-02 00:00'), to: at('2026-11-03 00:00') })] },
      },
    ],
    ['fault', { spans: [span('down', '2026-11-02 07:00', '2026-11-02 09:00')], now: at('2026-11-02 09:00') }],
  ] as const)('%s', (status, more) => {
    expect(filled(more).status).toBe(status);
  });
});

describe('records that contradict what was seen', () => {
  const down = span('down', '2026-11-02 10:00', '2026-11-02 10:20');
  it('normal while confirmed failings of a quarter of an hour are told by no fault', () => {
    const records = { daily: [daily('2026-11-02', 'normal')] };
    expect(contradictionsOf(known(...monday, { spans: [down], records }))).toEqual([
      { recordId: 'daily-2026-11-02', date: '2026-11-02', says: 'normal', againstMs: 1_200_000, countersigned: false },
    ]);
    expect(
      contradictionsOf(known(...monday, { spans: [span('down', '2026-11-02 10:00', '2026-11-02 10:14')], records })),
    ).toEqual([]);
    const told = fault({
      start: at('2026-11-02 09:50'),
      end: at('2026-11-02 11:00'),
      accepted: { ...signed('li', at('2026-11-02 11:00')), result: '' },
    });
    expect(contradictionsOf(known(...monday, { spans: [down], records: { ...records, faults: [told] } }))).toEqual([]);
    const draft = fault({ start: at('2026-11-02 09:50'), openedBy: 'probe' });
    expect(
      contradictionsOf(known(...monday, { spans: [down], records: { ...records, faults: [draft] } })),
    ).toHaveLength(1);
  });
  it('fault while images were made; that it answers a probe contradicts nobody', () => {
    const records = { daily: [daily('2026-11-02', 'fault')] };
    expect(
      contradictionsOf(known(...monday, { spans: [span('up', '2026-11-02 08:00', '2026-11-02 18:00')], records })),
    ).toEqual([]);
    expect(contradictionsOf(known(...monday, { exposures: [at('2026-11-02 12:00')], records }))).toHaveLength(1);
  });
  it('is looked at when another person signed it', () => {
    const written = daily('2026-11-02', 'normal');
    const signedBy = (by: string) => ({
      daily: [{ ...written, body: { ...written.body, countersigned: signed(by, at('2026-11-03 09:00')) } }],
    });
    const seen = (by: string) =>
      contradictionsOf(known(...monday, { spans: [down], records: signedBy(by) }))[0]?.countersigned;
    expect([seen('li'), seen('wang')]).toEqual([false, true]);
  });
  it('a dispute is no record of the day', () => {
    const records = { disputes: [dispute({ from: at('2026-11-02 10:00'), to: at('2026-11-02 11:00') })] };
    expect(contradictionsOf(known(...monday, { spans: [down], records }))).toEqual([]);
  });
});

describe('planned maintenance', () => {
  const work = (id: string, body: Partial<MaintenanceRecord>): EquipmentRecord<MaintenanceRecord> =>
    record(
      id,
      {
        kind: 'maintenance',
        equipmentId: 'ct-1',
        work: 'preventive',
        from: at('2026-01-01 08:00'),
        vendor: '',
        parts: '',
        result: '',
        ...body,
      },
      signed('li', at('2026-01-01 08:00')),
    );
  const done = (on: string, accepted = true, more: Partial<MaintenanceRecord> = {}) =>
    work(on, {
      from: at(`${on} 08:00`),
      to: at(`${on} 12:00`),
      ...(accepted ? { accepted: signed('li', at(`${on} 12:00`)) } : {}),
      ...more,
    });
  const card = { ...ct, inServiceFrom: day('2025-06-10'), maintenanceEveryMonths: 3 };
  const asOf = day('2026-11-26');
  it('is due so many months after the last one that was finished', () => {
    expect(maintenanceStanding(card, [done('2026-06-10'), done('2026-09-10')], asOf, zone)).toEqual({
      everyMonths: 3,
      last: { on: '2026-09-10', accepted: true },
      dueOn: '2026-12-10',
      overdue: false,
      planned: 4,
      done: 2,
    });
    expect(maintenanceStanding(card, [done('2026-06-10')], asOf, zone)).toMatchObject({
      dueOn: '2026-09-10',
      overdue: true,
    });
    expect(maintenanceStanding(card, [], asOf, zone)).toMatchObject({ dueOn: '2025-09-10', overdue: true, done: 0 });
  });
  it('what is not accepted, not finished or a repair is not done', () => {
    const records = [
      done('2026-09-10', false),
      work('open', { from: at('2026-10-01 08:00') }),
      done('2026-10-02', true, { work: 'repair' }),
    ];
    expect(maintenanceStanding(card, records, asOf, zone)).toMatchObject({
      last: { on: '2026-09-10', accepted: false },
      done: 0,
    });
  });
  it('without a plan nothing is due', () => {
    const { maintenanceEveryMonths: _, ...unplanned } = card;
    const standing = maintenanceStanding(
      unplanned,
      [done('2026-09-10', true, { plannedFor: day('2026-09-09') })],
      asOf,
      zone,
    );
    expect(standing).toEqual({ last: { on: '2026-09-10', accepted: true }, overdue: false, planned: 1, done: 1 });
  });
});

describe('drafts that nobody has classified', () => {
  it('are overdue after three working days, holidays not counted', () => {
    const draft = (id: string, start: string, more = {}) => ({
      ...fault({ start: at(start), openedBy: 'probe', ...more }),
      id,
    });
    const faults = [
      draft('new', '2026-10-10 09:00'),
      draft('old', '2026-09-30 09:00'),
      draft('classified', '2026-09-30 09:00', { faultClass: 'network' }),
      fault({ start: at('2026-09-30 09:00') }),
    ];
    // Working days after 30 September: 8, 9 and 10 October.
    const on = (now: string) => {
      const { unclassified, overdue } = unclassifiedOf(faults, at(now), zone, shippedHolidays, usualAvailabilityPolicy);
      return [unclassified.map(({ id }) => id), overdue.map(({ id }) => id)];
    };
    expect(on('2026-10-10 23:00')).toEqual([['old', 'new'], []]);
    expect(on('2026-10-11 00:00')).toEqual([['old', 'new'], ['old']]);
  });
});
