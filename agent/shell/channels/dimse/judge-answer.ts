import type { NotMeasured } from '../../../core/index.ts';
import { type DimseFailure, type FindResult, type RetrieveEnd, STATUS, sayFailure } from '../../dimse/index.ts';
import type { Asked } from '../archive-port.ts';

type Result = FindResult | RetrieveEnd | DimseFailure;

/** Statuses by which an archive says that it cannot be asked in this way: no fault of it, and no reason to stop asking. */
const NOT_SO: ReadonlySet<number> = new Set([
  STATUS.sopClassNotSupported,
  STATUS.noSuchSopClass,
  STATUS.unrecognizedOperation,
  STATUS.dataSetDoesNotMatch,
  STATUS.moveDestinationUnknown,
  STATUS.notAuthorized,
]);

/** Whether the PACS itself failed at a request: three such in a row stop all asking. */
export function failedOf(result: Result): boolean {
  switch (result.kind) {
    case 'complete':
    case 'limited':
    case 'invalid':
    case 'context-rejected':
    case 'limit':
    case 'stopped':
      return false;
    case 'refused':
      return !NOT_SO.has(result.status);
    case 'ended':
      // An object that cannot be read is a finding about the object; the archive works.
      return result.status === STATUS.outOfResources || result.status === STATUS.cannotPerformSuboperations;
    case 'unreachable':
    case 'tls-failed':
    case 'rejected':
    case 'aborted':
    case 'closed':
    case 'timed-out':
    case 'protocol-error':
      return true;
  }
}

export const sayStatus = (status: number, comment = ''): string =>
  `status 0x${status.toString(16).padStart(4, '0').toUpperCase()}${comment === '' ? '' : ` ${comment.slice(0, 64)}`}`;

export function notMeasured(why: NotMeasured, detail: string): Extract<Asked<never>, { kind: 'not-measured' }> {
  return { kind: 'not-measured', why, detail };
}

/** Why a result says nothing about what the archive holds. */
export function whyNot(
  result: Exclude<Result, { kind: 'complete' | 'ended' }>,
): Extract<Asked<never>, { kind: 'not-measured' }> {
  switch (result.kind) {
    case 'limited':
      return notMeasured('limit-suspected', `${sayStatus(result.status)} after ${String(result.matches.length)} rows`);
    case 'refused':
      return notMeasured(
        NOT_SO.has(result.status) ? 'not-supported' : 'not-final',
        sayStatus(result.status, result.comment),
      );
    case 'limit':
      return notMeasured('limit-suspected', sayFailure(result));
    case 'context-rejected':
      return notMeasured('not-supported', sayFailure(result));
    case 'unreachable':
    case 'tls-failed':
    case 'invalid':
      return notMeasured('unreachable', sayFailure(result));
    case 'rejected':
      return notMeasured('refused', sayFailure(result));
    case 'timed-out':
      return notMeasured('timed-out', sayFailure(result));
    case 'aborted':
    case 'closed':
    case 'protocol-error':
      return notMeasured('not-final', sayFailure(result));
    case 'stopped':
      return notMeasured('stopped', sayFailure(result));
  }
}
