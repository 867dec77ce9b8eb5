import type { UptimeItem } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { addDeviceDays, byUptime, poolUptime, ratesOf, uptimeAttention } from './uptime-standing.ts';

const figures = (up: number, down: number, unknown = 0, more: Partial<UptimeItem> = {}): UptimeItem => ({
  type: 'uptime',
  equipmentId: 'ct-1',
  span: 'year',
  definition: 'uptime-def/1',
  from: '2025-11-26',
  to: '2026-11-26',
  scheduledMs: up + down + unknown,
  maintenanceMs: 0,
  externalMs: 0,
  requiredMs: up + down + unknown,
  upMs: up,
  downMs: down,
  unknownMs: unknown,
  silentMs: unknown,
  degradedMs: 0,
  doubtfulMs: 0,
  transitions: 0,
  sampleMs: 60_000,
  nothingRequired: null,
  calendarCovers: true,
  basisSha256: '0'.repeat(64),
  budgetLeftMs: 0,
  worstBudgetLeftMs: 0,
  mustBeBackBy: null,
  revision: 0,
  asOf: '2026-11-26T00:00:00Z',
  ...more,
});

describe('what uptime asks of a supervisor', () => {
  it.each([
    ['95 % exactly is missed', figures(95, 5), true, 'deviates'],
    ['one millisecond above is not', figures(95_001, 4999), true, 'conforms'],
    ['unknown time on both sides of 95 %', figures(94, 1, 5), true, 'indeterminate'],
    ['parts that do not add up are no 100 %', figures(100, 0, 0, { requiredMs: 1 }), true, 'contradictory'],
    ['the running day told as the last one', figures(366 * 86_400_000, 0), true, 'conforms'],
    ['more time than the period and a day have', figures(367 * 86_400_000, 0), true, 'contradictory'],
    ['required time that was never scheduled', figures(100, 0, 0, { scheduledMs: 5 }), true, 'contradictory'],
    ['100 % of the 3 % that are known', figures(3, 0, 97), true, 'indeterminate'],
    ['nothing but unknown time is not good', figures(0, 0, 100), true, 'indeterminate'],
    ['nobody has said when it should work', figures(0, 0, 0, { nothingRequired: 'no-calendar' }), true, 'no-calendar'],
    ['closed all the time', figures(0, 0, 0, { nothingRequired: 'closed' }), true, 'nothing-required'],
    ['no figures have come', undefined, true, 'not-told'],
    ['it conformed when its agent last spoke', figures(100, 0), false, 'silent'],
    ['silence mends nothing', figures(90, 10), false, 'deviates'],
    [
      'a closed month stays as it is when the agent falls silent',
      figures(100, 0, 0, { span: 'month', revision: 1 }),
      false,
      'conforms',
    ],
    [
      'down now, with time left',
      figures(99, 1, 0, { span: 'month', mustBeBackBy: '2026-11-27T06:20:00Z' }),
      true,
      'at-risk',
    ],
    [
      'unknown time could use up the rest',
      figures(100, 0, 4, { span: 'month', worstBudgetLeftMs: -1 }),
      true,
      'at-risk',
    ],
    [
      'a closed month is at risk no more',
      figures(100, 0, 4, { span: 'month', worstBudgetLeftMs: -1, revision: 1 }),
      true,
      'conforms',
    ],
  ] as const)('%s', (_what, item, speaks, attention) => {
    expect(uptimeAttention(item, speaks)).toBe(attention);
  });

  it('shows rates rounded down, so that none is lifted over the line', () => {
    expect(ratesOf(figures(949_999, 50_001))).toMatchObject({ rate: 9499 });
    expect(ratesOf(figures(0, 0))).toEqual({ rate: null, low: null, high: null, coverage: null });
  });
});

describe('pooled time', () => {
  it('is of the times and not of the rates', () => {
    // 50 % of an hour and 100 % of nine: the mean would be 75 %.
    expect(poolUptime([figures(30, 30), figures(540, 0)])).toMatchObject({
      devices: 2,
      rates: { rate: 9500, coverage: 10_000 },
      attention: 'deviates',
    });
    expect(poolUptime([])).toMatchObject({ devices: 0, attention: 'nothing-required', rates: { rate: null } });
  });

  it('of device days is a sum, and nothing told is not zero days', () => {
    expect(addDeviceDays([])).toBeNull();
    const fleet = {
      type: 'fleet-uptime',
      month: '2026-11',
      devices: 1,
      requiredMs: 0,
      upMs: 0,
      downMs: 0,
      unknownMs: 0,
      goodDays: 20,
      calendarDays: 25,
      openDays: 22,
      faultDays: 1,
      maintenanceDays: 1,
      unknownDays: 0,
      asOf: '2026-11-26T00:00:00Z',
    } as const;
    expect(addDeviceDays([fleet, fleet])).toMatchObject({ goodDays: 40, calendarDays: 50, faultDays: 2 });
  });
});

describe('order', () => {
  const row = (attention: 'deviates' | 'indeterminate' | 'conforms', low: number, facilityName = 'A') => ({
    attention,
    facilityName,
    low,
    name: 'CT',
  });
  it('is worst first, and the lowest bound first among equals', () => {
    const sorted = [
      row('conforms', 9800),
      row('indeterminate', 9100),
      row('deviates', 9000),
      row('indeterminate', 8000),
    ]
      .toSorted(byUptime)
      .map(({ attention, low }) => `${attention} ${String(low)}`);
    expect(sorted).toEqual(['deviates 9000', 'indeterminate 8000', 'indeterminate 9100', 'conforms 9800']);
  });
});
