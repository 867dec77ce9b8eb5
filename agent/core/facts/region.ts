import type { CodedConcept, RegionFacts, WordsFact } from '@center/contract';
import { decideRegion, type RegionLookup, regionOfBodyPart, regionOfCode, regionOfText } from '@center/register';
import { codesIn } from './coded-items.ts';
import { type Header, itemsOf, type TextKeyword, textOf } from './header.ts';
import type { ObservedObject } from './observed-object.ts';

const descriptions = [
  'StudyDescription',
  'SeriesDescription',
  'ProtocolName',
  'RequestedProcedureDescription',
  'PerformedProcedureStepDescription',
  'ScheduledProcedureStepDescription',
] as const;

/** Descriptions and procedure codes of a study, each once, in the order of the objects. */
export function wordsFact(objects: readonly ObservedObject[]): WordsFact {
  const texts = new Map<string, { keyword: string; text: string }>();
  const codes = new Map<string, CodedConcept>();
  const take = (header: Header, keyword: TextKeyword): void => {
    const text = textOf(header, keyword)?.trim() ?? '';
    if (text !== '') texts.set(`${keyword}\n${text}`, { keyword, text });
  };
  for (const { header } of objects) {
    for (const keyword of descriptions) take(header, keyword);
    for (const request of itemsOf(header, 'RequestAttributesSequence'))
      for (const keyword of descriptions) take(request, keyword);
    for (const keyword of ['ProcedureCodeSequence', 'RequestedProcedureCodeSequence'] as const) {
      for (const concept of codesIn(header, keyword))
        codes.set(`${concept.CodeValue}|${concept.CodingSchemeDesignator}`, concept);
    }
  }
  return { texts: [...texts.values()], procedureCodes: [...codes.values()] };
}

/** What was in the beam, from body part, region codes, dose report target regions, procedure codes and words; `unknown` is not safe. */
export function regionFacts(
  objects: readonly ObservedObject[],
  reports: readonly ObservedObject[],
  words: WordsFact,
): RegionFacts {
  const lookups = new Map<string, RegionLookup>();
  const keep = (lookup: RegionLookup): void => {
    if (lookup.kind === 'known') lookups.set(lookup.decidedBy, lookup);
  };
  for (const { header } of objects) {
    keep(regionOfBodyPart(textOf(header, 'BodyPartExamined') ?? ''));
    for (const concept of codesIn(header, 'AnatomicRegionSequence'))
      keep(regionOfCode(concept, 'AnatomicRegionSequence'));
  }
  for (const { dose } of reports) {
    for (const event of dose?.events ?? [])
      if (event.targetRegion !== undefined) keep(regionOfCode(event.targetRegion, 'TargetRegion'));
  }
  for (const concept of words.procedureCodes) keep(regionOfCode(concept, 'ProcedureCodeSequence'));
  for (const { keyword, text } of words.texts) keep(regionOfText(text, keyword));
  return decideRegion([...lookups.values()]);
}
