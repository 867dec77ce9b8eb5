import { type HolidaySet, instant, type OpeningHours, type ServiceCalendar } from '@center/contract';
import { shippedHolidays } from '@center/register';
import { describe, expect, it } from 'vitest';
import { lengthMs } from './algebra.ts';
import { expandCalendar, openingOn, usualCalendar } from './calendar.ts';
import { calendarProblems } from './calendar-problems.ts';
import { at, day, everyDay, hours, noHolidays } from './testing/records.ts';
import { isZone, localDate, localInstant, localMidnight, offsetMs } from './zone.ts';

const daily = (opening: readonly OpeningHours[], zone = 'Asia/Shanghai'): ServiceCalendar => ({
  ...everyDay,
  zone,
  patterns: [{ effectiveFrom: day('1980-01-01'), days: Array.from({ length: 7 }, () => opening) }],
});
const allDay = [{ from: '00:00', to: '24:00' }];
const openHours = (calendar: ServiceCalendar, date: string, holidays: HolidaySet = noHolidays): number =>
  lengthMs(openingOn(calendar, holidays, day(date))) / hours(1);

describe('hours of a day', () => {
  it('overnight they end on the next day, and belong to the day on which they begin', () => {
    const night = daily([{ from: '20:00', to: '06:00' }]);
    expect(openingOn(night, noHolidays, day('2026-11-02'))).toEqual([
      { start: at('2026-11-02 20:00'), end: at('2026-11-03 06:00') },
    ]);
    const period = { start: at('2026-11-02 00:00'), end: at('2026-11-03 00:00') };
    expect(expandCalendar(night, noHolidays, period).open).toEqual([
      { start: at('2026-11-02 00:00'), end: at('2026-11-02 06:00') },
      { start: at('2026-11-02 20:00'), end: at('2026-11-03 00:00') },
    ]);
  });
  it('24:00 is the end of the day, and days that touch become one', () => {
    const { open } = expandCalendar(daily(allDay), noHolidays, {
      start: at('2026-10-30 00:00'),
      end: at('2026-11-03 00:00'),
    });
    expect(open).toEqual([{ start: at('2026-10-30 00:00'), end: at('2026-11-03 00:00') }]);
  });
  it('an end that is its start is a whole day; what is no time opens nothing', () => {
    expect(openHours(daily([{ from: '08:00', to: '08:00' }]), '2026-11-02')).toBe(24);
    expect(openHours(daily([{ from: '8:00', to: '25:00' }]), '2026-11-02')).toBe(0);
    expect(openHours(daily([{ from: '24:00', to: '06:00' }]), '2026-11-02')).toBe(0);
  });
  it('hours that overlap count once', () => {
    const twice = [
      { from: '08:00', to: '12:00' },
      { from: '10:00', to: '14:00' },
    ];
    expect(openHours(daily(twice), '2026-11-02')).toBe(6);
  });
});

describe('days on which the clock is set', () => {
  const newYork = daily(allDay, 'America/New_York');
  it.each([
    ['2026-03-08', 23],
    ['2026-11-01', 25],
    ['2026-11-02', 24],
  ])('New York %s has %d hours', (date, count) => {
    expect(openHours(newYork, date)).toBe(count);
  });
  it.each([
    ['1991-04-14', 23],
    ['1991-09-15', 25],
    ['1991-09-16', 24],
  ])('Shanghai %s has %d hours', (date, count) => {
    expect(openHours(daily(allDay), date)).toBe(count);
  });
  it('eight in the morning stays eight in the morning', () => {
    const morning = daily([{ from: '08:00', to: '18:00' }], 'America/New_York');
    for (const date of ['2026-03-07', '2026-03-08', '2026-03-09', '2026-10-31', '2026-11-01', '2026-11-02']) {
      const [open] = openingOn(morning, noHolidays, day(date));
      const text = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', timeStyle: 'short' }).format(
        open?.start,
      );
      expect([date, text, openHours(morning, date)]).toEqual([date, '08:00', 10]);
    }
  });
  it('a time that is skipped is the moment of the skip, one that is shown twice its first showing', () => {
    const skip = localInstant('America/New_York', day('2026-03-08'), hours(2.5));
    expect(new Date(skip).toISOString()).toBe('2026-03-08T07:00:00.000Z');
    const twice = localInstant('America/New_York', day('2026-11-01'), hours(1.5));
    expect(new Date(twice).toISOString()).toBe('2026-11-01T05:30:00.000Z');
    // Hours that lie wholly in the skip are none.
    expect(openHours(daily([{ from: '02:00', to: '02:30' }], 'America/New_York'), '2026-03-08')).toBe(0);
  });
  it('agrees with the zone data at every hour of a year, in zones that set their clocks and that do not', () => {
    for (const zone of [
      'Asia/Shanghai',
      'Asia/Urumqi',
      'America/New_York',
      'Europe/Lisbon',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    ]) {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
      for (let index = 0; index < 366 * 24; index += 1) {
        const when = instant(at('2026-01-01 00:00') + index * hours(1));
        const wall = new Date(when + offsetMs(zone, when)).toISOString().slice(0, 19).replace('T', ' ');
        if (wall !== format.format(when)) expect.unreachable(`${zone} ${wall} ${format.format(when)}`);
        if (index % 24 === 0)
          expect(localDate(zone, localMidnight(zone, localDate(zone, when)))).toBe(localDate(zone, when));
      }
    }
  });
  it('a site says its own zone: Urumqi by its clock or by that of Beijing', () => {
    expect(localMidnight('Asia/Urumqi', day('2026-11-02')) - localMidnight('Asia/Shanghai', day('2026-11-02'))).toBe(
      hours(2),
    );
    expect(isZone('Asia/Urumqi')).toBe(true);
    expect(isZone('Mars/Olympus')).toBe(false);
  });
});

