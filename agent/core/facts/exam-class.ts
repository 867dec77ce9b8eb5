import {
  type CodedConcept,
  conceptKey,
  type ExamFacts,
  type ExamMappingRow,
  type MappingKeyword,
} from '@center/contract';
import { foldText, type TermMatcher, termMatcher } from '@center/register';
import { codesIn } from './coded-items.ts';
import { frameText } from './functional-groups.ts';
import { type Header, itemsOf, textOf } from './header.ts';
import { modalityOf } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';

/** What the images of one modality say under each keyword of the mapping. */
type Said = ReadonlyMap<MappingKeyword, ReadonlySet<string>>;

const texts = [
  'ProtocolName',
  'SeriesDescription',
  'StudyDescription',
  'RequestedProcedureDescription',
  'PerformedProcedureStepDescription',
] as const;
const codeSequences = [
  'ProcedureCodeSequence',
  'RequestedProcedureCodeSequence',
  'PerformedProtocolCodeSequence',
] as const;

function codesOf(header: Header): readonly CodedConcept[] {
  return [header, ...itemsOf(header, 'RequestAttributesSequence')].flatMap((item) =>
    codeSequences.flatMap((keyword) => codesIn(item, keyword)),
  );
}

function saidByModality(objects: readonly ObservedObject[]): ReadonlyMap<string, Said> {
  const all = new Map<string, Map<MappingKeyword, Set<string>>>();
  for (const object of objects) {
    const { header } = object;
    const modality = modalityOf(object).trim().toUpperCase();
    const said = all.get(modality) ?? new Map<MappingKeyword, Set<string>>();
    all.set(modality, said);
    const take = (keyword: MappingKeyword, text: string | undefined): void => {
      if (text === undefined || text.trim() === '') return;
      const values = said.get(keyword) ?? new Set<string>();
      said.set(keyword, values.add(text));
    };
    for (const keyword of texts) {
      take(keyword, textOf(header, keyword));
      for (const request of itemsOf(header, 'RequestAttributesSequence')) take(keyword, textOf(request, keyword));
    }
    take('BodyPartExamined', frameText(header, 'BodyPartExamined'));
    for (const concept of codesOf(header)) take('ProcedureCode', conceptKey(concept));
  }
  return all;
}

/** Compiled patterns; a center's mapping has a few hundred and they come back with every study. */
const matchers = new Map<string, TermMatcher>();
const mostMatchers = 5000;

function matcherOf(pattern: string): TermMatcher {
  const known = matchers.get(pattern);
  if (known !== undefined) return known;
  if (matchers.size >= mostMatchers) matchers.clear();
  const terms = pattern.split('|').filter((term) => term.trim() !== '');
  const made = termMatcher(terms);
  matchers.set(pattern, made);
  return made;
}

/** The alternative of a row's pattern that matched. */
function matched({ keyword, pattern }: ExamMappingRow, said: Said): string | undefined {
  const values = [...(said.get(keyword) ?? [])];
  if (keyword === 'ProcedureCode') {
    const wanted = foldText(pattern);
    return values.some((value) => foldText(value) === wanted) ? pattern : undefined;
  }
  const match = matcherOf(pattern);
  return values.map((value) => match(value)[0]).find((term) => term !== undefined);
}

/**
 * The exam class of a study by the center's mapping: the first row, in the order of `rows`, that some image of its modality matches. `objects` are the images that
 * speak for the study; the CT of a PET or SPECT examination is none of its own. A row with the class '' says "compare with nothing" and ends the search; without a matching row the exam is unmapped, never guessed.
 */
export function examClassOf(rows: readonly ExamMappingRow[], objects: readonly ObservedObject[]): ExamFacts {
  if (objects.length === 0) return { decidedBy: 'unmapped: no image' };
  if (rows.length === 0) return { decidedBy: 'unmapped: the mapping is empty' };
  const all = saidByModality(objects);
  const nuclear = new Map([...all].filter(([modality]) => modality === 'PT' || modality === 'NM'));
  const said = nuclear.size > 0 ? nuclear : all;
  let mapped = false;
  for (const row of rows) {
    const ofModality = said.get(row.Modality.trim().toUpperCase());
    if (ofModality === undefined) continue;
    mapped = true;
    const term = matched(row, ofModality);
    if (term !== undefined)
      return { ...(row.examClass === '' ? {} : { class: row.examClass }), decidedBy: `${row.keyword}=${term}` };
  }
  if (mapped) return { decidedBy: 'unmapped: no row matches' };
  const modalities = [...said.keys()].filter((modality) => /^[A-Z0-9_]{1,16}$/.test(modality));
  return { decidedBy: `unmapped: no row for ${modalities.toSorted().join(' ')}` };
}
