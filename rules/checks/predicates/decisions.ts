import type { ReviewDecision } from '@center/contract';

/** The latest decision of a person on a rule. `accepted` closes a finding whose evidence is attested; it settles no suspicion and is no review. */
export function latestDecision(reviews: readonly ReviewDecision[], ruleId: string): ReviewDecision | undefined {
  return reviews
    .filter((review) => review.ruleId === ruleId && review.decision !== 'accepted')
    .toSorted((a, b) => b.decidedAt - a.decidedAt)[0];
}
