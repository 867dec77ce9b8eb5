import { describe, expect, it } from 'vitest';
import { aggravates, centerClauses, clauseById, clauses, clausesOf, whyOutsideCoverage } from './clauses.ts';
import { documentOf } from './documents.ts';
import { lawOf } from './law.ts';
import { bodiesOfLaw } from './types.ts';

describe('clauses', () => {
  it('holds all 267 duties of the five documents', () => {
    expect(clauses).toHaveLength(267);
    const sizes = Object.fromEntries(bodiesOfLaw.map((body) => [body, clausesOf(body).length]));
    expect(sizes).toEqual({ MIDC: 146, JL21: 33, JL24: 24, SX21: 45, GZ21: 19 });
  });

  it('finds a clause by id with its words and its document', () => {
    const clause = clauseById('MIDC-3.5.3e');
    expect(clause?.quote).toContain('受孕后8周至15周');
    expect(clause?.section).toBe('三(五)3');
    expect(clause?.thresholds).toEqual([{ origin: 'seed', text: '受孕后8–15周', confirmed: true }]);
    expect(clause === undefined ? undefined : documentOf(clause).number).toBe('国卫医发〔2016〕36号');
    expect(clauseById('MIDC-9.9')).toBeUndefined();
  });

  it('gives the words of every clause with title, number, date and section', () => {
    for (const clause of clauses) {
      const law = lawOf(clause);
      expect(law.clause).toBe(clause.id);
      for (const text of [law.quote, law.section, law.documentTitle.zh, law.documentTitle.en, law.meaning.zh])
        expect(text, law.clause).not.toBe('');
      expect(law.documentNumber, law.clause).not.toBe('');
      expect(law.documentDate, law.clause).toMatch(/^\d{4}(-\d{2}-\d{2})?$/);
    }
    const clause = clauseById('MIDC-3.5.3e');
    expect(clause === undefined ? undefined : lawOf(clause)).toMatchObject({
      documentNumber: '国卫医发〔2016〕36号',
      documentNumberVerified: false,
      section: '三(五)3',
      aggravates: false,
    });
  });

  it("makes a center's coverage of exactly 140 MIDC rows", () => {
    expect(centerClauses()).toHaveLength(140);
    expect(new Set(centerClauses().map((clause) => clause.document))).toEqual(new Set(['MIDC']));
    expect(new Set(centerClauses().map((clause) => clause.who))).toEqual(new Set(['center', 'staff', 'device']));
  });

  it("leaves out the authority's own rows of MIDC, and only those", () => {
    const left = clausesOf('MIDC').filter((clause) => whyOutsideCoverage(clause) !== undefined);
    expect(left.map((clause) => clause.id)).toEqual([
      'MIDC-4.2i',
      'MIDC-5.1',
      'MIDC-5.2.1',
      'MIDC-5.2.2',
      'MIDC-5.2.3',
      'MIDC-5.2.4',
    ]);
    expect(new Set(left.map(whyOutsideCoverage))).toEqual(new Set(['authority-duty']));
  });

  it('says why every other row stays outside', () => {
    const why = (id: string): unknown => {
      const clause = clauseById(id);
      return clause === undefined ? 'no clause' : whyOutsideCoverage(clause);
    };
    expect(why('JL21-1a')).toBe('agency-duty');
    expect(why('JL21-1b')).toBe('other-document');
    expect(why('JL21-1d')).toBe('authority-duty');
    expect(why('MIDC-3.11a')).toBeUndefined();
    const outside = clauses.filter((clause) => whyOutsideCoverage(clause) !== undefined);
    expect(outside).toHaveLength(127);
  });

  it('knows the aggravating rows, which count as the center’s', () => {
    const ids = clauses.filter(aggravates).map((clause) => clause.id);
    expect(ids).toEqual(['MIDC-5.3.1', 'MIDC-5.3.2', 'MIDC-5.3.3a', 'MIDC-5.3.3b', 'MIDC-5.3.4']);
    expect(centerClauses().filter(aggravates)).toHaveLength(5);
  });

  it('names no working file to a reader', () => {
    for (const clause of clauses) expect(JSON.stringify(clause)).not.toMatch(/\.txt|\.tsv|\.md\b|seed_file/);
  });
});
