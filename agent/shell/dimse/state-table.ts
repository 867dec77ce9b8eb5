// PS3.8 Table 9-10, the state machine of the DICOM upper layer, as data. Transcription: states, events and action numbers
// are those of the standard. Pure: says what must be done, does nothing.

/** States (PS3.8 Tables 9-1 to 9-5). */
export type State =
  | 'Sta1' // idle
  | 'Sta2' // transport connection open, awaiting A-ASSOCIATE-RQ
  | 'Sta3' // awaiting the local A-ASSOCIATE response
  | 'Sta4' // awaiting the transport connection
  | 'Sta5' // awaiting A-ASSOCIATE-AC or -RJ
  | 'Sta6' // association established, data transfer
  | 'Sta7' // awaiting A-RELEASE-RP
  | 'Sta8' // awaiting the local A-RELEASE response
  | 'Sta9' // release collision, requestor, awaiting the local A-RELEASE response
  | 'Sta10' // release collision, acceptor, awaiting A-RELEASE-RP
  | 'Sta11' // release collision, requestor, awaiting A-RELEASE-RP
  | 'Sta12' // release collision, acceptor, awaiting the local A-RELEASE response
  | 'Sta13'; // awaiting the close of the transport connection

/** Events, in the order of the rows of Table 9-10. Evt- numbers are those of the standard's row numbers. */
export type Event =
  | 'associate-request-primitive' // 1
  | 'transport-confirmed' // 2
  | 'associate-ac-pdu' // 3
  | 'associate-rj-pdu' // 4
  | 'transport-indicated' // 5
  | 'associate-rq-pdu' // 6
  | 'associate-accept-primitive' // 7
  | 'associate-reject-primitive' // 8
  | 'data-primitive' // 9
  | 'data-pdu' // 10
  | 'release-request-primitive' // 11
  | 'release-rq-pdu' // 12
  | 'release-rp-pdu' // 13
  | 'release-response-primitive' // 14
  | 'abort-primitive' // 15
  | 'abort-pdu' // 16
  | 'transport-closed' // 17
  | 'artim-expired' // 18
  | 'invalid-pdu'; // 19

/** Actions (PS3.8 Tables 9-6 to 9-9). */
export type Action =
  | 'AE-1'
  | 'AE-2'
  | 'AE-3'
  | 'AE-4'
  | 'AE-5'
  | 'AE-6'
  | 'AE-7'
  | 'AE-8'
  | 'DT-1'
  | 'DT-2'
  | 'AR-1'
  | 'AR-2'
  | 'AR-3'
  | 'AR-4'
  | 'AR-5'
  | 'AR-6'
  | 'AR-7'
  | 'AR-8'
  | 'AR-9'
  | 'AR-10'
  | 'AA-1'
  | 'AA-2'
  | 'AA-3'
  | 'AA-4'
  | 'AA-5'
  | 'AA-6'
  | 'AA-7'
  | 'AA-8';

export type Role = 'requestor' | 'acceptor';

/**
 * State after an action. AE-6 leads to Sta3 here: whether the request is acceptable is answered by the user of the
 * upper layer, and a refusal leaves Sta3 by AE-8. AR-8 depends on the role and is answered in `step`.
 */
const NEXT: Record<Action, State> = {
  'AE-1': 'Sta4',
  'AE-2': 'Sta5',
  'AE-3': 'Sta6',
  'AE-4': 'Sta1',
  'AE-5': 'Sta2',
  'AE-6': 'Sta3',
  'AE-7': 'Sta6',
  'AE-8': 'Sta13',
  'DT-1': 'Sta6',
  'DT-2': 'Sta6',
  'AR-1': 'Sta7',
  'AR-2': 'Sta8',
  'AR-3': 'Sta1',
  'AR-4': 'Sta13',
  'AR-5': 'Sta1',
  'AR-6': 'Sta7',
  'AR-7': 'Sta8',
  'AR-8': 'Sta9',
  'AR-9': 'Sta11',
  'AR-10': 'Sta12',
  'AA-1': 'Sta13',
  'AA-2': 'Sta1',
  'AA-3': 'Sta1',
  'AA-4': 'Sta1',
  'AA-5': 'Sta1',
  'AA-6': 'Sta13',
  'AA-7': 'Sta13',
  'AA-8': 'Sta13',
};

