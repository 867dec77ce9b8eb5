import { day, standingDevice, testDeviceRule, without } from '@center/checks/testing';
import { deviceRegistered } from './device-registered.ts';

const unregistered = without(standingDevice(), 'card');

testDeviceRule(
  deviceRegistered,
  {},
  {
    conforms: [
      ['with a card', standingDevice()],
      ['with a card and without a serial number', standingDevice({ DeviceSerialNumber: '' })],
    ],
    deviates: [
      ['without a card', unregistered],
      [
        'seen thirty days ago',
        { ...unregistered, seen: { first: day('2019-01-02'), last: day('2026-04-20'), studies: 3 } },
      ],
    ],
    indeterminate: [
      ['no register kept', 'evidence-missing', { ...unregistered, cardsInUse: false }, { missing: ['deviceCard'] }],
      [
        'no serial number',
        'evidence-missing',
        { ...unregistered, DeviceSerialNumber: ' ' },
        { missing: ['DeviceSerialNumber'] },
      ],
    ],
    notApplicable: [
      ['only on a card', without(standingDevice(), 'seen')],
      [
        'not seen of late',
        { ...unregistered, seen: { first: day('2019-01-02'), last: day('2026-04-19'), studies: 3 } },
      ],
    ],
  },
);
