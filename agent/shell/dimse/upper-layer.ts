// One association on one connection, TCP or TLS: runs the state table of PS3.8 section 9.2 over the socket, both roles. The user
// of the layer is told of PDUs and of the end; it never sees the socket. Reads nothing while the user is at work.
import type { Socket } from 'node:net';
import type { AssociationEnd, UpperLayerTimes, UpperLayerUser } from './association-end.ts';
import type { Abort, AssociateRequest } from './pdu.ts';
import { ABORT_REASON } from './pdu.ts';
import { decodePdu } from './pdu-decode.ts';
import { encodeData, encodePdu } from './pdu-encode.ts';
import type { PduEvent, PduLimits } from './pdu-reader.ts';
import { PduReader } from './pdu-reader.ts';
import { pumpSocket } from './socket-pump.ts';
import type { Action, Event, Role, State } from './state-table.ts';
import { step } from './state-table.ts';

/** Actions after which the peer is to close the connection. */
const LAST_WORD_SAID: ReadonlySet<Action> = new Set(['AE-8', 'AR-4']);
/** Actions that close the transport connection; nothing of ours is still to be sent then. */
const CLOSES: ReadonlySet<Action> = new Set(['AE-4', 'AR-3', 'AA-2', 'AA-3']);

export class UpperLayer {
  readonly #socket: Socket;
  readonly #role: Role;
  readonly #user: UpperLayerUser;
  readonly #times: UpperLayerTimes;
  #patienceMs: number;
  #state: State = 'Sta1';
  #end: AssociationEnd | undefined;
  #artim: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;
  #errorCode: string | undefined;
  #peerMaxLength = 0;

