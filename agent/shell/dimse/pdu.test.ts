import { describe, expect, it } from 'vitest';
import type { ControlPdu } from './pdu.ts';
import { decodePdu } from './pdu-decode.ts';
import { encodeData, encodePdu } from './pdu-encode.ts';

/** Bytes of hex words; text after `;` on a line explains it. */
const hex = (lines: string): Buffer =>
  Buffer.from(
    lines
      .split('\n')
      .map((line) => line.split(';')[0] ?? '')
      .join('')
      .replaceAll(/\s/g, ''),
    'hex',
  );

const request = hex(`
  01 00 000000cc                   ; A-ASSOCIATE-RQ, reserved, length 204
  0001 0000                        ; protocol version 1, reserved
  4d4f4e49544f52202020202020202020 ; called "MONITOR" padded to 16
  43543031202020202020202020202020 ; calling "CT01" padded to 16
  00000000000000000000000000000000 00000000000000000000000000000000 ; reserved
  10 00 0015 312e322e3834302e31303030382e332e312e312e31 ; application context 1.2.840.10008.3.1.1.1
  20 00 002e                       ; presentation context, length 46
  01 00 00 00                      ; id 1, reserved
  30 00 0011 312e322e3834302e31303030382e312e31 ; abstract syntax 1.2.840.10008.1.1
  40 00 0011 312e322e3834302e31303030382e312e32 ; transfer syntax 1.2.840.10008.1.2
  50 00 0039                       ; user information, length 57
  51 00 0004 00004000              ; maximum length 16384
  52 00 0005 312e322e33            ; implementation class UID 1.2.3
  55 00 0003 524157                ; implementation version name RAW
  54 00 0015 0011 312e322e3834302e31303030382e312e31 01 01 ; role selection: SCU and SCP
  53 00 0004 0001 0001             ; asynchronous window, passed over
`);

const decoded: ControlPdu = {
  kind: 'associate-request',
  protocolVersion: 1,
  calledAeTitle: 'MONITOR',
  callingAeTitle: 'CT01',
  applicationContext: '1.2.840.10008.3.1.1.1',
  contexts: [{ id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: ['1.2.840.10008.1.2'] }],
  user: {
    maxLength: 16384,
    implementationClassUID: '1.2.3',
    implementationVersionName: 'RAW',
    roles: [{ SOPClassUID: '1.2.840.10008.1.1', scu: true, scp: true }],
  },
};

describe('A-ASSOCIATE-RQ (PS3.8 Table 9-11)', () => {
  it('is read field by field, items that we do not know passed over', () => {
    expect(request.readUInt32BE(2)).toBe(request.length - 6);
    expect(decodePdu(1, request.subarray(6))).toEqual(decoded);
  });

  it('is written as the standard has it', () => {
    const written = hex(`
      01 00 000000c4 0001 0000
      4d4f4e49544f52202020202020202020 43543031202020202020202020202020
      00000000000000000000000000000000 00000000000000000000000000000000
      10 00 0015 312e322e3834302e31303030382e332e312e312e31
      20 00 002e 01 00 00 00
      30 00 0011 312e322e3834302e31303030382e312e31 40 00 0011 312e322e3834302e31303030382e312e32
      50 00 0031 51 00 0004 00004000 52 00 0005 312e322e33
      54 00 0015 0011 312e322e3834302e31303030382e312e31 01 01 55 00 0003 524157
    `);
    expect(encodePdu(decoded).toString('hex')).toBe(written.toString('hex'));
  });

  it('never carries a title beyond sixteen characters', () => {
    expect(() => encodePdu({ ...decoded, kind: 'associate-request', calledAeTitle: 'SEVENTEEN_LETTERS' })).toThrow(
      RangeError,
    );
  });

  it('grants no role to an item that does not fit', () => {
    const broken = Buffer.from(request);
    const at = broken.indexOf(Buffer.from('54000015', 'hex'));
    broken.writeUInt16BE(0x20, at + 4);
    const { roles: _, ...user } = decoded.kind === 'associate-request' ? decoded.user : { roles: undefined };
    expect(decodePdu(1, broken.subarray(6))).toEqual({ ...decoded, user });
  });

  it('takes titles and UIDs that are padded with NUL', () => {
    const padded = Buffer.from(request);
    padded.fill(0, 6 + 4 + 7, 6 + 4 + 16);
    expect(decodePdu(1, padded.subarray(6))).toMatchObject({ calledAeTitle: 'MONITOR' });
  });

  it('is refused at every cut and never read beyond its end', () => {
    for (let length = 0; length < request.length - 6; length += 1) {
      const read = decodePdu(1, request.subarray(6, 6 + length));
      // Cut between two sub-items of the last item it is still too short for the length that the item declares.
      expect(read.kind, `cut at ${length}`).toBe('invalid');
    }
  });

  it.each([
    [
      'even context id',
      (bytes: Buffer) => bytes.writeUInt8(2, bytes.indexOf(hex('2000002e')) + 4),
      'even presentation context id',
    ],
    [
      'item too long',
      (bytes: Buffer) => bytes.writeUInt16BE(0xffff, bytes.indexOf(hex('50000039')) + 2),
      'item longer than its PDU',
    ],
    [
      'maximum length of three bytes',
      (bytes: Buffer) => bytes.writeUInt16BE(3, bytes.indexOf(hex('51000004')) + 2),
      'maximum length is not four bytes',
    ],
    [
      'no user information',
      (bytes: Buffer) => bytes.writeUInt8(0x59, bytes.indexOf(hex('50000039'))),
      'no user information',
    ],
    [
      'no abstract syntax',
      (bytes: Buffer) => bytes.writeUInt8(0x39, bytes.indexOf(hex('30000011'))),
      'presentation context without abstract syntax',
    ],
  ])('says what is wrong: %s', (_, damage, what) => {
    const bytes = Buffer.from(request);
    damage(bytes);
    expect(decodePdu(1, bytes.subarray(6))).toEqual({ kind: 'invalid', what });
  });
});

