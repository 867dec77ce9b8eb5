import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceOf, seedOf, splitmix64, xoshiro256 } from './random.ts';
import { drawAgain, drawsOf, drawText, pick, type Stratum, wholeThisTime } from './sampling.ts';

const first = (next: () => bigint, n: number): readonly bigint[] => Array.from({ length: n }, next);
const anySeed = fc.integer({ min: 0, max: 2 ** 48 }).map((n) => n.toString(16));
const strata: readonly Stratum[] = [
  { year: 2019, modality: 'CT', studies: 4000 },
  { year: 2019, modality: 'DX', studies: 12_000 },
  { year: 2020, modality: 'CT', tier: 'NEARLINE', studies: 10 },
  { year: 2020, modality: 'MR', studies: 0 },
];

describe('the generators', () => {
  // The published sequences of both algorithms.
  it('splitmix64 of 1234567', () => {
    expect(first(splitmix64(1_234_567n), 3)).toEqual([
      6_457_827_717_110_365_317n,
      3_203_168_211_198_807_973n,
      9_817_491_932_198_370_423n,
    ]);
  });
  it('xoshiro256** of the state 1 2 3 4', () => {
    expect(first(xoshiro256(1n, 2n, 3n, 4n), 5)).toEqual([
      11_520n,
      0n,
      1_509_978_240n,
      1_215_971_899_390_074_240n,
      1_216_172_134_540_287_360n,
    ]);
    expect(() => xoshiro256(0n, 0n, 0n, 0n)).toThrow(RangeError);
  });
  it('gives whole numbers below n, each about as often, and the same for the same seed', () => {
    const chance = chanceOf('c0ffee');
    const counts = [0, 0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 7000; i += 1) {
      const n = chance.below(7);
      counts[n] = (counts[n] ?? 0) + 1;
    }
    expect(counts.every((n) => n > 880 && n < 1120)).toBe(true);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(7000);
    const fractions = Array.from({ length: 1000 }, () => chance.fraction());
    expect(fractions.every((f) => f >= 0 && f < 1)).toBe(true);
    expect(chanceOf('1').below(1000)).toBe(chanceOf('1').below(1000));
    for (const wrong of ['', 'xyz', '0123456789abcdef0']) expect(() => chanceOf(wrong)).toThrow(RangeError);
    expect(() => chance.below(0)).toThrow(RangeError);
  });
  it('a seed is the beginning of a digest over what names the round', () => {
    expect(seedOf((text) => `${text.length.toString(16).padStart(16, '0')}ffff`, 'retrieve', '2026-03-10')).toBe(
      '0000000000000013',
    );
  });
});

describe('draws', () => {
  it('are drawn again from seed, strata and number, whatever order the strata come in', () => {
    fc.assert(
      fc.property(anySeed, fc.nat({ max: 20 }), (seed, attempt) => {
        const draw = drawAgain(seed, strata, attempt);
        expect(draw).toEqual(drawAgain(seed, strata.toReversed(), attempt));
        expect(draw === undefined ? -1 : draw.index).toBeGreaterThanOrEqual(0);
        expect(draw === undefined ? 0 : draw.index).toBeLessThan(draw?.stratum.studies ?? 0);
      }),
    );
  });
  it('take each year as often, and within a year each study', () => {
    const taken = { y2019: 0, ct: 0, tail: 0 };
    let n = 0;
    for (const { stratum, index } of drawsOf('5eed', strata)) {
      if (stratum.year === 2019) taken.y2019 += 1;
      if (stratum.year === 2019 && stratum.modality === 'CT') taken.ct += 1;
      if (stratum.modality === 'DX' && index >= 6000) taken.tail += 1;
      n += 1;
      if (n === 8000) break;
    }
    expect(taken.y2019 / n).toBeCloseTo(0.5, 1);
    expect(taken.ct / taken.y2019).toBeCloseTo(0.25, 1);
    expect(taken.tail / taken.y2019).toBeCloseTo(0.375, 1);
  });
  it('of nothing are none', () => {
    expect([...drawsOf('1', [])]).toEqual([]);
    expect(drawAgain('1', [{ year: 2019, modality: 'CT', studies: 0 }], 0)).toBeUndefined();
  });
  it('say what was drawn', () => {
    expect(drawText({ seed: '1', attempt: 2, stratum: { year: 2019, modality: 'CT', studies: 4000 }, index: 17 })).toBe(
      '2019/CT/- 17/4000 #2',
    );
  });
  it('one of ten is whole', () => {
    const whole = Array.from({ length: 2000 }, (_, i) => wholeThisTime(i.toString(16), 10)).filter(Boolean).length;
    expect(whole).toBeGreaterThan(140);
    expect(whole).toBeLessThan(260);
    expect(wholeThisTime('7', 1)).toBe(true);
  });
  it('pick each once, whatever order the candidates come in', () => {
    fc.assert(
      fc.property(
        anySeed,
        fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 12 }),
        fc.nat({ max: 5 }),
        (seed, all, n) => {
          const picked = pick(seed, all, n);
          expect(new Set(picked).size).toBe(Math.min(n, all.length));
          expect(picked).toEqual(pick(seed, all.toReversed(), n));
          expect(picked.every((each) => all.includes(each))).toBe(true);
        },
      ),
    );
  });
});
