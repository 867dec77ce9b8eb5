import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { datasetOffset, truncatedTo, withoutMeta, withoutPreamble, wrongGroupLength, wrongVr } from './damage.ts';
import type { Dataset } from './dataset.ts';
import { writeWithDcmjs } from './dcmjs-writer.ts';
import { writePart10 } from './part10.ts';

const dataset: Dataset = {
  PatientName: 'Wang^X=王^小',
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
  SOPInstanceUID: '2.25.1',
  Rows: 258,
  PregnancyStatus: 4,
  RequestAttributesSequence: [{ RequestedProcedureID: 'A1' }],
  PixelData: Uint8Array.of(1, 2, 3, 4),
};
const body = (bytes: Buffer): Buffer => bytes.subarray(datasetOffset(bytes));
const write = (transferSyntax: Parameters<typeof writePart10>[1]['transferSyntax']): Buffer =>
  writePart10(dataset, { transferSyntax, characterSet: 'utf-8' });

describe('the Part 10 writer', () => {
  it('begins with preamble, prefix, and a group 0002 of the stated length', () => {
    const bytes = write('explicit-le');
    expect(bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
    expect(bytes.toString('latin1', 128, 132)).toBe('DICM');
    // The data set begins where the group length says: with its lowest tag, (0008,0016).
    expect(body(bytes).subarray(0, 4).toString('hex')).toBe('08001600');
  });

  it('sorts by tag and gives every element an even length', () => {
    const bytes = body(write('explicit-le'));
    expect(bytes.indexOf(Buffer.from('08001800', 'hex'))).toBeLessThan(bytes.indexOf(Buffer.from('10001000', 'hex')));
    expect(bytes.length % 2).toBe(0);
  });

  it('writes implicit, big-endian and deflated forms', () => {
    const rows = { le: '28001000', be: '00280010' };
    expect(body(write('explicit-le')).includes(Buffer.from(`${rows.le}555302000201`, 'hex'))).toBe(true);
    expect(body(write('implicit-le')).includes(Buffer.from(`${rows.le}020000000201`, 'hex'))).toBe(true);
    expect(body(write('explicit-be')).includes(Buffer.from(`${rows.be}555300020102`, 'hex'))).toBe(true);
    // Words of pixel data turn with the byte order.
    expect(body(write('explicit-be')).subarray(-4).toString('hex')).toBe('02010403');
    const deflated = body(write('deflated'));
    expect(inflateRawSync(deflated).equals(body(write('explicit-le')))).toBe(true);
  });

  it('wraps a compressed frame behind an empty offset table', () => {
    const bytes = body(write('jpeg-baseline'));
    const emptyTable = 'feff00e000000000';
    const frame = 'feff00e00400000001020304';
    expect(bytes.subarray(-40).toString('hex')).toBe(`e07f10004f420000ffffffff${emptyTable}${frame}feffdde000000000`);
  });

  it('says the same as dcmjs about UTF-8', () => {
    const ours = write('explicit-le');
    const theirs = writeWithDcmjs(dataset);
    for (const text of ['Wang^X=王^小', '2.25.1']) {
      expect(ours.includes(Buffer.from(text, 'utf8'))).toBe(true);
      expect(theirs.includes(Buffer.from(text, 'utf8'))).toBe(true);
    }
    expect(theirs.equals(writeWithDcmjs(dataset))).toBe(true);
  });
});

describe('damage', () => {
  const whole = write('explicit-le');
  it('takes away what it says and leaves the original alone', () => {
    const before = Buffer.from(whole);
    expect(truncatedTo(10)(whole)).toHaveLength(10);
    expect(withoutPreamble(whole).subarray(0, 4).toString('hex')).toBe('02000000');
    expect(withoutMeta(whole).subarray(0, 2).toString('hex')).toBe('0800');
    expect(datasetOffset(wrongGroupLength(8)(whole))).toBe(datasetOffset(whole) + 8);
    expect(wrongVr('Rows', 'ZZ')(whole).includes(Buffer.from('280010005a5a', 'hex'))).toBe(true);
    expect(whole.equals(before)).toBe(true);
  });
});