type Row = Partial<Record<State, Action>>;

/** The cells shared by all PDUs that are out of place once an association is being made or exists. */
const unexpected: Row = {
  Sta3: 'AA-8',
  Sta5: 'AA-8',
  Sta6: 'AA-8',
  Sta7: 'AA-8',
  Sta8: 'AA-8',
  Sta9: 'AA-8',
  Sta10: 'AA-8',
  Sta11: 'AA-8',
  Sta12: 'AA-8',
};
const inAssociation = (action: Action): Row => ({
  Sta5: action,
  Sta6: action,
  Sta7: action,
  Sta8: action,
  Sta9: action,
  Sta10: action,
  Sta11: action,
  Sta12: action,
});

const TABLE: Record<Event, Row> = {
  'associate-request-primitive': { Sta1: 'AE-1' },
  'transport-confirmed': { Sta4: 'AE-2' },
  'associate-ac-pdu': { ...unexpected, Sta2: 'AA-1', Sta5: 'AE-3', Sta13: 'AA-6' },
  'associate-rj-pdu': { ...unexpected, Sta2: 'AA-1', Sta5: 'AE-4', Sta13: 'AA-6' },
  'transport-indicated': { Sta1: 'AE-5' },
  'associate-rq-pdu': { ...unexpected, Sta2: 'AE-6', Sta13: 'AA-7' },
  'associate-accept-primitive': { Sta3: 'AE-7' },
  'associate-reject-primitive': { Sta3: 'AE-8' },
  'data-primitive': { Sta6: 'DT-1', Sta8: 'AR-7' },
  'data-pdu': { ...unexpected, Sta2: 'AA-1', Sta6: 'DT-2', Sta7: 'AR-6', Sta13: 'AA-6' },
  'release-request-primitive': { Sta6: 'AR-1' },
  'release-rq-pdu': { ...unexpected, Sta2: 'AA-1', Sta6: 'AR-2', Sta7: 'AR-8', Sta13: 'AA-6' },
  'release-rp-pdu': { ...unexpected, Sta2: 'AA-1', Sta7: 'AR-3', Sta10: 'AR-10', Sta11: 'AR-3', Sta13: 'AA-6' },
  'release-response-primitive': { Sta8: 'AR-4', Sta9: 'AR-9', Sta12: 'AR-4' },
  'abort-primitive': { ...inAssociation('AA-1'), Sta3: 'AA-1', Sta4: 'AA-2' },
  'abort-pdu': { ...inAssociation('AA-3'), Sta2: 'AA-2', Sta3: 'AA-3', Sta13: 'AA-2' },
  'transport-closed': { ...inAssociation('AA-4'), Sta2: 'AA-5', Sta3: 'AA-4', Sta4: 'AA-4', Sta13: 'AR-5' },
  'artim-expired': { Sta2: 'AA-2', Sta13: 'AA-2' },
  'invalid-pdu': { ...unexpected, Sta2: 'AA-1', Sta13: 'AA-7' },
};

/**
 * One cell of PS3.8 Table 9-10.
 *
 * @returns the action and the state after it; `undefined` where the standard's table has an empty cell.
 */
export function step(state: State, event: Event, role: Role): { action: Action; next: State } | undefined {
  const action = TABLE[event][state];
  if (action === undefined) return undefined;
  if (action === 'AR-8') return { action, next: role === 'requestor' ? 'Sta9' : 'Sta10' };
  return { action, next: NEXT[action] };
}
