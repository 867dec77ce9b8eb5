import { day, seenPerson, testPersonRule } from '@center/checks/testing';
import type { SeenPersonFacts } from '@center/contract';
import { reportSignerLicensed } from './report-signer-licensed.ts';

const entry = (change: Partial<SeenPersonFacts['staff'][number]>): SeenPersonFacts =>
  seenPerson({ staff: [{ post: 'physician', validFrom: day('2020-01-01'), ...change }] });

testPersonRule(
  reportSignerLicensed,
  {},
  {
    conforms: [
      ['licensed', seenPerson()],
      ['without an end', entry({ licence: { imaging: true } })],
      [
        'one of two of that name',
        seenPerson({ staff: [{ post: 'technologist', validFrom: day('2020-01-01') }, ...seenPerson().staff] }),
      ],
    ],
    deviates: [
      ['not in the list', seenPerson({ staff: [] })],
      ['no licence', entry({ post: 'technologist' })],
      ['another specialty', entry({ licence: { imaging: false } })],
      ['ended the day before', entry({ licence: { imaging: true, validTo: day('2026-05-18') } })],
      ['left before', entry({ licence: { imaging: true }, validTo: day('2026-01-01') })],
    ],
    indeterminate: [
      ['no list', 'evidence-missing', seenPerson({ staff: [], staffInUse: false }), { missing: ['staffList.licence'] }],
      ['another script', 'awaiting-review', seenPerson({ staff: [], comparable: false })],
    ],
    notApplicable: [['operator only', seenPerson({ roles: ['operator'], staff: [] })]],
  },
);
