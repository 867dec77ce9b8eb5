import { instant, uptimeVerdict } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { account } from './account.ts';
import { usualAvailabilityPolicy } from './evidence.ts';
import {
  at,
  ct,
  daily,
  day,
  everyDay,
  fault,
  hours,
  known,
  maintenanceWindow,
  minutes,
  signed,
  span,
  suspension,
} from './testing/records.ts';

/** Monday 2026-11-02, open from eight to six. */
const monday = ['2026-11-02 00:00', '2026-11-03 00:00'] as const;
const up = span('up', '2026-11-01 00:00', '2026-12-01 00:00');
const inMinutes = (ms: number): number => ms / 60_000;
const states = (input: Parameters<typeof account>[0]): [string, string, string, string][] =>
  account(input).spans.map(({ start, end, state, because }) => [
    new Date(start + hours(8)).toISOString().slice(11, 16),
    new Date(end + hours(8)).toISOString().slice(11, 16),
    state,
    because,
  ]);

describe('the daily record', () => {
  it('is evidence when it was written in its time: from the begin of its day to the third working day after', () => {
    const upMs = (entered: string) =>
      account(
        known(...monday, { probes: 1, records: { daily: [daily('2026-11-02', 'normal', signed('li', at(entered)))] } }),
      ).figures.upMs;
    expect(upMs('2026-11-01 23:59')).toBe(0);
    expect(upMs('2026-11-02 00:00')).toBe(hours(10));
    expect(upMs('2026-11-05 23:59')).toBe(hours(10));
    expect(upMs('2026-11-06 00:00')).toBe(0);
  });
  it('says nothing when it says suspended or maintenance', () => {
    for (const status of ['suspended', 'maintenance'] as const)
      expect(account(known(...monday, { records: { daily: [daily('2026-11-02', status)] } })).figures.unknownMs).toBe(
        hours(10),
      );
  });
});

describe('warm-up after opening', () => {
  const card = { ...ct, warmUpMinutes: 15 };
  it('what comes up within it was starting', () => {
    const spans = [
      span('down', '2026-11-01 20:00', '2026-11-02 08:12'),
      span('up', '2026-11-02 08:12', '2026-11-02 18:00'),
    ];
    expect(states(known(...monday, { card, spans }))).toEqual([
      ['08:00', '08:12', 'up', 'warm-up'],
      ['08:12', '18:00', 'up', 'probe-up'],
    ]);
  });
  it('what does not come up was down from the opening on', () => {
    const spans = [
      span('down', '2026-11-01 20:00', '2026-11-02 09:00'),
      span('up', '2026-11-02 09:00', '2026-11-02 18:00'),
    ];
    expect(account(known(...monday, { card, spans })).figures.downMs).toBe(hours(1));
  });
  it('while it lasts nobody knows yet', () => {
    const spans = [span('down', '2026-11-01 20:00', '2026-11-02 08:05')];
    const asked = account(known(...monday, { card, spans, now: at('2026-11-02 08:05') }));
    expect(asked.figures).toMatchObject({ downMs: 0, unknownMs: minutes(5), silentMs: 0 });
    expect(asked.downNow).toBe(false);
  });
  it('is given once a day, not after each break', () => {
    const calendar = {
      ...everyDay,
      patterns: [
        {
          effectiveFrom: day('2020-01-01'),
          days: Array.from({ length: 7 }, () => [
            { from: '08:00', to: '12:00' },
            { from: '14:00', to: '18:00' },
          ]),
        },
      ],
    };
    const spans = [
      span('up', '2026-11-02 08:00', '2026-11-02 12:00'),
      span('down', '2026-11-02 13:00', '2026-11-02 14:10'),
      span('up', '2026-11-02 14:10', '2026-11-02 18:00'),
    ];
    expect(account(known(...monday, { card, calendar, spans })).figures.downMs).toBe(minutes(10));
  });
});

describe('suspension', () => {
  const week = ['2026-11-02 00:00', '2026-11-09 00:00'] as const;
  const times = { from: at('2026-11-04 00:00'), to: at('2026-11-07 00:00') };
  const requiredHours = (record: ReturnType<typeof suspension>, more: Parameters<typeof known>[2] = {}) =>
    account(known(...week, { ...more, records: { ...more.records, suspensions: [record] } })).figures.requiredMs /
    hours(1);
  it('countersigned by another it frees its time', () => {
    expect(requiredHours(suspension(times))).toBe(40);
    expect(requiredHours(suspension({ ...times, countersigned: signed('li', times.from) }))).toBe(70);
    const { countersigned: _, ...body } = suspension(times).body;
    expect(requiredHours({ ...suspension(times), body })).toBe(70);
  });
  it('frees nothing when it begins in a fault, when it is dated before one, or when images were made in it', () => {
    const open = fault({ start: at('2026-11-03 09:00') });
    expect(requiredHours(suspension(times), { records: { faults: [open] } })).toBe(70);
    const during = fault({ start: at('2026-11-05 09:00') });
    expect(requiredHours(suspension(times), { records: { faults: [during] } })).toBe(40);
    const datedBack = suspension(times, signed('li', at('2026-11-05 12:00')));
    expect(requiredHours(datedBack, { records: { faults: [during] } })).toBe(70);
    expect(requiredHours(suspension(times), { spans: [span('down', '2026-11-03 10:00', '2026-11-04 10:00')] })).toBe(
      70,
    );
    expect(requiredHours(suspension(times), { exposures: [at('2026-11-05 10:00')] })).toBe(70);
    expect(requiredHours(suspension(times), { exposures: [at('2026-11-07 10:00')] })).toBe(40);
  });
  it('of the whole period: nothing required, and why', () => {
    const whole = suspension({ from: at('2026-11-01 00:00') });
    const { figures } = account(known(...week, { records: { suspensions: [whole] } }));
    expect(figures).toMatchObject({ requiredMs: 0, nothingRequired: 'suspended' });
    expect(uptimeVerdict(figures)).toBe('nothing-required');
  });
});