describe('which hours a day has', () => {
  const usual = usualCalendar('Asia/Shanghai');
  it.each([
    ['2026-11-02', 10, 'a Monday'],
    ['2026-11-01', 0, 'a Sunday'],
    ['2026-10-05', 0, 'a Monday in the National Day week'],
    ['2026-10-10', 10, 'a Saturday that is worked for it'],
    ['2026-09-20', 10, 'a Sunday that is worked for it'],
    ['2027-01-01', 10, 'a Friday of which nothing is settled yet'],
  ])('%s: %d h, %s', (date, count) => {
    expect(openHours(usual, date, shippedHolidays)).toBe(count);
  });
  it('a single day outranks holidays; holidays outrank the pattern', () => {
    const own = {
      ...usual,
      overrides: [{ date: day('2026-10-05'), hours: [{ from: '09:00', to: '12:00' }], reason: 'emergency' }],
    };
    expect(openHours(own, '2026-10-05', shippedHolidays)).toBe(3);
    expect(openHours({ ...usual, onHolidays: [{ from: '10:00', to: '12:00' }] }, '2026-10-05', shippedHolidays)).toBe(
      2,
    );
    expect(openHours({ ...usual, onHolidays: 'as-usual' }, '2026-10-05', shippedHolidays)).toBe(10);
    const { swappedWorkdayAs: _, ...byWeekday } = usual;
    expect(openHours(byWeekday, '2026-10-10', shippedHolidays)).toBe(0);
  });
  it('a later pattern holds from its day on, whatever order they stand in; the first one before it too', () => {
    const [first] = everyDay.patterns;
    const later = { effectiveFrom: day('2026-11-16'), days: Array.from({ length: 7 }, () => allDay) };
    if (first === undefined) throw new Error('no pattern');
    for (const patterns of [
      [first, later],
      [later, first],
    ]) {
      const calendar = { ...everyDay, patterns };
      expect([openHours(calendar, '2026-11-15'), openHours(calendar, '2026-11-16')]).toEqual([10, 24]);
      expect(openHours(calendar, '1999-01-01')).toBe(10);
    }
  });
});

describe('how far holidays are settled', () => {
  const usual = usualCalendar('Asia/Shanghai');
  const covers = (from: string, to: string, calendar = usual): boolean =>
    expandCalendar(calendar, shippedHolidays, { start: at(from), end: at(to) }).covers;
  it('a set that ends within the month is said to', () => {
    expect(covers('2026-12-01 00:00', '2027-01-01 00:00')).toBe(true);
    expect(covers('2026-12-15 00:00', '2027-01-15 00:00')).toBe(false);
    expect(covers('2024-12-31 00:00', '2025-02-01 00:00')).toBe(false);
    expect(
      expandCalendar(usual, shippedHolidays, { start: at('2026-12-15 00:00'), end: at('2027-01-15 00:00') }).coversTo,
    ).toBe('2026-12-31');
  });
  it('a calendar that does not heed holidays guesses nothing', () => {
    expect(covers('2026-12-15 00:00', '2027-01-15 00:00', everyDay)).toBe(true);
  });
});

describe('over months', () => {
  it('is the same at once as day by day, and when it is asked twice', () => {
    const calendar = usualCalendar('Asia/Shanghai');
    const period = { start: at('2025-01-20 12:00'), end: at('2026-12-31 09:00') };
    const once = expandCalendar(calendar, shippedHolidays, period).open;
    expect(expandCalendar({ ...calendar }, { ...shippedHolidays }, period).open).toEqual(once);
    let sum = 0;
    for (let from = period.start; from < period.end; from = instant(from + hours(7))) {
      const to = instant(Math.min(period.end, from + hours(7)));
      sum += lengthMs(expandCalendar(calendar, shippedHolidays, { start: from, end: to }).open);
    }
    expect(sum).toBe(lengthMs(once));
  });
});

describe('what a person writes', () => {
  it.each<[string, Partial<ServiceCalendar>, string]>([
    ['a zone that is none', { zone: 'Beijing' }, 'no-such-zone'],
    ['no pattern', { patterns: [] }, 'no-pattern'],
    [
      'six days',
      {
        patterns: [{ effectiveFrom: day('2026-01-01'), days: [[], [], [], [], [], [{ from: '08:00', to: '09:00' }]] }],
      },
      'not-seven-days',
    ],
    ['a time that is none', { onHolidays: [{ from: '8', to: '9' }] }, 'no-such-time'],
    [
      'hours that overlap',
      {
        overrides: [
          {
            date: day('2026-01-01'),
            hours: [
              { from: '08:00', to: '12:00' },
              { from: '11:00', to: '13:00' },
            ],
            reason: '',
          },
        ],
      },
      'hours-overlap',
    ],
    ['a weekday that is none', { swappedWorkdayAs: 7 }, 'no-such-weekday'],
    [
      'a day twice',
      { overrides: [1, 2].map(() => ({ date: day('2026-01-01'), hours: [], reason: '' })) },
      'same-day-twice',
    ],
    [
      'never open',
      { patterns: [{ effectiveFrom: day('2026-01-01'), days: [[], [], [], [], [], [], []] }] },
      'nothing-open',
    ],
  ])('%s is refused', (_name, change, kind) => {
    expect(calendarProblems({ ...everyDay, ...change }).map((problem) => problem.kind)).toContain(kind);
  });
  it('what can be used has no problem', () => {
    expect(calendarProblems(everyDay)).toEqual([]);
    expect(calendarProblems(usualCalendar('Asia/Urumqi'))).toEqual([]);
  });
});
