// What a C-STORE is answered, and why: statuses of PS3.4 Table B.2-1 and PS3.7 Annex C. Pure.

import type { CommandSet } from './command-set.ts';
import { COMMAND, STATUS } from './command-set.ts';
import type { AgreedContext } from './negotiation.ts';
import type { StoreOutcome } from './received-object.ts';
import { VERIFICATION } from './sop-class.ts';

export interface Answer {
  readonly status: number;
  /** ErrorComment; empty for none */
  readonly comment: string;
}

const UID = /^(?=.{1,64}$)\d+(?:\.\d+)*$/;

/** What makes a request with a data set unanswerable before its data set is looked at. */
export function findFailure(context: AgreedContext, command: CommandSet): Answer | undefined {
  if (command.CommandField !== COMMAND.storeRequest) return { status: STATUS.unrecognizedOperation, comment: '' };
  if (context.abstractSyntax === VERIFICATION || command.AffectedSOPClassUID !== context.abstractSyntax) {
    return { status: STATUS.sopClassNotSupported, comment: 'class differs from presentation context' };
  }
  if (!UID.test(command.AffectedSOPInstanceUID ?? '')) {
    return { status: STATUS.invalidObjectInstance, comment: 'no valid Affected SOP Instance UID' };
  }
  return undefined;
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

/** The response to a request: same UIDs, its MessageID as the one responded to (PS3.7 section 9.3.1.2). */
export function responseTo(command: CommandSet, { status, comment }: Answer): CommandSet {
  return {
    CommandField: command.CommandField | 0x8000,
    hasDataSet: false,
    MessageIDBeingRespondedTo: command.MessageID ?? 0,
    Status: status,
    ...(command.AffectedSOPClassUID === undefined ? {} : { AffectedSOPClassUID: command.AffectedSOPClassUID }),
    ...(command.AffectedSOPInstanceUID === undefined ? {} : { AffectedSOPInstanceUID: command.AffectedSOPInstanceUID }),
    ...(comment === '' ? {} : { ErrorComment: comment }),
  };
}
