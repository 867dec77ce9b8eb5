import { type Observed, type Quantity, quantity, type Verdict } from '@center/contract';
import { awaitingReview, conforms, deviates, notApplicable, seen } from './verdicts.ts';

/** Entries of the master index of patients, and those of them that cannot stand as they are. */
export interface IndexCount {
  /** What an entry is, as a name of a fact. */
  readonly entry: string;
  readonly all: number;
  readonly ambiguous: number;
}

/** One ambiguous entry is for the repair queue; from the limit on they are no slips any more. */
export function judgeIndex({ entry, all, ambiguous }: IndexCount, limit: Quantity<'%'>, note: string): Verdict {
  if (all === 0) return notApplicable(entry, 0);
  const share = quantity((ambiguous / all) * 100, '%');
  const observed: readonly Observed[] = seen({ [entry]: all, ambiguous, share });
  if (ambiguous === 0) return conforms(observed);
  return share < limit ? awaitingReview(observed, note) : deviates(observed, { limit, note });
}
