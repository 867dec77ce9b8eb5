import { constants, inflateRawSync, inflateSync } from 'node:zlib';

export interface Inflated {
  readonly bytes: Uint8Array;
  /** The compressed stream came out whole. */
  readonly whole: boolean;
  /** The stream is corrupt or cut; `bytes` is what came out before. False with `whole` false: only the limit ended it. */
  readonly broken: boolean;
}

type Attempt =
  | { readonly kind: 'out'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'corrupt' };

function attempt(run: () => Uint8Array): Attempt {
  try {
    return { kind: 'out', bytes: run() };
  } catch (fault) {
    const tooLarge = fault instanceof Error && 'code' in fault && fault.code === 'ERR_BUFFER_TOO_LARGE';
    return { kind: tooLarge ? 'too-large' : 'corrupt' };
  }
}

/**
 * Inflates a deflated data set (PS3.5 §A.5: raw RFC 1951 without zlib header) to at most `most` bytes. A stream that is cut, corrupt behind its beginning, wrapped
 * in a zlib header or too large still gives its beginning: the input is halved until what is left inflates. `undefined`: nothing at all came out.
 */
export function inflateDataSet(bytes: Uint8Array, most: number): Inflated | undefined {
  const strict = attempt(() => inflateRawSync(bytes, { maxOutputLength: most }));
  if (strict.kind === 'out') return { bytes: strict.bytes, whole: true, broken: false };
  if (strict.kind === 'corrupt') {
    const wrapped = attempt(() => inflateSync(bytes, { maxOutputLength: most }));
    if (wrapped.kind === 'out') return { bytes: wrapped.bytes, whole: true, broken: false };
  }
  for (let length = bytes.length; length >= 16; length >>= 1) {
    const part = attempt(() =>
      inflateRawSync(bytes.subarray(0, length), { maxOutputLength: most, finishFlush: constants.Z_SYNC_FLUSH }),
    );
    if (part.kind === 'out' && part.bytes.length > 0)
      return { bytes: part.bytes, whole: false, broken: strict.kind === 'corrupt' };
  }
  return undefined;
}
