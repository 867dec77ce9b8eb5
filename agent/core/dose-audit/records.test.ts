import { name, patient, studyFacts } from '@center/checks/testing';
import { patientAttribute, type StudyFacts } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { deviationIndexOf, examRecord } from './exam-record.ts';
import { patientKeyTexts } from './patient-keys.ts';

describe('the deviation index', () => {
  it('is computed anew from both indices, else taken as written', () => {
    expect(deviationIndexOf({ ExposureIndex: 500, TargetExposureIndex: 500, DeviationIndex: 7 })).toBe(0);
    expect(deviationIndexOf({ ExposureIndex: 1000, TargetExposureIndex: 500 })).toBeCloseTo(3.0103, 4);
    expect(deviationIndexOf({ ExposureIndex: 1000, DeviationIndex: -1.5 })).toBe(-1.5);
    expect(deviationIndexOf({ ExposureIndex: 0, TargetExposureIndex: 500 })).toBeUndefined();
    expect(deviationIndexOf({ ExposureIndex: 400 })).toBeUndefined();
    expect(deviationIndexOf({ ExposureIndex: 400, TargetExposureIndex: 0, DeviationIndex: 0 })).toBeUndefined();
    expect(deviationIndexOf({ DeviationIndex: 0 })).toBeUndefined();
  });
});

describe('what is kept of a study', () => {
  const base = studyFacts();
  const withDose = (change: Partial<StudyFacts> = {}): StudyFacts => ({
    ...base,
    modalities: ['CT', 'SR'],
    ionising: 'yes',
    exam: { class: 'chest', decidedBy: 'test' },
    dose: {
      ...base.dose,
      exam: {
        amounts: { CTDIvol: { value: 9, source: 'rdsr' }, DLP: { value: Number.NaN, source: 'rdsr' } },
        phantom: 'body-32cm',
        phases: 2,
      },
    },
    ...change,
  });

  it('its class, band, device, finite figures and what decides about comparing them', () => {
    expect(examRecord(withDose())).toMatchObject({
      examClass: 'chest',
      Modality: 'CT',
      amounts: [{ measure: 'CTDIvol', value: 9, source: 'rdsr' }],
      phantom: 'body-32cm',
      phases: 2,
      ionising: true,
    });
  });

  it('nothing of an imported study, nor of a phantom, is compared', () => {
    expect(examRecord(withDose(), false).amounts).toEqual([]);
    const imported = examRecord(withDose({ origin: { kind: 'imported', by: 'record' } }));
    expect(imported.amounts).toEqual([]);
    expect(imported).not.toHaveProperty('unmapped');
  });

  it('an exam without a class names the text that a new row would look for', () => {
    const facts = withDose({
      exam: { decidedBy: 'unmapped' },
      words: { texts: [{ keyword: 'StudyDescription', text: ' special ' }], procedureCodes: [] },
    });
    expect(examRecord(facts).unmapped).toEqual({ keyword: 'StudyDescription', text: 'special' });
    expect(examRecord(withDose())).not.toHaveProperty('unmapped');
    expect(examRecord({ ...facts, ionising: 'no' })).not.toHaveProperty('unmapped');
  });
});

describe('what tells a patient from others', () => {
  const keys = (PatientID: string | undefined, change: Parameters<typeof patient>[0] = {}) =>
    patientKeyTexts(
      studyFacts(
        patient({
          PatientID:
            PatientID === undefined ? { status: 'absent' } : { status: 'present', value: patientAttribute(PatientID) },
          ...change,
        }),
      ),
    );

  it('width, case and padding aside; a filler or a placeholder tells nobody', () => {
    expect(keys(' p０１２ ').patientId).toBe(keys('P012').patientId);
    for (const none of [undefined, '', '0000', 'XXXX', 'TEST', 'Anonymous'])
      expect([none, keys(none).patientId]).toEqual([none, undefined]);
  });

  it('names in characters and in letters are kept apart; order and spaces of letters do not matter', () => {
    const one = keys('P1', { PatientName: name('ZHANG^XIAO WEI') });
    const other = keys('P1', { PatientName: name('Xiaowei^Zhang') });
    expect(one.latinName).toBe(other.latinName);
    expect(one.hanName).toBeUndefined();
    const han = keys('P1', { PatientName: name('张^小伟') });
    expect(han.hanName).toBe('张小伟');
    expect(han.latinName).toBeUndefined();
    expect(keys('P1', { PatientName: name('TEST') }).latinName).toBeUndefined();
  });
});
