// Storage commitment, push model, as its user (PS3.4 Annex J): the request's data set is written, the report's is read. The
// report may come on the association of the request, or a day later on one that the archive opens to our receiver.
import { COMMAND, STATUS } from './command-set.ts';
import type { RawElement } from './element-list.ts';
import { itemsIn, sequenceElement, shortIn, textIn, uidElement, writeElementList } from './element-list.ts';
import type { NormalizedAnswer, NormalizedRequest, NormalizedService } from './normalized-service.ts';

/** Storage Commitment Push Model SOP Class, and its one well-known instance (PS3.4 section J.3.5). */
export const STORAGE_COMMITMENT = '1.2.840.10008.1.20.1';
export const STORAGE_COMMITMENT_INSTANCE = '1.2.840.10008.1.20.1.1';

/** ActionTypeID of the request (PS3.4 section J.3.2). */
export const REQUEST_COMMITMENT = 1;
/** EventTypeID: every object is committed, or some are not (PS3.4 section J.3.3). */
const COMMITTED = 1;
const FAILURES_EXIST = 2;

const REFERENCED_CLASS = 0x00081150;
const REFERENCED_INSTANCE = 0x00081155;
const TRANSACTION = 0x00081195;
const FAILURE_REASON = 0x00081197;
const FAILED_SEQUENCE = 0x00081198;
const REFERENCED_SEQUENCE = 0x00081199;

/** FailureReason where the archive gives none: processing failure (PS3.3 section C.14). */
const NO_REASON = 0x0110;

export interface CommitmentObject {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
}

/**
 * FailureReason (0008,1197), PS3.3 section C.14: 0x0110 processing failure, 0x0112 no such object, 0x0119 class and instance
 * conflict, 0x0122 class not supported, 0x0131 duplicate transaction, 0x0213 resources.
 */
export interface CommitmentFailure {
  readonly SOPInstanceUID: string;
  readonly reason: number;
}

export interface CommitmentReport {
  readonly transactionUID: string;
  readonly committed: readonly string[];
  readonly failed: readonly CommitmentFailure[];
}

/** Action information of the request in implicit VR little endian (PS3.4 Table J.3-1). */
export function commitmentAction(transactionUID: string, objects: readonly CommitmentObject[]): Buffer {
  return writeElementList([
    uidElement(TRANSACTION, transactionUID),
    sequenceElement(
      REFERENCED_SEQUENCE,
      objects.map(({ SOPClassUID, SOPInstanceUID }) => [
        uidElement(REFERENCED_CLASS, SOPClassUID),
        uidElement(REFERENCED_INSTANCE, SOPInstanceUID),
      ]),
    ),
  ]);
}

/** Event information of a report (PS3.4 Table J.3-2). */
export function readCommitmentReport(
  eventTypeId: number | undefined,
  elements: readonly RawElement[],
):
  | { readonly kind: 'report'; readonly report: CommitmentReport }
  | { readonly kind: 'invalid'; readonly status: number } {
  if (eventTypeId !== COMMITTED && eventTypeId !== FAILURES_EXIST) {
    return { kind: 'invalid', status: STATUS.noSuchEventType };
  }
  const transactionUID = textIn(elements, TRANSACTION) ?? '';
  const committed = (itemsIn(elements, REFERENCED_SEQUENCE) ?? []).map(
    (item) => textIn(item, REFERENCED_INSTANCE) ?? '',
  );
  const failed = (itemsIn(elements, FAILED_SEQUENCE) ?? []).map((item) => ({
    SOPInstanceUID: textIn(item, REFERENCED_INSTANCE) ?? '',
    reason: shortIn(item, FAILURE_REASON) ?? NO_REASON,
  }));
  const named = [...committed, ...failed.map(({ SOPInstanceUID }) => SOPInstanceUID)];
  if (transactionUID === '' || named.length === 0 || named.includes('')) {
    return { kind: 'invalid', status: STATUS.invalidArgumentValue };
  }
  return { kind: 'report', report: { transactionUID, committed, failed } };
}

/**
 * The service by which a receiver takes reports.
 *
 * @param take durable when it returns; `unknown-transaction` is answered as an invalid argument (0x0115), all else with success
 */
export function commitmentReportService(
  take: (report: CommitmentReport, from: string) => 'taken' | 'unknown-transaction',
): NormalizedService {
  const handle = ({ EventTypeID, elements, callingAeTitle }: NormalizedRequest): NormalizedAnswer => {
    const read = readCommitmentReport(EventTypeID, elements);
    if (read.kind === 'invalid') return { status: read.status };
    if (take(read.report, callingAeTitle) === 'taken') return { status: STATUS.success };
    return { status: STATUS.invalidArgumentValue, comment: 'unknown transaction' };
  };
  return {
    role: 'scu',
    commands: [COMMAND.eventReportRequest],
    handle: (request) => new Promise((resolve) => resolve(handle(request))),
  };
}
