import { describe, expect, it } from 'vitest';
import { hundredthsOfPercent, uptimeBudgetMs, uptimeRates, uptimeVerdict } from './uptime.ts';

const hour = 3_600_000;
const counted = (required: number, down: number, unknown = 0) => ({
  requiredMs: required,
  upMs: required - down - unknown,
  downMs: down,
  unknownMs: unknown,
});

describe('exactly 95 % fails', () => {
  it.each([
    ['22 days of 10 h', 22 * 10 * hour, 11 * hour],
    ['24×7, 30 days', 30 * 24 * hour, 36 * hour],
    ['8 devices, 30 days: device days', 240, 12],
    ['20 devices', 20, 1],
    ['one millisecond less than a whole twentieth', 20 * 7 - 1, 7],
  ])('%s', (_name, required, line) => {
    expect(uptimeVerdict(counted(required, line))).toBe('deviates');
    expect(uptimeVerdict(counted(required, line - 1))).toBe('conforms');
    expect(uptimeBudgetMs(required)).toBe(line - 1);
    // The same where the last of it is unknown: neither.
    expect(uptimeVerdict(counted(required, line - 1, 1))).toBe('indeterminate');
    expect(uptimeVerdict(counted(required, 0, line - 1))).toBe('conforms');
  });

  it('in 135 000 periods that divide by twenty, where floats say reached', () => {
    let floatsWrong = 0;
    for (let index = 1; index <= 135_000; index += 1) {
      const required = index * 20 * 977;
      const down = required / 20;
      if (down < (1 - 0.95) * required) floatsWrong += 1;
      if (uptimeVerdict(counted(required, down)) !== 'deviates') expect.unreachable(String(required));
      if (uptimeVerdict(counted(required, down - 1)) !== 'conforms') expect.unreachable(String(required));
      if (uptimeBudgetMs(required) !== down - 1) expect.unreachable(String(required));
    }
    expect(floatsWrong).toBe(135_000);
  });

  it('19 of 20 devices is 95.0 % and fails, 20 of 21 does not', () => {
    for (let fleet = 1; fleet <= 20; fleet += 1) expect(uptimeVerdict(counted(fleet, 1))).toBe('deviates');
    expect(uptimeVerdict(counted(21, 1))).toBe('conforms');
  });

  it('by another target of a province as well', () => {
    const target = { per: 98, of: 100 };
    expect(uptimeVerdict(counted(5000, 100), target)).toBe('deviates');
    expect(uptimeVerdict(counted(5000, 99), target)).toBe('conforms');
    expect(uptimeBudgetMs(5000, target)).toBe(99);
  });
});

describe('unknown is neither', () => {
  it('an agent dead for 30 h of 220 with 5 h down: 97.4 %, between 84.1 and 97.7 %, coverage 86.4 %', () => {
    const figures = counted(220 * hour, 5 * hour, 30 * hour);
    expect(uptimeRates(figures)).toEqual({ rate: 97_36, low: 84_09, high: 97_72, coverage: 86_36 });
    expect(uptimeVerdict(figures)).toBe('indeterminate');
  });
  it('whatever is unknown cannot save what is lost', () => {
    expect(uptimeVerdict(counted(220 * hour, 11 * hour, 100 * hour))).toBe('deviates');
  });
  it('nothing required is no figure', () => {
    expect(uptimeVerdict(counted(0, 0))).toBe('nothing-required');
    expect(uptimeRates(counted(0, 0))).toEqual({});
    expect(uptimeBudgetMs(0)).toBe(0);
  });
});

describe('no rounding lifts a figure over the line', () => {
  it.each([
    [949_999, 1_000_000, 94_99],
    [9_499_999_999, 10_000_000_000, 94_99],
    [1, 3, 33_33],
    [999_999, 1_000_000, 99_99],
    [1_000_000, 1_000_000, 100_00],
  ])('%d of %d', (part, whole, shown) => {
    expect(hundredthsOfPercent(part, whole)).toBe(shown);
  });
  it('near the line no shown figure is above 95.00 % when the verdict is not', () => {
    for (let down = 10_900; down <= 11_100; down += 1) {
      const figures = counted(220_000, down);
      const shown = uptimeRates(figures).rate ?? 0;
      if (shown > 95_00) expect(uptimeVerdict(figures)).toBe('conforms');
      if (uptimeVerdict(figures) === 'deviates') expect(shown).toBeLessThanOrEqual(95_00);
    }
  });
});
