import type { UptimeFigures } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { account } from './account.ts';
import { budgetForecast, meanTimes, withinMeasurementError } from './budget.ts';
import { deviceDays } from './days.ts';
import { fleetCount, fleetFigures } from './fleet.ts';
import { yearPeriod } from './month.ts';
import { rollingBackBy } from './rolling.ts';
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
} from './testing/records.ts';

const month = ['2026-11-01 00:00', '2026-12-01 00:00'] as const;
const days30 = ['2026-11-01 00:00', '2026-11-11 00:00'] as const;

/** A device of so many full days, each of them up but for down time of so many hours from eight on. */
function device(downHours: readonly number[], unknownDays: readonly number[] = []) {
  const date = (index: number): string => `2026-11-${String(index + 1).padStart(2, '0')}`;
  const clock = (hour: number): string =>
    `${String(8 + Math.floor(hour)).padStart(2, '0')}:${String(Math.round((hour % 1) * 60)).padStart(2, '0')}`;
  const spans = downHours.flatMap((down, index) => {
    if (unknownDays.includes(index)) return [];
    const turn = `${date(index)} ${clock(down)}`;
    return [
      ...(down > 0 ? [span('down', `${date(index)} 08:00`, turn)] : []),
      ...(down < 10 ? [span('up', turn, `${date(index)} 18:00`)] : []),
    ];
  });
  const to = `2026-11-${String(downHours.length + 1).padStart(2, '0')} 00:00`;
  const input = known('2026-11-01 00:00', to, { spans });
  const counted = account(input);
  return { equipmentId: 'ct-1', figures: counted.figures, days: deviceDays(counted, input) };
}

