// Service side of one association: C-ECHO and C-STORE as SCP (PS3.4 Annex A and B, PS3.7 sections 9.1.1 and 9.1.5), and
// the normalized services that the receiver was given. Answers a request only after its handler has said what became of it.
import type { Socket } from 'node:net';
import type { AssociationEnd, FragmentEvent } from './association-end.ts';
import type { CommandSet } from './command-set.ts';
import { COMMAND, encodeCommand, STATUS } from './command-set.ts';
import type { Incoming, IncomingHost } from './incoming.ts';
import { objectComingIn, serviceRequestComingIn } from './incoming.ts';
import { MessageReader } from './message-reader.ts';
import type { AgreedContext } from './negotiation.ts';
import type { NormalizedServices } from './normalized-service.ts';
import type { AssociateAccept, AssociateReject, AssociateRequest } from './pdu.ts';
import { isStorageClass } from './sop-class.ts';
import type { Answer } from './store-answer.ts';
import { classOf, instanceOf, responseTo } from './store-answer.ts';
import type { AssociationInfo, StoreScpEvent } from './store-events.ts';
import { UpperLayer } from './upper-layer.ts';

/** What the association needs of the receiver that it belongs to. */
export interface AssociationHost extends IncomingHost {
  readonly services: NormalizedServices;
  readonly admit: (request: AssociateRequest, peerAddress: string) => Admission;
  readonly onEvent: (event: StoreScpEvent) => void;
  readonly onEnded: (association: StoreAssociation) => void;
}

export type Admission =
  | { readonly kind: 'accepted'; readonly pdu: AssociateAccept; readonly agreed: ReadonlyMap<number, AgreedContext> }
  | { readonly kind: 'rejected'; readonly pdu: AssociateReject };

/** A request whose data set is coming in. */
interface Receiving {
  readonly context: AgreedContext;
  readonly command: CommandSet;
  readonly incoming: Incoming;
}

