import type { ExamMappingRow } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { examClassOf } from './exam-class.ts';
import { observed } from './testing/observed.ts';

let rows = 0;
function row(keyword: ExamMappingRow['keyword'], pattern: string, examClass: string, Modality = 'CT'): ExamMappingRow {
  rows += 1;
  return { id: `row-${String(rows)}`, keyword, Modality, pattern, examClass, origin: 'center' };
}

describe('exam class by the mapping', () => {
  it('the first matching row decides, whatever image it matches', () => {
    const mapping = [row('ProtocolName', 'ANGIO*', ''), row('StudyDescription', '胸部', 'chest')];
    const chest = observed({ StudyDescription: '胸部平扫' });
    expect(examClassOf(mapping, [chest])).toEqual({ class: 'chest', decidedBy: 'StudyDescription=胸部' });
    expect(examClassOf(mapping, [chest, observed({ ProtocolName: 'ct_angiography' })])).toEqual({
      decidedBy: 'ProtocolName=ANGIO*',
    });
  });

  it.each([
    ['Head', 'ROUTINE_HEAD 5mm', true],
    ['HEAD', 'FOREHEAD', false],
    ['HEAD', 'HEADER', false],
    ['HEAD*', 'HEADER', true],
    ['头颅', '急诊头颅平扫', true],
    ['CHEST', 'ＣＨＥＳＴ', true],
    ['CHEST|THORAX', 'thorax', true],
    ['CHEST|', 'abdomen', false],
  ] as const)('pattern %s in "%s"', (pattern, ProtocolName, expected) => {
    const found = examClassOf([row('ProtocolName', pattern, 'x')], [observed({ ProtocolName })]);
    expect(found.class === 'x').toBe(expected);
  });

  it('names the alternative that matched, not the whole list', () => {
    const mapping = [row('ProtocolName', '头颅|HEAD*', 'head')];
    expect(examClassOf(mapping, [observed({ ProtocolName: 'HEADS' })]).decidedBy).toBe('ProtocolName=HEAD*');
  });

  it('a row counts for its modality only', () => {
    const mapping = [row('StudyDescription', '胸部', 'chest-dx', 'DX'), row('BodyPartExamined', 'CHEST', 'chest')];
    expect(examClassOf(mapping, [observed({ StudyDescription: '胸部', BodyPartExamined: 'CHEST' })]).class).toBe(
      'chest',
    );
  });

  it('procedure codes match as a whole, normalised, also in the request', () => {
    const request = {
      RequestAttributesSequence: [
        { RequestedProcedureCodeSequence: [{ CodeValue: 'CT-101', CodingSchemeDesignator: '99LOCAL' }] },
      ],
    };
    expect(examClassOf([row('ProcedureCode', 'ct-101|99local', 'head')], [observed(request)]).class).toBe('head');
    expect(examClassOf([row('ProcedureCode', 'CT-10|99LOCAL', 'head')], [observed(request)]).class).toBeUndefined();
  });

  it('the CT of a PET is no CT examination', () => {
    const mapping = [row('BodyPartExamined', 'CHEST', 'chest'), row('StudyDescription', 'PET', 'pt-whole-body', 'PT')];
    const ct = observed({ BodyPartExamined: 'CHEST', StudyDescription: 'PET-CT' });
    const pet = observed({ Modality: 'PT', StudyDescription: 'PET-CT' });
    expect(examClassOf(mapping, [ct, pet]).class).toBe('pt-whole-body');
    expect(examClassOf(mapping.slice(0, 1), [ct, pet])).toEqual({ decidedBy: 'unmapped: no row for PT' });
  });

  it('unmapped says why', () => {
    const mr = observed({ Modality: 'MR', ProtocolName: 'HEAD' });
    const mapping = [row('ProtocolName', 'HEAD', 'head')];
    expect(examClassOf(mapping, [])).toEqual({ decidedBy: 'unmapped: no image' });
    expect(examClassOf([], [mr])).toEqual({ decidedBy: 'unmapped: the mapping is empty' });
    expect(examClassOf(mapping, [mr])).toEqual({ decidedBy: 'unmapped: no row for MR' });
    expect(examClassOf(mapping, [observed()])).toEqual({ decidedBy: 'unmapped: no row matches' });
    expect(examClassOf([row('ProtocolName', ' ', 'all')], [observed({ ProtocolName: 'A' })]).class).toBeUndefined();
  });
});
