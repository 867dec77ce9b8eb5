import { type ExamGroupFacts, instant, type ReviewDecision, startOfDay } from '@center/contract';
import { groupFacts, measureFacts } from './groups.ts';
import { day } from './moments.ts';
import type { WiderTable } from './test-wider-rule.ts';

/** One side of the reference level, in mGy of CTDIvol of the head exams of `measureFacts`. */
export interface MedianSide {
  /** A median on the side that the rule asks for, since the day under `since`. */
  readonly beyond: number;
  readonly since: 'aboveSince' | 'lowSince';
  /** The edge itself, and a median beyond the other one. */
  readonly edge: number;
  readonly otherSide: number;
}

/** Forty head exams, their median beyond the edge since that day, judged on 31 March 2026. */
export function beyondSince(
  { beyond, since }: MedianSide,
  text: string,
  change: Partial<ExamGroupFacts> = {},
): ExamGroupFacts {
  return groupFacts({ measures: [measureFacts({ median: beyond, [since]: day(text) })], ...change });
}

/** The rows of a rule that has medians beyond one edge of the reference level reviewed. */
export function medianTable(ruleId: string, side: MedianSide): WiderTable<ExamGroupFacts> {
  const review = (on: string, change: Partial<ReviewDecision> = {}): ReviewDecision => ({
    ruleId,
    decision: 'confirmed',
    reason: 'protocol looked at, iterative reconstruction off',
    decidedAt: instant(startOfDay(day(on)) + 3_600_000),
    secondPerson: false,
    ...change,
  });
  const found = (since: string, ...reviews: readonly ReviewDecision[]): ExamGroupFacts =>
    beyondSince(side, since, { reviews });
  return {
    conforms: [
      ['between hint and level', groupFacts()],
      ['at the edge itself', groupFacts({ measures: [measureFacts({ median: side.edge })] })],
      [
        'on the other side, which is the other rule’s matter',
        groupFacts({ measures: [measureFacts({ median: side.otherSide })] }),
      ],
      ['exactly twenty exams', groupFacts({ measures: [measureFacts({ n: 20 })] })],
      [
        'one measure has enough exams',
        groupFacts({ measures: [measureFacts(), measureFacts({ measure: 'DLP', n: 3, median: 700 })] }),
      ],
      ['reviewed since', found('2026-01-05', review('2026-01-12')), { basis: 'attested' }],
      [
        'found unfounded since',
        found('2026-01-05', review('2026-01-12', { decision: 'dismissed' })),
        { basis: 'attested' },
      ],
    ],
    deviates: [
      ['eleven working days without a review', found('2026-03-16')],
      ['reviewed before it was found there', found('2026-03-02', review('2026-02-20'))],
      ['a review of another rule', found('2026-03-02', review('2026-03-10', { ruleId: 'other-rule' }))],
      [
        'acceptance of attested evidence is no review',
        found('2026-03-02', review('2026-03-10', { decision: 'accepted' })),
      ],
      ['the review is more than a year old', found('2024-12-02', review('2025-01-10'))],
    ],
    indeterminate: [
      ['found today', 'awaiting-review', found('2026-03-31')],
      ['ten working days without a review', 'awaiting-review', found('2026-03-17')],
      ['the review has lapsed a few days ago', 'awaiting-review', found('2025-03-03', review('2025-03-28'))],
      [
        'nineteen exams',
        'evidence-missing',
        groupFacts({ measures: [measureFacts({ n: 19, median: side.beyond })] }),
        { missing: ['CTDIvol.exams'] },
      ],
      [
        'exams enough, but not on the phantom of the level, whatever another measure says',
        'evidence-missing',
        groupFacts({
          measures: [measureFacts({ n: 5, excluded: { phantom: 15, phases: 0 } }), measureFacts({ measure: 'DLP' })],
        }),
        { missing: ['CTDIwPhantomType'] },
      ],
      [
        'no exam that can be compared',
        'evidence-missing',
        groupFacts({
          measures: [
            {
              measure: 'CTDIvol',
              n: 0,
              excluded: { phantom: 30, phases: 0 },
              level: { p25: 40, p50: 50, p75: 60, source: 'x', verified: false },
            },
          ],
        }),
      ],
    ],
    notApplicable: [
      [
        'a class without a level',
        groupFacts({
          examClass: 'ct-orbit',
          measures: [{ measure: 'CTDIvol', n: 40, excluded: { phantom: 0, phases: 0 }, median: 90 }],
        }),
      ],
      ['no measure at all', groupFacts({ measures: [] })],
    ],
  };
}
