import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionOf, exclusionOf, groupFigures, histogramOf, levelOfGroup, told } from './figures.ts';

const amounts = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });

describe('quartiles', () => {
  it('by linear interpolation between the order statistics', () => {
    expect(distributionOf([4, 1, 3, 2])).toEqual({ min: 1, p25: 1.75, median: 2.5, p75: 3.25, max: 4 });
    expect(distributionOf([7])).toEqual({ min: 7, p25: 7, median: 7, p75: 7, max: 7 });
    expect(distributionOf([2, 1, 3])).toMatchObject({ p25: 1.5, median: 2, p75: 2.5 });
    expect(distributionOf([])).toBeUndefined();
  });

  it('are in order, lie among the amounts, and do not depend on the order of these', () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const d = distributionOf(values);
        if (d === undefined) return false;
        const sorted = d.min <= d.p25 && d.p25 <= d.median && d.median <= d.p75 && d.p75 <= d.max;
        const again = distributionOf(values.toReversed());
        return (
          sorted &&
          d.min === told(Math.min(...values)) &&
          d.max === told(Math.max(...values)) &&
          JSON.stringify(d) === JSON.stringify(again)
        );
      }),
    );
  });
});

describe('histograms', () => {
  it('count every amount once, in the bin that holds it', () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const h = histogramOf('DLP', values);
        if (h === undefined) return values.some((v) => v > 0 && v < 1e-14);
        const inside = h.counts.every(
          (n, i) => n === values.filter((v) => v > 0 && v >= (h.edges[i] ?? 0) && v < (h.edges[i + 1] ?? 0)).length,
        );
        return inside && h.counts.reduce((a, b) => a + b, 0) + h.zero === values.length;
      }),
    );
  });

  it('of a number that no dose meter tells is none', () => {
    expect(histogramOf('DLP', [5e-324])).toBeUndefined();
    expect(histogramOf('DLP', [1, 1e-15])).toBeUndefined();
  });

  it('lie on one grid: the edges of a part are edges of the whole', () => {
    const values = fc.array(fc.double({ min: 1e-3, max: 5000, noNaN: true }), { minLength: 2, maxLength: 100 });
    fc.assert(
      fc.property(values, fc.nat(), (all, at) => {
        const whole = new Set(histogramOf('CTDIvol', all)?.edges);
        const part = histogramOf('CTDIvol', all.slice(0, 1 + (at % all.length)));
        return part?.edges.every((edge) => whole.has(edge)) === true;
      }),
    );
  });

  it('of a deviation index is linear and knows values below zero', () => {
    expect(histogramOf('DeviationIndex', [-1.2, 0, 0.49, 0.5])).toEqual({
      edges: [-1.5, -1, -0.5, 0, 0.5, 1],
      counts: [1, 0, 0, 2, 1],
      zero: 0,
    });
  });

  it('an amount at an edge belongs to the upper bin, however the logarithm rounds', () => {
    for (const value of [1, 10, 100, 1000, 0.1, 0.001]) {
      const h = histogramOf('DLP', [value]);
      expect([h?.edges[0], h?.counts]).toEqual([value, [1]]);
    }
  });

  it('of nothing, and of amounts that cannot belong together, is none; of zeros it has no edge', () => {
    expect(histogramOf('DLP', [])).toBeUndefined();
    expect(histogramOf('DLP', [1e-15, 1e15])).toBeUndefined();
    expect(histogramOf('DLP', [0, 0])).toEqual({ edges: [], counts: [], zero: 2 });
  });
});

describe('what is compared', () => {
  const chest = levelOfGroup('chest', 'adult', 'CTDIvol');
  const head = levelOfGroup('head', 'adult', 'CTDIvol');

  it('a CTDIvol only on the phantom that the level refers to; a DLP only of one phase', () => {
    const on = (phantom: string | null, phases: number | null = null) => ({ phantom, phases });
    expect(exclusionOf('CTDIvol', on('body-32cm'), chest)).toBeUndefined();
    expect(exclusionOf('CTDIvol', on('head-16cm'), chest)).toBe('phantom');
    expect(exclusionOf('CTDIvol', on('head-16cm'), head)).toBeUndefined();
    expect(exclusionOf('CTDIvol', on(null), undefined)).toBe('phantom');
    expect(exclusionOf('CTDIvol', on('head-16cm'), undefined)).toBeUndefined();
    expect(exclusionOf('DLP', on(null, 1), undefined)).toBeUndefined();
    expect(exclusionOf('DLP', on(null, 2), undefined)).toBe('phases');
    expect(exclusionOf('DLP', on(null), undefined)).toBe('phases');
    expect(exclusionOf('DoseAreaProduct', on(null), undefined)).toBeUndefined();
  });

  const points = (n: number, value: number) =>
    Array.from({ length: n }, () => ({ value, phantom: 'body-32cm', phases: 1 }));
  const compared = (n: number, value: number, examClass = 'chest') =>
    groupFigures({ examClass, ageBand: 'adult', measure: 'CTDIvol' }, points(n, value), 20).comparison;

  it.each([
    [20, 15, 'conforms'],
    [20, 15.001, 'above'],
    [20, 6, 'conforms'],
    [20, 5.999, 'low'],
    [19, 99, 'not-enough-data'],
    [0, 0, 'not-enough-data'],
  ] as const)('%i chests at %f mGy: %s', (n, value, expected) => {
    expect(compared(n, value)).toBe(expected);
  });

  it('without a level nothing is compared, however many there are', () => {
    expect(compared(500, 99, 'ct-orbit')).toBe('no-level');
    expect(
      groupFigures({ examClass: 'chest', ageBand: '5-<10', measure: 'CTDIvol' }, points(50, 99), 20).comparison,
    ).toBe('no-level');
  });

  it('what is left out is counted', () => {
    const mixed = [
      ...points(20, 8),
      { value: 99, phantom: null, phases: null },
      { value: 99, phantom: 'head-16cm', phases: 1 },
    ];
    expect(groupFigures({ examClass: 'chest', ageBand: 'adult', measure: 'CTDIvol' }, mixed, 20)).toMatchObject({
      n: 20,
      excluded: { phantom: 2, phases: 0 },
      distribution: { max: 8 },
    });
  });
});
