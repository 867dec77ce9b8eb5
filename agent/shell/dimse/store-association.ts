// Service side of one association: C-ECHO and C-STORE as SCP (PS3.4 Annex A and B, PS3.7 sections 9.1.1 and 9.1.5).
// Answers a C-STORE only after the given handler has said what became of the object.
import type { Socket } from 'node:net';
import type { AssociationEnd, FragmentEvent } from './association-end.ts';
import type { CommandSet } from './command-set.ts';
import { COMMAND, encodeCommand, STATUS } from './command-set.ts';
import type { MemoryBudget } from './header-keeper.ts';
import { HeaderKeeper } from './header-keeper.ts';
import type { StoreScpLimits } from './limits.ts';
import { MessageReader } from './message-reader.ts';
import type { AgreedContext } from './negotiation.ts';
import type { AssociateAccept, AssociateReject, AssociateRequest } from './pdu.ts';
import type { ReceivedObject, StoreOutcome } from './received-object.ts';
import { isKeptWhole } from './sop-class.ts';
import type { Answer } from './store-answer.ts';
import { answerOf, findFailure, responseTo } from './store-answer.ts';
import type { AssociationInfo, StoreScpEvent } from './store-events.ts';
import { UpperLayer } from './upper-layer.ts';

/** What the association needs of the receiver that it belongs to. */
export interface AssociationHost {
  readonly limits: StoreScpLimits;
  readonly budget: MemoryBudget;
  readonly admit: (request: AssociateRequest, peerAddress: string) => Admission;
  readonly onObject: (object: ReceivedObject) => Promise<StoreOutcome>;
  readonly onEvent: (event: StoreScpEvent) => void;
  readonly onEnded: (association: StoreAssociation) => void;
}

export type Admission =
  | { readonly kind: 'accepted'; readonly pdu: AssociateAccept; readonly agreed: ReadonlyMap<number, AgreedContext> }
  | { readonly kind: 'rejected'; readonly pdu: AssociateReject };

/** A C-STORE-RQ whose data set is coming in. `failure`: it is read to its end and then answered with that status. */
interface Receiving {
  readonly context: AgreedContext;
  readonly command: CommandSet;
  readonly keeper: HeaderKeeper;
  readonly failure: Answer | undefined;
}

export class StoreAssociation {
  readonly #host: AssociationHost;
  readonly #layer: UpperLayer;
  readonly #messages: MessageReader;
  #info: AssociationInfo;
  #agreed: ReadonlyMap<number, AgreedContext> = new Map();
  #stands = false;
  #receiving: Receiving | undefined;
  /** the handler is at work on an object that came whole */
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
        this.#command(message.contextId, message.command);
        return undefined;
      case 'data-set-bytes':
        this.#receiving?.keeper.push(message.bytes);
        return undefined;
      case 'data-set-end':
        clearTimeout(this.#messageTimer);
        return this.#received();
    }
  }

  #command(contextId: number, command: CommandSet): void {
    const context = this.#agreed.get(contextId);
    if (context === undefined) throw new Error('a command on a context that was not accepted');
    if (command.CommandField === COMMAND.cancelRequest) return;
    if (command.CommandField >= 0x8000 || command.MessageID === undefined) {
      this.#layer.abort({ kind: 'aborted', why: 'response, or request without MessageID' });
      return;
    }
    if (command.hasDataSet) {
      this.#receive(context, command);
    } else if (command.CommandField === COMMAND.echoRequest) {
      this.#answer(context, command, { status: STATUS.success, comment: '' });
      this.#host.onEvent({ kind: 'echoed', association: this.#info });
    } else if (command.CommandField === COMMAND.storeRequest) {
      this.#answer(context, command, { status: STATUS.cannotUnderstand, comment: 'no data set' });
    } else {
      this.#answer(context, command, { status: STATUS.unrecognizedOperation, comment: '' });
    }
  }

  #receive(context: AgreedContext, command: CommandSet): void {
    const { limits, budget } = this.#host;
    const failure = findFailure(context, command);
    const cap = isKeptWhole(command.AffectedSOPClassUID ?? '') ? limits.wholeObjectBytes : limits.headerBytes;
    const keeper = new HeaderKeeper(context.transferSyntaxUID, failure === undefined ? cap : 0, budget);
    this.#receiving = { context, command, keeper, failure };
  }

  /** The data set is whole: ask the handler, then answer. The layer reads nothing until this is done. */
  async #received(): Promise<void> {
    const receiving = this.#receiving;
    if (receiving === undefined) throw new Error('a data set ended that had not begun');
    const { context, command, keeper } = receiving;
    this.#receiving = undefined;
    this.#writing = true;
    const answer = receiving.failure ?? (await this.#store(receiving));
    keeper.release();
    this.#writing = false;
    if (answer.status === STATUS.success) this.#stored += 1;
    else {
      const SOPClassUID = command.AffectedSOPClassUID ?? '';
      const SOPInstanceUID = command.AffectedSOPInstanceUID ?? '';
      this.#host.onEvent({ kind: 'object-failed', association: this.#info, SOPClassUID, SOPInstanceUID, ...answer });
    }
    this.#answer(context, command, answer);
    if (this.#closing !== undefined) this.close(this.#closing);
  }

  async #store({ context, command, keeper }: Receiving): Promise<Answer> {
    const header = keeper.finish();
    if (keeper.outOfMemory || header === undefined) return { status: STATUS.outOfResources, comment: 'memory' };
    try {
      const outcome = await this.#host.onObject({
        SOPClassUID: command.AffectedSOPClassUID ?? '',
        SOPInstanceUID: command.AffectedSOPInstanceUID ?? '',
        transferSyntaxUID: context.transferSyntaxUID,
        callingAeTitle: this.#info.callingAeTitle,
        calledAeTitle: this.#info.calledAeTitle,
        peerAddress: this.#info.peerAddress,
        dataset: header.dataset,
        droppedBytes: header.droppedBytes,
        headerComplete: header.stop === 'pixel-data' || header.stop === 'end',
        pixelDataFound: header.stop === 'pixel-data',
        headerStop: header.stop,
        pixelDataLength: header.pixelDataLength,
      });
      return answerOf(outcome);
    } catch (error) {
      return { status: STATUS.processingFailure, comment: error instanceof Error ? error.name : 'failure' };
    }
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
      receiving.keeper.release();
      this.#host.onEvent({
        kind: 'object-incomplete',
        association: this.#info,
        SOPClassUID: receiving.command.AffectedSOPClassUID ?? '',
        SOPInstanceUID: receiving.command.AffectedSOPInstanceUID ?? '',
        receivedBytes: receiving.keeper.receivedBytes,
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
