import { expect, it } from 'vitest';
import type { Event, State } from './state-table.ts';
import { step } from './state-table.ts';

// PS3.8 Table 9-10 in print order: rows are events, columns Sta1 to Sta13.
const PRINTED = `
associate-request-primitive  AE-1 -    -    -    -    -    -    -    -    -     -    -    -
transport-confirmed          -    -    -    AE-2 -    -    -    -    -    -     -    -    -
associate-ac-pdu             -    AA-1 AA-8 -    AE-3 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
associate-rj-pdu             -    AA-1 AA-8 -    AE-4 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
transport-indicated          AE-5 -    -    -    -    -    -    -    -    -     -    -    -
associate-rq-pdu             -    AE-6 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
associate-accept-primitive   -    -    AE-7 -    -    -    -    -    -    -     -    -    -
associate-reject-primitive   -    -    AE-8 -    -    -    -    -    -    -     -    -    -
data-primitive               -    -    -    -    -    DT-1 -    AR-7 -    -     -    -    -
data-pdu                     -    AA-1 AA-8 -    AA-8 DT-2 AR-6 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
release-request-primitive    -    -    -    -    -    AR-1 -    -    -    -     -    -    -
release-rq-pdu               -    AA-1 AA-8 -    AA-8 AR-2 AR-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-6
release-rp-pdu               -    AA-1 AA-8 -    AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3 AA-8 AA-6
release-response-primitive   -    -    -    -    -    -    -    AR-4 AR-9 -     -    AR-4 -
abort-primitive              -    -    AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1  AA-1 AA-1 -
abort-pdu                    -    AA-2 AA-3 -    AA-3 AA-3 AA-3 AA-3 AA-3 AA-3  AA-3 AA-3 AA-2
transport-closed             -    AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4  AA-4 AA-4 AR-5
artim-expired                -    AA-2 -    -    -    -    -    -    -    -     -    -    AA-2
invalid-pdu                  -    AA-1 AA-8 -    AA-8 AA-8 AA-8 AA-8 AA-8 AA-8  AA-8 AA-8 AA-7
`;

const STATES: readonly State[] = [
  'Sta1',
  'Sta2',
  'Sta3',
  'Sta4',
  'Sta5',
  'Sta6',
  'Sta7',
  'Sta8',
  'Sta9',
  'Sta10',
  'Sta11',
  'Sta12',
  'Sta13',
];
const EVENTS: readonly Event[] = [
  'associate-request-primitive',
  'transport-confirmed',
  'associate-ac-pdu',
  'associate-rj-pdu',
  'transport-indicated',
  'associate-rq-pdu',
  'associate-accept-primitive',
  'associate-reject-primitive',
  'data-primitive',
  'data-pdu',
  'release-request-primitive',
  'release-rq-pdu',
  'release-rp-pdu',
  'release-response-primitive',
  'abort-primitive',
  'abort-pdu',
  'transport-closed',
  'artim-expired',
  'invalid-pdu',
];

it('agrees with every cell of the printed table', () => {
  const rows = new Map(
    PRINTED.trim()
      .split('\n')
      .map((line) => {
        const [event = '', ...cells] = line.split(/\s+/);
        return [event, cells] as const;
      }),
  );
  expect([...rows.keys()]).toEqual(EVENTS);
  for (const event of EVENTS) {
    const cells = STATES.map((state) => step(state, event, 'acceptor')?.action ?? '-');
    expect(cells, event).toEqual(rows.get(event));
  }
});

it('leads a release collision to Sta9 for the requestor and to Sta10 for the acceptor', () => {
  expect(step('Sta7', 'release-rq-pdu', 'requestor')).toEqual({ action: 'AR-8', next: 'Sta9' });
  expect(step('Sta7', 'release-rq-pdu', 'acceptor')).toEqual({ action: 'AR-8', next: 'Sta10' });
  expect(step('Sta9', 'release-response-primitive', 'requestor')?.next).toBe('Sta11');
  expect(step('Sta10', 'release-rp-pdu', 'acceptor')?.next).toBe('Sta12');
});
