import { constants, inflateRawSync, inflateSync } from 'node:zlib';

export interface Inflated {
  readonly bytes: Uint8Array;
  /** The compressed stream came out whole. */
  readonly whole: boolean;
  /** The stream is corrupt or cut; `bytes` is what came out before. False with `whole` false: only a limit ended it. */
  readonly broken: boolean;
}

/** Compressed bytes that are looked at, one step after the other as long as the stream has not ended: nearly every object ends within the first. */
const steps = [131_072, 1_048_576, 8_388_608, 33_554_432];
/** The bytes of all steps. */
export const mostCompressed = steps.reduce((sum, step) => sum + step, 0);

type Inflate = typeof inflateRawSync;
type Attempt =
  | { readonly kind: 'out'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' | 'cut' | 'corrupt' };

function attempt(run: () => Uint8Array): Attempt {
  try {
    return { kind: 'out', bytes: run() };
  } catch (fault) {
    const code = fault instanceof Error && 'code' in fault ? fault.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') return { kind: 'too-large' };
    return { kind: code === 'Z_BUF_ERROR' ? 'cut' : 'corrupt' };
  }
}

/** No deflated byte becomes more bytes than this. */
const mostRatio = 1032;

function partOf(inflate: Inflate, bytes: Uint8Array, length: number, most: number): Uint8Array | undefined {
  const options = { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH };
  const part = attempt(() => inflate(bytes.subarray(0, length), options));
  return part.kind === 'out' && part.bytes.length > 0 ? part.bytes : undefined;
}

/** What comes out before the fault or the cut: the input is halved until what is left inflates. */
function beginning(inflate: Inflate, bytes: Uint8Array, most: number): Uint8Array | undefined {
  for (let length = bytes.length; length >= 16; length >>= 1) {
    const part = partOf(inflate, bytes, length, most);
    if (part !== undefined) return part;
  }
  return undefined;
}

/** What comes out before the limit: as much input as cannot be too much, then as much as that makes one expect. */
function beginningOfTooMuch(inflate: Inflate, bytes: Uint8Array, most: number): Uint8Array | undefined {
  const safe = Math.min(bytes.length, Math.floor(most / mostRatio));
  const first = partOf(inflate, bytes, safe, most);
  if (first === undefined) return undefined;
  let length = Math.min(bytes.length, Math.floor((safe * most * 0.75) / first.length));
  for (let tries = 0; tries < 3 && length > safe; tries += 1, length >>= 1) {
    const part = partOf(inflate, bytes, length, most);
    if (part !== undefined) return part;
  }
  return first;
}

/**
 * Inflates a deflated data set (PS3.5 §A.5: raw RFC 1951 without zlib header) to at most `most` bytes. `there`: compressed bytes and whatever follows them; `take` gives
 * the first of them. A stream that is cut, corrupt behind its beginning, wrapped in a zlib header or too large still gives its beginning. `undefined`: nothing at all came out.
 */
export function inflateDataSet(
  there: number,
  take: (length: number) => Uint8Array,
  most: number,
): Inflated | undefined {
  let inflate: Inflate = inflateRawSync;
  for (const step of steps) {
    const bytes = take(Math.min(step, there));
    let got = attempt(() => inflate(bytes, { maxOutputLength: most }));
    if (got.kind === 'corrupt' && step === steps[0]) {
      const wrapped = attempt(() => inflateSync(bytes, { maxOutputLength: most }));
      if (wrapped.kind !== 'corrupt') {
        inflate = inflateSync;
        got = wrapped;
      }
    }
    if (got.kind === 'out') return { bytes: got.bytes, whole: true, broken: false };
    const last = step >= there || step === steps.at(-1);
    if (got.kind === 'cut' && !last) continue;
    const begun = got.kind === 'too-large' ? beginningOfTooMuch(inflate, bytes, most) : beginning(inflate, bytes, most);
    const broken = got.kind === 'corrupt' || (got.kind === 'cut' && step >= there);
    return begun === undefined ? undefined : { bytes: begun, whole: false, broken };
  }
  return undefined;
}
