import { type CodedConcept, conceptKey, type RegionFacts, type Tri } from '@center/contract';
import {
  bodyPartTerms,
  bodyPartTermsZh,
  type RegionReach,
  regionCodes,
  regionNoise,
  regionWords,
} from './region-tables.ts';
import { foldText, termMatcher } from './term-match.ts';
import { fetalBodyParts, fetalTerms } from './words.ts';

/** One source's answer. `unknown` is no answer: free text, a private code, an empty value; it is never "outside". */
export type RegionLookup =
  | { readonly kind: 'known'; readonly reach: RegionReach; readonly fetal: boolean; readonly decidedBy: string }
  | { readonly kind: 'unknown' };

const unknown: RegionLookup = { kind: 'unknown' };
const nowhere: RegionReach = { abdomenOrPelvis: false, lowerAbdomen: false, chest: false, head: false };
/** Who images a fetus images the mother's lower abdomen. */
const aroundFetus: RegionReach = { ...nowhere, abdomenOrPelvis: true, lowerAbdomen: true };
const matchFetal = termMatcher(fetalTerms);
const matchRegion = termMatcher([...regionWords.keys(), ...regionNoise]);

/** The side in front of a Chinese body part: 左膝, 双侧髋关节. */
const side = /^(?:左|右|双)侧?/u;

/** BodyPartExamined (0018,0015). Only terms of the tables count: `PATTERN`, `PARTIALBODY`, free text are unknown here. */
export function regionOfBodyPart(value: string): RegionLookup {
  const term = foldText(value).replace(/[\s_\-/]/g, '');
  const decidedBy = `BodyPartExamined=${term}`;
  if (fetalBodyParts.includes(term)) return { kind: 'known', reach: aroundFetus, fetal: true, decidedBy };
  const reach = bodyPartTerms.get(term) ?? bodyPartTermsZh.get(term.replace(side, ''));
  return reach === undefined ? unknown : { kind: 'known', reach, fetal: false, decidedBy };
}

/** A region code as read or normalised (SCT, older SCT, SRT). `attribute` is the keyword it stood in, for the trace. */
export function regionOfCode(concept: CodedConcept, attribute: string): RegionLookup {
  const scheme = ['SNM3', '99SDM'].includes(concept.CodingSchemeDesignator) ? 'SRT' : concept.CodingSchemeDesignator;
  const reach = regionCodes.get(conceptKey({ CodeValue: concept.CodeValue, CodingSchemeDesignator: scheme }));
  return reach === undefined
    ? unknown
    : { kind: 'known', reach, fetal: false, decidedBy: `${attribute} ${concept.CodeValue}|${scheme}` };
}

/** Words of a description. Several parts in one text add up: 胸部+上腹 reaches both. */
export function regionOfText(text: string, attribute: string): RegionLookup {
  const fetal = matchFetal(text);
  const found = matchRegion(text).filter((term) => regionWords.has(term));
  if (found.length === 0 && fetal.length === 0) return unknown;
  const reaches = found.map((term) => regionWords.get(term) ?? nowhere);
  if (fetal.length > 0) reaches.push(aroundFetus);
  const any = (part: keyof RegionReach): boolean => reaches.some((reach) => reach[part]);
  return {
    kind: 'known',
    reach: {
      abdomenOrPelvis: any('abdomenOrPelvis'),
      lowerAbdomen: any('lowerAbdomen'),
      chest: any('chest'),
      head: any('head'),
    },
    fetal: fetal.length > 0,
    decidedBy: `${attribute} ${[...new Set([...fetal, ...found])].join(' ')}`,
  };
}

/**
 * Folds all sources of a study. One source that says yes outweighs any that say no (a body part is often the console's default); no source that knows
 * leaves `unknown`, which is not safe.
 */
export function decideRegion(lookups: readonly RegionLookup[]): RegionFacts {
  const known = lookups.filter((lookup) => lookup.kind === 'known');
  const tri = (holds: (lookup: (typeof known)[number]) => boolean): Tri => {
    if (known.some((lookup) => holds(lookup))) return 'yes';
    return known.length > 0 ? 'no' : 'unknown';
  };
  return {
    abdomenOrPelvis: tri(({ reach }) => reach.abdomenOrPelvis),
    lowerAbdomen: tri(({ reach }) => reach.lowerAbdomen),
    chest: tri(({ reach }) => reach.chest),
    head: tri(({ reach }) => reach.head),
    fetal: tri(({ fetal }) => fetal),
    decidedBy: [...new Set(known.map((lookup) => lookup.decidedBy))],
  };
}
