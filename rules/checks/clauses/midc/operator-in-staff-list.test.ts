import { day, seenPerson, testPersonRule } from '@center/checks/testing';
import { operatorInStaffList } from './operator-in-staff-list.ts';

testPersonRule(
  operatorInStaffList,
  {},
  {
    conforms: [
      ['in the list', seenPerson()],
      [
        'until the day last seen',
        seenPerson({ staff: [{ post: 'technologist', validFrom: day('2020-01-01'), validTo: day('2026-05-19') }] }),
      ],
    ],
    deviates: [
      ['unknown', seenPerson({ staff: [] })],
      [
        'left before',
        seenPerson({ staff: [{ post: 'technologist', validFrom: day('2020-01-01'), validTo: day('2026-05-18') }] }),
      ],
    ],
    indeterminate: [
      ['no list', 'evidence-missing', seenPerson({ staff: [], staffInUse: false }), { missing: ['staffList'] }],
      ['another script', 'awaiting-review', seenPerson({ staff: [], comparable: false })],
    ],
    notApplicable: [['signs reports only', seenPerson({ roles: ['report-signer'] })]],
  },
);
