import dicomParser from 'dicom-parser';
import { describe, expect, it } from 'vitest';
import { readHeaderBytes } from './index.ts';
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
} from './part10-bytes.ts';

const text = (style: Style): Buffer => item(element(0x00080104, 'LO', 'Abdomen', style), style, true);

/** dicom-parser is another reader by other people: on regular objects both must find the same values. */
describe('a second reader agrees', () => {
  it.each([
    ['1.2.840.10008.1.2.1', explicitLittle],
    ['1.2.840.10008.1.2', implicitLittle],
    ['1.2.840.10008.1.2.2', explicitBig],
  ] as const)('on %s', (syntax, style) => {
    const more = { [0x00081032]: sequence(0x00081032, [text(style), text(style)], style, true) };
    const bytes = Buffer.concat([meta(syntax), ctElements(style, more), pixels(style)]);
    const other = dicomParser.parseDicom(bytes, { untilTag: 'x7fe00010' });
    const mine = readHeaderBytes(bytes, { complete: true });
    if (mine.kind !== 'readable') throw new Error(mine.kind);
    const { header } = mine;
    expect(header.StudyInstanceUID).toBe(other.string('x0020000d'));
    expect(header.PatientID).toBe(other.string('x00100020'));
    expect(header.KVP).toBe(other.floatString('x00180060'));
    expect(header.XRayTubeCurrent).toBe(other.intString('x00181151'));
    expect(header.Rows).toBe(other.uint16('x00280010'));
    expect(header.ImageType).toEqual([0, 1, 2].map((at) => other.string('x00080008', at)));
    expect(header.ProcedureCodeSequence?.map((code) => code.CodeMeaning)).toEqual(
      other.elements.x00081032?.items?.map((each) => each.dataSet?.string('x00080104')),
    );
  });
});
