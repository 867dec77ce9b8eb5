// One request whose data set is coming in: an object to be stored, or a request of a normalized service.
import type { AnnouncedObject, Arrivals, Expectation, MoveOriginator, ObjectTap } from './arrivals.ts';
import type { CommandSet } from './command-set.ts';
import { STATUS } from './command-set.ts';
import { readElementList } from './element-list.ts';
import type { MemoryBudget } from './header-keeper.ts';
import { HeaderKeeper } from './header-keeper.ts';
import type { StoreScpLimits } from './limits.ts';
import type { AgreedContext } from './negotiation.ts';
import type { NormalizedService } from './normalized-service.ts';
import type { ReceivedObject, StoreOutcome } from './received-object.ts';
import { isKeptWhole } from './sop-class.ts';
import type { Answer } from './store-answer.ts';
import { answerOf, classOf, findFailure, findServiceFailure, instanceOf } from './store-answer.ts';
import type { AssociationInfo } from './store-events.ts';

export interface Incoming {
  readonly receivedBytes: number;
  /** The next piece of the data set: a view, valid only during the call. */
  push(bytes: Uint8Array): void;
  /** The data set is whole: does what was asked for and says what the requestor is answered. Told at most once. */
  complete(): Promise<Answer>;
  /** The data set will not come to its end. */
  abandon(): void;
}

/** What a request that comes in needs of the receiver. */
export interface IncomingHost {
  readonly limits: StoreScpLimits;
  readonly budget: MemoryBudget;
  readonly arrivals: Arrivals | undefined;
  readonly onObject: (object: ReceivedObject) => Promise<StoreOutcome>;
}

const failure = (error: unknown): Answer => ({
  status: STATUS.processingFailure,
  comment: error instanceof Error ? error.name : 'failure',
});

/** A request that is read to its end and then answered with a failure. */
class Refused implements Incoming {
  readonly #answer: Answer;
  receivedBytes = 0;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  push(bytes: Uint8Array): void {
    this.receivedBytes += bytes.length;
  }

  complete(): Promise<Answer> {
    return Promise.resolve(this.#answer);
  }

  abandon(): void {
    // Nothing is held.
  }
}

function originatorOf(command: CommandSet): MoveOriginator | undefined {
  const { MoveOriginatorApplicationEntityTitle: aeTitle, MoveOriginatorMessageID: messageId } = command;
  return aeTitle === undefined || messageId === undefined ? undefined : { aeTitle: aeTitle.trim(), messageId };
}

class ObjectComingIn implements Incoming {
  readonly #announced: AnnouncedObject;
  readonly #host: IncomingHost;
  readonly #info: AssociationInfo;
  readonly #keeper: HeaderKeeper;
  readonly #expectation: Expectation | undefined;
  readonly #tap: ObjectTap | undefined;

  constructor(context: AgreedContext, command: CommandSet, info: AssociationInfo, host: IncomingHost) {
    const { limits, budget, arrivals } = host;
    const moveOriginator = originatorOf(command);
    this.#announced = {
      SOPClassUID: classOf(command),
      SOPInstanceUID: instanceOf(command),
      transferSyntaxUID: context.transferSyntaxUID,
      callingAeTitle: info.callingAeTitle,
      peerAddress: info.peerAddress,
      ...(moveOriginator === undefined ? {} : { moveOriginator }),
    };
    this.#host = host;
    this.#info = info;
    const cap = isKeptWhole(this.#announced.SOPClassUID) ? limits.wholeObjectBytes : limits.headerBytes;
    this.#keeper = new HeaderKeeper(context.transferSyntaxUID, cap, budget);
    this.#expectation = arrivals?.find(this.#announced);
    this.#tap = this.#expectation?.tap?.(this.#announced);
  }

  get receivedBytes(): number {
    return this.#keeper.receivedBytes;
  }

  push(bytes: Uint8Array): void {
    this.#keeper.push(bytes);
    this.#tap?.push(bytes);
  }

