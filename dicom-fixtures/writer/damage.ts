import { type ElementKeyword, elementTable } from './element-table.ts';

/** Things that happen to files: on disks, in half-finished copies, by careless programs. Each takes whole file bytes and gives new ones. */
export type Damage = (bytes: Buffer) => Buffer;

const prefixLength = 132;

/** Where the data set begins: behind the File Meta Information, by its group length (0002,0000). */
export function datasetOffset(bytes: Buffer): number {
  return prefixLength + 12 + bytes.readUInt32LE(prefixLength + 8);
}

/** Offset of an element of a little-endian data set outside of sequences; the tag's bytes must stand in the file just once or first. */
function offsetOf(bytes: Buffer, keyword: ElementKeyword): number {
  const [tag] = elementTable[keyword];
  const mark = Buffer.alloc(4);
  mark.writeUInt16LE(tag >>> 16, 0);
  mark.writeUInt16LE(tag & 0xffff, 2);
  const at = bytes.indexOf(mark, datasetOffset(bytes));
  if (at < 0) throw new RangeError(`the file holds no ${keyword}`);
  return at;
}

/** The first part of the file, as a copy that was interrupted leaves it. */
export const truncatedTo =
  (length: number): Damage =>
  (bytes) =>
    bytes.subarray(0, length);

/** Cut in the middle of an element's own header. */
export const cutInside =
  (keyword: ElementKeyword): Damage =>
  (bytes) =>
    bytes.subarray(0, offsetOf(bytes, keyword) + 6);

/** Half of the pixel data is missing at the end. */
export const halfPixels: Damage = (bytes) => bytes.subarray(0, bytes.length - 1024);

/** The prefix is gone: the file begins with group 0002. */
export const withoutPreamble: Damage = (bytes) => bytes.subarray(prefixLength);

/** Preamble and File Meta Information are gone: the file begins with group 0008. */
export const withoutMeta: Damage = (bytes) => bytes.subarray(datasetOffset(bytes));

/** (0002,0000) says so many bytes too many (or, negative, too few). */
export const wrongGroupLength =
  (by: number): Damage =>
  (bytes) => {
    const copy = Buffer.from(bytes);
    copy.writeUInt32LE(copy.readUInt32LE(prefixLength + 8) + by, prefixLength + 8);
    return copy;
  };

/** One bit of one byte turned over, counted from the end of the file. */
export const flippedFromEnd =
  (distance: number): Damage =>
  (bytes) => {
    const copy = Buffer.from(bytes);
    const at = copy.length - distance;
    copy.writeUInt8(copy.readUInt8(at) ^ 0x10, at);
    return copy;
  };

/** Two letters in the place of an element's value representation (explicit little endian). */
export const wrongVr =
  (keyword: ElementKeyword, vr: string): Damage =>
  (bytes) => {
    const copy = Buffer.from(bytes);
    copy.write(vr, offsetOf(copy, keyword) + 4, 2, 'latin1');
    return copy;
  };

/** Zeros from a place on, as file systems leave them after a power cut. */
export const zeroedFrom =
  (offset: number): Damage =>
  (bytes) =>
    Buffer.concat([bytes.subarray(0, offset), Buffer.alloc(bytes.length - offset)]);

/** More bytes behind the last element. */
export const withTrailing =
  (count: number): Damage =>
  (bytes) =>
    Buffer.concat([bytes, Buffer.alloc(count, 0xff)]);
