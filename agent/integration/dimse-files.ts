// For the peers' tests: Part 10 files of one small CT object, written by hand in each encoding.
import type { Encoding } from '../shell/dimse/testing/data-set.ts';
import { element, header, item, sequence } from '../shell/dimse/testing/data-set.ts';

export const CT = '1.2.840.10008.5.1.4.1.1.2';
export const IMPLICIT = '1.2.840.10008.1.2';
export const EXPLICIT = '1.2.840.10008.1.2.1';
export const BIG = '1.2.840.10008.1.2.2';
export const JPEG = '1.2.840.10008.1.2.4.50';

/** A Part 10 file: preamble, group 0002 in explicit little endian, data set as given. */
export function part10(transferSyntax: string, instance: string, dataSet: Uint8Array, sopClass = CT): Buffer {
  const uid = (value: string): Buffer => Buffer.from(value.length % 2 === 0 ? value : `${value}\0`);
  const meta = Buffer.concat([
    element('explicit', 0x00020001, 'OB', Buffer.from([0, 1])),
    element('explicit', 0x00020002, 'UI', uid(sopClass)),
    element('explicit', 0x00020003, 'UI', uid(instance)),
    element('explicit', 0x00020010, 'UI', uid(transferSyntax)),
    element('explicit', 0x00020012, 'UI', uid('1.2.3')),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  const groupLength = element('explicit', 0x00020000, 'UL', length);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), groupLength, meta, dataSet]);
}

const short = (encoding: Encoding, value: number): Buffer =>
  encoding === 'big-endian' ? Buffer.from([value >> 8, value & 0xff]) : Buffer.from([value & 0xff, value >> 8]);

/** Everything of a small CT object before its pixels, with sequences of undefined length among it. */
export function ctHeader(encoding: Encoding, instance: string, side: number): Buffer {
  const text = (tag: number, vr: string, value: string): Buffer => element(encoding, tag, vr, value);
  const uid = (tag: number, value: string): Buffer =>
    element(encoding, tag, 'UI', Buffer.from(value.length % 2 === 0 ? value : `${value}\0`));
  return Buffer.concat([
    text(0x00080005, 'CS', 'ISO_IR 192'),
    uid(0x00080016, CT),
    uid(0x00080018, instance),
    text(0x00080020, 'DA', '20240501'),
    text(0x00080060, 'CS', 'CT'),
    sequence(encoding, 0x00081140, [item(encoding, text(0x00080100, 'SH', '113813'), true)], true),
    text(0x00100010, 'PN', 'Wang^Xiaodong'),
    uid(0x0020000d, '1.2.3.10'),
    uid(0x0020000e, '1.2.3.11'),
    element(encoding, 0x00280002, 'US', short(encoding, 1)),
    text(0x00280004, 'CS', 'MONOCHROME2'),
    element(encoding, 0x00280010, 'US', short(encoding, side)),
    element(encoding, 0x00280011, 'US', short(encoding, side)),
    element(encoding, 0x00280100, 'US', short(encoding, 8)),
    element(encoding, 0x00280101, 'US', short(encoding, 8)),
    element(encoding, 0x00280102, 'US', short(encoding, 7)),
    element(encoding, 0x00280103, 'US', short(encoding, 0)),
  ]);
}

export const SIDE = 64;
export const PIXELS = Buffer.alloc(SIDE * SIDE, 0x11);
export const native = (encoding: Encoding, syntax: string, instance: string): Buffer =>
  part10(
    syntax,
    instance,
    Buffer.concat([ctHeader(encoding, instance, SIDE), element(encoding, 0x7fe00010, 'OW', PIXELS)]),
  );
export const compressed = (instance: string): Buffer =>
  part10(
    JPEG,
    instance,
    Buffer.concat([
      ctHeader('explicit', instance, SIDE),
      header('explicit', 0x7fe00010, 'OB', 0xffffffff),
      item('explicit', Buffer.alloc(0), false),
      item('explicit', Buffer.alloc(3000, 0xab), false),
      Buffer.from('feffdde000000000', 'hex'),
    ]),
  );
