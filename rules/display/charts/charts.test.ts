import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesText, byteUnit, fanOf, type SpaceForecast } from './forecast.ts';
import { apart, inLanes, shorten, textWidth } from './labels.ts';
import { coverOf, monthsBetween, weeksOf } from './month.ts';
import { nextPoint } from './points.tsx';
import { axisOf, axisPower, chooseScale, niceStep, powerText } from './scale.ts';
import { boxOf, quantile, scatterOf, sorted } from './spread.ts';
import { stackOf } from './stack.ts';
import { timeTicks } from './time-axis.ts';
import { isLacking } from './types.ts';

const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });

describe('scale', () => {
  it('takes the logarithm by itself only where the values lie far apart, and never of what has none', () => {
    expect(chooseScale('auto', [1, 5, 19])).toBe('linear');
    expect(chooseScale('auto', [1, 20])).toBe('log');
    expect(chooseScale('linear', [1, 2000])).toBe('linear');
    expect(chooseScale('log', [0, 2000])).toBe('linear');
    expect(chooseScale('log', [2, 3])).toBe('log');
    expect(chooseScale('log', [])).toBe('linear');
  });

  it('cuts a span by 1, 2 or 5', () => {
    expect(niceStep(1, 5)).toBeCloseTo(0.2);
    expect(niceStep(60, 6)).toBe(10);
    expect(niceStep(0.3, 3)).toBeCloseTo(0.1);
    expect(() => niceStep(0, 3)).toThrow(RangeError);
  });

  it('begins at zero where the values are near it and elsewhere does not', () => {
    const wide = axisOf({ kind: 'linear', values: [3, 60], start: 0, end: 100, ticks: 6 });
    expect(wide.domain).toEqual([0, 60]);
    expect(wide.ticks).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(wide.place(30)).toBeCloseTo(50);
    expect(axisOf({ kind: 'linear', values: [95, 101], start: 0, end: 1, ticks: 4 }).domain[0]).toBeGreaterThanOrEqual(
      80,
    );
  });

  it('goes up when its end lies above its start', () => {
    const up = axisOf({ kind: 'linear', values: [0, 10], start: 200, end: 0, ticks: 5 });
    expect(up.place(0)).toBe(200);
    expect(up.place(10)).toBe(0);
  });

  it('writes one value, none, and equal ones', () => {
    for (const values of [[], [7], [0, 0], [-3], [5, 5, 5], [500_000, 500_000.000_000_1]]) {
      const axis = axisOf({ kind: 'linear', values, start: 0, end: 100, ticks: 5 });
      expect(axis.ticks.length).toBeGreaterThan(1);
      expect(axis.domain[1]).toBeGreaterThan(axis.domain[0]);
    }
    expect(axisOf({ kind: 'log', values: [], start: 0, end: 1, ticks: 4 }).domain).toEqual([0.1, 1]);
    expect(axisOf({ kind: 'log', values: [5], start: 0, end: 1, ticks: 4 }).domain).toEqual([2.5, 10]);
    expect(() => axisOf({ kind: 'log', values: [0, 3], start: 0, end: 1, ticks: 4 })).toThrow(RangeError);
  });

  it('writes as many numbers on a logarithmic axis as there is room for', () => {
    const ticksOf = (values: readonly number[], ticks: number) =>
      axisOf({ kind: 'log', values, start: 0, end: 1, ticks }).ticks;
    expect(ticksOf([11, 19], 6)).toEqual([10, 12, 15, 20]);
    expect(ticksOf([1.1, 90], 6)).toEqual([1, 3, 10, 30, 100]);
    expect(ticksOf([1, 1000], 5)).toEqual([1, 10, 100, 1000]);
  });

  it('holds every value, with rising ticks inside the domain, on either axis', () => {
    fc.assert(
      fc.property(
        fc.array(positive, { minLength: 1, maxLength: 40 }),
        fc.constantFrom('linear', 'log'),
        (values, kind) => {
          const axis = axisOf({ kind, values, start: 10, end: 310, ticks: 6 });
          for (const value of values) {
            expect(axis.place(value)).toBeGreaterThanOrEqual(10 - 1e-6);
            expect(axis.place(value)).toBeLessThanOrEqual(310 + 1e-6);
          }
          expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
          expect(sorted(axis.ticks)).toEqual(axis.ticks);
          expect(axis.ticks.length).toBeLessThanOrEqual(16);
        },
      ),
    );
  });

  it('takes a power of ten out of numbers that are long to write', () => {
    expect(axisPower([0, 60])).toBe(0);
    expect(axisPower([0, 0.00004])).toBe(-5);
    expect(axisPower([0, 0.00001])).toBe(-5);
    expect(axisPower([0, 0])).toBe(0);
    expect(axisPower([0, 200_000])).toBe(5);
    expect(powerText(-5)).toBe('×10⁻⁵');
    expect(powerText(12)).toBe('×10¹²');
  });
});

