import { archiveYear, day, review, testArchiveYearRule } from '@center/checks/testing';
import { expect } from 'vitest';
import { archiveYearProven } from './archive-year-proven.ts';

const reviews = [review('archive-year-proven', 'dismissed')];

testArchiveYearRule(
  archiveYearProven,
  {},
  {
    conforms: [
      ['312 clean samples', archiveYear(), { basis: 'measured' }],
      [
        'a small year, sampled to its last study',
        archiveYear({
          kept: 90,
          proven: 88,
          standing: { proven: 88, claimed: 0, unlisted: 0, lost: 0, explained: 2 },
          sampled: 88,
          bound: 3 / 88,
        }),
      ],
      ['exactly 1 %', archiveYear({ sampled: 300, bound: 0.01 })],
      [
        'unseen, and two people compared it with the RIS',
        archiveYear({ seenWhole: false }, { reviews }),
        { basis: 'attested' },
      ],
    ],
    deviates: [
      ['one lost', archiveYear({ lost: 1 })],
      ['one lost of a silent source', archiveYear({ lost: 1 }, { silentSince: day('2026-05-02') })],
      [
        'unseen, and two people found that studies are missing',
        archiveYear({ seenWhole: false }, { reviews: [review('archive-year-proven', 'confirmed')] }),
        { basis: 'attested' },
      ],
    ],
    indeterminate: [
      ['299 samples', 'not-yet-run', archiveYear({ sampled: 299, bound: 3 / 299 }), { missing: ['retention samples'] }],
      [
        'a sample that did not come back',
        'not-yet-run',
        archiveYear({ samplesLost: 1, bound: 0.018 }),
        { note: expect.stringContaining('did not come back') },
      ],
      ['no sample', 'not-yet-run', archiveYear({ sampled: 0, bound: null })],
      ['not seen whole', 'awaiting-review', archiveYear({ seenWhole: false }, { firstSeenOn: day('2026-04-01') })],
      ['no round has measured', 'source-silent', archiveYear({}, { silentSince: day('2026-05-02') })],
    ],
    notApplicable: [['eleven years ago', archiveYear({ year: 2014, older: 900, kept: 0 }, { owed: 0 })]],
  },
);
