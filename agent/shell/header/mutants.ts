/** Seeded damage for this room's tests: the same mutants every time. */

/** A small linear congruential generator: numbers from 0 to below the bound. */
export function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A copy with one to six faults: flipped bytes, endless lengths, cuts, lost bytes, strange items, and a part of itself put in. Never longer than `most` bytes. */
export function mutate(bytes: Buffer, draw: (below: number) => number, most = 20_000): Buffer {
  let result = Buffer.from(bytes);
  for (let times = 1 + draw(6); times > 0; times -= 1) {
    const at = draw(result.length);
    switch (draw(6)) {
      case 0:
        result[at] = draw(256);
        break;
      case 1:
        result.fill(0xff, at, Math.min(at + 4, result.length));
        break;
      case 2:
        result = result.subarray(0, at + 1);
        break;
      case 3:
        result = Buffer.concat([result.subarray(0, at), result.subarray(at + 1 + draw(12))]);
        break;
      case 4:
        result = Buffer.concat([result.subarray(0, at), Buffer.from('feff00e0ffffffff', 'hex'), result.subarray(at)]);
        break;
      default:
        result = Buffer.concat([
          result.subarray(0, at),
          bytes.subarray(draw(bytes.length)),
          result.subarray(at),
        ]).subarray(0, most);
    }
  }
  return result;
}
