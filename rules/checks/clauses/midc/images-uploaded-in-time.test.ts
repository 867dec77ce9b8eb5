import { testUploadRule, uploadMonth } from '@center/checks/testing';
import { imagesUploadedInTime } from './images-uploaded-in-time.ts';

testUploadRule(
  imagesUploadedInTime,
  {},
  {
    conforms: [
      ['99.5 %', uploadMonth()],
      ['exactly 99 %', uploadMonth({ receipted: 396, overdue: 4 })],
      [
        'what is not due yet does not count',
        uploadMonth({ finished: 400, receipted: 200, overdue: 0 }, { pending: 200 }),
      ],
    ],
    deviates: [
      ['five without a receipt', uploadMonth({ receipted: 395, overdue: 5 })],
      ['five too late', uploadMonth({ receipted: 400, late: 5, overdue: 0 })],
    ],
    indeterminate: [
      ['none is due yet', 'not-yet-run', uploadMonth({ receipted: 0, overdue: 0 }, { pending: 400 })],
      [
        'no receipt has ever come',
        'evidence-missing',
        uploadMonth({ receipted: 0, overdue: 400 }, { receiptsInUse: false }),
        { missing: ['upload receipts'] },
      ],
    ],
    notApplicable: [['nothing finished', uploadMonth({ finished: 0, receipted: 0, overdue: 0 })]],
  },
);
