import { archiveFacts, review, testArchiveRule } from '@center/checks/testing';
import type { ArchiveFacts } from '@center/contract';
import { identityNumberOnePatientId } from './identity-number-one-patient-id.ts';

const numbers = (all: number, underSeveralPatientIds: number, change: Partial<ArchiveFacts> = {}): ArchiveFacts =>
  archiveFacts({ identityNumbers: { all, underSeveralPatientIds }, ...change });
const decided = (decision: 'confirmed' | 'dismissed'): Partial<ArchiveFacts> => ({
  reviews: [review('identity-number-one-patient-id', decision)],
});

testArchiveRule(
  identityNumberOnePatientId,
  {},
  {
    conforms: [
      ['each under one', numbers(1000, 0)],
      [
        'some, found to be one person’s two files that were merged',
        numbers(1000, 4, decided('dismissed')),
        { basis: 'attested' },
      ],
    ],
    deviates: [
      ['half a percent', numbers(1000, 5), { basis: 'measured' }],
      ['one of sixty', numbers(60, 1)],
      ['some, found to be duplicates', numbers(1000, 1, decided('confirmed')), { basis: 'attested' }],
    ],
    indeterminate: [['below half a percent', 'awaiting-review', numbers(1000, 4)]],
    notApplicable: [['headers carry no numbers', numbers(0, 0)]],
  },
);
