import { baseline, day, studyFacts, testRule } from '@center/checks/testing';
import type { RetentionFacts } from '@center/contract';
import { imagesKeptTenYears } from './images-kept-ten-years.ts';

type Proof = NonNullable<RetentionFacts['proof']>;
const kept = (
  level: Proof['level'],
  outcome: Proof['outcome'],
  change: Partial<RetentionFacts> = {},
): ReturnType<typeof studyFacts> =>
  studyFacts({
    retention: {
      class: 'kept',
      ageMonths: 60,
      clock: 'StudyDate',
      proof: { level, outcome, on: day('2026-05-01') },
      ...change,
    },
  });

testRule(
  imagesKeptTenYears,
  {},
  {
    conforms: [
      ['delivered at level 4', kept(4, 'delivered')],
      ['delivered at level 6', kept(6, 'delivered')],
      ['online counts', studyFacts()],
      ['by the first-seen clock', kept(5, 'delivered', { clock: 'first-seen' })],
      ['an outside study is kept too', { ...kept(5, 'delivered'), origin: { kind: 'imported', by: 'record' } }],
    ],
    deviates: [
      ['lost', kept(2, 'lost')],
      [
        'lost online',
        studyFacts({
          retention: { ...baseline.retention, proof: { level: 0, outcome: 'lost', on: day('2026-05-01') } },
        }),
      ],
    ],
    indeterminate: [
      [
        'never asked',
        'not-yet-run',
        studyFacts({ retention: { class: 'kept', ageMonths: 60, clock: 'StudyDate' } }),
        ['retention proof L4'],
      ],
      ['counted only', 'not-yet-run', kept(2, 'delivered')],
      ['committed only', 'not-yet-run', kept(3, 'delivered')],
      ['recall not finished', 'not-yet-run', kept(4, 'needs-recall')],
      ['controls failed', 'source-silent', kept(4, 'source-silent')],
    ],
    notApplicable: [['older than ten years', kept(5, 'lost', { class: 'older', ageMonths: 121 })]],
  },
);
