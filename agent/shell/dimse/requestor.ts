// An association that we ask for: opened, then one request after another, each a promise of a final answer or of the reason
// why there is none, then released. What the peer asks on it (C-STORE of a C-GET, N-EVENT-REPORT) goes to a handler.
import type { AssociationEnd, FragmentEvent } from './association-end.ts';
import type { CommandSet } from './command-set.ts';
import { COMMAND, encodeCommand, STATUS } from './command-set.ts';
import { connectPeer } from './connect-peer.ts';
import { MessageReader } from './message-reader.ts';
import type { AgreedContext } from './negotiation.ts';
import type { AnsweredContext, AssociateAccept, ProposedContext } from './pdu.ts';
import { type DimseFailure, type DimsePhase, failureOfEnd, faultOfPeer } from './peer.ts';
import { agreementOf, proposalOf, requestOf } from './proposal.ts';
import {
  type AssociationOptions,
  type DimseAnswer,
  type DimseRequest,
  type IncomingRequest,
  REQUESTOR_LIMITS,
  type RequestorLimits,
} from './requestor-options.ts';
import { UpperLayer } from './upper-layer.ts';

export type { ContextWish, DimseAnswer, IncomingRequest, RequestorLimits } from './requestor-options.ts';

export type Opened = { readonly kind: 'open'; readonly association: DimseAssociation } | DimseFailure;

let lastMessageId = 0;
/** 1 to 65535, one after another over all associations: an archive names the message when it moves objects to us. */
export function nextMessageId(): number {
  lastMessageId = (lastMessageId % 0xffff) + 1;
  return lastMessageId;
}

const isPending = (status: number): boolean => status === STATUS.pending || status === STATUS.pendingKeysUnsupported;

interface InFlight {
  readonly request: DimseRequest;
  readonly messageId: number;
  readonly context: AgreedContext;
  readonly resolve: (answer: DimseAnswer) => void;
  readonly timer: NodeJS.Timeout;
  responses: number;
  cancelled: boolean;
}

/** The message that is coming in. */
type Arriving =
  | { readonly of: 'response'; readonly command: CommandSet; readonly pieces: Buffer[]; bytes: number }
  | {
      readonly of: 'request';
      readonly context: AgreedContext;
      readonly command: CommandSet;
      readonly handler: IncomingRequest | undefined;
    };