export class StoreAssociation {
  readonly #host: AssociationHost;
  readonly #layer: UpperLayer;
  readonly #messages: MessageReader;
  #info: AssociationInfo;
  #agreed: ReadonlyMap<number, AgreedContext> = new Map();
  #stands = false;
  #receiving: Receiving | undefined;
  /** a handler is at work on a request that came whole */
  #writing = false;
  #closing: AssociationEnd | undefined;
  #stored = 0;
  #messageTimer: NodeJS.Timeout | undefined;
  #lifeTimer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, peerAddress: string, host: AssociationHost) {
    this.#host = host;
    this.#info = { peerAddress, callingAeTitle: '', calledAeTitle: '', implementationVersionName: '' };
    this.#messages = new MessageReader((contextId) => this.#agreed.has(contextId));
    this.#layer = new UpperLayer(
      socket,
      'acceptor',
      {
        requested: (request) => this.#requested(request),
        fragment: (event) => this.#fragment(event),
        ended: (end) => {
          this.#ended(end);
        },
      },
      host.limits,
      host.limits,
    );
  }

  get info(): AssociationInfo {
    return this.#info;
  }

  /** Whether an association stands here, as against a connection that has not asked for one or is only to be closed. */
  get stands(): boolean {
    return this.#stands && this.#layer.state !== 'Sta13' && this.#layer.state !== 'Sta1';
  }

  /** Whether objects may be stored on it, as against one for other services alone. */
  get isForStorage(): boolean {
    return [...this.#agreed.values()].some(({ abstractSyntax }) => isStorageClass(abstractSyntax));
  }

  /** Ends at once, or, while the row of a whole object is being written, right after its answer. */
  close(end: AssociationEnd): void {
    this.#closing ??= end;
    if (this.#writing) return;
    if (this.#layer.state === 'Sta2' || this.#layer.state === 'Sta13') this.#layer.disconnect(end);
    else this.#layer.abort(end);
  }

  /** Cuts the connection, whatever is in hand. */
  cut(end: AssociationEnd): void {
    this.#layer.disconnect(end);
  }

  #requested(request: AssociateRequest): AssociateAccept | AssociateReject {
    this.#info = {
      peerAddress: this.#info.peerAddress,
      callingAeTitle: request.callingAeTitle,
      calledAeTitle: request.calledAeTitle,
      implementationVersionName: request.user.implementationVersionName,
    };
    const admission = this.#host.admit(request, this.#info.peerAddress);
    if (admission.kind === 'rejected') return admission.pdu;
    this.#agreed = admission.agreed;
    this.#stands = true;
    this.#lifeTimer = setTimeout(() => {
      this.#closing ??= { kind: 'timed-out', waitingFor: 'association' };
      if (!this.#messages.midMessage) this.close(this.#closing);
    }, this.#host.limits.associationTimeoutMs);
    this.#host.onEvent({ kind: 'association-opened', association: this.#info });
    return admission.pdu;
  }

  #fragment(event: FragmentEvent): Promise<void> | undefined {
    if (event.kind === 'fragment-start' && !this.#messages.midMessage) {
      clearTimeout(this.#messageTimer);
      this.#messageTimer = setTimeout(() => {
        this.#layer.abort({ kind: 'timed-out', waitingFor: 'message' });
      }, this.#host.limits.messageTimeoutMs);
    }
    const message = this.#messages.push(event);
    if (message === undefined) return undefined;
    switch (message.kind) {
      case 'violation':
        this.#layer.abort({ kind: 'aborted', why: message.what });
        return undefined;
      case 'command':
        if (!message.command.hasDataSet) clearTimeout(this.#messageTimer);
        return this.#command(message.contextId, message.command);
      case 'data-set-bytes':
        this.#receiving?.incoming.push(message.bytes);
        return undefined;
      case 'data-set-end':
        clearTimeout(this.#messageTimer);
        return this.#received();
    }
  }

  #command(contextId: number, command: CommandSet): Promise<void> | undefined {
    const context = this.#agreed.get(contextId);
    if (context === undefined) throw new Error('a command on a context that was not accepted');
    if (command.CommandField === COMMAND.cancelRequest) return undefined;
    if (command.CommandField >= 0x8000 || command.MessageID === undefined) {
      this.#layer.abort({ kind: 'aborted', why: 'response, or request without MessageID' });
      return undefined;
    }
    const service = this.#host.services.get(context.abstractSyntax);
    if (service !== undefined) {
      const incoming = serviceRequestComingIn(context, command, service, this.#info, this.#host);
      this.#receiving = { context, command, incoming };
      return command.hasDataSet ? undefined : this.#received();
    }
    if (command.hasDataSet) {
      this.#receiving = { context, command, incoming: objectComingIn(context, command, this.#info, this.#host) };
    } else if (command.CommandField === COMMAND.echoRequest) {
      this.#answer(context, command, { status: STATUS.success, comment: '' });
      this.#host.onEvent({ kind: 'echoed', association: this.#info });
    } else if (command.CommandField === COMMAND.storeRequest) {
      this.#answer(context, command, { status: STATUS.cannotUnderstand, comment: 'no data set' });
    } else {
      this.#answer(context, command, { status: STATUS.unrecognizedOperation, comment: '' });
    }
    return undefined;
  }

  /** The request is whole: have it done, then answer. The layer reads nothing until this is done. */
  async #received(): Promise<void> {
    const receiving = this.#receiving;
    if (receiving === undefined) throw new Error('a data set ended that had not begun');
    const { context, command, incoming } = receiving;
    this.#receiving = undefined;
    this.#writing = true;
    const answer = await incoming.complete();
    this.#writing = false;
    this.#tell(context, command, answer);
    this.#answer(context, command, answer);
    if (this.#closing !== undefined) this.close(this.#closing);
  }

  #tell(context: AgreedContext, command: CommandSet, { status, comment }: Answer): void {
    const names = { SOPClassUID: classOf(command), SOPInstanceUID: instanceOf(command) };
    const { CommandField } = command;
    const association = this.#info;
    if (this.#host.services.has(context.abstractSyntax)) {
      this.#host.onEvent({ kind: 'request-answered', association, CommandField, ...names, status, comment });
    } else if (status === STATUS.success) {
      this.#stored += 1;
      this.#host.onEvent({ kind: 'object-stored', association, ...names });
    } else this.#host.onEvent({ kind: 'object-failed', association, ...names, status, comment });
  }

  #answer(context: AgreedContext, command: CommandSet, answer: Answer): void {
    this.#layer.send(context.id, true, encodeCommand(responseTo(command, answer)));
  }

  #ended(end: AssociationEnd): void {
    clearTimeout(this.#messageTimer);
    clearTimeout(this.#lifeTimer);
    const receiving = this.#receiving;
    this.#receiving = undefined;
    if (receiving !== undefined) {
      receiving.incoming.abandon();
      this.#host.onEvent({
        kind: 'object-incomplete',
        association: this.#info,
        SOPClassUID: classOf(receiving.command),
        SOPInstanceUID: instanceOf(receiving.command),
        receivedBytes: receiving.incoming.receivedBytes,
      });
    }
    if (this.#stands) {
      const association = this.#info;
      this.#host.onEvent({ kind: 'association-ended', association, end, storedObjects: this.#stored });
    } else if (end.kind !== 'rejected') {
      this.#host.onEvent({ kind: 'connection-ended', peerAddress: this.#info.peerAddress, end });
    }
    this.#host.onEnded(this);
  }
}