  async complete(): Promise<Answer> {
    this.#tap?.end(true);
    try {
      return await this.#store();
    } catch (error) {
      return failure(error);
    } finally {
      this.#keeper.release();
    }
  }

  abandon(): void {
    this.#keeper.release();
    this.#tap?.end(false);
  }

  async #store(): Promise<Answer> {
    const header = this.#keeper.finish();
    if (this.#keeper.outOfMemory || header === undefined) return { status: STATUS.outOfResources, comment: 'memory' };
    const object: ReceivedObject = {
      ...this.#announced,
      calledAeTitle: this.#info.calledAeTitle,
      dataset: header.dataset,
      droppedBytes: header.droppedBytes,
      headerComplete: header.stop === 'pixel-data' || header.stop === 'end',
      pixelDataFound: header.stop === 'pixel-data',
      headerStop: header.stop,
      pixelDataLength: header.pixelDataLength,
    };
    const reception = (await this.#expectation?.received(object)) ?? 'observe';
    return answerOf(reception === 'observe' ? await this.#host.onObject(object) : reception);
  }
}

class ServiceRequestComingIn implements Incoming {
  readonly #context: AgreedContext;
  readonly #command: CommandSet;
  readonly #service: NormalizedService;
  readonly #info: AssociationInfo;
  readonly #keeper: HeaderKeeper;

  constructor(
    context: AgreedContext,
    command: CommandSet,
    service: NormalizedService,
    info: AssociationInfo,
    { limits, budget }: IncomingHost,
  ) {
    this.#context = context;
    this.#command = command;
    this.#service = service;
    this.#info = info;
    this.#keeper = new HeaderKeeper(context.transferSyntaxUID, limits.headerBytes, budget);
  }

  get receivedBytes(): number {
    return this.#keeper.receivedBytes;
  }

  push(bytes: Uint8Array): void {
    this.#keeper.push(bytes);
  }

  async complete(): Promise<Answer> {
    try {
      return await this.#serve();
    } catch (error) {
      return failure(error);
    } finally {
      this.#keeper.release();
    }
  }

  abandon(): void {
    this.#keeper.release();
  }

  async #serve(): Promise<Answer> {
    const kept = this.#keeper.finish();
    if (kept === undefined || kept.stop === 'too-large')
      return { status: STATUS.resourceLimitation, comment: 'data set too large' };
    const list = readElementList(kept.dataset, this.#context.transferSyntaxUID);
    if (list.kind === 'invalid') return { status: STATUS.processingFailure, comment: `data set: ${list.what}` };
    const { CommandField, EventTypeID, ActionTypeID } = this.#command;
    const answer = await this.#service.handle({
      CommandField,
      SOPClassUID: classOf(this.#command),
      SOPInstanceUID: instanceOf(this.#command),
      elements: list.elements,
      callingAeTitle: this.#info.callingAeTitle,
      peerAddress: this.#info.peerAddress,
      ...(EventTypeID === undefined ? {} : { EventTypeID }),
      ...(ActionTypeID === undefined ? {} : { ActionTypeID }),
    });
    return { comment: '', ...answer };
  }
}

/** Begins to take in the data set of a C-STORE, or of any request that storage does not know and that is refused. */
export function objectComingIn(
  context: AgreedContext,
  command: CommandSet,
  info: AssociationInfo,
  host: IncomingHost,
): Incoming {
  const refusal = findFailure(context, command);
  return refusal === undefined ? new ObjectComingIn(context, command, info, host) : new Refused(refusal);
}

/** Begins to take in a request of a normalized service, with a data set or without. */
export function serviceRequestComingIn(
  context: AgreedContext,
  command: CommandSet,
  service: NormalizedService,
  info: AssociationInfo,
  host: IncomingHost,
): Incoming {
  const refusal = findServiceFailure(context, command, service);
  return refusal === undefined
    ? new ServiceRequestComingIn(context, command, service, info, host)
    : new Refused(refusal);
}
