// C-MOVE as SCU (PS3.7 section 9.1.4, PS3.4 section C.4.2): the archive sends to a third title, here our own receiver.
// The counters of the answer are told and never trusted: what came is counted where it came.
import { isAeTitle } from './ae-title.ts';
import { COMMAND } from './command-set.ts';
import { encodeDataSet, type WrittenElement } from './data-set-write.ts';
import type { DimseFailure } from './peer.ts';
import type { DimseAssociation } from './requestor.ts';

export interface MoveWish {
  /** SOP class of the information model. */
  readonly model: string;
  readonly keys: readonly WrittenElement[];
  /** AE title that the archive knows our receiver by. */
  readonly destination: string;
  /** By it the objects that come are known as asked for. */
  readonly messageId: number;
  readonly idleMs: number;
  readonly totalMs: number;
  /** When the last byte of an object came, by `performance.now()`; 0: none has. An archive that says "pending" and moves nothing is not waited for longer than `idleMs` times `STANDSTILL`. */
  readonly lastCame?: () => number;
  readonly signal?: AbortSignal;
}

/** A tape may be fetched while the archive goes on saying that it works; for ever it is not believed. */
const STANDSTILL = 5;

/** The archive's last word on a retrieve, whatever it was; absent counters were not sent. */
export interface RetrieveEnd {
  readonly kind: 'ended';
  readonly status: number;
  readonly comment: string;
  readonly completed?: number;
  readonly failed?: number;
  readonly warning?: number;
}

export async function move(association: DimseAssociation, wish: MoveWish): Promise<RetrieveEnd | DimseFailure> {
  if (!isAeTitle(wish.destination)) return { kind: 'invalid', what: 'move destination is no AE title' };
  return retrieve(association, COMMAND.moveRequest, wish, { MoveDestination: wish.destination });
}

/** C-MOVE and C-GET differ only in where the objects go. */
export async function retrieve(
  association: DimseAssociation,
  CommandField: number,
  wish: Omit<MoveWish, 'destination'>,
  extra: { readonly MoveDestination?: string },
): Promise<RetrieveEnd | DimseFailure> {
  const standstill = new AbortController();
  const stillMs = wish.idleMs * STANDSTILL;
  let movedAt = performance.now();
  let counted = '';
  const watch = setInterval(
    () => {
      if (performance.now() - Math.max(movedAt, wish.lastCame?.() ?? 0) > stillMs) standstill.abort();
    },
    Math.min(stillMs / 4, 60_000),
  );
  const answer = await association.request({
    abstractSyntax: wish.model,
    command: { CommandField, AffectedSOPClassUID: wish.model, Priority: 0, ...extra },
    messageId: wish.messageId,
    dataSet: (transferSyntaxUID) => encodeDataSet(wish.keys, transferSyntaxUID),
    idleMs: wish.idleMs,
    totalMs: wish.totalMs,
    pending: (command) => {
      const counters = JSON.stringify([
        command.NumberOfRemainingSuboperations,
        command.NumberOfCompletedSuboperations,
        command.NumberOfFailedSuboperations,
        command.NumberOfWarningSuboperations,
      ]);
      if (counters !== counted) movedAt = performance.now();
      counted = counters;
    },
    signal: wish.signal === undefined ? standstill.signal : AbortSignal.any([wish.signal, standstill.signal]),
  });
  clearInterval(watch);
  if (answer.kind === 'stopped' && standstill.signal.aborted && wish.signal?.aborted !== true)
    return { kind: 'timed-out', phase: 'request' };
  if (answer.kind !== 'final') return answer;
  const {
    NumberOfCompletedSuboperations: completed,
    NumberOfFailedSuboperations: failed,
    NumberOfWarningSuboperations: warning,
    ErrorComment,
  } = answer.command;
  return {
    kind: 'ended',
    status: answer.status,
    comment: ErrorComment ?? '',
    ...(completed === undefined ? {} : { completed }),
    ...(failed === undefined ? {} : { failed }),
    ...(warning === undefined ? {} : { warning }),
  };
}
