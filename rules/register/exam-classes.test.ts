import { describe, expect, it } from 'vitest';
import { referenceLevels } from './documents.ts';
import { examClassById, examClasses, groupLevelOf, hasLevel, shippedExamMapping } from './exam-classes.ts';
import { termMatcher } from './term-match.ts';

const patternLists = new Map(shippedExamMapping.map(({ pattern }) => [pattern, pattern.split('|')]));

/** The class that the shipped mapping gives a text under one keyword, as the reader of the mapping applies it: the first row that matches. */
function classOf(Modality: string, keyword: string, text: string): string | undefined {
  return shippedExamMapping.find(
    (row) =>
      row.Modality === Modality &&
      row.keyword === keyword &&
      termMatcher(patternLists.get(row.pattern) ?? [])(text).length > 0,
  )?.examClass;
}

describe('exam classes', () => {
  it('are known once each, and hold every class that has a reference level', () => {
    expect(new Set(examClasses.map(({ id }) => id)).size).toBe(examClasses.length);
    for (const { examCode, modality } of referenceLevels)
      expect(examClassById(examCode), examCode).toMatchObject({ Modality: modality });
  });

  it('have ids that the wire takes', () => {
    for (const { id } of examClasses) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  it('have a level only for the band and measures of the table, with its phantom', () => {
    expect(groupLevelOf('head', 'adult', 'CTDIvol')).toMatchObject({
      phantom: 'head-16cm',
      verified: false,
      percentiles: { p75: { value: 60, unit: 'mGy' } },
    });
    expect(groupLevelOf('chest', 'adult', 'DLP')).toMatchObject({ percentiles: { p25: { value: 200 } } });
    expect(groupLevelOf('chest', 'adult', 'DLP')).not.toHaveProperty('phantom');
    expect(groupLevelOf('chest', '5-<10', 'CTDIvol')).toBeUndefined();
    expect(groupLevelOf('chest', 'adult', 'DoseAreaProduct')).toBeUndefined();
    expect(groupLevelOf('dx-chest-pa', 'adult', 'DoseAreaProduct')).toBeUndefined();
    expect([hasLevel('head'), hasLevel('ct-perfusion'), hasLevel('')]).toEqual([true, false, false]);
  });
});

describe('the shipped mapping', () => {
  it('names known classes only, each row once, with something to look for', () => {
    expect(new Set(shippedExamMapping.map(({ id }) => id)).size).toBe(shippedExamMapping.length);
    for (const row of shippedExamMapping) {
      expect(examClassById(row.examClass), row.id).toBeDefined();
      for (const part of row.pattern.split('|')) expect(part.trim(), row.id).toBe(part);
      for (const part of row.pattern.split('|')) expect(part, row.id).not.toBe('');
    }
  });

  it('reaches every adult CT class that has a level', () => {
    const reached = new Set(shippedExamMapping.map(({ examClass }) => examClass));
    expect(referenceLevels.map(({ examCode }) => examCode).filter((code) => !reached.has(code))).toEqual([]);
  });

  it.each([
    ['CT', '胸部CT平扫', 'chest'],
    ['CT', 'Thorax Routine', 'chest'],
    ['CT', 'ThoraxRoutine', 'chest'],
    ['CT', '5.1 CHEST', 'chest'],
    ['CT', '低剂量胸部筛查', 'ct-low-dose-chest'],
    ['CT', '头颅平扫', 'head'],
    ['CT', 'HeadSeq', 'head'],
    ['CT', '头颅CTA', 'head-cta'],
    ['CT', '颈部CTA', 'neck-cta'],
    ['CT', '头颈部CTA', 'ct-head-neck-cta'],
    ['CT', '颈椎平扫', 'ct-cervical-spine'],
    ['CT', '颈部增强', 'neck'],
    ['CT', '鼻窦冠状位', 'sinus'],
    ['CT', '腰椎间盘', 'lumbar-helical'],
    ['CT', '腰椎逐层扫描', 'lumbar-sequential'],
    ['CT', 'CTU 尿路造影', 'urography'],
    ['CT', '冠脉CTA 前瞻性门控', 'coronary-cta-prospective'],
    ['CT', '冠状动脉CTA', 'ct-coronary'],
    ['CT', '胸腹主动脉CTA', 'chest-abdomen-cta'],
    ['CT', '胸部+腹部', 'ct-chest-abdomen'],
    ['CT', 'Abdomen Pelvis', 'ct-abdomen-pelvis'],
    ['CT', '上腹部平扫', 'abdomen'],
    ['CT', '盆腔增强', 'pelvis'],
    ['CT', 'Routine', undefined],
    ['CT', '张伟', undefined],
    ['DX', 'Chest PA', 'dx-chest-pa'],
    ['CR', '胸部侧位', 'dx-chest-lat'],
    ['DX', '胸部正侧位', 'dx-chest'],
    ['DX', '膝关节正侧位', 'dx-extremity'],
    ['MG', 'R CC', 'mg-cc'],
    ['MG', 'L-MLO', 'mg-mlo'],
    ['PX', '全景片', 'dental-panoramic'],
    ['MR', 'HEAD', undefined],
  ] as const)('%s “%s” → %s', (Modality, text, expected) => {
    expect(classOf(Modality, 'ProtocolName', text)).toBe(expected);
  });
});
