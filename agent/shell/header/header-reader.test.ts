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

describe('structure', () => {
  const code = (style: Style): Buffer =>
    Buffer.concat([
      element(0x00080100, 'SH', '113690', style),
      element(0x00080102, 'SH', 'DCM', style),
      element(0x00080104, 'LO', 'Head', style),
    ]);

  it.each([
    ['explicit', explicitLE, explicitLittle, false, false],
    ['explicit, delimited', explicitLE, explicitLittle, true, true],
    ['implicit', implicitLE, implicitLittle, false, true],
    ['implicit, delimited', implicitLE, implicitLittle, true, false],
    ['big endian, delimited', explicitBE, explicitBig, true, true],
  ])('sequences: %s', (_name, syntax, style, delimitedSequence, delimitedItem) => {
    const codes2 = sequence(
      0x00189346,
      [item(code(style), style, delimitedItem), item(code(style), style)],
      style,
      delimitedSequence,
    );
    const { header, damage } = readable(file(syntax, style, { [0x00189346]: codes2 }));
    const one = { CodeValue: '113690', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Head' };
    expect(header.CTDIPhantomTypeCodeSequence).toEqual([one, one]);
    expect(header.Columns).toBe(256);
    expect(damage).toEqual([]);
  });

  it('a sequence written as UN is implicit inside', () => {
    const inside = sequence(0x00189346, [item(code(implicitLittle), implicitLittle)], implicitLittle).subarray(8);
    const known = element(0x00189346, 'UN', inside);
    const endless = Buffer.concat([
      element(0x00189346, 'UN', Buffer.alloc(0), explicitLittle, undefinedLength),
      inside,
      tagBytes(0xfffee0dd, false),
      u32(0, false),
    ]);
    for (const un of [known, endless]) {
      const { header, damage } = readable(file(explicitLE, explicitLittle, { [0x00189346]: un }));
      expect(header.CTDIPhantomTypeCodeSequence).toMatchObject([{ CodeValue: '113690' }]);
      expect(damage).toEqual([]);
    }
  });

  it('a text written as UN is read by the dictionary, one written as OB is no value', () => {
    const un = readable(file(explicitLE, explicitLittle, { [0x00100020]: element(0x00100020, 'UN', 'P-0001') }));
    expect(un.header.PatientID).toBe('P-0001');
    const ob = readable(file(explicitLE, explicitLittle, { [0x00100020]: element(0x00100020, 'OB', 'P-0001') }));
    expect(ob.header.PatientID).toBeUndefined();
    expect(codes(ob)).toEqual(['vr-unexpected']);
  });

  it('private sequences without length, empty sequences and the newer long value representations are passed', () => {
    const nested = sequence(
      0x00091002,
      [item(element(0x00091003, 'LO', 'x'), explicitLittle, true)],
      explicitLittle,
      true,
    );
    const more = {
      [0x00091002]: sequence(0x00091002, [item(nested, explicitLittle, true)], explicitLittle, true),
      [0x00091010]: element(0x00091010, 'SV', Buffer.alloc(8)),
      [0x00091011]: element(0x00091011, 'OV', Buffer.alloc(16)),
      [0x00189346]: sequence(0x00189346, [], explicitLittle, true),
      [0x00081032]: sequence(0x00081032, []),
    };
    const { header, damage } = readable(file(explicitLE, explicitLittle, more));
    expect(header).toMatchObject({ ...expected, CTDIPhantomTypeCodeSequence: [], ProcedureCodeSequence: [] });
    expect(damage).toEqual([]);
  });

  it('an implicit element inside an explicit data set does not derail the rest', () => {
    const { header } = readable(
      file(explicitLE, explicitLittle, { [0x00091002]: element(0x00091002, 'LO', 'copied over', implicitLittle) }),
    );
    expect(header).toMatchObject(expected);
  });

  it.each(['XX', '??', 'Z1'])('an unknown value representation %s does not derail the rest', (vr) => {
    const { header, damage } = readable(
      file(explicitLE, explicitLittle, { [0x00091002]: element(0x00091002, vr, 'abcd') }),
    );
    expect(header).toMatchObject(expected);
    expect(damage.map(({ code: each }) => each)).toEqual(['vr-unknown']);
  });

  it('an item that is longer than its sequence is named and contained', () => {
    const broken = element(
      0x00189346,
      'SQ',
      Buffer.concat([tagBytes(0xfffee000, false), u32(5000, false), code(explicitLittle)]),
    );
    const reading = readable(file(explicitLE, explicitLittle, { [0x00189346]: broken }));
    expect(reading.header).toMatchObject({ ...expected, CTDIPhantomTypeCodeSequence: [{ CodeValue: '113690' }] });
    expect(codes(reading)).toEqual(['length-overrun']);
  });

  it('sequences nested without end are left at a depth', () => {
    let deep = element(0x00091003, 'LO', 'x');
    for (let level = 0; level < 3000; level += 1) deep = sequence(0x00091002, [item(deep)], explicitLittle);
    const reading = readHeaderBytes(
      Buffer.concat([
        meta(explicitLE),
        Buffer.concat(
          Array.from({ length: 3000 }, () =>
            Buffer.concat([
              element(0x00081032, 'SQ', Buffer.alloc(0), explicitLittle, undefinedLength),
              tagBytes(0xfffee000, false),
              u32(undefinedLength, false),
            ]),
          ),
        ),
      ]),
      { complete: true },
    );
    expect(reading.kind).toBe('readable');
    expect(
      readHeaderBytes(Buffer.concat([meta(explicitLE), ctElements(explicitLittle), deep]), { complete: true }).kind,
    ).toBe('readable');
  });

  it('only the first frame of the per-frame groups is kept', () => {
    const frame = (dose: number): Buffer => {
      const value = Buffer.alloc(8);
      value.writeDoubleLE(dose);
      return item(sequence(0x00189321, [item(element(0x00189345, 'FD', value))]));
    };
    const { header } = readable(
      file(explicitLE, explicitLittle, { [0x52009230]: sequence(0x52009230, [frame(11.5), frame(12.5)]) }),
    );
    expect(header.PerFrameFunctionalGroupsSequence).toEqual([{ CTExposureSequence: [{ CTDIvol: 11.5 }] }]);
  });
});

describe('damage', () => {
  it('a length of 4 GiB allocates nothing and names the cut', () => {
    const lying = element(0x00091002, 'OB', Buffer.alloc(8), explicitLittle, 0xfffffff0);
    const reading = readable(Buffer.concat([meta(explicitLE), ctElements(explicitLittle), lying]));
    expect(reading.header).toMatchObject({ PatientID: 'P-0001', KVP: 120 });
    expect(codes(reading)).toContain('truncated-header');
  });

  it('pixel data shorter than they say, and no pixel data at all', () => {
    const whole = file(explicitLE, explicitLittle);
    expect(codes(readable(whole.subarray(0, -1)))).toEqual(['truncated-pixel-data']);
    expect(codes(readable(Buffer.concat([meta(explicitLE), ctElements(explicitLittle)])))).toEqual([
      'pixel-data-absent',
    ]);
    expect(
      readable(Buffer.concat([meta(explicitLE), ctElements(explicitLittle), pixels(explicitLittle).subarray(0, 20)]), {
        complete: false,
      }).damage,
    ).toEqual([]);
  });

  it('numbers in forms that their value representation forbids', () => {
    const more = {
      [0x00181150]: element(0x00181150, 'IS', '161.3'),
      [0x00181152]: element(0x00181152, 'IS', '40.196\0\0'),
      [0x00181160]: element(0x00181160, 'SH', 'NONE'),
      [0x00189345]: element(0x00189345, 'FD', Buffer.alloc(6)),
      [0x00101030]: element(0x00101030, 'DS', '10.50/ 15.00'),
      [0x00101020]: element(0x00101020, 'DS', ' 1.70 \0'),
      [0x00180050]: element(0x00180050, 'DS', '1.0\\2.0\\'),
      [0x00181110]: element(0x00181110, 'DS', ''),
    };
    const reading = readable(file(explicitLE, explicitLittle, more));
    expect(reading.header).toMatchObject({
      ExposureTime: 161.3,
      Exposure: 40.196,
      PatientWeight: '10.50/ 15.00',
      PatientSize: 1.7,
      SliceThickness: [1, 2, ''],
      DistanceSourceToDetector: '',
    });
    expect(new Set(reading.damage.map(({ code: each, where }) => `${each} ${where ?? ''}`))).toEqual(
      new Set([
        'number-form ExposureTime',
        'number-form Exposure',
        'number-unreadable PatientWeight',
        'value-length CTDIvol',
      ]),
    );
  });

  it('the later one of two stands, and disorder is named', () => {
    const again = Buffer.concat([
      ctElements(explicitLittle),
      element(0x00100020, 'LO', 'P-0002'),
      pixels(explicitLittle),
    ]);
    const reading = readable(Buffer.concat([meta(explicitLE), again]));
    expect(reading.header.PatientID).toBe('P-0002');
    expect(codes(reading).toSorted()).toEqual(['duplicate-element', 'tags-out-of-order']);
  });

  it('bytes behind the last element', () => {
    const noImage = meta(explicitLE, '1.2.840.10008.5.1.4.1.1.481.5');
    const plan = Buffer.concat([
      noImage,
      element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.481.5'),
      element(0x00080060, 'CS', 'RTPLAN'),
      Buffer.alloc(512),
    ]);
    expect(codes(readable(plan))).toEqual(['trailing-bytes']);
  });

  it('a corrupt deflated data set gives its beginning', () => {
    const private1 = element(
      0x00291010,
      'OB',
      Buffer.from(Array.from({ length: 40_000 }, (_, at) => (at * 7919) % 251)),
    );
    const deflated = deflateRawSync(
      Buffer.concat([ctElements(explicitLittle, { [0x00291010]: private1 }), pixels(explicitLittle)]),
    );
    const reading = readable(Buffer.concat([meta(deflatedLE), deflated.subarray(0, deflated.length - 60)]));
    expect(reading.header).toMatchObject({ PatientID: 'P-0001', KVP: 120 });
    expect(codes(reading)).toContain('deflate-broken');
  });
});

describe('structured reports', () => {
  const named = (tag: number, code: string, scheme: string, meaning: Buffer | string, style: Style): Buffer =>
    sequence(
      tag,
      [
        item(
          Buffer.concat([
            element(0x00080100, 'SH', code, style),
            element(0x00080102, 'SH', scheme, style),
            element(0x00080104, 'LO', meaning, style),
          ]),
          style,
          true,
        ),
      ],
      style,
    );
  const contentItem = (kind: string, code: string, style: Style, ...rest: Buffer[]): Buffer =>
    item(
      Buffer.concat([
        element(0x0040a010, 'CS', 'CONTAINS', style),
        element(0x0040a040, 'CS', kind, style),
        named(0x0040a043, code, 'DCM', Buffer.from('d5c5', 'hex'), style),
        ...rest,
      ]),
      style,
    );
  const number = (code: string, raw: string, unit: string, style: Style): Buffer =>
    contentItem(
      'NUM',
      code,
      style,
      sequence(
        0x0040a300,
        [
          item(
            Buffer.concat([named(0x004008ea, unit, 'UCUM', unit, style), element(0x0040a30a, 'DS', raw, style)]),
            style,
          ),
        ],
        style,
        true,
      ),
    );
  const event = (id: string, style: Style): Buffer =>
    contentItem(
      'CONTAINER',
      '113819',
      style,
      sequence(
        0x0040a730,
        [
          contentItem('UIDREF', '113769', style, element(0x0040a124, 'UI', id, style)),
          contentItem('TEXT', '125203', style, element(0x0040a160, 'UT', Buffer.from('cdb7b2bf', 'hex'), style)),
          number('113830', '55.5', 'mGy', style),
          number('113838', '10.50/ 15.00', 'mGy.cm', style),
        ],
        style,
        true,
      ),
    );

  it.each([
    ['1.2.840.10008.1.2.1', explicitLittle],
    ['1.2.840.10008.1.2', implicitLittle],
    ['1.2.840.10008.1.2.2', explicitBig],
  ] as const)('dose events of a report in %s, its texts in GB 18030', (syntax, style) => {
    const sopClass = '1.2.840.10008.5.1.4.1.1.88.67';
    const bytes = Buffer.concat([
      meta(syntax, sopClass),
      element(0x00080005, 'CS', 'GB18030', style),
      element(0x00080016, 'UI', sopClass, style),
      element(0x00080018, 'UI', '1.2.3.4', style),
      element(0x00080060, 'CS', 'SR', style),
      named(0x0040a043, '113701', 'DCM', 'X-Ray Radiation Dose Report', style),
      sequence(0x0040a730, [event('1.9.1', style), event('1.9.2', style)], style, true),
    ]);
    const { dose, damage, header } = readable(bytes);
    expect(header.ConceptNameCodeSequence).toMatchObject([{ CodeValue: '113701' }]);
    expect(dose?.events.map(({ IrradiationEventUID, protocol }) => [IrradiationEventUID, protocol])).toEqual([
      ['1.9.1', '头部'],
      ['1.9.2', '头部'],
    ]);
    expect(dose?.events[0]?.values).toMatchObject({
      MeanCTDIvol: { kind: 'quantity', quantity: { value: 55.5, unit: 'mGy' } },
      DLP: { kind: 'not-a-number', rawValue: '10.50/ 15.00', rawUnit: 'mGy.cm' },
    });
    expect(damage.map(({ code: each, where }) => [each, where])).toEqual([
      ['number-unreadable', 'NumericValue'],
      ['number-unreadable', 'DLP'],
    ]);
    const lost = bytes.subarray(0, bytes.length - 300);
    const cut = readable(lost);
    expect(codes(cut)).toContain('truncated-header');
    expect(cut.dose?.events[0]?.IrradiationEventUID).toBe('1.9.1');
    expect(
      codes(
        readable(
          bytes.subarray(
            0,
            bytes.length - sequence(0x0040a730, [event('1.9.1', style), event('1.9.2', style)], style, true).length,
          ),
        ),
      ),
    ).toContain('content-absent');
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
    expect(codes(reading)).toEqual(['header-too-large']);
  });

  it('what is no file, or is not there, is a value', () => {
    expect(readHeaderFile(folder)).toMatchObject({ kind: 'unreadable', reason: 'not-a-file' });
    expect(readHeaderFile(join(folder, 'absent'))).toMatchObject({
      kind: 'unreadable',
      reason: 'read-failed',
      damage: [{ code: 'read-failed', detail: 'ENOENT' }],
    });
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
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
