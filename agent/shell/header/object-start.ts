import type { ByteWindow } from './byte-window.ts';
import type { DamageList } from './damage-list.ts';
import { tagAt } from './element-head.ts';
import { type Encoding, encodingOf, plainSyntax } from './transfer-syntax.ts';
import { knownVR } from './value-representation.ts';
import type { RawSet } from './walk.ts';
import { headerTags } from './wanted.ts';

/** Where the data set begins and how it is written. */
export interface ObjectStart {
  readonly meta: RawSet;
  readonly position: number;
  /** Declared, or the plain syntax that the first element shows. */
  readonly transferSyntaxUID: string;
  readonly encoding: Encoding;
  /** Whether `DICM` or a File Meta Information proved the file to be DICOM. */
  readonly proven: boolean;
}

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes).replace(/[\0 ]+$/, '');
const transferSyntax = 0x00020010;
const groupLength = 0x00020000;

function startsWithDicm(window: ByteWindow, position: number): boolean {
  const bytes = window.peek(position, 4);
  return bytes.length === 4 && bytes[0] === 0x44 && bytes[1] === 0x49 && bytes[2] === 0x43 && bytes[3] === 0x4d;
}

interface MetaEnd {
  readonly meta: RawSet;
  readonly position: number;
}

/** Reads group 0002 element by element to its real end; its declared length is only compared (PS3.10 §7.1). */
function readMeta(window: ByteWindow, from: number, damage: DamageList): MetaEnd {
  const meta: RawSet = new Map();
  let at = from;
  let declaredEnd: number | undefined;
  for (;;) {
    const head = window.peek(at, 12);
    if (head.length < 8) break;
    const big = head[0] === 0 && head[1] === 2;
    if (!big && !(head[0] === 2 && head[1] === 0)) break;
    const tag = tagAt(head, 0, big);
    const known = knownVR(head[4] ?? 0, head[5] ?? 0);
    const number = (offset: number, bytes: number): number => {
      let value = 0;
      for (let index = 0; index < bytes; index += 1)
        value = value * 256 + (head[offset + (big ? index : bytes - 1 - index)] ?? 0);
      return value;
    };
    let size = 8;
    let length = number(4, 4);
    if (known !== undefined && !known.long) length = number(6, 2);
    if (known?.long === true) {
      size = 12;
      length = number(8, 4);
    }
    const value = window.peek(at + size, Math.min(length, 1024));
    if (at + size + length > window.size) {
      // An absurd length inside the group need not lose the data set, when the group's own length says where that begins.
      const resumes = declaredEnd !== undefined && declaredEnd > at && declaredEnd < window.size;
      damage.add(resumes ? 'length-overrun' : 'truncated-header', '(0002,xxxx)');
      return { meta, position: resumes ? (declaredEnd ?? window.size) : window.size };
    }
    if (tag === groupLength && length === 4) {
      let declared = 0;
      for (let index = 0; index < 4; index += 1) declared = declared * 256 + (value[big ? index : 3 - index] ?? 0);
      declaredEnd = at + size + length + declared;
    } else if (headerTags.has(tag) && length <= 1024) {
      meta.set(tag, { vr: headerTags.get(tag)?.vr ?? 'UN', big, bytes: value.slice() });
    }
    at += size + length;
  }
  if (declaredEnd !== undefined && declaredEnd !== at && at < window.size) damage.add('meta-length-wrong');
  return { meta, position: at };
}

/**
 * How the data set at `position` is written, judged by its first element alone: byte order by where the small group number has its zero byte, value representation by whether PS3.5 knows the two letters. `undefined`: no first element.
 */
export function encodingShown(bytes: Uint8Array, at: number): Encoding | undefined {
  if (bytes.length < at + 8) return undefined;
  return {
    explicit: knownVR(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0) !== undefined,
    big: bytes[at] === 0 && bytes[at + 1] !== 0,
    deflated: false,
  };
}

/** Finds the data set's beginning, with or without preamble and File Meta Information; `undefined` when nothing here looks like DICOM. */
export function findStart(window: ByteWindow, damage: DamageList, given?: string): ObjectStart | undefined {
  let from = 0;
  let proven = true;
  if (startsWithDicm(window, 128)) from = 132;
  else if (startsWithDicm(window, 0)) {
    from = 4;
    damage.add('no-preamble');
  } else {
    proven = false;
    damage.add('no-preamble');
  }
  const { meta, position } = readMeta(window, from, damage);
  if (meta.size > 0) proven = true;
  else damage.add('no-meta-header');
  const first = window.peek(position, 16);
  const shown = encodingShown(first, 0);
  const declaredBytes = meta.get(transferSyntax)?.bytes;
  const declared = (declaredBytes === undefined ? '' : ascii(declaredBytes)) || given;
  if (declared === undefined || declared === '') {
    if (meta.size > 0) damage.add('transfer-syntax-missing');
    const group = shown === undefined ? 0 : tagAt(first, 0, shown.big) >>> 16;
    if (shown === undefined || (!proven && (group < 2 || group > 0x28)))
      return proven ? { meta, position, transferSyntaxUID: '', encoding: encodingOf(''), proven } : undefined;
    return { meta, position, transferSyntaxUID: plainSyntax(shown), encoding: shown, proven };
  }
  const encoding = encodingOf(declared);
  if (encoding.deflated || shown === undefined)
    return { meta, position, transferSyntaxUID: declared, encoding, proven: true };
  if (shown.explicit !== encoding.explicit) damage.add('vr-contradicts-syntax');
  if (shown.big !== encoding.big) damage.add('byte-order-contradicts-syntax');
  return { meta, position, transferSyntaxUID: declared, encoding: { ...shown, deflated: false }, proven: true };
}
