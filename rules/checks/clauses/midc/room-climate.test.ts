import { climate, day, roomCard, roomFacts, testRoomRule, without } from '@center/checks/testing';
import type { RoomFacts } from '@center/contract';
import { roomClimate } from './room-climate.ts';

const measured = (change: Partial<RoomFacts['climate']>): RoomFacts => roomFacts({ climate: climate(change) });
const undescribed = without(roomFacts(), 'card', 'equipmentId');
const month = 30 * 86_400;

testRoomRule(
  roomClimate,
  {},
  {
    conforms: [
      ['an hour outside in a month', roomFacts(), { basis: 'measured' }],
      ['as much as is allowed', measured({ outsideS: month / 20, longestOutsideS: 14_400 })],
      ['outside now', measured({ outsideSince: day('2026-05-20') }), { dueSoon: true }],
      ['hosted', { ...undescribed, hosted: { certificateValidTo: day('2027-01-01') } }, { basis: 'attested' }],
    ],
    deviates: [
      ['too much of the time', measured({ outsideS: month / 20 + 300 }), { limit: { value: 5, unit: '%' } }],
      [
        'too long in one stretch',
        measured({ outsideS: 14_460, longestOutsideS: 14_460 }),
        { limit: { value: 240, unit: 'min' } },
      ],
      ['so, and silent since', measured({ longestOutsideS: 20_000, silentSince: day('2026-05-19') })],
    ],
    indeterminate: [
      ['silent', 'source-silent', measured({ silentSince: day('2026-05-19') })],
      ['too little measured', 'source-silent', measured({ coverage: 8999 })],
      ['for less than a day', 'not-yet-run', measured({ measuredS: 86_399, outsideS: 20_000, coverage: 10_000 })],
      ['no sensor', 'evidence-missing', measured({ sensor: false }), { missing: ['climateReading'] }],
      ['no room described', 'evidence-missing', undescribed, { missing: ['roomCard'] }],
    ],
    notApplicable: [['another room', roomFacts({ card: roomCard({ purpose: 'mr' }) })]],
  },
);
