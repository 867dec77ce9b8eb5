import {
  type CalendarDate,
  type ExamGroupFacts,
  instant,
  must,
  parseCalendarDate,
  type ReviewDecision,
  startOfDay,
} from '@center/contract';
import { expect, test } from 'vitest';
import { defaultRuleSet } from '../../default-rule-set.ts';
import { judgeGroup } from '../../evaluate.ts';
import { groupFacts, measureFacts, testGroupRule } from '../../testing/index.ts';
import { doseAuditReferenceLevel } from './dose-audit-reference-level.ts';

const day = (text: string): CalendarDate => must(parseCalendarDate(text));

/** Forty head exams, their median above the 75 % level since that day, judged on 31 March. */
const found = (since: string, change: Partial<ExamGroupFacts> = {}): ExamGroupFacts =>
  groupFacts({ measures: [measureFacts({ median: 61, aboveSince: day(since) })], ...change });

const review = (on: string, change: Partial<ReviewDecision> = {}): ReviewDecision => ({
  ruleId: 'dose-audit-reference-level',
  decision: 'confirmed',
  reason: 'protocol looked at, iterative reconstruction off',
  decidedAt: instant(startOfDay(day(on)) + 3_600_000),
  secondPerson: false,
  ...change,
});

testGroupRule(
  doseAuditReferenceLevel,
  {},
  {
    conforms: [
      ['between hint and level', groupFacts()],
      ['at the edge itself', groupFacts({ measures: [measureFacts({ median: 60 })] })],
      ['on the other side, which is the other rule’s matter', groupFacts({ measures: [measureFacts({ median: 39 })] })],
      ['exactly twenty exams', groupFacts({ measures: [measureFacts({ n: 20 })] })],
      [
        'one measure has enough exams',
        groupFacts({ measures: [measureFacts(), measureFacts({ measure: 'DLP', n: 3, median: 700 })] }),
      ],
      ['reviewed since', found('2026-01-05', { reviews: [review('2026-01-12')] }), { basis: 'attested' }],
      [
        'found unfounded since',
        found('2026-01-05', { reviews: [review('2026-01-12', { decision: 'dismissed' })] }),
        { basis: 'attested' },
      ],
    ],
    deviates: [
      ['eleven working days without a review', found('2026-03-16')],
      ['reviewed before it was found there', found('2026-03-02', { reviews: [review('2026-02-20')] })],
      ['a review of another rule', found('2026-03-02', { reviews: [review('2026-03-10', { ruleId: 'other-rule' })] })],
      [
        'acceptance of attested evidence is no review',
        found('2026-03-02', { reviews: [review('2026-03-10', { decision: 'accepted' })] }),
      ],
      ['the review is more than a year old', found('2024-12-02', { reviews: [review('2025-01-10')] })],
    ],
    indeterminate: [
      ['found today', 'awaiting-review', found('2026-03-31')],
      ['ten working days without a review', 'awaiting-review', found('2026-03-17')],
      [
        'the review has lapsed a few days ago',
        'awaiting-review',
        found('2025-03-03', { reviews: [review('2025-03-28')] }),
      ],
      [
        'nineteen exams',
        'evidence-missing',
        groupFacts({ measures: [measureFacts({ n: 19, median: 61 })] }),
        { missing: ['CTDIvol.exams'] },
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
  },
);

test('dose-audit-reference-level: what was compared stands in the evidence, with its period', () => {
  const verdict = judgeGroup(found('2026-03-31'), defaultRuleSet).find(
    ({ rule }) => rule.id === 'dose-audit-reference-level',
  )?.verdict;
  const facts = verdict?.kind === 'indeterminate' ? verdict.observed.map(({ fact }) => fact) : [];
  expect(facts).toEqual(
    expect.arrayContaining(['examClass', 'ageBand', 'period', 'CTDIvol.exams', 'CTDIvol.median', 'CTDIvol.level']),
  );
});
