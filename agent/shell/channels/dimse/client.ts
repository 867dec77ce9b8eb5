// One archive by DIMSE, behind the gate of its PACS: associations are opened, kept for a moment, and closed here.
import type { PacsGate, Reply } from '../../courtesy/index.ts';
import {
  COMMAND,
  DimseAssociation,
  type DimseFailure,
  type DimsePeer,
  EXPLICIT_VR_LITTLE_ENDIAN,
  type FindQuery,
  type FindResult,
  find,
  type GotObject,
  get,
  IMPLICIT_VR_LITTLE_ENDIAN,
  move,
  nextMessageId,
  QUERY_CLASS,
  type RetrieveEnd,
  VERIFICATION,
  type WrittenElement,
} from '../../dimse/index.ts';
import type { Lane } from '../archive-port.ts';
import { failedOf } from './judge-answer.ts';

export interface DimseClientOptions {
  readonly peer: DimsePeer;
  readonly gate: PacsGate;
  /** Longest silence of the archive while it searches, and while it retrieves (a tape may have to be fetched). Milliseconds. */
  readonly idleMs: number;
  readonly retrieveIdleMs: number;
  /** Longest life of a search, and of a retrieve. Milliseconds. */
  readonly totalMs: number;
  readonly retrieveTotalMs: number;
  /** Rows taken of one search. */
  readonly maxResponses: number;
  /** Some archives answer only the first request of an association and hang at the second. */
  readonly oneRequestPerAssociation: boolean;
}

/** An association that nobody uses is released after this: archives count them, and end idle ones themselves. */
const KEPT_MS = 3_000;
const HEADER_BYTES = 8 * 1_048_576;
const WHOLE_OBJECT_BYTES = 64 * 1_048_576;

interface QueryContext {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

const syntaxes = [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN];
const { studyFind, patientFind, studyMove, patientMove, studyGet, worklistFind } = QUERY_CLASS;
const queryContexts: readonly QueryContext[] = [studyFind, patientFind, studyMove, patientMove].map(
  (abstractSyntax) => ({
    abstractSyntax,
    transferSyntaxes: syntaxes,
  }),
);
const worklistContexts: readonly QueryContext[] = [{ abstractSyntax: worklistFind, transferSyntaxes: syntaxes }];

const echoContexts: readonly QueryContext[] = [{ abstractSyntax: VERIFICATION, transferSyntaxes: syntaxes }];

/** What a C-GET asks for. */
export interface GetRequest {
  readonly keys: readonly WrittenElement[];
  readonly classes: readonly string[];
  readonly received: (object: GotObject) => void;
  readonly started: () => void;
}

export class DimseClient {
  readonly #options: DimseClientOptions;
  readonly #contexts: readonly QueryContext[];
  #kept: DimseAssociation | undefined;
  #keptTimer: NodeJS.Timeout | undefined;

  constructor(options: DimseClientOptions, service: 'archive' | 'worklist' = 'archive') {
    this.#options = options;
    this.#contexts = service === 'archive' ? queryContexts : worklistContexts;
  }

