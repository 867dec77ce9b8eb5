/** Whole numbers from 0 to below `below`, the same sequence for the same seed on every machine (xorshift, 32 bit). */
export type Draw = (below: number) => number;

export function drawFrom(seed: number): Draw {
  const mixed = Math.imul(seed, 0x9e3779b1) >>> 0;
  // A state of zero would stay zero.
  let state = mixed === 0 ? 0x6d2b79f5 : mixed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
