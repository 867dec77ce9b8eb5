import { card, day, review, standingDevice, testDeviceRule, without } from '@center/checks/testing';
import { registeredDeviceSeen } from './registered-device-seen.ts';

const silent = standingDevice({ seen: { first: day('2024-01-02'), last: day('2026-04-19'), studies: 40 } });

testDeviceRule(
  registeredDeviceSeen,
  {},
  {
    conforms: [
      ['seen yesterday', standingDevice()],
      [
        'a spare one, a person says',
        { ...silent, reviews: [review('registered-device-seen', 'dismissed')] },
        { basis: 'attested' },
      ],
    ],
    deviates: [
      [
        'a wrong serial number, a person says',
        { ...silent, reviews: [review('registered-device-seen', 'confirmed')] },
        { basis: 'attested' },
      ],
    ],
    indeterminate: [
      ['silent for 31 days', 'awaiting-review', silent],
      ['never seen', 'awaiting-review', without(standingDevice(), 'seen')],
    ],
    notApplicable: [
      ['no card in force', without(silent, 'card')],
      ['a new card', without(standingDevice({ card: card('CT', { validFrom: day('2026-05-01') }) }), 'seen')],
    ],
  },
);
