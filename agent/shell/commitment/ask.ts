import type { NotMeasured } from '../../core/index.ts';
import type { Asked } from '../channels/archive-port.ts';
import { type CommitmentAsked, type CommitmentObject, sayFailure } from '../dimse/index.ts';
import type { Commitments } from './commitments.ts';

/** The archive has taken the request. What it says of the objects comes later, and stands among what has ended. */
export interface CommitmentTaken {
  readonly transactionUID: string;
}

export interface CommitmentWish {
  readonly commitments: Commitments;
  /** Name of the channel that asks. */
  readonly channel: string;
  /** The study that the objects are of. */
  readonly subject: string;
  /** 1 to 500. */
  readonly objects: readonly CommitmentObject[];
  /** Sends the request, at the turn that the gate of the PACS gives it. */
  readonly send: (transactionUID: string) => Promise<CommitmentAsked>;
}

/** Writes the transaction down and asks. Waits for no report: that may take a day. Rejects only as `send` does. */
export async function askForCommitment(wish: CommitmentWish): Promise<Asked<CommitmentTaken>> {
  const { commitments, channel, subject, objects, send } = wish;
  const transactionUID = commitments.open(channel, subject, objects);
  const asked = await send(transactionUID);
  if (asked.kind !== 'asked') {
    // A request that broke off when it was out may have reached the archive all the same: its report would still count.
    if (!mayHaveArrived(asked)) commitments.withdraw(transactionUID);
    return whyNot(asked);
  }
  return { kind: 'answered', value: { transactionUID } };
}

function mayHaveArrived(asked: Exclude<CommitmentAsked, { kind: 'asked' }>): boolean {
  if (asked.kind !== 'failed') return false;
  const { failure } = asked;
  if (failure.kind === 'stopped' || failure.kind === 'limit') return true;
  return 'phase' in failure && failure.phase === 'request';
}

function whyNot(asked: Exclude<CommitmentAsked, { kind: 'asked' }>): Asked<never> {
  const notMeasured = (why: NotMeasured, detail: string): Asked<never> => ({ kind: 'not-measured', why, detail });
  switch (asked.kind) {
    case 'not-supported':
      return notMeasured('not-supported', asked.detail);
    case 'refused':
      return notMeasured('refused', `status 0x${asked.status.toString(16).padStart(4, '0')}`);
    case 'failed': {
      const { failure } = asked;
      const why: NotMeasured =
        failure.kind === 'timed-out'
          ? 'timed-out'
          : failure.kind === 'rejected'
            ? 'refused'
            : failure.kind === 'stopped'
              ? 'stopped'
              : failure.kind === 'unreachable' || failure.kind === 'tls-failed' || failure.kind === 'invalid'
                ? 'unreachable'
                : 'not-final';
      return notMeasured(why, sayFailure(failure));
    }
  }
}
