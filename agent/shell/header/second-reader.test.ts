import dcmjs from 'dcmjs';
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
import { doseReport } from './report-bytes.ts';

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

interface Element {
  readonly Value?: readonly unknown[];
}
type DataSet = Readonly<Record<string, Element | undefined>>;
interface Reader {
  readonly data: { readonly DicomMessage: { readFile(bytes: ArrayBuffer): { readonly dict: DataSet } } };
  readonly log: { setLevel(level: string): void };
}
function isReader(value: unknown): value is Reader {
  return typeof value === 'object' && value !== null && 'data' in value && 'log' in value;
}
function isDataSet(value: unknown): value is DataSet {
  return typeof value === 'object' && value !== null;
}

const itemsOf = (set: DataSet, tag: string): DataSet[] => (set[tag]?.Value ?? []).filter(isDataSet);

/** Code value of each measured concept with its number, in the order of the document. */
function measured(set: DataSet): [unknown, unknown][] {
  return itemsOf(set, '0040A730').flatMap((content) => {
    const name = itemsOf(content, '0040A043')[0]?.['00080100']?.Value?.[0];
    const number = itemsOf(content, '0040A300')[0]?.['0040A30A']?.Value?.[0];
    return [...(number === undefined ? [] : [[name, number] as [unknown, unknown]]), ...measured(content)];
  });
}

/** dcmjs reads reports by a way of its own; it must meet the same measured values. */
describe('a third reader agrees on reports', () => {
  const third: unknown = dcmjs;
  if (!isReader(third)) throw new TypeError('dcmjs has another shape');
  third.log.setLevel('silent');
  it.each([
    ['1.2.840.10008.1.2.1', explicitLittle],
    ['1.2.840.10008.1.2', implicitLittle],
  ] as const)('in %s', (syntax, style) => {
    const bytes = doseReport(syntax, style);
    const other = third.data.DicomMessage.readFile(Uint8Array.from(bytes).buffer);
    const ctdi = measured(other.dict).filter(([code]) => code === '113830');
    const mine = readHeaderBytes(bytes, { complete: true });
    if (mine.kind !== 'readable') throw new Error(mine.kind);
    const values = mine.dose?.events.map((event) => event.values.MeanCTDIvol) ?? [];
    expect(values.map((value) => (value?.kind === 'quantity' ? value.quantity.value : undefined))).toEqual(
      ctdi.map(([, number]) => Number(number)),
    );
    expect(ctdi).toHaveLength(2);
  });
});
