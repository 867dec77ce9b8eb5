// C-GET as SCU (PS3.7 section 9.1.3, PS3.4 section C.4.3): the objects come back on the same association, as C-STORE
// requests to us. Each is measured while it streams; its header is kept and its pixels are not.
import { createObjectMeter, type MeteredObject } from '../object-meter/index.ts';
import type { CommandSet } from './command-set.ts';
import { COMMAND, STATUS } from './command-set.ts';
import type { WrittenElement } from './data-set-write.ts';
import { HeaderKeeper, MemoryBudget } from './header-keeper.ts';
import { type RetrieveEnd, retrieve } from './move-scu.ts';
import type { AgreedContext } from './negotiation.ts';
import type { DimseFailure, DimsePeer } from './peer.ts';
import type { ReceivedObject } from './received-object.ts';
import {
  type ContextWish,
  DimseAssociation,
  type IncomingRequest,
  nextMessageId,
  type RequestorLimits,
} from './requestor.ts';
import { COMMON_STORAGE_CLASSES, isKeptWhole, isStorageClass } from './sop-class.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN, NATIVE_SYNTAXES } from './transfer-syntax.ts';

export interface GetWish {
  readonly peer: DimsePeer;
  /** SOP class of the information model. */
  readonly model: string;
  readonly keys: readonly WrittenElement[];
  /** Storage classes of the objects that are asked for: what is not proposed cannot come. An empty one is not known: then all common ones are proposed. */
  readonly classes: readonly string[];
  /** An object came to its last byte. The archive gets its answer when this resolves. */
  readonly received: (object: GotObject) => Promise<void>;
  readonly headerBytes: number;
  readonly wholeObjectBytes: number;
  readonly idleMs: number;
  readonly totalMs: number;
  readonly limits?: Partial<RequestorLimits>;
  readonly signal?: AbortSignal;
}

export interface GotObject {
  readonly object: ReceivedObject;
  readonly measured: MeteredObject;
}

/** 128 contexts are all there are, and one is the service's own. */
const STORAGE_CONTEXTS = 127;

/**
 * The contexts of a C-GET: the service, and the classes with us as their SCP. Each class is proposed once for each transfer syntax, the
 * compressed ones first, so that an archive can send every object as it lies there; where that is too many, once for all of them.
 */
export function getContexts(model: string, classes: readonly string[]): readonly ContextWish[] {
  const service = { abstractSyntax: model, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN] };
  const known = classes.filter((each) => each !== '');
  const wanted = known.length < classes.length ? [...known, ...COMMON_STORAGE_CLASSES] : known;
  const taken = [...new Set(wanted)].slice(0, STORAGE_CONTEXTS);
  const each = taken.length * NATIVE_SYNTAXES.length <= STORAGE_CONTEXTS;
  return [
    service,
    ...taken.flatMap((abstractSyntax): ContextWish[] =>
      each
        ? NATIVE_SYNTAXES.map((syntax) => ({ abstractSyntax, transferSyntaxes: [syntax], asScp: true }))
        : [{ abstractSyntax, transferSyntaxes: NATIVE_SYNTAXES, asScp: true }],
    ),
  ];
}

/** Retrieves on an association of its own. Never rejects for what the archive does. */
export async function get(wish: GetWish): Promise<RetrieveEnd | DimseFailure> {
  const { peer, model, classes, limits, signal } = wish;
  let lastCame = 0;
  const opened = await DimseAssociation.open({
    peer,
    contexts: getContexts(model, classes),
    incoming: (context, command) =>
      incoming(wish, context, command, () => {
        lastCame = performance.now();
      }),
    ...(limits === undefined ? {} : { limits }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (opened.kind !== 'open') return opened;
  const { association } = opened;
  const end = await retrieve(
    association,
    COMMAND.getRequest,
    { ...wish, messageId: nextMessageId(), lastCame: () => lastCame },
    {},
  );
  await association.release();
  return end;
}

function incoming(
  wish: GetWish,
  context: AgreedContext,
  command: CommandSet,
  came: () => void,
): IncomingRequest | undefined {
  const { AffectedSOPClassUID = '', AffectedSOPInstanceUID = '' } = command;
  if (command.CommandField !== COMMAND.storeRequest || !command.hasDataSet) return undefined;
  if (AffectedSOPClassUID !== context.abstractSyntax || !isStorageClass(AffectedSOPClassUID)) return undefined;
  const cap = isKeptWhole(AffectedSOPClassUID) ? wish.wholeObjectBytes : wish.headerBytes;
  // The header twice for a moment, when its blocks are joined.
  const keeper = new HeaderKeeper(context.transferSyntaxUID, cap, new MemoryBudget(3 * cap));
  const meter = createObjectMeter(context.transferSyntaxUID);
  const answer = (Status: number): CommandSet => ({
    CommandField: COMMAND.storeResponse,
    hasDataSet: false,
    MessageIDBeingRespondedTo: command.MessageID ?? 0,
    AffectedSOPClassUID,
    AffectedSOPInstanceUID,
    Status,
  });
  return {
    push(bytes) {
      came();
      keeper.push(bytes);
      meter.push(bytes);
    },
    async end() {
      const header = keeper.finish();
      keeper.release();
      if (header === undefined) return answer(STATUS.outOfResources);
      await wish.received({
        measured: meter.end(),
        object: {
          SOPClassUID: AffectedSOPClassUID,
          SOPInstanceUID: AffectedSOPInstanceUID,
          transferSyntaxUID: context.transferSyntaxUID,
          callingAeTitle: wish.peer.calledAeTitle,
          calledAeTitle: wish.peer.callingAeTitle,
          peerAddress: wish.peer.host,
          dataset: header.dataset,
          droppedBytes: header.droppedBytes,
          headerComplete: header.stop === 'pixel-data' || header.stop === 'end',
          pixelDataFound: header.stop === 'pixel-data',
          headerStop: header.stop,
          pixelDataLength: header.pixelDataLength,
        },
      });
      return answer(STATUS.success);
    },
    cut() {
      keeper.release();
    },
  };
}
