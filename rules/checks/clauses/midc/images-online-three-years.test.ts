import { day, studyFacts, testRule } from '@center/checks/testing';
import type { RetentionFacts } from '@center/contract';
import { imagesOnlineThreeYears } from './images-online-three-years.ts';

type Proof = NonNullable<RetentionFacts['proof']>;
const online = (
  level: Proof['level'],
  outcome: Proof['outcome'],
  change: Partial<RetentionFacts> = {},
): ReturnType<typeof studyFacts> =>
  studyFacts({
    retention: {
      class: 'online',
      ageMonths: 30,
      clock: 'StudyDate',
      proof: { level, outcome, on: day('2026-05-01') },
      ...change,
    },
  });

testRule(
  imagesOnlineThreeYears,
  {},
  {
    conforms: [
      ['first image at level 4', online(4, 'delivered')],
      ['whole study at level 5', online(5, 'delivered')],
    ],
    deviates: [
      ['needs a recall', online(4, 'needs-recall')],
      ['lost', online(1, 'lost')],
    ],
    indeterminate: [
      ['never asked', 'not-yet-run', studyFacts({ retention: { class: 'online', ageMonths: 30, clock: 'StudyDate' } })],
      ['counted only', 'not-yet-run', online(2, 'delivered')],
      ['a claim of recall below level 4', 'not-yet-run', online(1, 'needs-recall')],
      ['controls failed', 'source-silent', online(5, 'source-silent')],
    ],
    notApplicable: [
      ['kept, no longer online', online(4, 'needs-recall', { class: 'kept', ageMonths: 37 })],
      ['older', online(4, 'lost', { class: 'older', ageMonths: 130 })],
    ],
  },
);