describe('budget of the running period', () => {
  const month = ['2026-11-01 00:00', '2026-12-01 00:00'] as const;
  it('counts what is to come as required, and says by when it must be back', () => {
    // 30 days of 10 h: 300 h, budget just under 15 h.
    const spans = [
      span('up', '2026-11-01 00:00', '2026-11-12 08:00'),
      span('down', '2026-11-12 08:00', '2026-11-12 12:00'),
    ];
    const now = at('2026-11-12 12:00');
    const asked = account(known(...month, { spans, now }));
    expect(asked).toMatchObject({
      requiredWholeMs: hours(300),
      budgetLeftMs: hours(11) - 1,
      worstBudgetLeftMs: hours(11) - 1,
      downNow: true,
      // 6 h are left of the 12th, 5 h less a millisecond of the 13th.
      mustBeBackBy: instant(at('2026-11-13 13:00') - 1),
    });
    expect(
      uptimeVerdict(
        account(
          known(...month, {
            spans: [
              ...spans,
              span('down', '2026-11-12 12:00', '2026-11-13 13:00'),
              span('up', '2026-11-13 13:00', '2026-12-01 00:00'),
            ],
          }),
        ).figures,
      ),
    ).toBe('deviates');
  });
  it('back at that very moment it still conforms, a millisecond later it fails', () => {
    const back = instant(at('2026-11-13 13:00') - 1);
    const verdict = (moment: typeof back): string =>
      uptimeVerdict(
        account(
          known(...month, {
            spans: [
              span('up', '2026-11-01 00:00', '2026-11-12 08:00'),
              { ...span('down', '2026-11-12 08:00', '2026-11-13 13:00'), end: moment },
              { ...span('up', '2026-11-13 13:00', '2026-12-01 00:00'), start: moment },
            ],
          }),
        ).figures,
      );
    expect(verdict(back)).toBe('conforms');
    expect(verdict(instant(back + 1))).toBe('deviates');
  });
  it('is not there when it is lost, or when it is not down; a fault at night is down too', () => {
    const spans = [span('down', '2026-11-01 00:00', '2026-11-04 12:00')];
    const lost = account(known(...month, { spans, now: at('2026-11-04 12:00') }));
    expect(lost.mustBeBackBy).toBeUndefined();
    expect(lost.downNow).toBe(true);
    const night = account(
      known(...month, { spans: [span('down', '2026-11-01 17:00', '2026-11-01 23:00')], now: at('2026-11-01 23:00') }),
    );
    // 14 h less a millisecond: all of the 2nd and four hours of the 3rd.
    expect(night.mustBeBackBy).toBe(at('2026-11-03 12:00') - 1);
    expect(account(known(...month, { spans: [up], now: at('2026-11-04 12:00') })).downNow).toBe(false);
  });
});

describe('order of what comes in', () => {
  it('changes nothing', () => {
    const input = known('2026-11-02 00:00', '2026-11-05 00:00', {
      spans: [
        up,
        span('down', '2026-11-02 09:00', '2026-11-02 10:00', { probe: 'b' }),
        span('down', '2026-11-02 09:30', '2026-11-02 11:00', { probe: 'a' }),
      ],
      records: {
        faults: [
          fault({ start: at('2026-11-03 09:00') }),
          { ...fault({ start: at('2026-11-03 09:00') }), id: 'fault-0' },
        ],
        windows: [
          maintenanceWindow({ from: at('2026-11-02 08:00'), to: at('2026-11-02 10:00') }),
          { ...maintenanceWindow({ from: at('2026-11-02 09:00'), to: at('2026-11-02 11:00') }), id: 'window-0' },
        ],
      },
    });
    const turned = {
      ...input,
      spans: [...input.spans].reverse(),
      records: {
        ...input.records,
        faults: [...input.records.faults].reverse(),
        windows: [...input.records.windows].reverse(),
      },
    };
    expect(account(turned)).toEqual(account(input));
    expect(inMinutes(account(input).figures.maintenanceMs)).toBe(180);
  });
});

describe('policy', () => {
  it('no cap at all leaves no maintenance out', () => {
    const window = maintenanceWindow({ from: at('2026-11-02 08:00'), to: at('2026-11-02 10:00') });
    const policy = { ...usualAvailabilityPolicy, maintenanceCapMs: 0 };
    expect(account(known(...monday, { policy, spans: [up], records: { windows: [window] } })).figures).toMatchObject({
      maintenanceMs: 0,
      upMs: hours(10),
    });
  });
});