describe('spread', () => {
  it('knows quantiles as spreadsheets do', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(quantile([1, 2, 3], 0.5)).toBe(2);
    expect(quantile([9], 0.75)).toBe(9);
    expect(quantile([], 0.5)).toBeUndefined();
  });

  it('ends the whiskers at values that are there, and not at the outlier', () => {
    expect(boxOf([3, 1, 2, 4, 100])).toEqual({ n: 5, low: 1, p25: 2, p50: 3, p75: 4, high: 4 });
    expect(boxOf([])).toBeUndefined();
    expect(boxOf([6])).toEqual({ n: 1, low: 6, p25: 6, p50: 6, p75: 6, high: 6 });
  });

  it('keeps the figures of a box in order', () => {
    fc.assert(
      fc.property(fc.array(positive, { minLength: 1 }), (values) => {
        const box = boxOf(values);
        if (box === undefined) throw new Error('no box');
        const line = [box.low, box.p25, box.p50, box.p75, box.high];
        expect(sorted(line)).toEqual(line);
      }),
    );
  });

  it('scatters by the text alone and over the whole room', () => {
    expect(scatterOf('1.2.3')).toBe(scatterOf('1.2.3'));
    const places = Array.from({ length: 500 }, (_, at) => scatterOf(`1.2.826.0.1.${at}`));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...places)).toBeLessThanOrEqual(1);
    expect(places.filter((place) => place < 0).length).toBeGreaterThan(200);
    expect(places.filter((place) => place > 0.5).length).toBeGreaterThan(80);
  });
});

describe('labels', () => {
  it('are as wide as their script', () => {
    expect(textWidth('剂量', 12)).toBe(24);
    expect(textWidth('mGy', 10)).toBeCloseTo(17.4);
  });

  it('are cut where there is no room, and say so', () => {
    expect(shorten('CT 一号机房', 12, 200)).toBe('CT 一号机房');
    expect(shorten('CT 一号机房', 12, 60)).toBe('CT 一号…');
    expect(shorten('abc', 12, 0)).toBe('…');
  });

  it('are thinned evenly until none touches', () => {
    const labels = Array.from({ length: 10 }, (_, at) => ({ at: at * 20, width: 45 }));
    expect(apart(labels)).toEqual([true, false, false, true, false, false, true, false, false, true]);
    expect(apart(labels.slice(0, 9), 'last').map(Number)).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1]);
    expect(apart([{ at: 0, width: 5 }])).toEqual([true]);
    expect(apart([], 'last')).toEqual([]);
    expect(apart([])).toEqual([]);
  });

  it('all stand, in lanes, inside the picture', () => {
    const laned = inLanes(
      [
        { at: 2, width: 40 },
        { at: 30, width: 40 },
        { at: 295, width: 40 },
      ],
      0,
      300,
    );
    expect(laned).toEqual([
      { at: 20, lane: 0 },
      { at: 30, lane: 1 },
      { at: 280, lane: 0 },
    ]);
  });
});

it('a number that is not told exactly is too small for a judgement', () => {
  expect(isLacking('<5', 1)).toBe(true);
  expect(isLacking(19, 20)).toBe(true);
  expect(isLacking(20, 20)).toBe(false);
});

it('arrow keys go through points and stop at the ends; other keys are the page’s own', () => {
  expect(
    ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'Home', 'End', 'Enter'].map((key) => nextPoint(key, 1, 3)),
  ).toEqual([2, 2, 0, 0, 0, 2, undefined]);
  expect(nextPoint('ArrowRight', 2, 3)).toBe(2);
  expect(nextPoint('ArrowLeft', 0, 3)).toBe(0);
});

