import { archiveFacts, review, testArchiveRule } from '@center/checks/testing';
import type { ArchiveFacts } from '@center/contract';
import { patientIdOneName } from './patient-id-one-name.ts';

const ids = (all: number, withSeveralNames: number, change: Partial<ArchiveFacts> = {}): ArchiveFacts =>
  archiveFacts({ patientIds: { all, withSeveralNames }, ...change });
const decided = (decision: 'confirmed' | 'dismissed'): Partial<ArchiveFacts> => ({
  reviews: [review('patient-id-one-name', decision)],
});

testArchiveRule(
  patientIdOneName,
  {},
  {
    conforms: [
      ['each with one', ids(1000, 0)],
      ['some, found to be changes of name', ids(1000, 2, decided('dismissed')), { basis: 'attested' }],
    ],
    deviates: [
      ['half a percent', ids(200, 1), { basis: 'measured' }],
      ['some, found to be the wrong patient', ids(1000, 2, decided('confirmed')), { basis: 'attested' }],
    ],
    indeterminate: [['below half a percent', 'awaiting-review', ids(201, 1)]],
    notApplicable: [['no PatientID at all', ids(0, 0)]],
  },
);
