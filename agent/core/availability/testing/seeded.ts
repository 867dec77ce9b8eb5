/** A seeded source of chance, the same on every machine (mulberry32). */
export interface Chance {
  /** A whole number from 0 up to, but not including, `below`. */
  readonly below: (below: number) => number;
  /** True once in `in` times. */
  readonly once: (times: number) => boolean;
  readonly oneOf: <T>(list: readonly T[]) => T;
}

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    once: (times) => below(times) === 0,
    oneOf: (list) => {
      const found = list[below(list.length)];
      if (found === undefined) throw new RangeError('nothing to choose from');
      return found;
    },
  };
}
