import { day, standingDevice, testDeviceRule, without } from '@center/checks/testing';
import { ionisingDeviceOnPermit } from './ionising-device-on-permit.ts';

const none = standingDevice({ permits: [] });
const past = { number: '放诊证字0001', validFrom: day('2020-01-01'), validTo: day('2026-05-19') };

testDeviceRule(
  ionisingDeviceOnPermit,
  {},
  {
    conforms: [
      ['on a permit', standingDevice()],
      ['on its last day', standingDevice({ permits: [{ ...past, validTo: day('2026-05-20') }] })],
      [
        'on a new one beside an old one',
        standingDevice({ permits: [past, { number: '2', validFrom: day('2026-05-20') }] }),
      ],
      ['without a card', without(standingDevice(), 'card')],
    ],
    deviates: [
      ['on none', none],
      ['on one that has ended', standingDevice({ permits: [past] })],
      ['on one that has not begun', standingDevice({ permits: [{ number: '2', validFrom: day('2026-05-21') }] })],
      ['seen of late without a card', without(none, 'card')],
    ],
    indeterminate: [
      [
        'no register of permits',
        'evidence-missing',
        { ...none, permitsInUse: false },
        { missing: ['radiologyPermit'] },
      ],
      ['no serial number', 'evidence-missing', { ...none, DeviceSerialNumber: '' }],
    ],
    notApplicable: [
      ['magnetic resonance', standingDevice({ ionising: false, modalities: ['MR'], permits: [] })],
      ['gone', without({ ...none, seen: { first: day('2019-01-02'), last: day('2020-01-02'), studies: 3 } }, 'card')],
    ],
  },
);
