import { type CodedConcept, conceptKey, type RegionFacts, type WordsFact } from '@center/contract';
import {
  decideRegion,
  type RegionLookup,
  regionOfBodyPart,
  regionOfCode,
  regionOfText,
  termMatcher,
} from '@center/register';
import { codesIn } from './coded-items.ts';
import { frameItems } from './functional-groups.ts';
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
const procedures = ['ProcedureCodeSequence', 'RequestedProcedureCodeSequence'] as const;

/** Descriptions and procedure codes of a study and of its requests, each once, in the order of the objects. */
export function wordsFact(objects: readonly ObservedObject[]): WordsFact {
  const texts = new Map<string, { keyword: string; text: string }>();
  const codes = new Map<string, CodedConcept>();
  const take = (header: Header, keyword: TextKeyword): void => {
    const text = textOf(header, keyword)?.trim() ?? '';
    if (text !== '') texts.set(`${keyword}\n${text}`, { keyword, text });
  };
  for (const { header } of objects) {
    for (const item of [header, ...itemsOf(header, 'RequestAttributesSequence')]) {
      for (const keyword of descriptions) take(item, keyword);
      for (const keyword of procedures) {
        for (const concept of codesIn(item, keyword)) codes.set(conceptKey(concept), concept);
      }
    }
  }
  return { texts: [...texts.values()], procedureCodes: [...codes.values()] };
}

const uterineCervix = 'BodyPartExamined=CERVIX';
const cervicalSpine = termMatcher(['C SPINE', 'CERVICAL SPINE', 'SPINE CERVICAL', '颈椎']);
const cervicalSpineCodes = /(?:122494005\|SCT|T-11501\|SRT|=CSPINE|=CERVICALSPINE)$/;

/**
 * Consoles offer CERVIX beside CSPINE, and it is chosen for a neck by mistake. Where everything else that is known means the cervical spine and nothing the lower
 * abdomen, the cervix is read as that; alone it stays what it says, since a womb missed is worse than a neck asked about.
 */
function withoutMistakenCervix(lookups: readonly RegionLookup[], words: WordsFact): readonly RegionLookup[] {
  const known = lookups.filter((lookup) => lookup.kind === 'known');
  const others = known.filter(({ decidedBy }) => decidedBy !== uterineCervix);
  if (others.length === known.length || others.some(({ reach }) => reach.lowerAbdomen)) return lookups;
  const spine =
    words.texts.some(({ text }) => cervicalSpine(text).length > 0) ||
    others.some(({ decidedBy }) => cervicalSpineCodes.test(decidedBy));
  if (!spine) return lookups;
  const neck = { abdomenOrPelvis: false, lowerAbdomen: false, chest: false, head: false };
  return [...others, { kind: 'known', reach: neck, fetal: false, decidedBy: `${uterineCervix} (CSPINE)` }];
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
  const bodyParts = new Set<string>();
  const protocols = new Set<string>();
  for (const { header } of objects) {
    bodyParts.add(textOf(header, 'BodyPartExamined') ?? '');
    protocols.add(textOf(header, 'AcquisitionProtocolName') ?? '');
    for (const item of frameItems(header))
      for (const concept of codesIn(item, 'AnatomicRegionSequence'))
        keep(regionOfCode(concept, 'AnatomicRegionSequence'));
    for (const concept of codesIn(header, 'PerformedProtocolCodeSequence'))
      keep(regionOfCode(concept, 'PerformedProtocolCodeSequence'));
  }
  for (const bodyPart of bodyParts) keep(regionOfBodyPart(bodyPart));
  for (const { dose } of reports) {
    for (const { targetRegion, protocol } of dose?.events ?? []) {
      if (targetRegion !== undefined) keep(regionOfCode(targetRegion, 'TargetRegion'));
      protocols.add(protocol ?? '');
    }
  }
  for (const protocol of protocols) keep(regionOfText(protocol, 'AcquisitionProtocol'));
  for (const concept of words.procedureCodes) keep(regionOfCode(concept, 'ProcedureCodeSequence'));
  for (const { keyword, text } of words.texts) keep(regionOfText(text, keyword));
  return decideRegion(withoutMistakenCervix([...lookups.values()], words));
}