describe('month', () => {
  it('begins its weeks on Monday', () => {
    const weeks = weeksOf('2026-11');
    expect(weeks).toHaveLength(6);
    expect(weeks[0]?.[6]).toBe('2026-11-01');
    expect(weeks[0]?.[5]).toBeUndefined();
    expect(weeks[5]?.[0]).toBe('2026-11-30');
    expect(weeksOf('2024-02').flat().filter(Boolean)).toHaveLength(29);
    expect(weeksOf('2021-02')).toHaveLength(4);
    expect(() => weeksOf('2026-13')).toThrow(RangeError);
  });

  it('has no holes and no end before its beginning', () => {
    expect(monthsBetween('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(monthsBetween('2026-02', '2026-01')).toEqual([]);
    expect(monthsBetween('2000-01', '2026-01', 3)).toEqual(['2025-11', '2025-12', '2026-01']);
  });

  it('tells nothing expected from nothing there', () => {
    expect(coverOf(0, 0)).toBe('none-expected');
    expect(coverOf(4, 0)).toBe('nothing');
    expect(coverOf(4, 3)).toBe('part');
    expect(coverOf(4, 4)).toBe('whole');
    expect(coverOf(4, 5)).toBe('whole');
  });
});

describe('stack', () => {
  it('keeps a single case visible beside thousands, and ends where the bar ends', () => {
    const parts = stackOf(
      [
        { key: 'proven', count: 5000 },
        { key: 'unlisted', count: 0 },
        { key: 'lost', count: 1 },
      ],
      10_002,
      200,
    );
    expect(parts.map(({ key }) => key)).toEqual(['proven', 'lost']);
    expect(parts[1]!.end - parts[1]!.start).toBe(5);
    expect(parts[1]!.end).toBeCloseTo((200 * 5001) / 10_002);
    expect(stackOf([{ key: 'a', count: 0 }], 10, 100)).toEqual([]);
    expect(stackOf([{ key: 'a', count: 3 }], 3, 0)).toEqual([]);
  });

  it('lays parts side by side without gap, none under the least, longer ones for more', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 6 }), (counts) => {
        const parts = stackOf(
          counts.map((count, at) => ({ key: String(at), count })),
          counts.reduce((a, b) => a + b, 0),
          300,
        );
        let at = 0;
        for (const { start, end } of parts) {
          expect(start).toBeCloseTo(at);
          expect(end - start).toBeGreaterThan(4.99);
          at = end;
        }
        if (parts.length > 0) expect(at).toBeCloseTo(300);
        const rising = parts.toSorted((a, b) => a.count - b.count).map(({ start, end }) => end - start);
        for (const [index, length] of rising.entries())
          expect(length).toBeGreaterThanOrEqual((rising[index - 1] ?? 0) - 1e-6);
      }),
    );
  });
});

describe('forecast', () => {
  const open = { early: null, median: null, late: null };
  const forecast: SpaceForecast = {
    asOf: '2026-11-25T08:00:00Z',
    usedBytes: 100,
    limitBytes: 200,
    growth: { p05: 0.05, median: 0.1, p95: 0.2 },
    full: { early: '2028-11-25', median: '2029-11-25', late: null },
    threeYears: open,
    tenYears: open,
  };

  it('cannot be drawn of an archive that shows no space or no growth', () => {
    expect(fanOf({ ...forecast, usedBytes: null })).toBeUndefined();
    expect(fanOf({ ...forecast, growth: null })).toBeUndefined();
  });

  it('meets the limit on the days that are told, and goes by the growth where a day is open', () => {
    const fan = fanOf(forecast)!;
    const at = (rate: number, day: string): number =>
      fan.used + ((rate - fan.used) * (Date.parse(day) - fan.from)) / (fan.to - fan.from);
    expect(at(fan.fast, '2028-11-25')).toBeCloseTo(200);
    expect(at(fan.median, '2029-11-25')).toBeCloseTo(200);
    const days = (fan.to - fan.from) / 86_400_000;
    expect(fan.slow).toBeCloseTo(100 + 0.05 * days);
    expect(days).toBeGreaterThan(3 * 365);
  });

  it('looks at least two years and at most twenty ahead, and stands an archive that is full already', () => {
    const near = fanOf({ ...forecast, full: open })!;
    expect((near.to - near.from) / 86_400_000).toBeCloseTo(730.5);
    const far = fanOf({ ...forecast, full: { ...open, late: '2070-01-01' } })!;
    expect((far.to - far.from) / 86_400_000).toBeCloseTo(7305);
    const past = fanOf({ ...forecast, usedBytes: 250, full: { ...open, median: '2026-01-01' } })!;
    expect(past.median).toBeGreaterThan(250);
  });

  it('writes bytes in the unit they are read in', () => {
    expect([bytesText(0), bytesText(31.42e12), bytesText(999)]).toEqual(['0\u00a0B', '31.4\u00a0TB', '999\u00a0B']);
    expect(byteUnit(5e20).unit).toBe('PB');
  });
});

describe('time axis', () => {
  const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);

  it('names years over a long time and months over a short one, no more than there is room for', () => {
    expect(timeTicks(day('2026-11-25'), day('2032-05-01'), 10).map(({ text }) => text)).toEqual([
      '2027',
      '2028',
      '2029',
      '2030',
      '2031',
      '2032',
    ]);
    expect(timeTicks(day('2026-11-25'), day('2027-04-01'), 10).map(({ text }) => text)).toEqual([
      '2026-12',
      '2027-01',
      '2027-02',
      '2027-03',
      '2027-04',
    ]);
    expect(timeTicks(day('2026-11-25'), day('2046-11-25'), 4).length).toBeLessThanOrEqual(4);
    expect(timeTicks(5, 5, 4)).toEqual([]);
  });
});