describe('fleet', () => {
  it('pools time and never takes the mean of rates', () => {
    const small = known('2026-11-01 00:00', '2026-11-02 00:00', {
      spans: [span('down', '2026-11-01 08:00', '2026-11-01 18:00')],
    });
    const large = device([0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const counted = account(small);
    const fleet = fleetFigures([
      large,
      { equipmentId: 'b', figures: counted.figures, days: deviceDays(counted, small) },
    ]);
    // 90 h up of 100 h: 90 %, where the mean of the rates is 50 %.
    expect(fleet).toMatchObject({
      devices: 2,
      rates: { rate: 90_00, low: 90_00, high: 90_00, coverage: 100_00 },
      verdict: 'deviates',
    });
  });
  it('a day is a fault day by half of it, by fifteen minutes, or by its record', () => {
    const input = known('2026-11-01 00:00', '2026-11-05 00:00', {
      spans: [
        span('down', '2026-11-01 08:00', '2026-11-01 13:00'),
        span('up', '2026-11-01 13:00', '2026-11-02 08:00'),
        span('down', '2026-11-02 08:00', '2026-11-02 12:59'),
        span('up', '2026-11-02 12:59', '2026-11-03 08:00'),
        span('down', '2026-11-03 08:00', '2026-11-03 08:14'),
        span('up', '2026-11-03 08:14', '2026-11-04 12:00'),
      ],
      records: {
        daily: [daily('2026-11-01', 'normal'), daily('2026-11-02', 'fault', signed('li', at('2026-11-02 08:30')))],
      },
    });
    const told = fault({
      start: at('2026-11-02 08:00'),
      end: at('2026-11-02 12:59'),
      accepted: { ...signed('li', at('2026-11-02 13:00')), result: '' },
    });
    const withFault = { ...input, records: { ...input.records, faults: [told] } };
    const days = deviceDays(account(withFault), withFault);
    expect(days.map(({ kinds }) => [kinds.half, kinds['any-15-minutes'], kinds['daily-status']])).toEqual([
      ['fault', 'fault', 'good'],
      ['good', 'fault', 'fault'],
      ['good', 'good', 'unknown'],
      // Of the last day less than half is known.
      ['unknown', 'unknown', 'unknown'],
    ]);
  });
  it('a day of which less than half is known is an unknown day, one wholly in maintenance an overhaul day', () => {
    const window = maintenanceWindow({ from: at('2026-11-02 00:00'), to: at('2026-11-03 00:00') });
    const calendar = {
      ...everyDay,
      patterns: [
        { effectiveFrom: day('2020-01-01'), days: Array.from({ length: 7 }, () => [{ from: '08:00', to: '16:00' }]) },
      ],
    };
    const input = known('2026-11-01 00:00', '2026-11-04 00:00', {
      calendar,
      spans: [span('up', '2026-11-01 08:00', '2026-11-01 11:59'), span('up', '2026-11-03 08:00', '2026-11-03 12:00')],
      records: { windows: [window] },
    });
    expect(deviceDays(account(input), input).map(({ kinds }) => kinds.half)).toEqual(['unknown', 'overhaul', 'good']);
  });
  it('a fault does not heal over a closed weekend', () => {
    const weekdays = [0, 1, 2, 3, 4, 5, 6].map((index) => (index < 5 ? [{ from: '08:00', to: '18:00' }] : []));
    const calendar = { ...everyDay, patterns: [{ effectiveFrom: day('2020-01-01'), days: weekdays }] };
    // Friday 6 to Monday 9 November.
    const input = (state: 'up' | 'down') =>
      known('2026-11-06 00:00', '2026-11-10 00:00', {
        calendar,
        spans: [
          span('down', '2026-11-06 08:00', '2026-11-06 18:00'),
          span(state, '2026-11-09 08:00', '2026-11-09 18:00'),
        ],
      });
    const kinds = (state: 'up' | 'down') =>
      deviceDays(account(input(state)), input(state)).map((each) => each.kinds.half);
    expect(kinds('down')).toEqual(['fault', 'fault', 'fault', 'fault']);
    expect(kinds('up')).toEqual(['fault', 'closed', 'closed', 'good']);
    const counted = account(input('down'));
    const [half] = fleetFigures([
      { equipmentId: 'a', figures: counted.figures, days: deviceDays(counted, input('down')) },
    ]).byDays;
    expect(half).toMatchObject({ calendar: { base: 4, good: 0 }, open: { base: 2, good: 0 } });
  });
  it('both bases: 8 devices of 30 days are 240 device days, 11 may be lost, 12 are exactly 95 % and fail', () => {
    const good = Array.from({ length: 30 }, () => 0);
    const lost = (count: number) => good.map((_, index) => (index < count ? 6 : 0));
    const fleet = (count: number) =>
      fleetFigures([device(lost(count)), ...Array.from({ length: 7 }, () => device(good))]).byDays[0];
    expect(fleet(11)).toMatchObject({
      open: { base: 240, good: 229, verdict: 'conforms' },
      calendar: { base: 240, verdict: 'conforms' },
    });
    expect(fleet(12)).toMatchObject({ open: { base: 240, good: 228, low: 95_00, high: 95_00, verdict: 'deviates' } });
  });
  it('unknown days are a bound, not a rate', () => {
    const [half] = fleetFigures([device([0, 0, 0, 10], [1])]).byDays;
    expect(half?.open).toMatchObject({ base: 4, good: 2, unknown: 1, low: 50_00, high: 75_00 });
  });
  it('台数: one down of twenty fails, and the page can say so beforehand', () => {
    const fleet = (count: number, down: number) =>
      fleetCount([
        ...Array.from({ length: count - down }, () => 'up' as const),
        ...Array.from({ length: down }, () => 'down' as const),
      ]);
    expect(fleet(20, 1)).toMatchObject({ good: 19, rate: 95_00, verdict: 'deviates', oneFailsAll: true });
    expect(fleet(21, 1)).toMatchObject({ verdict: 'conforms', oneFailsAll: false });
    expect(fleetCount(['up', 'unknown', 'maintenance', 'not-required'])).toMatchObject({
      inService: 4,
      good: 3,
      unknown: 1,
      verdict: 'indeterminate',
    });
    expect(fleetCount([])).toMatchObject({ inService: 0, verdict: 'nothing-required', oneFailsAll: false });
  });
});

describe('budget and forecast', () => {
  it('220 h give just under 11 h; burn is even at 1000', () => {
    // 22 days of ten hours, of them eleven gone with 5.5 h down: half of the time, half of the budget.
    const input = known('2026-11-01 00:00', '2026-11-23 00:00', {
      now: at('2026-11-12 00:00'),
      spans: [span('down', '2026-11-01 08:00', '2026-11-01 13:30'), span('up', '2026-11-01 13:30', '2026-11-12 00:00')],
    });
    const forecast = budgetForecast(account(input), { requiredMs: hours(600), downMs: hours(12) });
    expect(forecast).toMatchObject({
      requiredWholeMs: hours(220),
      budgetMs: hours(11) - 1,
      leftMs: hours(5.5) - 1,
      burnPerMille: 1000,
      best: { downMs: hours(5.5), verdict: 'conforms' },
      expected: { downMs: hours(5.5) + hours(2.2), verdict: 'conforms' },
      worst: { downMs: hours(5.5), verdict: 'conforms' },
    });
    // A millisecond more is burnt faster than even.
    expect(
      budgetForecast({ ...account(input), figures: { ...account(input).figures, downMs: hours(5.5) + 1 } })
        .burnPerMille,
    ).toBe(1001);
  });
  it('down now: expected by the median of repairs, worst to the end; unknown time is down in the worst', () => {
    const input = known('2026-11-01 00:00', '2026-11-11 00:00', {
      now: at('2026-11-06 00:00'),
      spans: [span('up', '2026-11-01 08:00', '2026-11-05 12:00'), span('down', '2026-11-05 17:00', '2026-11-06 00:00')],
    });
    const asked = account(input);
    expect(asked).toMatchObject({ downNow: true, requiredWholeMs: hours(100) });
    const forecast = budgetForecast(asked, { requiredMs: hours(900), downMs: hours(9), medianRepairMs: hours(10) });
    expect(forecast.best).toMatchObject({ downMs: hours(1), verdict: 'conforms' });
    expect(forecast.expected).toMatchObject({
      downMs: hours(1) + hours(10) + hours(0.4),
      unknownMs: hours(5),
      verdict: 'deviates',
    });
    expect(forecast.worst).toMatchObject({ downMs: hours(1) + hours(5) + hours(50), verdict: 'deviates' });
    // Nothing is expected where nothing is known.
    expect(budgetForecast(asked).expected).toBeUndefined();
    expect(budgetForecast(asked, { requiredMs: hours(900), downMs: hours(9) }).expected).toBeUndefined();
  });
  it('no burn before anything was required', () => {
    expect(budgetForecast(account(known(...month, { now: at('2026-11-01 00:00') }))).burnPerMille).toBeUndefined();
  });
});

describe('mean times', () => {
  const closed = (id: string, from: string, to: string) => ({
    ...fault({ start: at(from), end: at(to), accepted: { ...signed('li', at(to)), result: '' } }),
    id,
  });
  const faults = [
    closed('a', '2026-11-02 08:00', '2026-11-02 09:00'),
    closed('b', '2026-11-03 08:00', '2026-11-03 11:00'),
    closed('c', '2026-11-04 08:00', '2026-11-04 10:00'),
  ];
  it('are shown from three closed faults on', () => {
    const input = known(...days30, { spans: [span('up', ...days30)], records: { faults } });
    const { figures } = account(input);
    expect(figures.downMs).toBe(hours(6));
    expect(meanTimes(faults, figures)).toEqual({
      faults: 3,
      mtbfMs: hours(94) / 3 - ((hours(94) / 3) % 1),
      mttrMs: hours(2),
      medianRepairMs: hours(2),
    });
    expect(meanTimes(faults.slice(1), figures)).toEqual({ faults: 2 });
    // One that is open, one of another month, and a draft are none of them.
    const others = [
      fault({ start: at('2026-11-05 08:00') }),
      closed('d', '2026-10-01 08:00', '2026-10-01 09:00'),
      fault({ start: at('2026-11-05 08:00'), openedBy: 'probe' }),
    ];
    expect(meanTimes([...faults, ...others], figures).faults).toBe(3);
  });
});

describe('measurement error', () => {
  const figures = (down: number, transitions: number): UptimeFigures => ({
    ...account(known(...month)).figures,
    requiredMs: hours(220),
    upMs: hours(220) - down,
    downMs: down,
    unknownMs: 0,
    transitions,
    sampleMs: 60_000,
  });
  it('is one interval for each change: 60 s on 220 h', () => {
    expect(withinMeasurementError(figures(hours(11), 0))).toBe(true);
    expect(withinMeasurementError(figures(hours(11) - minutes(1), 1))).toBe(true);
    expect(withinMeasurementError(figures(hours(11) - minutes(1) - 1, 1))).toBe(false);
    expect(withinMeasurementError(figures(hours(11) + minutes(4), 4))).toBe(true);
    expect(withinMeasurementError(figures(hours(11) + minutes(5), 4))).toBe(false);
  });
});

describe('the period of the verdict', () => {
  const zone = 'Asia/Shanghai';
  it('is twelve months, and no longer than supervision', () => {
    expect(yearPeriod(at('2020-01-01 00:00'), at('2026-11-26 15:30'), zone)).toEqual({
      start: at('2025-11-26 15:30'),
      end: at('2026-11-26 15:30'),
    });
    expect(yearPeriod(at('2026-09-01 00:00'), at('2026-11-26 15:30'), zone).start).toBe(at('2026-09-01 00:00'));
    expect(yearPeriod(at('2020-01-01 00:00'), at('2028-02-29 00:00'), zone).start).toBe(at('2027-02-28 00:00'));
    expect(yearPeriod(at('2027-01-01 00:00'), at('2026-11-26 00:00'), zone)).toEqual({
      start: at('2026-11-26 00:00'),
      end: at('2026-11-26 00:00'),
    });
  });
});

describe('by when it must be back for the rolling year', () => {
  // A year of 365 days of ten hours: up, but for what is told.
  const year = (...down: [string, string][]) => {
    const now = at('2026-11-26 12:00');
    let from = '2025-11-26 12:00';
    const spans = down.flatMap(([begin, end]) => {
      const before = span('up', from, begin);
      from = end;
      return [before, span('down', begin, end)];
    });
    const input = known('2025-11-26 12:00', '2026-11-26 12:00', { now, spans });
    const counted = account(input);
    return { input, counted, by: rollingBackBy(input, counted) };
  };
  it('time goes on: what is required grows ahead and leaves behind', () => {
    // 3650 h; 180 h down by now; less than 182.5 h may be.
    const { by, counted } = year(['2026-11-08 12:00', '2026-11-26 12:00']);
    expect(counted.figures).toMatchObject({ requiredMs: hours(3650), downMs: hours(180) });
    // Hours ahead and behind are the same in number, so that the year stays 3650 h: 2.5 h less a millisecond are left.
    expect(by).toBe(at('2026-11-26 14:30') - 1);
    expect(account(year(['2026-11-08 12:00', '2026-11-26 12:00']).input).mustBeBackBy).toBeUndefined();
  });
  it('down time of a year ago leaves it as well', () => {
    const { by } = year(['2025-11-26 12:00', '2025-11-26 14:00'], ['2026-11-08 14:00', '2026-11-26 12:00']);
    // 180 h as well; but two of them leave while two come.
    expect(by).toBe(at('2026-11-26 16:30') - 1);
  });
  it('is nothing when it is lost, or not down', () => {
    expect(year(['2026-10-08 12:00', '2026-11-26 12:00']).by).toBeUndefined();
    const { input } = year(['2026-11-08 12:00', '2026-11-20 12:00']);
    expect(rollingBackBy(input, account(input))).toBeUndefined();
  });
  it('under supervision for less than a year nothing leaves yet', () => {
    const now = at('2026-11-11 08:00');
    const input = known('2026-11-01 00:00', '2026-11-11 08:00', {
      now,
      spans: [span('up', '2026-11-01 00:00', '2026-11-10 17:00'), span('down', '2026-11-10 17:00', '2026-11-11 08:00')],
    });
    // 1 h of 100 h: x more with 100·(1 + x) < 5·(100 + x): x < 400/95 h.
    const x = Math.ceil(hours(400) / 95) - 1;
    expect(rollingBackBy(input, account(input))).toBe(now + x);
  });
});

describe('the basis', () => {
  it('is one hash for one calendar, its holidays and windows, and another for another', () => {
    const basis = (more: Parameters<typeof known>[2]) => account(known(...month, more)).figures.basisSha256;
    expect(basis({})).toBe(basis({ spans: [span('up', ...month)] }));
    expect(basis({ card: { ...ct, warmUpMinutes: 1 } })).not.toBe(basis({}));
    const window = maintenanceWindow({ from: at('2026-11-02 08:00'), to: at('2026-11-02 09:00') });
    expect(basis({ records: { windows: [window] } })).not.toBe(basis({}));
    expect(basis({ calendar: { ...everyDay, zone: 'Asia/Urumqi' } })).not.toBe(basis({}));
    const override = (date: string) => ({ ...everyDay, overrides: [{ date: day(date), hours: [], reason: '' }] });
    expect(basis({ calendar: override('2026-11-03') })).not.toBe(basis({}));
  });
  it('is not moved by what is settled of another time', () => {
    const basis = (more: Parameters<typeof known>[2]) => account(known(...month, more)).figures.basisSha256;
    const { holidays } = known(...month);
    const later = {
      ...holidays,
      coversTo: day('2027-12-31'),
      holidays: [...holidays.holidays, { date: day('2027-01-01'), name: '元旦' }],
    };
    expect(basis({ holidays: later })).toBe(basis({}));
    const override = { date: day('2027-03-01'), hours: [], reason: '' };
    expect(basis({ calendar: { ...everyDay, overrides: [override] } })).toBe(basis({}));
    const window = maintenanceWindow({ from: at('2027-01-04 08:00'), to: at('2027-01-04 09:00') });
    expect(basis({ records: { windows: [window] } })).toBe(basis({}));
  });
});
