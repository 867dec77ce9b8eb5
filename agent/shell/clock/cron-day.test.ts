import { instant, instantToIso } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { daySchedule } from './cron-day.ts';

const at = (text: string) => instant(Date.parse(text));
const next = (expression: string, zone: string, from: string): string | undefined => {
  const due = daySchedule(expression, zone).next(at(from));
  return due === undefined ? undefined : instantToIso(due);
};

describe('the next time of a job', () => {
  it.each([
    ['30 2 * * *', 'Asia/Shanghai', '2026-11-26T00:00:00+08:00', '2026-11-25T18:30:00.000Z'],
    ['30 2 * * *', 'Asia/Shanghai', '2026-11-26T02:30:00+08:00', '2026-11-26T18:30:00.000Z'],
    ['0 1 5 * *', 'Asia/Shanghai', '2026-11-26T00:00:00+08:00', '2026-12-04T17:00:00.000Z'],
    ['*/15 6-8 * * mon,wed', 'Asia/Shanghai', '2026-11-26T00:00:00+08:00', '2026-11-29T22:00:00.000Z'],
    ['0 0 * * 7', 'Asia/Shanghai', '2026-11-26T00:00:00+08:00', '2026-11-28T16:00:00.000Z'],
    ['0 9 29 feb *', 'UTC', '2026-11-26T00:00:00Z', '2028-02-29T09:00:00.000Z'],
    // The clock shows no 02:30 on this day: the change itself is the time.
    ['30 2 * * *', 'America/New_York', '2026-03-08T00:00:00-05:00', '2026-03-08T07:00:00.000Z'],
    ['30 2 * * *', 'America/New_York', '2026-03-08T03:00:00-04:00', '2026-03-09T06:30:00.000Z'],
    // It shows 01:30 twice: the first is the time.
    ['30 1 * * *', 'America/New_York', '2026-11-01T00:00:00-04:00', '2026-11-01T05:30:00.000Z'],
    ['30 1 * * *', 'America/New_York', '2026-11-01T01:30:00-04:00', '2026-11-02T06:30:00.000Z'],
    // Shanghai had summer time in 1991.
    ['30 0 * * *', 'Asia/Shanghai', '1991-04-14T00:00:00+08:00', '1991-04-13T16:30:00.000Z'],
    ['30 2 * * *', 'Asia/Urumqi', '2026-11-26T00:00:00+06:00', '2026-11-25T20:30:00.000Z'],
  ])('%s in %s after %s', (expression, zone, from, expected) => {
    expect(next(expression, zone, from)).toBe(expected);
  });
});

it('the latest day is that of a time that has come', () => {
  const monthly = daySchedule('0 1 5 * *', 'Asia/Shanghai');
  expect(monthly.latest(at('2026-11-26T00:00:00+08:00'))).toBe('2026-11-05');
  expect(monthly.latest(at('2026-11-05T00:59:59+08:00'))).toBe('2026-10-05');
  expect(monthly.latest(at('2026-11-05T01:00:00+08:00'))).toBe('2026-11-05');
  const gap = daySchedule('30 2 * * *', 'America/New_York');
  expect(gap.latest(at('2026-03-08T06:59:59Z'))).toBe('2026-03-07');
  expect(gap.latest(at('2026-03-08T07:00:00Z'))).toBe('2026-03-08');
});

it.each([
  '30 2 * *',
  '60 2 * * *',
  '30 24 * * *',
  '0 0 31 2 *',
  '0 0 30 feb *',
  '0 0 1 * mon',
  '0 9-8 * * *',
  '*/0 * * * *',
  '0 0 * * noday',
  '',
])('%j is refused', (expression) => {
  expect(() => daySchedule(expression, 'Asia/Shanghai')).toThrow(RangeError);
});

it('a zone that there is not is refused', () => {
  expect(() => daySchedule('0 0 * * *', 'Asia/Nowhere')).toThrow(RangeError);
});
