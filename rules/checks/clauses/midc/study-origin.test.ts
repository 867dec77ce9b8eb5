import { records, review, studyFacts, testRule } from '@center/checks/testing';
import { studyOrigin } from './study-origin.ts';

const unclassified = { origin: { kind: 'unclassified', why: 'serial number in no register' } } as const;

testRule(
  studyOrigin,
  {},
  {
    conforms: [
      ['own by the register', studyFacts(), { basis: 'measured', noted: false }],
      ['own by MPPS', studyFacts({ origin: { kind: 'own', by: 'mpps' } })],
      ['own by presumption', studyFacts({ origin: { kind: 'own', by: 'presumption' } }), { noted: true }],
      [
        'imported by its institution',
        studyFacts({ origin: { kind: 'imported', by: 'institution' } }),
        { basis: 'measured' },
      ],
      ['imported by record', studyFacts({ origin: { kind: 'imported', by: 'record' } }), { basis: 'attested' }],
      [
        'unclassified, settled',
        studyFacts({ ...unclassified, records: records({ reviews: [review('study-origin', 'dismissed')] }) }),
        { basis: 'attested' },
      ],
    ],
    deviates: [
      [
        'unclassified, and nobody can tell',
        studyFacts({ ...unclassified, records: records({ reviews: [review('study-origin', 'confirmed')] }) }),
        { basis: 'attested' },
      ],
    ],
    indeterminate: [['unclassified', 'awaiting-review', studyFacts(unclassified)]],
    notApplicable: [],
  },
  { cannotOccur: { notApplicable: 'every study has an origin' } },
);
