import { type Instant, type Interval, instant } from '@center/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, firstMs, intersect, lengthMs, normalise, subtract, union } from './algebra.ts';

const some = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -3, max: 12 })), { maxLength: 12 })
  .map((list) => list.map(([start, length]): Interval => ({ start: instant(start), end: instant(start + length) })));
const at = (start: number, end: number): Interval => ({ start: instant(start), end: instant(end) });
const holds = (list: readonly Interval[], when: number): boolean =>
  list.some(({ start, end }) => start <= when && when < end);
const everywhere = Array.from({ length: 80 }, (_, index) => index);

describe('interval algebra', () => {
  it('merges what overlaps or touches, and drops what is empty or reversed', () => {
    expect(normalise([at(5, 7), at(1, 3), at(3, 5), at(9, 9), at(12, 10)])).toEqual([at(1, 7)]);
    expect(normalise([at(1, 2), at(4, 5)])).toEqual([at(1, 2), at(4, 5)]);
  });
  it('every instant is where logic says', () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        const [either, both, only] = [union(a, b), intersect(a, b), subtract(a, b)];
        for (const when of everywhere) {
          expect(holds(either, when)).toBe(holds(a, when) || holds(b, when));
          expect(holds(both, when)).toBe(holds(a, when) && holds(b, when));
          expect(holds(only, when)).toBe(holds(a, when) && !holds(b, when));
        }
      }),
      { numRuns: 500 },
    );
  });
  it('what comes out is sorted, disjoint, apart and not empty, whatever the order of what goes in', () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        for (const list of [normalise(a), union(a, b), intersect(a, b), subtract(a, b), cut(a, at(10, 30))])
          for (const [index, { start, end }] of list.entries()) {
            expect(end).toBeGreaterThan(start);
            expect(start).toBeGreaterThan(list[index - 1]?.end ?? -1);
          }
        expect(normalise([...a].reverse())).toEqual(normalise(a));
        expect(subtract([...a].reverse(), [...b].reverse())).toEqual(subtract(a, b));
      }),
      { numRuns: 500 },
    );
  });
  it('lengths add up', () => {
    fc.assert(
      fc.property(some, some, fc.integer({ min: 0, max: 90 }), (a, b, most) => {
        expect(lengthMs(a)).toBe(lengthMs(intersect(a, b)) + lengthMs(subtract(a, b)));
        expect(lengthMs(union(a, b)) + lengthMs(intersect(a, b))).toBe(lengthMs(a) + lengthMs(b));
        const first = firstMs(a, most);
        expect(lengthMs(first)).toBe(Math.min(most, lengthMs(a)));
        expect(subtract(first, a)).toEqual([]);
        const last: Instant | undefined = first.at(-1)?.end;
        if (last !== undefined) expect(lengthMs(cut(a, at(0, last)))).toBe(lengthMs(first));
      }),
      { numRuns: 500 },
    );
  });
});
