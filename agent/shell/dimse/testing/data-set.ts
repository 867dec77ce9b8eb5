// For tests: writes DICOM elements byte by byte, in any of the three encodings, correct or not.

export type Encoding = 'implicit' | 'explicit' | 'big-endian';

const LONG_VRS = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

/** Writer of 16- and 32-bit numbers in the byte order of the encoding. */
function numbers(encoding: Encoding): { short: (value: number) => Buffer; long: (value: number) => Buffer } {
  const big = encoding === 'big-endian';
  return {
    short: (value) => {
      const bytes = Buffer.alloc(2);
      if (big) bytes.writeUInt16BE(value);
      else bytes.writeUInt16LE(value);
      return bytes;
    },
    long: (value) => {
      const bytes = Buffer.alloc(4);
      if (big) bytes.writeUInt32BE(value);
      else bytes.writeUInt32LE(value);
      return bytes;
    },
  };
}

function tagBytes(encoding: Encoding, tag: number): Buffer {
  const { short } = numbers(encoding);
  return Buffer.concat([short(Math.floor(tag / 0x10000)), short(tag % 0x10000)]);
}

/** Header of an element; `length` may be 0xFFFFFFFF or a lie. */
export function header(encoding: Encoding, tag: number, vr: string, length: number): Buffer {
  const { short, long } = numbers(encoding);
  if (encoding === 'implicit') return Buffer.concat([tagBytes(encoding, tag), long(length)]);
  const letters = Buffer.from(vr, 'latin1');
  return LONG_VRS.has(vr)
    ? Buffer.concat([tagBytes(encoding, tag), letters, Buffer.alloc(2), long(length)])
    : Buffer.concat([tagBytes(encoding, tag), letters, short(length)]);
}

/** One element; text is padded to even length with a space. */
export function element(encoding: Encoding, tag: number, vr: string, value: Uint8Array | string): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value.length % 2 === 0 ? value : `${value} `) : value;
  return Buffer.concat([header(encoding, tag, vr, bytes.length), bytes]);
}

/** Item, item delimiter and sequence delimiter. */
export function item(encoding: Encoding, content: Uint8Array, undefinedLength: boolean): Buffer {
  const { long } = numbers(encoding);
  return Buffer.concat([
    tagBytes(encoding, 0xfffee000),
    long(undefinedLength ? 0xffffffff : content.length),
    content,
    ...(undefinedLength ? [tagBytes(encoding, 0xfffee00d), long(0)] : []),
  ]);
}

/** Sequence of given items. */
export function sequence(
  encoding: Encoding,
  tag: number,
  items: readonly Uint8Array[],
  undefinedLength: boolean,
): Buffer {
  const { long } = numbers(encoding);
  const content = Buffer.concat(items);
  return Buffer.concat([
    header(encoding, tag, 'SQ', undefinedLength ? 0xffffffff : content.length),
    content,
    ...(undefinedLength ? [tagBytes(encoding, 0xfffee0dd), long(0)] : []),
  ]);
}

/** A header with everything that makes finding the pixels hard: nested sequences of both kinds, an icon with pixels. */
export function difficultHeader(encoding: Encoding): Buffer {
  const inner = element(encoding, 0x00080100, 'SH', '113813');
  const icon = Buffer.concat([
    element(encoding, 0x00280010, 'US', Buffer.from([8, 0])),
    element(encoding, 0x7fe00010, 'OW', Buffer.alloc(64, 0x7f)),
  ]);
  return Buffer.concat([
    element(encoding, 0x00080005, 'CS', 'GB18030'),
    element(encoding, 0x00080018, 'UI', Buffer.from('1.2.3.4\0')),
    sequence(encoding, 0x00081140, [item(encoding, inner, false), item(encoding, inner, true)], false),
    sequence(
      encoding,
      0x00082218,
      [
        item(encoding, sequence(encoding, 0x00082228, [item(encoding, inner, true)], true), true),
        item(encoding, inner, false),
      ],
      true,
    ),
    element(encoding, 0x00100010, 'PN', 'Wang^Xiaodong'),
    sequence(encoding, 0x00880200, [item(encoding, icon, true)], true),
    element(encoding, 0x00280010, 'US', Buffer.from([0, 2])),
  ]);
}
