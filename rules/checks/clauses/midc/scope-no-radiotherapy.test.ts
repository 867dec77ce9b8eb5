import { records, review, studyFacts, testRule } from '@center/checks/testing';
import { baseline } from '../../testing/facts.ts';
import { scopeNoRadiotherapy } from './scope-no-radiotherapy.ts';

const rt = (Modality: string, last: number): { objects: (typeof baseline.objects)[number][] } => ({
  objects: [
    ...baseline.objects,
    { Modality, SOPClassUID: `1.2.840.10008.5.1.4.1.1.481.${last}`, count: 1, acquired: false },
  ],
});
const unclassified = { origin: { kind: 'unclassified', why: 'serial number in no register' } } as const;

testRule(
  scopeNoRadiotherapy,
  {},
  {
    conforms: [
      ['no radiotherapy object', studyFacts(), { noted: false }],
      ['structures alone', studyFacts(rt('RTSTRUCT', 3)), { noted: true }],
      ['plan alone', studyFacts(rt('RTPLAN', 5))],
      ['ion plan, not its record', studyFacts(rt('RTPLAN', 8))],
      [
        'record of unclassified origin, dismissed',
        studyFacts({
          ...rt('RTRECORD', 4),
          ...unclassified,
          records: records({ reviews: [review('scope-no-radiotherapy', 'dismissed')] }),
        }),
        { basis: 'attested' },
      ],
    ],
    deviates: [
      ['beams treatment record', studyFacts(rt('RTRECORD', 4)), { basis: 'measured' }],
      ['brachytherapy record', studyFacts(rt('RTRECORD', 6))],
      ['ion beams record', studyFacts(rt('RTRECORD', 9))],
      ['record by its modality, class unlisted', studyFacts(rt('RTRECORD', 99))],
      ['record among plans', studyFacts({ objects: [...rt('RTPLAN', 5).objects, ...rt('RTRECORD', 7).objects] })],
    ],
    indeterminate: [
      ['record of unclassified origin', 'awaiting-review', studyFacts({ ...rt('RTRECORD', 4), ...unclassified })],
      ['radiotherapy image', 'awaiting-review', studyFacts(rt('RTIMAGE', 1))],
      ['radiotherapy dose', 'awaiting-review', studyFacts(rt('RTDOSE', 2))],
    ],
    notApplicable: [
      ['from outside', studyFacts({ ...rt('RTRECORD', 4), origin: { kind: 'imported', by: 'institution' } })],
    ],
  },
);
