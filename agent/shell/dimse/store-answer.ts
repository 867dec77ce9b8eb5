// What a request is answered, and why: statuses of PS3.4 Table B.2-1 and PS3.7 Annex C. Pure.

import type { CommandSet } from './command-set.ts';
import { COMMAND, STATUS } from './command-set.ts';
import type { AgreedContext } from './negotiation.ts';
import type { NormalizedService } from './normalized-service.ts';
import type { StoreOutcome } from './received-object.ts';
import { VERIFICATION } from './sop-class.ts';

export interface Answer {
  readonly status: number;
  /** ErrorComment; empty for none */
  readonly comment: string;
  readonly errorId?: number;
  /** of an instance that the request did not name */
  readonly SOPInstanceUID?: string;
}

const UID = /^(?=.{1,64}$)\d+(?:\.\d+)*$/;
const CLASS_DIFFERS: Answer = {
  status: STATUS.sopClassNotSupported,
  comment: 'class differs from presentation context',
};
const UNRECOGNIZED: Answer = { status: STATUS.unrecognizedOperation, comment: '' };

/** What makes a C-STORE with a data set unanswerable before its data set is looked at. */
export function findFailure(context: AgreedContext, command: CommandSet): Answer | undefined {
  if (command.CommandField !== COMMAND.storeRequest) return UNRECOGNIZED;
  if (context.abstractSyntax === VERIFICATION || command.AffectedSOPClassUID !== context.abstractSyntax) {
    return CLASS_DIFFERS;
  }
  if (!UID.test(command.AffectedSOPInstanceUID ?? '')) {
    return { status: STATUS.invalidObjectInstance, comment: 'no valid Affected SOP Instance UID' };
  }
  return undefined;
}

/** The same for a request of a normalized service; only N-CREATE may come without an instance (PS3.7 section 10.1.5). */
export function findServiceFailure(
  context: AgreedContext,
  command: CommandSet,
  service: NormalizedService,
): Answer | undefined {
  if (!service.commands.includes(command.CommandField)) return UNRECOGNIZED;
  if (classOf(command) !== context.abstractSyntax) return CLASS_DIFFERS;
  const instance = instanceOf(command);
  const unnamed = command.CommandField === COMMAND.createRequest && instance === '';
  return unnamed || UID.test(instance)
    ? undefined
    : { status: STATUS.invalidObjectInstance, comment: 'no valid SOP Instance UID' };
}

/** SOP class of a request: N-SET, N-ACTION and N-GET name it as the requested one, the others as the affected one. */
export function classOf(command: CommandSet): string {
  return command.AffectedSOPClassUID ?? command.RequestedSOPClassUID ?? '';
}

export function instanceOf(command: CommandSet): string {
  return command.AffectedSOPInstanceUID ?? command.RequestedSOPInstanceUID ?? '';
}

/** The answer to what the handler said. */
export function answerOf(outcome: StoreOutcome): Answer {
  switch (outcome.status) {
    case 'stored':
      return { status: STATUS.success, comment: '' };
    case 'out-of-resources':
      return { status: STATUS.outOfResources, comment: outcome.comment ?? '' };
    case 'refused': {
      const status = outcome.why === 'does-not-match-class' ? STATUS.dataSetDoesNotMatch : STATUS.cannotUnderstand;
      return { status, comment: outcome.comment ?? '' };
    }
  }
}

/** The response to a request: its MessageID as the one responded to, its UIDs as the affected ones (PS3.7 sections 9.3 and 10.3). */
export function responseTo(command: CommandSet, { status, comment, errorId, SOPInstanceUID }: Answer): CommandSet {
  const sopClass = classOf(command);
  const instance = SOPInstanceUID ?? instanceOf(command);
  return {
    CommandField: command.CommandField | 0x8000,
    hasDataSet: false,
    MessageIDBeingRespondedTo: command.MessageID ?? 0,
    Status: status,
    ...(sopClass === '' ? {} : { AffectedSOPClassUID: sopClass }),
    ...(instance === '' ? {} : { AffectedSOPInstanceUID: instance }),
    ...(comment === '' ? {} : { ErrorComment: comment }),
    ...(errorId === undefined ? {} : { ErrorID: errorId }),
    ...(command.EventTypeID === undefined ? {} : { EventTypeID: command.EventTypeID }),
    ...(command.ActionTypeID === undefined ? {} : { ActionTypeID: command.ActionTypeID }),
  };
}