describe('A-ASSOCIATE-AC (PS3.8 Table 9-17)', () => {
  const accept: ControlPdu = {
    kind: 'associate-accept',
    calledAeTitle: 'MONITOR',
    callingAeTitle: 'CT01',
    contexts: [
      { id: 1, result: 0, transferSyntax: '1.2.840.10008.1.2' },
      { id: 3, result: 3, transferSyntax: '1.2.840.10008.1.2' },
    ],
    user: { maxLength: 131072, implementationClassUID: '1.2.3', implementationVersionName: 'RAW' },
  };
  const bytes = hex(`
    02 00 000000b3 0001 0000
    4d4f4e49544f52202020202020202020 43543031202020202020202020202020
    00000000000000000000000000000000 00000000000000000000000000000000
    10 00 0015 312e322e3834302e31303030382e332e312e312e31
    21 00 0019 01 00 00 00 40 00 0011 312e322e3834302e31303030382e312e32 ; id 1, accepted
    21 00 0019 03 00 03 00 40 00 0011 312e322e3834302e31303030382e312e32 ; id 3, abstract syntax not supported
    50 00 0018 51 00 0004 00020000 52 00 0005 312e322e33 55 00 0003 524157
  `);

  it('is written and read', () => {
    expect(encodePdu(accept).toString('hex')).toBe(bytes.toString('hex'));
    expect(decodePdu(2, bytes.subarray(6))).toEqual(accept);
  });
});

describe('the four-byte PDUs', () => {
  it.each<[string, ControlPdu, string]>([
    [
      'A-ASSOCIATE-RJ: reserved, result 1, source 1, reason 7',
      { kind: 'associate-reject', result: 1, source: 1, reason: 7 },
      '03000000000400010107',
    ],
    ['A-RELEASE-RQ', { kind: 'release-request' }, '05000000000400000000'],
    ['A-RELEASE-RP', { kind: 'release-response' }, '06000000000400000000'],
    ['A-ABORT: two reserved, source 2, reason 6', { kind: 'abort', source: 2, reason: 6 }, '07000000000400000206'],
  ])('%s', (_, value, bytes) => {
    expect(encodePdu(value).toString('hex')).toBe(bytes);
    const raw = Buffer.from(bytes, 'hex');
    expect(decodePdu(raw.readUInt8(0), raw.subarray(6))).toEqual(value);
    expect(decodePdu(raw.readUInt8(0), raw.subarray(7)).kind).toBe('invalid');
  });
});

describe('P-DATA-TF (PS3.8 Tables 9-22 and 9-23)', () => {
  it('splits at the length that the peer takes, marks the last fragment, keeps fragments even', () => {
    const pdus = [...encodeData(5, true, Buffer.from('0102030405', 'hex'), 9)];
    expect(pdus.map((pdu) => pdu.toString('hex'))).toEqual([
      '040000000008' + '00000004' + '0501' + '0102', // command, not last
      '040000000008' + '00000004' + '0501' + '0304',
      '040000000007' + '00000003' + '0503' + '05', // command, last
    ]);
  });

  it('puts everything into one PDU where the peer has no limit', () => {
    const pdus = [...encodeData(1, false, Buffer.alloc(100_000), 0)];
    expect(pdus.map((pdu) => [pdu.length, pdu.readUInt8(11)])).toEqual([[100_012, 2]]);
  });
});
