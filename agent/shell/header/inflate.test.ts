import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflateDataSet, mostCompressed } from './inflate.ts';

/** Bytes that hardly deflate, the same every time. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0, state = 7; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

const mib = 1_048_576;
function run(bytes: Uint8Array, most = 8 * mib): { result: ReturnType<typeof inflateDataSet>; taken: number } {
  let taken = 0;
  const take = (length: number): Uint8Array => {
    const part = bytes.subarray(0, length);
    taken += part.length;
    return part;
  };
  return { result: inflateDataSet(bytes.length, take, most), taken };
}

describe('a deflated data set', () => {
  it.each([
    ['small', noise(1000)],
    ['of several steps', noise(3 * mib)],
  ])('comes out whole: %s, raw or in a zlib wrapper', (_name, plain) => {
    for (const packed of [deflateRawSync(plain), deflateSync(plain)]) {
      const { result } = run(packed);
      expect(result).toMatchObject({ whole: true, broken: false });
      expect(plain.equals(result?.bytes ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it('is not read on behind its end', () => {
    const packed = Buffer.concat([deflateRawSync(noise(1000)), Buffer.alloc(40 * mib)]);
    const { result, taken } = run(packed);
    expect(result).toMatchObject({ whole: true });
    expect(taken).toBeLessThanOrEqual(131_072);
  });

  it('gives its beginning when it is cut or corrupt, and says so', () => {
    // Of few letters, so that it is deflated and not stored as it is.
    const plain = noise(600_000).map((byte) => 0x41 + (byte >>> 4));
    const packed = deflateRawSync(plain, { level: 1 });
    const corrupt = Buffer.from(packed);
    corrupt.fill(0xff, 300_000);
    for (const bytes of [packed.subarray(0, 200_000), corrupt]) {
      const { result } = run(bytes);
      expect(result).toMatchObject({ whole: false, broken: true });
      const first = result?.bytes.subarray(0, 100_000) ?? Buffer.alloc(0);
      expect(Buffer.compare(plain.subarray(0, 100_000), first)).toBe(0);
    }
  });

  it('gives its beginning when it becomes too large, and is not broken then', () => {
    for (const [plain, least] of [
      [Buffer.alloc(300 * mib), mib],
      [Buffer.concat([noise(2 * mib), Buffer.alloc(8 * mib)]), 900_000],
      [noise(12 * mib), 4 * mib],
    ] as const) {
      const { result } = run(deflateRawSync(plain, { level: 1 }));
      expect(result).toMatchObject({ whole: false, broken: false });
      const length = result?.bytes.length ?? 0;
      expect(length).toBeGreaterThanOrEqual(least);
      expect(length).toBeLessThanOrEqual(8 * mib);
      expect(plain.subarray(0, length).equals(result?.bytes ?? Buffer.alloc(0))).toBe(true);
    }
  });

  it('takes a bounded part of what never ends, and nothing comes of what is none', () => {
    const endless = deflateRawSync(noise(48 * mib), { level: 0, finishFlush: constants.Z_SYNC_FLUSH });
    const { result, taken } = run(endless, 64 * mib);
    expect(taken).toBeLessThanOrEqual(mostCompressed);
    expect(result).toMatchObject({ whole: false, broken: false });
    expect(run(Buffer.alloc(4000, 0xff)).result).toBeUndefined();
  });
});
