import {
  asciiSet,
  type CharacterSet,
  gb2312,
  jis0201,
  jis0208,
  jis0212,
  korean,
  latin1,
  upperHalfByFinal,
} from './character-set.ts';

const escape = 0x1b;
const backslash = 0x5c;
const caret = 0x5e;
const equals = 0x3d;

interface State {
  /** Bytes below 0x80. */
  lower: CharacterSet;
  /** Bytes from 0x80 on; `undefined`: nothing designated. */
  upper: CharacterSet | undefined;
}

/** Applies the escape sequence at `at`; returns its length, 0 when it is none of PS3.3 table C.12-3/C.12-4. */
function designate(bytes: Uint8Array, at: number, state: State): number {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at + 1, at + 4);
  if (first === 0x28 && second === 0x42) state.lower = asciiSet;
  else if (first === 0x28 && second === 0x4a) state.lower = jis0201;
  else if (first === 0x29 && second === 0x49) state.upper = jis0201;
  else if (first === 0x24 && (second === 0x42 || second === 0x40)) state.lower = jis0208;
  else if (first === 0x24 && second === 0x28 && third === 0x44) {
    state.lower = jis0212;
    return 4;
  } else if (first === 0x24 && second === 0x29 && third === 0x43) {
    state.upper = korean;
    return 4;
  } else if (first === 0x24 && second === 0x29 && third === 0x41) {
    state.upper = gb2312;
    return 4;
  } else if (first === 0x2d && upperHalfByFinal.has(second)) state.upper = upperHalfByFinal.get(second);
  else return 0;
  return 3;
}

/** The state each value, line and name component begins with (PS3.5 §6.1.2.5.3): the first set's, and where nothing is designated the set the list leaves room for. */
function initial(sets: readonly CharacterSet[]): State {
  const first = sets[0] ?? asciiSet;
  // Some archives declare a two-byte set and never escape into it.
  const upper =
    first === asciiSet || first.width === 0 ? sets.find((each) => each === gb2312 || each === korean) : first;
  if (first === jis0208 || first === jis0212) return { lower: asciiSet, upper: undefined };
  return { lower: first === jis0201 ? jis0201 : asciiSet, upper };
}

/**
 * Decodes text with code extensions (PS3.5 §6.1.2.5) under the declared list of sets. `nameDelimiters`: `^` and `=` end a component, which resets the sets.
 * `undefined`: some bytes are of none of the designated sets.
 */
export function decodeIso2022(
  bytes: Uint8Array,
  sets: readonly CharacterSet[],
  nameDelimiters: boolean,
): string | undefined {
  let state = initial(sets);
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (byte === escape) {
      const length = designate(bytes, at, state);
      if (length === 0) return undefined;
      at += length;
      continue;
    }
    const upper = byte >= 0x80;
    const twoByteLower = !upper && state.lower.width === 2 && byte > 0x20;
    if (!upper && !twoByteLower) {
      const resets =
        byte === backslash ||
        byte === 0x0a ||
        byte === 0x0c ||
        byte === 0x0d ||
        byte === 0x09 ||
        (nameDelimiters && (byte === caret || byte === equals));
      if (resets) state = initial(sets);
      text += String.fromCharCode(byte);
      at += 1;
      continue;
    }
    const active = upper ? state.upper : state.lower;
    if (active === undefined) return undefined;
    const from = at;
    while (at < bytes.length) {
      const next = bytes[at] ?? 0;
      if (next === escape || next >= 0x80 !== upper || (!upper && next <= 0x20)) break;
      at += active.width === 2 ? 2 : 1;
    }
    const run = bytes.subarray(from, Math.min(at, bytes.length));
    const decoded = active.decode(run) ?? (active.name === 'ISO_IR 100' ? latin1(run) : undefined);
    if (decoded === undefined) return undefined;
    text += decoded;
  }
  return text;
}
