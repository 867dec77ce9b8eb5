import { describe, expect, it } from 'vitest';
import { chanceOf, uidOf } from './random.ts';

const draws = (seed: string, name: string): number[] => {
  const chance = chanceOf(seed, name);
  return Array.from({ length: 200 }, () => chance.next());
};

describe('chance by seed', () => {
  it('repeats itself, and differs by seed and by name', () => {
    expect(draws('a', 'x')).toEqual(draws('a', 'x'));
    expect(draws('a', 'x')).not.toEqual(draws('b', 'x'));
    expect(draws('a', 'x')).not.toEqual(draws('a', 'y'));
  });

  it('stays in its bounds and reaches both ends', () => {
    const chance = chanceOf('a', 'whole');
    const rolls = Array.from({ length: 2000 }, () => chance.whole(1, 6));
    expect(new Set(rolls)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    expect(draws('a', 'x').every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('is about even', () => {
    const chance = chanceOf('a', 'even');
    const heads = Array.from({ length: 10_000 }, () => chance.chance(0.5)).filter(Boolean).length;
    expect(heads).toBeGreaterThan(4700);
    expect(heads).toBeLessThan(5300);
  });
});

describe('UIDs', () => {
  it('are legal, repeatable and distinct', () => {
    const uids = Array.from({ length: 500 }, (_, index) => uidOf('a', String(index)));
    expect(new Set(uids).size).toBe(500);
    expect(uidOf('a', '1')).toBe(uids[1]);
    for (const uid of uids) {
      expect(uid).toMatch(/^2\.25\.[1-9]\d*$/);
      expect(uid.length).toBeLessThanOrEqual(64);
    }
  });
});
