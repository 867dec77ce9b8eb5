import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HeaderReading, type ReadableHeader, readHeaderBytes, readHeaderFile } from './index.ts';
import {
  ctElements,
  element,
  explicitBig,
  explicitLittle,
  implicitLittle,
  item,
  meta,
  pixels,
  type Style,
  sequence,
  tagBytes,
  u16,
  u32,
  undefinedLength,
} from './part10-bytes.ts';

const explicitLE = '1.2.840.10008.1.2.1';
const implicitLE = '1.2.840.10008.1.2';
const explicitBE = '1.2.840.10008.1.2.2';
const deflatedLE = '1.2.840.10008.1.2.1.99';
const jpeg = '1.2.840.10008.1.2.4.50';

function readable(bytes: Uint8Array, options = { complete: true }): ReadableHeader {
  const reading: HeaderReading = readHeaderBytes(bytes, options);
  if (reading.kind !== 'readable') throw new Error(`${reading.kind}: ${reading.reason}`);
  return reading;
}
const codes = (reading: ReadableHeader): string[] => reading.damage.map(({ code }) => code);

function file(syntax: string, style: Style, more: Readonly<Record<number, Buffer>> = {}): Buffer {
  return Buffer.concat([meta(syntax), ctElements(style, more), pixels(style)]);
}

const expected = {
  SpecificCharacterSet: 'ISO_IR 192',
  ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  PatientName: 'Wang^XiaoDong=王^小东',
  PatientID: 'P-0001',
  KVP: 120,
  XRayTubeCurrent: 200,
  Rows: 512,
  Columns: 256,
  StudyInstanceUID: '1.2.3.5',
};

describe('every way of writing a data set gives the same header', () => {
  it.each([
    ['explicit little endian', file(explicitLE, explicitLittle), explicitLE],
    ['implicit little endian', file(implicitLE, implicitLittle), implicitLE],
    ['explicit big endian', file(explicitBE, explicitBig), explicitBE],
    [
      'deflated',
      Buffer.concat([
        meta(deflatedLE),
        deflateRawSync(Buffer.concat([ctElements(explicitLittle), pixels(explicitLittle)])),
      ]),
      deflatedLE,
    ],
    [
      'deflated in a zlib wrapper',
      Buffer.concat([
        meta(deflatedLE),
        deflateSync(Buffer.concat([ctElements(explicitLittle), pixels(explicitLittle)])),
      ]),
      deflatedLE,
    ],
  ])('%s', (_name, bytes, syntax) => {
    const reading = readable(bytes);
    expect(reading.header).toMatchObject(expected);
    expect(reading.transferSyntaxUID).toBe(syntax);
    expect(reading.damage).toEqual([]);
    expect(reading.object).toBe('instance');
  });

  it('encapsulated pixel data are not entered', () => {
    const fragments = Buffer.concat([
      element(0x7fe00010, 'OB', Buffer.alloc(0), explicitLittle, undefinedLength),
      item(Buffer.alloc(0)),
      item(Buffer.alloc(400, 9)),
      tagBytes(0xfffee0dd, false),
      u32(0, false),
    ]);
    expect(readable(Buffer.concat([meta(jpeg), ctElements(explicitLittle), fragments])).damage).toEqual([]);
    expect(
      codes(readable(Buffer.concat([meta(jpeg), ctElements(explicitLittle), fragments.subarray(0, 300)]))),
    ).toEqual(['truncated-pixel-data']);
  });
});

