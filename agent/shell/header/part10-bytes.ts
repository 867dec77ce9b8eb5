/**
 * Builds DICOM bytes by hand for this room's tests: every byte is written here, by no library, so that a test can be wrong only in one place. Holds no real object.
 */
export interface Style {
  readonly explicit: boolean;
  readonly big: boolean;
}
export const explicitLittle: Style = { explicit: true, big: false };
export const implicitLittle: Style = { explicit: false, big: false };
export const explicitBig: Style = { explicit: true, big: true };

const longForm = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
export const undefinedLength = 0xffffffff;

export function u16(value: number, big: boolean): Buffer {
  const bytes = Buffer.alloc(2);
  if (big) bytes.writeUInt16BE(value);
  else bytes.writeUInt16LE(value);
  return bytes;
}

export function u32(value: number, big: boolean): Buffer {
  const bytes = Buffer.alloc(4);
  if (big) bytes.writeUInt32BE(value);
  else bytes.writeUInt32LE(value);
  return bytes;
}

export function tagBytes(tag: number, big: boolean): Buffer {
  return Buffer.concat([u16(Math.floor(tag / 65_536), big), u16(tag % 65_536, big)]);
}

/** One element. Text is padded to even length; `length` may lie. */
export function element(
  tag: number,
  vr: string,
  value: Buffer | string,
  style: Style = explicitLittle,
  length?: number,
): Buffer {
  const raw = typeof value === 'string' ? Buffer.from(value, 'latin1') : value;
  const bytes = raw.length % 2 === 0 ? raw : Buffer.concat([raw, Buffer.from([vr === 'UI' ? 0 : 0x20])]);
  const declared = length ?? bytes.length;
  const head = tagBytes(tag, style.big);
  if (!style.explicit) return Buffer.concat([head, u32(declared, style.big), bytes]);
  if (longForm.has(vr))
    return Buffer.concat([head, Buffer.from(`${vr}\0\0`, 'latin1'), u32(declared, style.big), bytes]);
  return Buffer.concat([head, Buffer.from(vr, 'latin1'), u16(declared, style.big), bytes]);
}

/** One item of a sequence, with its length or with a delimiter. */
export function item(content: Buffer, style: Style = explicitLittle, delimited = false): Buffer {
  const head = tagBytes(0xfffee000, style.big);
  if (!delimited) return Buffer.concat([head, u32(content.length, style.big), content]);
  return Buffer.concat([
    head,
    u32(undefinedLength, style.big),
    content,
    tagBytes(0xfffee00d, style.big),
    u32(0, style.big),
  ]);
}

/** A sequence of items, with its length or with a delimiter. */
export function sequence(
  tag: number,
  items: readonly Buffer[],
  style: Style = explicitLittle,
  delimited = false,
): Buffer {
  const content = Buffer.concat(items);
  if (!delimited) return element(tag, 'SQ', content, style);
  const end = Buffer.concat([tagBytes(0xfffee0dd, style.big), u32(0, style.big)]);
  return Buffer.concat([element(tag, 'SQ', Buffer.alloc(0), style, undefinedLength), content, end]);
}

/** File Meta Information with the given transfer syntax behind the preamble. */
export function meta(transferSyntaxUID: string, sopClass = '1.2.840.10008.5.1.4.1.1.2'): Buffer {
  const rest = Buffer.concat([
    element(0x00020001, 'OB', Buffer.from([0, 1])),
    element(0x00020002, 'UI', sopClass),
    element(0x00020003, 'UI', '1.2.3.4'),
    element(0x00020010, 'UI', transferSyntaxUID),
    element(0x00020012, 'UI', '1.2.3'),
  ]);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM', 'latin1'),
    element(0x00020000, 'UL', u32(rest.length, false)),
    rest,
  ]);
}

/** The elements of a small CT image, without pixel data. */
export function ctElements(style: Style, more: Readonly<Record<number, Buffer>> = {}): Buffer {
  const elements: Record<number, Buffer> = {
    [0x00080005]: element(0x00080005, 'CS', 'ISO_IR 192', style),
    [0x00080008]: element(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL', style),
    [0x00080016]: element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2', style),
    [0x00080018]: element(0x00080018, 'UI', '1.2.3.4', style),
    [0x00080020]: element(0x00080020, 'DA', '20250301', style),
    [0x00080060]: element(0x00080060, 'CS', 'CT', style),
    [0x00100010]: element(0x00100010, 'PN', Buffer.from('Wang^XiaoDong=王^小东', 'utf8'), style),
    [0x00100020]: element(0x00100020, 'LO', 'P-0001', style),
    [0x00100030]: element(0x00100030, 'DA', '19800615', style),
    [0x00101010]: element(0x00101010, 'AS', '044Y', style),
    [0x00180060]: element(0x00180060, 'DS', '120', style),
    [0x00181151]: element(0x00181151, 'IS', '200', style),
    [0x0020000d]: element(0x0020000d, 'UI', '1.2.3.5', style),
    [0x0020000e]: element(0x0020000e, 'UI', '1.2.3.6', style),
    [0x00280010]: element(0x00280010, 'US', u16(512, style.big), style),
    [0x00280011]: element(0x00280011, 'US', u16(256, style.big), style),
    ...more,
  };
  const sorted = Object.keys(elements)
    .map(Number)
    .toSorted((a, b) => a - b);
  return Buffer.concat(sorted.map((tag) => elements[tag] ?? Buffer.alloc(0)));
}

export function pixels(style: Style, length = 64): Buffer {
  return element(0x7fe00010, 'OW', Buffer.alloc(length, 7), style);
}
