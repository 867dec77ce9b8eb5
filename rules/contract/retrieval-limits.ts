import { type Static, Type } from 'typebox';
import type { RuleSetManifest } from './rule-set.ts';
import { Count, closed } from './wire/parts.ts';

/** By what retrieval is judged (MIDC-3.11c): seconds for the first image, seconds for a whole study of 100 MB, and the samples that a judgement needs. */
export const RetrievalLimits = Type.Object(
  { firstImageSeconds: Type.Number(), wholeSeconds: Type.Number(), samples: Count },
  closed,
);
export type RetrievalLimits = Static<typeof RetrievalLimits>;

/** The limits of a rule set, for those who draw the line that its rule draws; a set without the rule is drawn with the shipped numbers. */
export function retrievalLimitsOf({ rules }: Pick<RuleSetManifest, 'rules'>): RetrievalLimits {
  const parameters = rules.find(({ id }) => id === 'retrieval-in-time')?.parameters ?? {};
  const numberOf = (name: string, shipped: number): number => {
    const value = parameters[name]?.value;
    return typeof value === 'number' && value > 0 ? value : shipped;
  };
  return {
    firstImageSeconds: numberOf('firstImageWithin', 3),
    wholeSeconds: numberOf('wholeWithin', 30),
    samples: numberOf('fewestSamples', 30),
  };
}
