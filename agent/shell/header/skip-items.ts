import { item, itemDelimitation, sequenceDelimitation } from './element-head.ts';
import { knownVR, lengthForms, vrCode } from './value-representation.ts';

const endless = 0xffffffff;
const sequenceCode = vrCode('SQ');
/** Nesting that a full walk bears as well; deeper is for it to name. */
const deepest = 40;

/** Where something ends; `short`: behind what is loaded; `odd`: not regular, for the full walk to name. */
export type Skipped = number | 'short' | 'odd';

const u32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at + 3] ?? 0) << 24) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0)) >>> 0;
const tagAt = (bytes: Uint8Array, at: number): number =>
  (((bytes[at + 1] ?? 0) << 24) | ((bytes[at] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 2] ?? 0)) >>> 0;

/** Finds the end of a little endian sequence of undefined length (PS3.5 §7.5.2) whose items begin at `from`, without keeping anything. */
export function skipItems(bytes: Uint8Array, from: number, loaded: number, explicit: boolean, depth = 0): Skipped {
  if (depth >= deepest) return 'odd';
  // An implicit data set may hold items that are explicit all the same.
  if (!explicit && from + 16 > loaded) return 'short';
  if (!explicit && knownVR(bytes[from + 12] ?? 0, bytes[from + 13] ?? 0) !== undefined) return 'odd';
  let at = from;
  for (;;) {
    if (at + 8 > loaded) return 'short';
    const tag = tagAt(bytes, at);
    const length = u32(bytes, at + 4);
    at += 8;
    if (tag === sequenceDelimitation) return at;
    if (tag !== item) return 'odd';
    if (length === endless) {
      const end = skipSet(bytes, at, loaded, explicit, depth + 1);
      if (typeof end === 'string') return end;
      at = end;
    } else at += length;
  }
}

/** Finds the end of an item of undefined length. */
function skipSet(bytes: Uint8Array, from: number, loaded: number, explicit: boolean, depth: number): Skipped {
  let at = from;
  let previous = -1;
  for (;;) {
    if (at + 8 > loaded) return 'short';
    const tag = tagAt(bytes, at);
    if (tag === itemDelimitation) return at + 8;
    if (tag <= previous || tag >>> 16 === 0xfffe) return 'odd';
    previous = tag;
    let length = u32(bytes, at + 4);
    let value = at + 8;
    let sequence = !explicit;
    if (explicit) {
      const code = ((bytes[at + 5] ?? 0) << 8) | (bytes[at + 4] ?? 0);
      const form = lengthForms[code];
      if (form === 0) return 'odd';
      if (form === 1) length = ((bytes[at + 7] ?? 0) << 8) | (bytes[at + 6] ?? 0);
      else {
        if (at + 12 > loaded) return 'short';
        length = u32(bytes, at + 8);
        value = at + 12;
      }
      sequence = code === sequenceCode;
    }
    if (length !== endless) at = value + length;
    else {
      if (!sequence) return 'odd';
      const end = skipItems(bytes, value, loaded, explicit, depth + 1);
      if (typeof end === 'string') return end;
      at = end;
    }
  }
}