describe('beginnings', () => {
  it.each([
    ['without preamble, with meta', file(explicitLE, explicitLittle).subarray(132), explicitLE, ['no-preamble']],
    ['with DICM first', file(explicitLE, explicitLittle).subarray(128), explicitLE, ['no-preamble']],
    [
      'bare explicit',
      Buffer.concat([ctElements(explicitLittle), pixels(explicitLittle)]),
      explicitLE,
      ['no-preamble', 'no-meta-header'],
    ],
    [
      'bare implicit',
      Buffer.concat([ctElements(implicitLittle), pixels(implicitLittle)]),
      implicitLE,
      ['no-preamble', 'no-meta-header'],
    ],
    [
      'bare big endian',
      Buffer.concat([ctElements(explicitBig), pixels(explicitBig)]),
      explicitBE,
      ['no-preamble', 'no-meta-header'],
    ],
    ['implicit under an explicit declaration', file(explicitLE, implicitLittle), explicitLE, ['vr-contradicts-syntax']],
    ['explicit under an implicit declaration', file(implicitLE, explicitLittle), implicitLE, ['vr-contradicts-syntax']],
    [
      'big endian under a little endian declaration',
      file(explicitLE, explicitBig),
      explicitLE,
      ['byte-order-contradicts-syntax'],
    ],
  ])('%s', (_name, bytes, syntax, damage) => {
    const reading = readable(bytes);
    expect(reading.header).toMatchObject(expected);
    expect(reading.transferSyntaxUID).toBe(syntax);
    expect(codes(reading)).toEqual(damage);
  });

  it('a wrong group length is named and does no harm', () => {
    const bytes = file(explicitLE, explicitLittle);
    bytes.writeUInt32LE(4, 140);
    const reading = readable(bytes);
    expect(reading.header).toMatchObject(expected);
    expect(codes(reading)).toEqual(['meta-length-wrong']);
  });

  it('a data set from the network brings its syntax beside it', () => {
    const reading = readHeaderBytes(ctElements(implicitLittle), { complete: false, transferSyntaxUID: implicitLE });
    expect(reading).toMatchObject({ kind: 'readable', transferSyntaxUID: implicitLE, header: { PatientID: 'P-0001' } });
  });

  it('a directory of files is told apart', () => {
    const bytes = Buffer.concat([meta(explicitLE, '1.2.840.10008.1.3.10'), element(0x00041130, 'CS', 'SET')]);
    expect(readable(bytes).object).toBe('directory');
  });

  it.each([
    ['text', Buffer.from('# Read me\nThis is a note about images.\n'.repeat(8))],
    ['zeros', Buffer.alloc(4096)],
    ['a PNG', Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(300, 3)])],
    ['one byte', Buffer.from([8])],
    ['an XML', Buffer.from('<?xml version="1.0"?><a/>')],
  ])('%s is no DICOM', (_name, bytes) => {
    expect(readHeaderBytes(bytes, { complete: true })).toEqual({ kind: 'not-dicom', reason: 'no-dicom-structure' });
  });

  it('nothing at all, and a meta header alone', () => {
    expect(readHeaderBytes(Buffer.alloc(0), { complete: true })).toMatchObject({ kind: 'unreadable', reason: 'empty' });
    expect(readHeaderBytes(meta(explicitLE), { complete: true })).toMatchObject({
      kind: 'unreadable',
      reason: 'truncated',
    });
    expect(
      readHeaderBytes(Buffer.concat([meta(deflatedLE), Buffer.alloc(40, 0xff)]), { complete: true }),
    ).toMatchObject({ kind: 'unreadable', reason: 'deflate-broken' });
  });
});

