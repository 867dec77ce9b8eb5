import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type HeaderReading, type ReadableHeader, readHeaderBytes } from './index.ts';
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
  u32,
  undefinedLength,
} from './part10-bytes.ts';

const explicitLE = '1.2.840.10008.1.2.1';
const implicitLE = '1.2.840.10008.1.2';
const explicitBE = '1.2.840.10008.1.2.2';
const deflatedLE = '1.2.840.10008.1.2.1.99';
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

  it('absurd lengths of a sequence or an item lose neither their content nor what follows', () => {
    const end = Buffer.concat([tagBytes(0xfffee00d, false), u32(0, false), tagBytes(0xfffee0dd, false), u32(0, false)]);
    const absurdItem = Buffer.concat([
      element(0x00189346, 'SQ', Buffer.alloc(0), explicitLittle, undefinedLength),
      tagBytes(0xfffee000, false),
      u32(0xfffffbff, false),
      code(explicitLittle),
      end,
    ]);
    const absurdSequence = element(0x00189346, 'SQ', item(code(explicitLittle)), explicitLittle, 0xfffffbff);
    for (const broken of [absurdItem, absurdSequence]) {
      const reading = readable(file(explicitLE, explicitLittle, { [0x00189346]: broken }));
      expect(reading.header).toMatchObject({ ...expected, CTDIPhantomTypeCodeSequence: [{ CodeValue: '113690' }] });
      expect(codes(reading)).toContain('length-overrun');
      expect(codes(reading)).not.toContain('truncated-header');
    }
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
      element(0x300a0002, 'SH', 'plan'),
      Buffer.alloc(512),
    ]);
    expect(codes(readable(plan))).toEqual(['trailing-bytes']);
  });

  it.each([
    ['481.5', 0x300a0002, 'SH', 'content-absent'],
    ['481.3', 0x30060002, 'SH', 'content-absent'],
    ['481.2', 0x30040002, 'CS', 'content-absent'],
    ['9.1.1', 0x54000100, 'SQ', 'content-absent'],
    ['104.1', 0x00420011, 'OB', 'content-absent'],
    ['11.1', 0x00700084, 'PN', 'content-absent'],
    ['88.11', 0x0040a730, 'SQ', 'content-absent'],
    ['2', 0x7fe00010, 'OW', 'pixel-data-absent'],
  ])('class %s that ends before its content was cut between two elements', (suffix, tag, vr, code) => {
    const sopClass = `1.2.840.10008.5.1.4.1.1.${suffix}`;
    const cut = Buffer.concat([meta(explicitLE, sopClass), element(0x00080016, 'UI', sopClass)]);
    expect(codes(readable(cut))).toEqual([code]);
    expect(codes(readable(Buffer.concat([cut, element(tag, vr, '')])))).toEqual([]);
  });

  it('an image of an unknown class without pixel data, and one whose pixel data lie elsewhere', () => {
    const image = Buffer.concat([
      meta(explicitLE, '1.2.3.4'),
      element(0x00080016, 'UI', '1.2.3.4'),
      element(0x00280010, 'US', Buffer.from([0, 2])),
    ]);
    expect(codes(readable(image))).toEqual(['pixel-data-absent']);
    expect(codes(readable(Buffer.concat([image, element(0x00287fe0, 'UR', 'http://pacs/1')])))).toEqual([]);
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
