import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossBound, lossStatement } from './loss-bound.ts';

describe('the bound of the loss', () => {
  // Without a loss by 1 − 0.05^(1/n); with losses from published tables of the one-sided 95 % limit (10 samples: 39.4, 50.7, 60.7 %).
  it.each([
    [0, 1, 0.95],
    [0, 10, 0.2589],
    [0, 300, 0.009936],
    [1, 10, 0.3942],
    [2, 10, 0.5069],
    [3, 10, 0.6066],
    [9, 10, 0.9949],
    [10, 10, 1],
    [1, 300, 0.01572],
  ])('%i of %i lost: below %f', (lost, sampled, bound) => {
    expect(lossBound(lost, sampled)).toBeCloseTo(bound, 4);
  });
  it('does not fall into zeros with many samples', () => {
    expect(lossBound(0, 1_000_000)).toBeCloseTo(2.9957e-6, 9);
    expect(lossBound(50, 100_000)).toBeGreaterThan(0.0005);
    expect(lossBound(50, 100_000)).toBeLessThan(0.0007);
  });
  it('rises with losses, falls with samples, lies above the share that was lost and, without a loss, not above 3/n', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat({ max: 40 }), (n, k) => {
        const lost = Math.min(k, n);
        const bound = lossBound(lost, n);
        expect(bound).toBeGreaterThan(0);
        expect(bound).toBeLessThanOrEqual(1);
        expect(bound).toBeGreaterThanOrEqual(lost / n);
        if (lost < n) expect(lossBound(lost + 1, n)).toBeGreaterThan(bound);
        expect(lossBound(lost, n + 1)).toBeLessThanOrEqual(bound);
        if (lost === 0) expect(bound).toBeLessThanOrEqual(3 / n);
      }),
    );
  });
  it('of nothing, or of more than was sampled, is none', () => {
    for (const [lost, sampled] of [
      [0, 0],
      [2, 1],
      [-1, 3],
      [0.5, 3],
    ] as const)
      expect(() => lossBound(lost, sampled)).toThrow(RangeError);
  });
  it('is printed as 3/n without a loss, rounded up', () => {
    expect(lossStatement(312, 0)).toEqual({
      sampled: 312,
      lost: 0,
      bound: 3 / 312,
      below: '1.0',
      basis: 'three-over-n',
    });
    expect(lossStatement(300, 0).below).toBe('1.0');
    expect(lossStatement(299, 0).below).toBe('1.1');
    expect(lossStatement(2, 0)).toMatchObject({ bound: 1, below: '100.0' });
    expect(lossStatement(300, 1)).toMatchObject({ below: '1.6', basis: 'exact' });
    expect(lossStatement(0, 0)).toEqual({ sampled: 0, lost: 0, bound: null, below: null, basis: 'none' });
  });
});