describe('files', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'header-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('reads on where wanted attributes lie far behind long private values', () => {
    const path = join(folder, 'far');
    const long = {
      [0x00091002]: element(0x00091002, 'OB', Buffer.alloc(700_000, 1)),
      [0x00131002]: element(0x00131002, 'OB', Buffer.alloc(90_000, 2)),
    };
    writeFileSync(path, file(explicitLE, explicitLittle, long));
    expect(readHeaderFile(path)).toMatchObject({ kind: 'readable', header: expected, damage: [] });
  });

  it('a header larger than the limit is named, and what was read is kept', () => {
    const path = join(folder, 'large');
    const items = Array.from({ length: 170_000 }, (_, at) =>
      item(element(0x00081155, 'UI', `1.2.3.4.5.6.7.8.9.10.${String(at)}.100000000001`)),
    );
    writeFileSync(
      path,
      file(explicitLE, explicitLittle, { [0x00081111]: sequence(0x00081111, items, explicitLittle, true) }),
    );
    const reading = readHeaderFile(path);
    if (reading.kind !== 'readable') throw new Error(reading.kind);
    expect(reading.header.StudyDate).toBe('20250301');
    expect(codes(reading)).toEqual(['sequence-too-long', 'header-too-large']);
  });

  it('a hundred long private values do not spend the limit', () => {
    const path = join(folder, 'many-long');
    const long = Object.fromEntries(
      Array.from({ length: 100 }, (_, at) => [
        0x00111001 + at,
        element(0x00111001 + at, 'OB', Buffer.alloc(at % 2 === 0 ? 300_000 : 70_000, at)),
      ]),
    );
    writeFileSync(path, file(explicitLE, explicitLittle, long));
    expect(readHeaderFile(path)).toMatchObject({ kind: 'readable', header: expected, damage: [] });
  });

  it('a deflated object larger than the limit for plain headers is read', () => {
    const path = join(folder, 'deflated-large');
    const noise = Buffer.alloc(9_000_000);
    for (let at = 0, seed = 1; at + 4 <= noise.length; at += 4) {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0;
      noise.writeInt32LE(seed, at);
    }
    const plain = Buffer.concat([ctElements(explicitLittle), element(0x7fe00010, 'OW', noise)]);
    writeFileSync(path, Buffer.concat([meta(deflatedLE), deflateRawSync(plain, { level: 1 })]));
    expect(readHeaderFile(path)).toMatchObject({ kind: 'readable', header: { PatientID: 'P-0001' }, damage: [] });
  });

  it('a sequence of a million empty items is cut short and named', () => {
    const path = join(folder, 'many-items');
    const items = Buffer.alloc(8_000_000);
    for (let at = 0; at < items.length; at += 8) items.writeUInt32LE(0xe000fffe, at);
    writeFileSync(
      path,
      file(explicitLE, explicitLittle, { [0x00081032]: element(0x00081032, 'SQ', items, explicitLittle) }),
    );
    const reading = readHeaderFile(path);
    if (reading.kind !== 'readable') throw new Error(reading.kind);
    expect(reading.header.ProcedureCodeSequence).toHaveLength(10_000);
    expect(reading.header.Rows).toBe(512);
    expect(codes(reading)).toEqual(['sequence-too-long']);
  });

  it('what is no file, or is not there, is a value', () => {
    expect(readHeaderFile(folder)).toMatchObject({ kind: 'unreadable', reason: 'not-a-file' });
    expect(readHeaderFile(join(folder, 'absent'))).toMatchObject({
      kind: 'unreadable',
      reason: 'read-failed',
      damage: [{ code: 'read-failed', detail: 'ENOENT' }],
    });
    const pipe = join(folder, 'pipe');
    execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', pipe]);
    expect(readHeaderFile(pipe)).toMatchObject({ kind: 'unreadable', reason: 'not-a-file' });
    writeFileSync(join(folder, 'empty'), '');
    expect(readHeaderFile(join(folder, 'empty'))).toMatchObject({ kind: 'unreadable', reason: 'empty' });
  });

  it('the same bytes give the same reading from a file and from memory', () => {
    const path = join(folder, 'same');
    const bytes = file(explicitBE, explicitBig, {
      [0x00081032]: sequence(0x00081032, [item(element(0x00080100, 'SH', 'A', explicitBig), explicitBig)], explicitBig),
    });
    writeFileSync(path, bytes);
    expect(readHeaderFile(path)).toEqual(readHeaderBytes(bytes, { complete: true }));
    expect(u16(1, true)).toEqual(Buffer.from([0, 1]));
  });
});