export class DimseAssociation {
  readonly #options: AssociationOptions;
  readonly #limits: RequestorLimits;
  readonly #layer: UpperLayer;
  readonly #messages: MessageReader;
  readonly #proposed: readonly ProposedContext[];
  readonly #opened: (opened: Opened) => void;
  readonly #closed: Promise<void>;
  #agreed: ReadonlyMap<number, AgreedContext> = new Map();
  #answered: readonly AnsweredContext[] = [];
  #asScp: ReadonlySet<string> = new Set();
  #phase: DimsePhase = 'connect';
  #inHandshake = false;
  #failure: DimseFailure | undefined;
  #inFlight: InFlight | undefined;
  #arriving: Arriving | undefined;
  #openTimer: NodeJS.Timeout | undefined;
  readonly #stop = (): void => {
    this.#fail({ kind: 'stopped' });
  };

  private constructor(options: AssociationOptions, opened: (opened: Opened) => void) {
    this.#options = options;
    this.#limits = { ...REQUESTOR_LIMITS, ...options.limits };
    this.#opened = opened;
    this.#proposed = proposalOf(options.contexts);
    this.#messages = new MessageReader((contextId) => this.#agreed.has(contextId));
    const { peer, signal, opening } = options;
    const socket = connectPeer(peer);
    if (peer.tls !== undefined)
      socket.once('connect', () => {
        this.#inHandshake = true;
      });
    const { closeMs, idleMs, dataPduBytes } = this.#limits;
    let closed: () => void = () => undefined;
    this.#closed = new Promise((resolve) => {
      closed = resolve;
    });
    this.#layer = new UpperLayer(
      socket,
      'requestor',
      {
        accepted: (accept) => {
          this.#accepted(accept);
        },
        fragment: (event) => this.#fragment(event),
        ended: (end) => {
          this.#ended(end);
          closed();
        },
      },
      { controlPduBytes: 65_536, dataPduBytes },
      { requestTimeoutMs: closeMs, closeTimeoutMs: closeMs, idleTimeoutMs: Math.max(idleMs, this.#limits.associateMs) },
    );
    this.#openWithin(this.#limits.connectMs);
    socket.once(peer.tls === undefined ? 'connect' : 'secureConnect', () => {
      this.#phase = 'associate';
      this.#inHandshake = false;
      this.#openWithin(this.#limits.associateMs);
      this.#layer.open(requestOf(peer, options.contexts, dataPduBytes));
    });
    signal?.addEventListener('abort', this.#stop);
    opening?.addEventListener('abort', this.#stop);
  }

  /**
   * Connects and asks for an association. Never rejects for what the peer does; a peer that must not be called (title, host, port) is
   * answered at once and hears nothing.
   *
   * @throws RangeError for more than 128 contexts: there are no more identifiers (PS3.8 section 9.3.2.2)
   */
  static open(options: AssociationOptions): Promise<Opened> {
    if (options.contexts.length === 0 || options.contexts.length > 128)
      throw new RangeError('an association has 1 to 128 presentation contexts');
    const what = faultOfPeer(options.peer);
    if (what !== undefined) return Promise.resolve({ kind: 'invalid', what });
    if (options.signal?.aborted === true || options.opening?.aborted === true)
      return Promise.resolve({ kind: 'stopped' });
    return new Promise((resolve) => {
      new DimseAssociation(options, resolve);
    });
  }

  /** Whether a request can be made: the association stands, and no request is under way. */
  get ready(): boolean {
    return this.#failure === undefined && this.#phase === 'request' && this.#inFlight === undefined;
  }

  /** The context that was agreed on for a class; of several the first. */
  contextOf(abstractSyntax: string): AgreedContext | undefined {
    return [...this.#agreed.values()].find((context) => context.abstractSyntax === abstractSyntax);
  }

  /** Whether the peer may send us requests of this class. */
  mayReceive(abstractSyntax: string): boolean {
    return this.#asScp.has(abstractSyntax);
  }

  /**
   * Makes one request; resolves with its final answer or with the reason why there is none. After a failure the association is gone,
   * unless only the context was refused.
   *
   * @throws Error when another request is under way
   */
  request(request: DimseRequest): Promise<DimseAnswer> {
    if (this.#inFlight !== undefined) throw new Error('a request is under way on this association');
    if (this.#failure !== undefined) return Promise.resolve(this.#failure);
    if (request.signal?.aborted === true) return Promise.resolve({ kind: 'stopped' });
    const context = this.contextOf(request.abstractSyntax);
    if (context === undefined) {
      const id = this.#proposed.find(({ abstractSyntax }) => abstractSyntax === request.abstractSyntax)?.id;
      if (id === undefined) throw new Error('a request of a class that was not proposed');
      return Promise.resolve({
        kind: 'context-rejected',
        result: this.#answered.find((answer) => answer.id === id)?.result ?? 2,
      });
    }
    return new Promise((resolve) => {
      const messageId = request.messageId ?? nextMessageId();
      const timer = setTimeout(() => {
        this.#fail({ kind: 'timed-out', phase: 'request' });
      }, request.totalMs ?? this.#limits.totalMs);
      request.signal?.addEventListener('abort', this.#stop);
      this.#inFlight = { request, messageId, context, resolve, timer, responses: 0, cancelled: false };
      this.#layer.allowSilence(request.idleMs ?? this.#limits.idleMs);
      const dataSet = request.dataSet?.(context.transferSyntaxUID);
      const command = { ...request.command, MessageID: messageId, hasDataSet: dataSet !== undefined };
      this.#layer.send(context.id, true, encodeCommand(command));
      if (dataSet !== undefined) this.#layer.send(context.id, false, dataSet);
    });
  }

  /** The association stays open for what the peer will ask on it; silence is allowed for so long. */
  allowSilence(milliseconds: number): void {
    this.#layer.allowSilence(milliseconds);
  }

  /** Ends in an orderly way; resolves when the connection is closed, soon in any case. */
  async release(): Promise<void> {
    if (this.#inFlight !== undefined) throw new Error('a request is under way on this association');
    this.#layer.release();
    const impatience = setTimeout(() => {
      this.#layer.disconnect({ kind: 'timed-out', waitingFor: 'peer' });
    }, this.#limits.closeMs);
    await this.#closed;
    clearTimeout(impatience);
  }

  /** Resolves when the connection is gone. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  #openWithin(milliseconds: number): void {
    clearTimeout(this.#openTimer);
    this.#openTimer = setTimeout(() => {
      this.#fail({ kind: 'timed-out', phase: this.#phase });
    }, milliseconds);
  }

  #accepted(accept: AssociateAccept): void {
    clearTimeout(this.#openTimer);
    this.#options.opening?.removeEventListener('abort', this.#stop);
    this.#answered = accept.contexts;
    const agreed = agreementOf(this.#proposed, accept);
    if (agreed === undefined) {
      this.#break('a transfer syntax that was not proposed');
      return;
    }
    this.#agreed = agreed;
    this.#asScp = new Set((accept.user.roles ?? []).filter(({ scp }) => scp).map(({ SOPClassUID }) => SOPClassUID));
    this.#phase = 'request';
    this.#opened({ kind: 'open', association: this });
  }

  #fragment(event: FragmentEvent): Promise<void> | undefined {
    const message = this.#messages.push(event);
    if (message === undefined || this.#failure !== undefined) return undefined;
    switch (message.kind) {
      case 'violation':
        this.#break(message.what);
        return undefined;
      case 'command':
        return this.#command(message.contextId, message.command);
      case 'data-set-bytes':
        this.#piece(message.bytes);
        return undefined;
      case 'data-set-end':
        return this.#messageEnd();
    }
  }

  #command(contextId: number, command: CommandSet): Promise<void> | undefined {
    const context = this.#agreed.get(contextId);
    if (context === undefined) throw new Error('a command on a context that was not accepted');
    if (command.CommandField < 0x8000 && command.CommandField !== COMMAND.cancelRequest) {
      if (command.MessageID === undefined) this.#break('a request without MessageID');
      else this.#arriving = { of: 'request', context, command, handler: this.#options.incoming?.(context, command) };
    } else {
      const inFlight = this.#inFlight;
      const belongs =
        inFlight !== undefined &&
        command.CommandField === (inFlight.request.command.CommandField | 0x8000) &&
        command.MessageIDBeingRespondedTo === inFlight.messageId;
      if (!belongs) this.#break('a response that nobody asked for');
      else if (command.Status === undefined) this.#break('a response without status');
      else this.#arriving = { of: 'response', command, pieces: [], bytes: 0 };
    }
    return command.hasDataSet || this.#failure !== undefined ? undefined : this.#messageEnd();
  }

  #piece(bytes: Uint8Array): void {
    const arriving = this.#arriving;
    if (arriving?.of === 'request') arriving.handler?.push(bytes);
    else if (arriving !== undefined) {
      arriving.bytes += bytes.length;
      if (arriving.bytes > this.#limits.dataSetBytes) this.#fail({ kind: 'limit', what: 'data-set-bytes' });
      else arriving.pieces.push(Buffer.from(bytes));
    }
  }

  #messageEnd(): Promise<void> | undefined {
    const arriving = this.#arriving;
    if (arriving === undefined) throw new Error('a message ended that had not begun');
    this.#arriving = undefined;
    if (arriving.of === 'request') return this.#respond(arriving.context, arriving.command, arriving.handler);
    this.#response(arriving.command, arriving.command.hasDataSet ? Buffer.concat(arriving.pieces) : undefined);
    return undefined;
  }

  async #respond(context: AgreedContext, command: CommandSet, handler: IncomingRequest | undefined): Promise<void> {
    const response = await (handler?.end() ?? {
      CommandField: command.CommandField | 0x8000,
      hasDataSet: false,
      MessageIDBeingRespondedTo: command.MessageID ?? 0,
      Status: STATUS.unrecognizedOperation,
    });
    this.#layer.send(context.id, true, encodeCommand(response));
  }

  #response(command: CommandSet, dataSet: Uint8Array | undefined): void {
    const inFlight = this.#inFlight;
    const { Status } = command;
    if (inFlight === undefined || Status === undefined) throw new Error('a response was let pass that belongs nowhere');
    const { request, context } = inFlight;
    if (!isPending(Status)) {
      this.#settle(
        inFlight.cancelled
          ? { kind: 'limit', what: 'responses' }
          : {
              kind: 'final',
              status: Status,
              command,
              transferSyntaxUID: context.transferSyntaxUID,
              ...(dataSet === undefined ? {} : { dataSet }),
            },
      );
      return;
    }
    if (request.command.CommandField === COMMAND.findRequest && dataSet === undefined) {
      this.#break('a match without identifier');
      return;
    }
    inFlight.responses += 1;
    if (inFlight.responses <= (request.maxResponses ?? Number.POSITIVE_INFINITY)) {
      request.pending?.(command, dataSet, context.transferSyntaxUID);
    } else if (!inFlight.cancelled) {
      inFlight.cancelled = true;
      this.#layer.send(
        context.id,
        true,
        encodeCommand({
          CommandField: COMMAND.cancelRequest,
          hasDataSet: false,
          MessageIDBeingRespondedTo: inFlight.messageId,
        }),
      );
    }
  }

  #break(what: string): void {
    this.#fail({ kind: 'protocol-error', what, phase: this.#phase });
  }

  #settle(answer: DimseAnswer): void {
    const inFlight = this.#inFlight;
    if (inFlight === undefined) return;
    this.#inFlight = undefined;
    clearTimeout(inFlight.timer);
    inFlight.request.signal?.removeEventListener('abort', this.#stop);
    inFlight.resolve(answer);
  }

  /** The association is over by our doing: whoever waits is told at once, and the connection goes within the close time. */
  #fail(failure: DimseFailure): void {
    if (this.#failure !== undefined) return;
    this.#over(failure);
    this.#layer.abort({ kind: 'aborted', why: failure.kind });
  }

  #over(failure: DimseFailure): void {
    this.#failure = failure;
    clearTimeout(this.#openTimer);
    this.#options.signal?.removeEventListener('abort', this.#stop);
    this.#options.opening?.removeEventListener('abort', this.#stop);
    const arriving = this.#arriving;
    this.#arriving = undefined;
    if (arriving?.of === 'request') arriving.handler?.cut();
    if (this.#phase !== 'request') this.#opened(failure);
    this.#settle(failure);
  }

  #ended(end: AssociationEnd): void {
    if (this.#failure === undefined) this.#over(failureOfEnd(end, this.#phase, this.#inHandshake));
  }
}
