import { createHash } from 'node:crypto';

/** Chance that can be repeated: the same seed and name give the same draws on every machine. */
export interface Chance {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number in [low, high], both ends included. */
  whole(low: number, high: number): number;
  /** One of a non-empty list. */
  pick<T>(list: readonly T[]): T;
  /** True with the probability given, 0…1. */
  chance(probability: number): boolean;
  /** Uniform in [low, high), rounded to so many decimals. */
  amount(low: number, high: number, decimals: number): number;
}

/** A stream of its own for every name, so that what one study draws does not move its neighbours. */
export function chanceOf(seed: string, name: string): Chance {
  let state = createHash('sha256').update(`${seed}\0${name}`).digest().readUInt32LE(0);
  // Integer hash of a counter: each step moves by an odd constant and is then mixed twice.
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    pick: (list) => {
      const found = list[whole(0, list.length - 1)];
      if (found === undefined) throw new RangeError('nothing to pick from');
      return found;
    },
    chance: (probability) => next() < probability,
    amount: (low, high, decimals) => Number((low + next() * (high - low)).toFixed(decimals)),
  };
}

/** A UID under 2.25 (PS3.5 §B.2) made from seed and name: 128 bits of a digest, with the bits of a version-8 UUID. */
export function uidOf(seed: string, name: string): string {
  const bytes = createHash('sha256').update(`uid\0${seed}\0${name}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`).toString()}`;
}
