import { describe, expect, it } from 'vitest';
import { regionWords } from './region-tables.ts';
import { foldText, termMatcher } from './term-match.ts';
import {
  adultProtocolTerms,
  checkUpTerms,
  chestFluoroscopyTerms,
  fetalTerms,
  interventionalNegations,
  interventionalTerms,
  notPatientTerms,
  outreachStationTerms,
  outreachTerms,
  passageTerms,
  placeholderComponents,
  radiotherapyRole,
} from './words.ts';

describe('termMatcher', () => {
  it('matches Latin terms as whole words and Han terms anywhere', () => {
    const match = termMatcher(['HIP', 'ABDOM*', '穿刺', 'CT GUIDED']);
    expect(match('chip')).toEqual([]);
    expect(match('hip_left')).toEqual(['HIP']);
    expect(match('Abdominal CT-guided肺穿刺')).toEqual(['ABDOM*', 'CT GUIDED', '穿刺']);
  });

  it('takes any blanks and signs between two words as one gap, however many a person typed', () => {
    const gaps = [`A${' '.repeat(60)}B`, `A${' -'.repeat(50)} B`, 'A \t/ B'];
    for (const term of gaps) {
      expect(termMatcher([term])('a-b')).toEqual([term]);
      // Tried in all the ways of sharing them among sixty gaps, these signs would never end.
      expect(termMatcher([term])(`A${'-'.repeat(5000)}C`)).toEqual([]);
    }
  });

  it('takes the longest term and counts no place twice', () => {
    expect(termMatcher(['肾', '肾上腺'])('肾上腺增强')).toEqual(['肾上腺']);
  });

  it('begins a Latin word after a Han sign', () => {
    expect(termMatcher(['ABDOM*', 'CT'])('胸部abdomen增强CT')).toEqual(['ABDOM*', 'CT']);
  });

  it('finds every term of every list in itself', () => {
    for (const list of [
      notPatientTerms,
      fetalTerms,
      interventionalTerms,
      interventionalNegations,
      outreachStationTerms,
      outreachTerms,
      [...regionWords.keys()],
    ]) {
      const match = termMatcher(list);
      expect(list.filter((term) => !match(term.replace('*', '')).includes(term))).toEqual([]);
    }
  });

  it('matches nothing with an empty list and treats signs as signs', () => {
    expect(termMatcher([])('anything')).toEqual([]);
    expect(termMatcher(['A.B'])('AXB')).toEqual([]);
  });
});

describe('word lists', () => {
  it('hold placeholders but no name that people bear', () => {
    const placeholders = new Set(placeholderComponents.map(foldText));
    expect(['TEST', 'ANONYMOUS', '无名氏', '未知', '匿名', '测试'].every((each) => placeholders.has(each))).toBe(true);
    expect(
      ['ANON', 'DOE', 'TESTA', '张三', '吴', 'LI', '空', '123456'].filter((name) => placeholders.has(foldText(name))),
    ).toEqual([]);
  });

  it('hold no term twice', () => {
    for (const list of [
      placeholderComponents,
      notPatientTerms,
      fetalTerms,
      interventionalTerms,
      interventionalNegations,
      outreachStationTerms,
      outreachTerms,
      chestFluoroscopyTerms,
      passageTerms,
      checkUpTerms,
      adultProtocolTerms,
    ]) {
      expect(new Set(list).size).toBe(list.length);
    }
  });

  it.each(['CT引导下肺穿刺活检', '肝癌消融', 'CT guided biopsy', 'TACE', 'PICC置管'])(
    '%s is interventional',
    (text) => {
      expect(termMatcher(interventionalTerms)(text)).not.toEqual([]);
    },
  );

  it.each(['支架术后复查', 'Stent follow-up', 'post-op stent', '消融后复查'])('%s is negated', (text) => {
    expect(termMatcher(interventionalTerms)(text)).not.toEqual([]);
    expect(termMatcher(interventionalNegations)(text)).not.toEqual([]);
  });

  it('tells a phantom from a patient', () => {
    const match = termMatcher(notPatientTerms);
    expect(match('Water-Phantom')).toEqual(['WATER PHANTOM']);
    expect(match('每日水模')).toEqual(['水模']);
    expect(match('QIAN^QA')).toEqual(['QA']);
    expect(match('WANG^QIAN')).toEqual([]);
  });

  it('tells a vehicle from a bedside device', () => {
    expect(termMatcher(outreachStationTerms)('车载DR')).not.toEqual([]);
    expect(termMatcher(outreachStationTerms)('DR-MOBILE')).not.toEqual([]);
    expect(termMatcher(outreachStationTerms)('MobileDiagnost')).toEqual([]);
    expect(termMatcher(outreachTerms)('Mobile chest AP')).toEqual([]);
    expect(termMatcher(outreachTerms)('床旁移动胸片')).toEqual([]);
  });

  it('tells a check-up, a chest fluoroscopy and an adult protocol', () => {
    expect(termMatcher(checkUpTerms)('入学体检')).toEqual(['入学', '体检']);
    expect(termMatcher(checkUpTerms)('Checkup / check-up')).toEqual(['CHECK UP', 'CHECK UP']);
    expect(termMatcher(chestFluoroscopyTerms)('Chest fluoroscopy')).not.toEqual([]);
    expect(termMatcher(chestFluoroscopyTerms)('胸部正位')).toEqual([]);
    expect(termMatcher(adultProtocolTerms)('AdultHead')).toEqual(['ADULT*']);
    expect(termMatcher(passageTerms)('Esophagography')).toEqual(['ESOPHAG*']);
  });

  it('leaves 产后 out of the prenatal words', () => {
    expect(termMatcher(fetalTerms)('产后盆腔')).toEqual([]);
    expect(termMatcher(fetalTerms)('产前筛查')).toEqual(['产前']);
  });
});

describe('radiotherapyRole', () => {
  it.each([
    ['1.2.840.10008.5.1.4.1.1.481.4', undefined, 'treatment-record'],
    ['1.2.840.10008.5.1.4.1.1.481.18', 'RTRAD', 'treatment-record'],
    ['1.2.840.10008.5.1.4.1.1.481.5', 'RTPLAN', 'plan'],
    ['1.2.840.10008.5.1.4.1.1.481.2', undefined, 'image-or-dose'],
    ['1.2.840.10008.5.1.4.1.1.481.99', undefined, 'plan'],
    [undefined, 'rtrecord ', 'treatment-record'],
    ['1.2.840.10008.5.1.4.1.1.2', 'CT', undefined],
    [undefined, undefined, undefined],
  ])('%s %s → %s', (uid, modality, role) => {
    expect(radiotherapyRole(uid, modality)).toBe(role);
  });
});
