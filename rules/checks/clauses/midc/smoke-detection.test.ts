import { day, roomCard, roomFacts, smoke, testRoomRule, without } from '@center/checks/testing';
import type { RoomFacts } from '@center/contract';
import { smokeDetection } from './smoke-detection.ts';

const wired = (change: Partial<RoomFacts['smoke']>): RoomFacts => roomFacts({ smoke: smoke(change) });
const inspected = (on: string): RoomFacts =>
  roomFacts({
    card: roomCard({ smoke: 'inspection', fireInspectedOn: day(on) }),
    smoke: smoke({ state: 'not-wired' }),
  });
const undescribed = without(roomFacts(), 'card', 'equipmentId');

testRoomRule(
  smokeDetection,
  {},
  {
    conforms: [
      ['clear and tested', roomFacts(), { basis: 'measured' }],
      ['clear, tested long ago', wired({ lastTestedOn: day('2026-04-01') }), { dueSoon: true }],
      ['clear, never tested', roomFacts({ smoke: without(smoke(), 'lastTestedOn') }), { dueSoon: true }],
      ['inspected', inspected('2026-01-10'), { basis: 'attested' }],
      ['inspected a year ago to the day', inspected('2025-05-20'), { basis: 'attested', dueSoon: true }],
      ['hosted', { ...undescribed, hosted: { certificateValidTo: day('2027-01-01') } }, { basis: 'attested' }],
    ],
    deviates: [
      ['open loop', wired({ state: 'fault' }), { basis: 'measured' }],
      ['none at all', roomFacts({ card: roomCard({ smoke: 'none' }) }), { basis: 'attested' }],
    ],
    indeterminate: [
      ['alarm', 'awaiting-review', wired({ state: 'alarm', alarms: 1 })],
      ['silent', 'source-silent', wired({ state: 'unknown', silentSince: day('2026-05-19') })],
      ['never heard', 'evidence-missing', wired({ state: 'unknown' }), { missing: ['smokeReading'] }],
      ['never read', 'evidence-missing', wired({ state: 'not-wired' }), { missing: ['smokeReading'] }],
      ['inspection expired', 'evidence-missing', inspected('2025-05-19'), { missing: ['fireInspection'] }],
      ['never inspected', 'evidence-missing', roomFacts({ card: roomCard({ smoke: 'inspection' }) })],
      ['no room described', 'evidence-missing', undescribed, { missing: ['roomCard'] }],
      [
        'hosted, the certificate over',
        'evidence-missing',
        { ...undescribed, hosted: { certificateValidTo: day('2026-05-19') } },
      ],
    ],
    notApplicable: [['another room', roomFacts({ card: roomCard({ purpose: 'other', smoke: 'none' }) })]],
  },
);
