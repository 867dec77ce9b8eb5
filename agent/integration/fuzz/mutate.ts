import type { Draw } from './draw.ts';

/** What a mutation does to an object's bytes; one object gets one to six of them. */
export const mutations = {
  'bit flip': (bytes, draw) => {
    const at = draw(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << draw(8));
    return bytes;
  },
  'bytes overwritten': (bytes, draw) => {
    const at = draw(bytes.length);
    bytes.fill(draw(256), at, Math.min(bytes.length, at + 1 + draw(16)));
    return bytes;
  },
  cut: (bytes, draw) => bytes.subarray(0, draw(bytes.length)),
  'bytes lost': (bytes, draw) => {
    const at = draw(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + draw(64))]);
  },
  'length lie': (bytes, draw) => {
    const found = headAfter(bytes, draw(bytes.length));
    if (found === undefined) return bytes;
    const lie = lies[draw(lies.length)] ?? 0;
    if (found.lengthSize === 2) bytes.writeUInt16LE((found.length + lie) & 0xffff, found.lengthAt);
    else bytes.writeUInt32LE((lie > 0xffff ? lie : found.length + lie) >>> 0, found.lengthAt);
    return bytes;
  },
  'tags swapped': (bytes, draw) => {
    const one = headAfter(bytes, draw(bytes.length));
    const other = headAfter(bytes, draw(bytes.length));
    if (one === undefined || other === undefined) return bytes;
    const tag = Buffer.from(bytes.subarray(one.at, one.at + 4));
    bytes.copy(bytes, one.at, other.at, other.at + 4);
    tag.copy(bytes, other.at);
    return bytes;
  },
  'tag of pixel data or a delimiter': (bytes, draw) => {
    const found = headAfter(bytes, draw(bytes.length));
    if (found !== undefined) specialTags[draw(specialTags.length)]?.copy(bytes, found.at);
    return bytes;
  },
  'false value representation': (bytes, draw) => {
    const found = headAfter(bytes, draw(bytes.length));
    if (found !== undefined) bytes.write(representations[draw(representations.length)] ?? '', found.at + 4, 'latin1');
    return bytes;
  },
  'item or sequence opened': (bytes, draw) => {
    const at = draw(bytes.length);
    const opened = openings[draw(openings.length)] ?? Buffer.alloc(0);
    return Buffer.concat([bytes.subarray(0, at), opened, bytes.subarray(at)]);
  },
  'part repeated': (bytes, draw) => {
    const from = draw(bytes.length);
    const part = bytes.subarray(from, from + 1 + draw(4096));
    const at = draw(bytes.length);
    return Buffer.concat([
      bytes.subarray(0, at),
      ...Array.from({ length: 1 + draw(40) }, () => part),
      bytes.subarray(at),
    ]);
  },
  'part of another object': (bytes, draw, other) => {
    const from = draw(other.length);
    const at = draw(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + 1 + draw(8192)), bytes.subarray(at)]);
  },
  'character set exchanged': (bytes, draw) => {
    const at = bytes.indexOf(characterSetTag);
    if (at < 0 || at + 8 >= bytes.length) return bytes;
    const terms = Buffer.from(characterSets[draw(characterSets.length)] ?? '', 'latin1');
    terms.copy(bytes, at + 8);
    return bytes;
  },
} as const satisfies Record<string, (bytes: Buffer, draw: Draw, other: Buffer) => Buffer>;

export type Mutation = keyof typeof mutations;
const names = Object.keys(mutations) as Mutation[];

const longest = 2 * 1024 * 1024;

/** One to six mutations of `bytes` (left as they are), with what was done. */
export function mutate(
  bytes: Buffer,
  other: Buffer,
  draw: Draw,
): { readonly mutant: Buffer; readonly done: readonly Mutation[] } {
  let mutant = Buffer.from(bytes);
  const done: Mutation[] = [];
  for (let times = 1 + draw(6); times > 0 && mutant.length > 0; times -= 1) {
    const name = names[draw(names.length)] ?? 'bit flip';
    mutant = Buffer.from(mutations[name](mutant, draw, other).subarray(0, longest));
    done.push(name);
  }
  return { mutant, done };
}

const lies = [1, -1, 2, -2, 7, 256, 0x7fffffff, 0xfffffffe, 0xffffffff, 0x80000000, 0x01000000];
const representations = ['  ', '\0\0', 'SQ', 'UN', 'OB', 'PN', 'DS', 'UI', 'US', 'FD', 'UT', 'ZZ', 'sq'];
const specialTags = [
  'e07f1000',
  'feff00e0',
  'feff0de0',
  'feffdde0',
  '08000500',
  '400030a7',
  '00000000',
  'ffffffff',
].map((hex) => Buffer.from(hex, 'hex'));
const openings = [
  'feff00e0ffffffff',
  'feff00e000000000',
  '400030a753510000ffffffff',
  '0800402253510000fffffffffeff00e0ffffffff',
  'feff0de000000000',
  'feffdde000000000',
  'e07f10004f420000ffffffff',
].map((hex) => Buffer.from(hex, 'hex'));
const characterSetTag = Buffer.from('08000500', 'hex');
const characterSets = [
  'GB18030 ',
  'GBK ',
  'ISO_IR 192',
  'ISO_IR 100',
  '\\ISO 2022 IR 58',
  '\\ISO 2022 IR 87',
  'ISO 2022 IR 13\\ISO 2022 IR 159',
  '\\ISO 2022 IR 149',
  'ISO_IR 999',
];

interface Head {
  readonly at: number;
  readonly lengthAt: number;
  readonly lengthSize: 2 | 4;
  readonly length: number;
}

const longForms = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

/** The next place that looks like the head of an explicit little endian element, within the next 4 KiB. */
function headAfter(bytes: Buffer, from: number): Head | undefined {
  const end = Math.min(bytes.length - 12, from + 4096);
  for (let at = from; at < end; at += 1) {
    const vr = bytes.toString('latin1', at + 4, at + 6);
    if (!/^[A-Z]{2}$/.test(vr) || (bytes[at] ?? 0) % 2 === 1) continue;
    return longForms.has(vr)
      ? { at, lengthAt: at + 8, lengthSize: 4, length: bytes.readUInt32LE(at + 8) }
      : { at, lengthAt: at + 6, lengthSize: 2, length: bytes.readUInt16LE(at + 6) };
  }
  return undefined;
}