  /** One search. Rejects only when `signal` is aborted or the gate closes. */
  find(keys: readonly WrittenElement[], lane: Lane, signal: AbortSignal, raw?: FindQuery['raw']): Promise<FindResult> {
    const { idleMs, totalMs, maxResponses } = this.#options;
    return this.#ask(lane, signal, (inner) =>
      this.#associated(inner, (association) =>
        find(association, {
          model: this.#modelOf(association, studyFind, patientFind),
          keys,
          maxResponses,
          idleMs,
          totalMs,
          signal: inner,
          ...(raw === undefined ? {} : { raw }),
        }),
      ),
    );
  }

  /** Has objects moved to `destination`; `started` is told when the turn has come, before anything is sent; `lastCame`: as in `MoveWish`. */
  move(
    keys: readonly WrittenElement[],
    destination: string,
    lane: Lane,
    signal: AbortSignal,
    started: (messageId: number) => void,
    lastCame: () => number,
  ): Promise<RetrieveEnd | DimseFailure> {
    const { retrieveIdleMs, retrieveTotalMs } = this.#options;
    return this.#ask(lane, signal, (inner) => {
      const messageId = nextMessageId();
      started(messageId);
      return this.#associated(inner, (association) =>
        move(association, {
          model: this.#modelOf(association, studyMove, patientMove),
          keys,
          destination,
          messageId,
          idleMs: retrieveIdleMs,
          totalMs: retrieveTotalMs,
          lastCame,
          signal: inner,
        }),
      );
    });
  }

  /** Takes objects on an association of its own. */
  get(request: GetRequest, lane: Lane, signal: AbortSignal): Promise<RetrieveEnd | DimseFailure> {
    const { peer, retrieveIdleMs, retrieveTotalMs } = this.#options;
    return this.#ask(lane, signal, (inner) => {
      request.started();
      return get({
        peer,
        model: studyGet,
        keys: request.keys,
        classes: request.classes,
        received: (object) => {
          request.received(object);
          return Promise.resolve();
        },
        headerBytes: HEADER_BYTES,
        wholeObjectBytes: WHOLE_OBJECT_BYTES,
        idleMs: retrieveIdleMs,
        totalMs: retrieveTotalMs,
        signal: inner,
      });
    });
  }

  /** C-ECHO on an association of its own: how fast the archive answers now. Not through the gate, which asks for it itself. */
  async probe(signal: AbortSignal): Promise<Reply<unknown>> {
    const opened = await DimseAssociation.open({ peer: this.#options.peer, contexts: echoContexts, signal });
    if (opened.kind !== 'open') return { value: opened, failed: failedOf(opened) };
    const value = await opened.association.request({
      abstractSyntax: VERIFICATION,
      command: { CommandField: COMMAND.echoRequest, AffectedSOPClassUID: VERIFICATION },
      idleMs: this.#options.idleMs,
    });
    if (opened.association.ready) await opened.association.release();
    return { value, failed: value.kind !== 'final' && failedOf(value) };
  }

  /** Releases what is kept. */
  async close(): Promise<void> {
    await this.#take()?.release();
  }

  #ask<T extends FindResult | RetrieveEnd | DimseFailure>(
    lane: Lane,
    signal: AbortSignal,
    request: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.#options.gate.ask(lane, signal, async (inner) => {
      const value = await request(inner);
      return { value, failed: failedOf(value) };
    });
  }

  async #associated<T extends { readonly kind: string }>(
    signal: AbortSignal,
    use: (association: DimseAssociation) => Promise<T>,
  ): Promise<T | DimseFailure> {
    const kept = this.#take();
    if (kept !== undefined) {
      const result = await use(kept);
      // An association that the archive had ended meanwhile says nothing: it is asked on a new one.
      // One that was refused the service would go on refusing it without being asked again.
      if (result.kind !== 'closed' && result.kind !== 'aborted' && result.kind !== 'context-rejected') {
        this.#keep(kept);
        return result;
      }
      if (kept.ready) await kept.release();
    }
    const opened = await DimseAssociation.open({ peer: this.#options.peer, contexts: this.#contexts, opening: signal });
    if (opened.kind !== 'open') return opened;
    const result = await use(opened.association);
    if (!opened.association.ready) return result;
    if (this.#options.oneRequestPerAssociation || result.kind === 'context-rejected')
      await opened.association.release();
    else this.#keep(opened.association);
    return result;
  }

  #take(): DimseAssociation | undefined {
    const kept = this.#kept;
    this.#kept = undefined;
    clearTimeout(this.#keptTimer);
    return kept?.ready === true ? kept : undefined;
  }

  #keep(association: DimseAssociation): void {
    if (!association.ready) return;
    this.#kept = association;
    association.allowSilence(KEPT_MS * 10);
    this.#keptTimer = setTimeout(() => {
      void this.#take()?.release();
    }, KEPT_MS);
  }

  #modelOf(association: DimseAssociation, first: string, second: string): string {
    if (this.#contexts === worklistContexts) return worklistFind;
    return association.contextOf(first) === undefined && association.contextOf(second) !== undefined ? second : first;
  }
}
