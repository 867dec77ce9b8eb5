import type { CodedConcept } from '@center/contract';
import type { SrItem } from './sr-item.ts';

/** Content items as devices write them, for this room's tests. Holds no real report. */
export const coded = (CodeValue: string, CodingSchemeDesignator = 'DCM', CodeMeaning = ''): CodedConcept => ({
  CodeValue,
  CodingSchemeDesignator,
  CodeMeaning,
});
export const container = (concept: CodedConcept, ...children: SrItem[]): SrItem => ({
  valueType: 'CONTAINER',
  concept,
  children,
});
export const num = (
  concept: CodedConcept,
  raw: string,
  unit: string,
  scheme = 'UCUM',
  children: SrItem[] = [],
): SrItem => {
  const number = Number(raw);
  return {
    valueType: 'NUM',
    concept,
    measured: { raw, ...(Number.isFinite(number) ? { number } : {}), unit: coded(unit, scheme) },
    children,
  };
};
export const choice = (concept: CodedConcept, code: CodedConcept): SrItem => ({
  valueType: 'CODE',
  concept,
  code,
  children: [],
});
export const uid = (text: string, code = '113769'): SrItem => ({
  valueType: 'UIDREF',
  concept: coded(code),
  text,
  children: [],
});
export const text = (concept: CodedConcept, words: string): SrItem => ({
  valueType: 'TEXT',
  concept,
  text: words,
  children: [],
});
export const moment = (code: string, at: string): SrItem => ({
  valueType: 'DATETIME',
  concept: coded(code),
  text: at,
  children: [],
});
/** A NUM item whose MeasuredValueSequence is empty. */
export const silent = (concept: CodedConcept): SrItem => ({ valueType: 'NUM', concept, children: [] });
