import { dailyRecords, day, testDailyRecordRule } from '@center/checks/testing';
import { dailyDeviceRecord } from './daily-device-record.ts';

testDailyRecordRule(
  dailyDeviceRecord,
  {},
  {
    conforms: [
      ['each day', dailyRecords(), { basis: 'attested' }],
      ['some late', dailyRecords({ late: 3 }), { basis: 'attested' }],
      [
        'some may still be filed',
        dailyRecords({ missing: 2, inGrace: 2, lastMissing: day('2026-05-20') }),
        { basis: 'attested', dueSoon: true },
      ],
    ],
    deviates: [],
    indeterminate: [
      [
        'a day past its grace',
        'evidence-missing',
        dailyRecords({ missing: 2, inGrace: 1, lastMissing: day('2026-05-19') }),
        { missing: ['dailyRecord'] },
      ],
      ['missing outranks contradicting', 'evidence-missing', dailyRecords({ missing: 1, contradicting: 1 })],
      ['against the probes', 'awaiting-review', dailyRecords({ contradicting: 1 })],
      [
        'against the probes, while others may still be filed',
        'awaiting-review',
        dailyRecords({ missing: 1, inGrace: 1, contradicting: 1 }),
      ],
      ['no calendar', 'evidence-missing', dailyRecords({ calendar: false, due: 0 }), { missing: ['serviceCalendar'] }],
      ['no day due yet', 'not-yet-run', dailyRecords({ due: 0 })],
    ],
    notApplicable: [],
  },
  {
    cannotOccur: {
      deviates: 'a day without a record is missing evidence',
      notApplicable: 'every device has its record',
    },
  },
);
