import { baseline, device, deviceWithoutCard, records, review, studyFacts, testRule } from '@center/checks/testing';
import { must, parseDeviceId } from '@center/contract';
import { deviceKnown } from './device-known.ts';

const unknownDevice = { devices: [deviceWithoutCard('CT')] };
const unclassified = { origin: { kind: 'unclassified', why: 'serial number in no register' } } as const;
const second = must(parseDeviceId('0b'.repeat(16)));

testRule(
  deviceKnown,
  {},
  {
    conforms: [
      ['in the register', studyFacts()],
      ['in the register, origin unclassified', studyFacts(unclassified)],
      [
        'a workstation without card beside it',
        studyFacts({ devices: [device('CT'), deviceWithoutCard('OT', { deviceId: second })] }),
      ],
      [
        'unclassified, found to be known',
        studyFacts({
          ...unknownDevice,
          ...unclassified,
          records: records({ reviews: [review('device-known', 'dismissed')] }),
        }),
        { basis: 'attested' },
      ],
    ],
    deviates: [
      ['serial number in no register', studyFacts(unknownDevice), { basis: 'measured' }],
      [
        'one of two devices',
        studyFacts({
          devices: [device('CT'), deviceWithoutCard('PT', { deviceId: second })],
          objects: [
            ...baseline.objects,
            { Modality: 'PT', SOPClassUID: '1.2.840.10008.5.1.4.1.1.128', deviceId: second, count: 9, acquired: true },
          ],
        }),
      ],
      [
        'unclassified, confirmed',
        studyFacts({
          ...unknownDevice,
          ...unclassified,
          records: records({ reviews: [review('device-known', 'confirmed')] }),
        }),
        { basis: 'attested' },
      ],
    ],
    indeterminate: [
      [
        'a center that keeps no register yet',
        'evidence-missing',
        studyFacts({ ...unknownDevice, registerInUse: false, origin: { kind: 'own', by: 'presumption' } }),
        ['deviceCard'],
      ],
      [
        'no serial number',
        'evidence-missing',
        studyFacts({ devices: [deviceWithoutCard('CT', { DeviceSerialNumber: '' })] }),
        ['DeviceSerialNumber'],
      ],
      [
        'images that name no device at all',
        'evidence-missing',
        studyFacts({ devices: [], objects: [{ Modality: 'CT', SOPClassUID: '1.2', count: 1, acquired: true }] }),
        ['Manufacturer', 'ManufacturerModelName', 'DeviceSerialNumber'],
      ],
      [
        'images of a device that the facts do not describe',
        'evidence-missing',
        studyFacts({ devices: [] }),
        ['DeviceSerialNumber'],
      ],
      ['unclassified origin', 'awaiting-review', studyFacts({ ...unknownDevice, ...unclassified })],
    ],
    notApplicable: [
      [
        'no acquired image',
        studyFacts({ ...unknownDevice, objects: baseline.objects.map((group) => ({ ...group, acquired: false })) }),
      ],
      ['from outside', studyFacts({ ...unknownDevice, origin: { kind: 'imported', by: 'institution' } })],
    ],
  },
);
