// Asks an archive to commit to objects that it holds: one N-ACTION, then a short stay on the association for archives that
// report on it at once. Reports that come later reach the receiver.
import type { CommandSet } from './command-set.ts';
import { COMMAND, STATUS } from './command-set.ts';
import type { CommitmentObject, CommitmentReport } from './commitment.ts';
import {
  commitmentAction,
  commitmentReportService,
  REQUEST_COMMITMENT,
  STORAGE_COMMITMENT,
  STORAGE_COMMITMENT_INSTANCE,
} from './commitment.ts';
import { readElementList } from './element-list.ts';
import type { AgreedContext } from './negotiation.ts';
import type { DimseFailure, DimsePeer } from './peer.ts';
import { sayFailure } from './peer.ts';
import type { IncomingRequest, RequestorLimits } from './requestor.ts';
import { DimseAssociation } from './requestor.ts';
import { responseTo } from './store-answer.ts';
import { IMPLICIT_VR_LITTLE_ENDIAN } from './transfer-syntax.ts';

/** Objects of one transaction; archives answer larger ones late or not at all. */
const MOST_OBJECTS_OF_A_COMMITMENT = 500;
/** A report of so many objects is some 80 kB. */
const MOST_REPORT_BYTES = 1_048_576;
/** Stay on the association after the request has been taken, milliseconds. */
const DEFAULT_STAY_MS = 1_000;

/** Statuses by which an archive says that it does not have the service. */
const WITHOUT_SERVICE: ReadonlySet<number> = new Set([
  STATUS.sopClassNotSupported,
  STATUS.noSuchSopClass,
  STATUS.noSuchActionType,
  STATUS.unrecognizedOperation,
]);

export type CommitmentAsked =
  /** the archive has taken the request; its report is to be awaited, if it has not come already */
  | { readonly kind: 'asked' }
  | { readonly kind: 'not-supported'; readonly detail: string }
  /** a final status other than success */
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'failed'; readonly failure: DimseFailure };

export interface CommitmentRequest {
  readonly peer: DimsePeer;
  readonly transactionUID: string;
  /** 1 to 500 */
  readonly objects: readonly CommitmentObject[];
  /** a report that comes on the association of the request; durable when it returns */
  readonly take: (report: CommitmentReport, from: string) => 'taken' | 'unknown-transaction';
  readonly stayMs?: number;
  readonly limits?: Partial<RequestorLimits>;
  readonly signal?: AbortSignal;
}

class ReportComingIn implements IncomingRequest {
  readonly #command: CommandSet;
  readonly #context: AgreedContext;
  readonly #request: CommitmentRequest;
  readonly #taken: () => void;
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(context: AgreedContext, command: CommandSet, request: CommitmentRequest, taken: () => void) {
    this.#context = context;
    this.#command = command;
    this.#request = request;
    this.#taken = taken;
  }

  push(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes <= MOST_REPORT_BYTES) this.#pieces.push(Buffer.from(bytes));
    else this.#pieces = [];
  }

  async end(): Promise<CommandSet> {
    if (this.#bytes > MOST_REPORT_BYTES) return this.#answer(STATUS.resourceLimitation);
    const list = readElementList(Buffer.concat(this.#pieces), this.#context.transferSyntaxUID);
    if (list.kind === 'invalid') return this.#answer(STATUS.processingFailure);
    const { CommandField, EventTypeID } = this.#command;
    const answer = await commitmentReportService(this.#request.take).handle({
      CommandField,
      SOPClassUID: STORAGE_COMMITMENT,
      SOPInstanceUID: this.#command.AffectedSOPInstanceUID ?? '',
      elements: list.elements,
      callingAeTitle: this.#request.peer.calledAeTitle,
      peerAddress: this.#request.peer.host,
      ...(EventTypeID === undefined ? {} : { EventTypeID }),
    });
    this.#taken();
    return this.#answer(answer.status);
  }

  cut(): void {
    this.#pieces = [];
  }

  #answer(status: number): CommandSet {
    return responseTo(this.#command, { status, comment: '' });
  }
}

/** Asks; never rejects for what the archive does. @throws RangeError for no objects, or more than 500 */
export async function requestCommitment(request: CommitmentRequest): Promise<CommitmentAsked> {
  const { peer, objects, transactionUID, limits, signal, stayMs = DEFAULT_STAY_MS } = request;
  if (objects.length === 0 || objects.length > MOST_OBJECTS_OF_A_COMMITMENT)
    throw new RangeError(`a commitment is asked for 1 to ${MOST_OBJECTS_OF_A_COMMITMENT} objects`);
  let reported: () => void = () => undefined;
  const onThisAssociation = new Promise<void>((resolve) => {
    reported = resolve;
  });
  const opened = await DimseAssociation.open({
    peer,
    contexts: [{ abstractSyntax: STORAGE_COMMITMENT, transferSyntaxes: [IMPLICIT_VR_LITTLE_ENDIAN] }],
    incoming: (context, command) =>
      command.CommandField === COMMAND.eventReportRequest && command.AffectedSOPClassUID === STORAGE_COMMITMENT
        ? new ReportComingIn(context, command, request, reported)
        : undefined,
    ...(limits === undefined ? {} : { limits }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (opened.kind !== 'open') return { kind: 'failed', failure: opened };
  const { association } = opened;
  const answer = await association.request({
    abstractSyntax: STORAGE_COMMITMENT,
    command: {
      CommandField: COMMAND.actionRequest,
      RequestedSOPClassUID: STORAGE_COMMITMENT,
      RequestedSOPInstanceUID: STORAGE_COMMITMENT_INSTANCE,
      ActionTypeID: REQUEST_COMMITMENT,
    },
    dataSet: () => commitmentAction(transactionUID, objects),
  });
  const asked = askedOf(answer);
  if (asked.kind === 'asked' && stayMs > 0) {
    let timer: NodeJS.Timeout | undefined;
    const stay = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, stayMs);
    });
    association.allowSilence(stayMs + 1_000);
    await Promise.race([stay, onThisAssociation, association.closed]);
    clearTimeout(timer);
  }
  await association.release();
  return asked;
}

function askedOf(answer: Awaited<ReturnType<DimseAssociation['request']>>): CommitmentAsked {
  if (answer.kind === 'context-rejected') return { kind: 'not-supported', detail: sayFailure(answer) };
  if (answer.kind !== 'final') return { kind: 'failed', failure: answer };
  if (answer.status === STATUS.success) return { kind: 'asked' };
  if (!WITHOUT_SERVICE.has(answer.status)) return { kind: 'refused', status: answer.status };
  return { kind: 'not-supported', detail: `status 0x${answer.status.toString(16).padStart(4, '0')}` };
}