  /**
   * Acceptor: `socket` is connected. Requestor: `socket` is connecting, and `request` follows in `open`, for TLS after the
   * handshake: the peer is who it should be before it hears a title.
   */
  constructor(socket: Socket, role: Role, user: UpperLayerUser, limits: PduLimits, times: UpperLayerTimes) {
    this.#socket = socket;
    this.#role = role;
    this.#user = user;
    this.#times = times;
    this.#patienceMs = times.idleTimeoutMs;
    socket.setNoDelay(true);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#errorCode = error.code;
    });
    pumpSocket(socket, new PduReader(limits), {
      // Sta13: the peer is to close; what it still sends is not even parsed (AA-6).
      wants: () => this.#state !== 'Sta1' && this.#state !== 'Sta13',
      stirred: () => {
        this.#watchSilence();
      },
      resting: () => {
        clearTimeout(this.#idle);
      },
      take: (event) => this.#take(event),
      failed: (error) => {
        this.abort({ kind: 'aborted', why: `handler failed: ${String(error)}` });
      },
    });
    socket.on('close', () => {
      this.#fire('transport-closed');
      this.#closed();
    });
    this.#fire(role === 'acceptor' ? 'transport-indicated' : 'associate-request-primitive');
  }

  get state(): State {
    return this.#state;
  }

  /** Requestor: the connection stands, send the request (events 2, AE-2). */
  open(request: AssociateRequest): void {
    if (this.#fire('transport-confirmed')) this.#write(encodePdu(request));
    this.#watchSilence();
  }

  /** Sends one command set or data set (DT-1). `false` if the association is no longer there to carry it. */
  send(contextId: number, isCommand: boolean, bytes: Uint8Array): boolean {
    if (!this.#fire('data-primitive')) return false;
    for (const pdu of encodeData(contextId, isCommand, bytes, this.#peerMaxLength)) this.#write(pdu);
    return true;
  }

  /** From now on the peer may be silent this long, milliseconds: a retrieve waits for a tape, a search does not. */
  allowSilence(milliseconds: number): void {
    this.#patienceMs = milliseconds;
    this.#watchSilence();
  }

  /** Requestor: asks for an orderly end (AR-1). */
  release(): void {
    if (this.#fire('release-request-primitive')) this.#write(encodePdu({ kind: 'release-request' }));
  }

  /** Ends the association from our side (AA-1; before a connection stands, AA-2). */
  abort(end: AssociationEnd): void {
    if (step(this.#state, 'abort-primitive', this.#role) === undefined) return;
    this.#end ??= end;
    this.#fire('abort-primitive');
  }

  /** Cuts the connection without a word: for a peer that has not asked for an association yet, or does not close. */
  disconnect(end: AssociationEnd): void {
    this.#end ??= end;
    this.#socket.destroy();
  }

  #take(event: PduEvent): Promise<void> | undefined {
    switch (event.kind) {
      case 'control':
        this.#control(event.type, event.body);
        return undefined;
      case 'data-start':
        this.#expect('data-pdu', 'DT-2', 'AR-6');
        return undefined;
      case 'fragment-start':
      case 'fragment-bytes':
      case 'fragment-end':
        return this.#state === 'Sta6' || this.#state === 'Sta7' ? this.#user.fragment(event) : undefined;
      case 'violation':
        this.#invalid(event.what);
        return undefined;
    }
  }

  #invalid(why: string): void {
    this.#end ??= { kind: 'aborted', why };
    this.#fire(
      'invalid-pdu',
      why === 'unknown-pdu-type' || why === 'tls-on-a-plain-port'
        ? ABORT_REASON.unrecognizedPdu
        : ABORT_REASON.invalidParameter,
    );
  }

  #control(type: number, body: Uint8Array): void {
    const pdu = decodePdu(type, body);
    switch (pdu.kind) {
      case 'invalid':
        this.#invalid(pdu.what);
        return;
      case 'associate-request':
        if (this.#expect('associate-rq-pdu', 'AE-6')) this.#answer(pdu);
        return;
      case 'associate-accept':
        if (!this.#expect('associate-ac-pdu', 'AE-3')) return;
        this.#peerMaxLength = pdu.user.maxLength;
        this.#user.accepted?.(pdu);
        return;
      case 'associate-reject':
        if (this.#state === 'Sta5') this.#end ??= { kind: 'rejected', reject: pdu };
        this.#expect('associate-rj-pdu', 'AE-4');
        return;
      case 'release-request':
        this.#releaseRequested();
        return;
      case 'release-response':
        if (this.#state === 'Sta7' || this.#state === 'Sta11') this.#end ??= { kind: 'released' };
        if (this.#expect('release-rp-pdu', 'AR-3', 'AR-10') && this.#state === 'Sta12') this.#respondRelease();
        return;
      case 'abort':
        this.#end ??= { kind: 'aborted-by-peer', source: pdu.source, reason: pdu.reason };
        this.#fire('abort-pdu');
        return;
    }
  }

  /** Fires the event of a PDU; an action other than those expected is an abort for a PDU out of place. */
  #expect(event: Event, ...expected: readonly string[]): boolean {
    const cell = step(this.#state, event, this.#role);
    const inPlace = cell !== undefined && expected.includes(cell.action);
    if (!inPlace) this.#end ??= unexpected(event);
    this.#fire(event);
    return inPlace;
  }

  #answer(request: AssociateRequest): void {
    const answer = this.#user.requested?.(request);
    if (answer === undefined) throw new Error('an acceptor without an answer to requests');
    this.#peerMaxLength = request.user.maxLength;
    if (answer.kind === 'associate-reject') {
      this.#end ??= { kind: 'rejected', reject: answer };
      // The answer goes out before AE-8 half-closes the connection.
      this.#write(encodePdu(answer));
      this.#fire('associate-reject-primitive');
      return;
    }
    if (this.#fire('associate-accept-primitive')) this.#write(encodePdu(answer));
    this.#watchSilence();
  }

  #releaseRequested(): void {
    if (!this.#expect('release-rq-pdu', 'AR-2', 'AR-8')) return;
    // A message in hand cannot be here: the reader is held while the user works, so a release is answered at once.
    if (this.#state !== 'Sta10') this.#respondRelease();
  }

  #respondRelease(): void {
    this.#write(encodePdu({ kind: 'release-response' }));
    // Sta9 goes on to Sta11 and still awaits the peer's answer to our own request.
    if (this.#state !== 'Sta9') this.#end ??= { kind: 'released' };
    this.#fire('release-response-primitive');
  }

  /** One cell of the table. `false` where it is empty: a local call came too late. */
  #fire(event: Event, reason: number = ABORT_REASON.unexpectedPdu): boolean {
    const cell = step(this.#state, event, this.#role);
    if (cell === undefined) return false;
    this.#state = cell.next;
    const { action } = cell;
    // An action that is not here only changes the state, or is carried out where its event comes from.
    if (action === 'AE-5') this.#startArtim(this.#times.requestTimeoutMs);
    else if (action === 'AE-6') clearTimeout(this.#artim);
    else if (action === 'AA-1') this.#abortWith({ kind: 'abort', source: 0, reason: 0 });
    else if (action === 'AA-7' || action === 'AA-8') this.#abortWith({ kind: 'abort', source: 2, reason });
    else if (LAST_WORD_SAID.has(action)) this.#halfClose();
    else if (CLOSES.has(action)) this.#socket.destroy();
    return true;
  }

  #abortWith(abort: Abort): void {
    this.#write(encodePdu(abort));
    this.#halfClose();
  }

  /** Nothing more from us; the peer closes, or ARTIM does. What it still sends is read and forgotten. */
  #halfClose(): void {
    clearTimeout(this.#idle);
    this.#startArtim(this.#times.closeTimeoutMs);
    this.#socket.end();
    this.#socket.resume();
  }

  #startArtim(milliseconds: number): void {
    clearTimeout(this.#artim);
    this.#artim = setTimeout(() => {
      if (this.#state === 'Sta2') this.#end ??= { kind: 'timed-out', waitingFor: 'association-request' };
      this.#fire('artim-expired');
    }, milliseconds);
  }

  #watchSilence(): void {
    clearTimeout(this.#idle);
    if (this.#state === 'Sta1' || this.#state === 'Sta2' || this.#state === 'Sta13') return;
    this.#idle = setTimeout(() => {
      this.abort({ kind: 'timed-out', waitingFor: 'peer' });
    }, this.#patienceMs);
  }

  #write(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  #closed(): void {
    clearTimeout(this.#artim);
    clearTimeout(this.#idle);
    this.#user.ended(this.#end ?? { kind: 'connection-lost', code: this.#errorCode });
  }
}

function unexpected(what: string): AssociationEnd {
  return { kind: 'aborted', why: `${what} out of place` };
}
