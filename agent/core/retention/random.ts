/**
 * Chance that can be drawn again: xoshiro256** (Blackman and Vigna, 2018), its 256 bits of state filled by four outputs of splitmix64 (Steele, Lea and Flood, 2014) from
 * one 64-bit seed. Same seed, same numbers, on every machine.
 */
const mask = 0xffff_ffff_ffff_ffffn;

const rotated = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (64n - by))) & mask;

/** The sequence of splitmix64 from a 64-bit state. */
export function splitmix64(seed: bigint): () => bigint {
  let state = seed & mask;
  return () => {
    state = (state + 0x9e37_79b9_7f4a_7c15n) & mask;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & mask;
    z = ((z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn) & mask;
    return z ^ (z >> 31n);
  };
}

/** The sequence of xoshiro256** from four 64-bit words that are not all zero. */
export function xoshiro256(a: bigint, b: bigint, c: bigint, d: bigint): () => bigint {
  if (((a | b | c | d) & mask) === 0n) throw new RangeError('a generator whose state is all zeros gives zeros only');
  let [s0, s1, s2, s3] = [a & mask, b & mask, c & mask, d & mask];
  return () => {
    const result = (rotated((s1 * 5n) & mask, 7n) * 9n) & mask;
    const t = (s1 << 17n) & mask;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotated(s3, 45n);
    return result;
  };
}

export interface Chance {
  /** A whole number from 0 to n − 1, each as likely. Throws unless n is a whole number of at least 1. */
  below(n: number): number;
  /** From 0 up to but without 1, in steps of 2⁻⁵³. */
  fraction(): number;
}

/** A generator of a seed of up to 16 hexadecimal digits. Throws for any other text. */
export function chanceOf(seed: string): Chance {
  if (!/^[0-9a-f]{1,16}$/.test(seed)) throw new RangeError('a seed is up to 16 hexadecimal digits');
  const fill = splitmix64(BigInt(`0x${seed}`));
  const next = xoshiro256(fill(), fill(), fill(), fill());
  return {
    below(n) {
      if (!Number.isSafeInteger(n) || n < 1) throw new RangeError('one of at least one');
      const range = BigInt(n);
      // Numbers from the incomplete last part of the 64-bit range are drawn again, so that none is likelier than another.
      const limit = ((mask + 1n) / range) * range;
      let value = next();
      while (value >= limit) value = next();
      return Number(value % range);
    },
    fraction: () => Number(next() >> 11n) / 2 ** 53,
  };
}

/** Seed of a round: the first 64 bits of a digest over what names the round and what nobody outside can foresee. `digest`: lower-case hexadecimal SHA-256 of a text. */
export function seedOf(digest: (text: string) => string, ...parts: readonly string[]): string {
  return digest(parts.join('\n')).slice(0, 16);
}
