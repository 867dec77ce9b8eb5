import type { Observed, RetentionFacts } from '@center/contract';
import { seen } from './verdicts.ts';

/** From this level on images have come back; an index entry or a count proves nothing. */
const provenFromLevel = 4;

export type ProofState = 'delivered' | 'needs-recall' | 'lost' | 'source-silent' | 'not-proven';

/** What the latest proof is worth: a delivery below the level has not proven anything yet; a loss or a silence is what it is at any level. */
export function proofState({ proof }: RetentionFacts): ProofState {
  if (proof === undefined) return 'not-proven';
  if (proof.outcome === 'lost' || proof.outcome === 'source-silent') return proof.outcome;
  return proof.level >= provenFromLevel ? proof.outcome : 'not-proven';
}

/** Every verdict on retention names class, level and day. */
export function retentionSeen({ class: retentionClass, clock, ageMonths, proof }: RetentionFacts): readonly Observed[] {
  return seen({
    retentionClass,
    clock,
    ageMonths,
    proofLevel: proof === undefined ? 'none' : `L${proof.level}`,
    ...(proof === undefined ? {} : { provenOn: proof.on, outcome: proof.outcome }),
  });
}
