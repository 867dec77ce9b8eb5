import type { NotMeasured } from '../../core/index.ts';
import type { Asked } from '../channels/archive-port.ts';
import { type CommitmentAsked, type CommitmentObject, sayFailure } from '../dimse/index.ts';
import type { Commitments } from './commitments.ts';

/** What an archive said of the objects; what it left out is in neither list and is not proven. */
export interface CommitmentAnswer {
  readonly transactionUID: string;
  readonly committed: readonly string[];
  readonly failed: readonly { readonly SOPInstanceUID: string; readonly reason: number }[];
}

export interface CommitmentWish {
  readonly commitments: Commitments;
  /** Name of the channel that asks. */
  readonly channel: string;
  /** 1 to 500. */
  readonly objects: readonly CommitmentObject[];
  /** Sends the request, at the turn that the gate of the PACS gives it. The wait for the report takes place outside of it. */
  readonly send: (transactionUID: string) => Promise<CommitmentAsked>;
  readonly signal: AbortSignal;
}

/** Asks and waits for the report, a day if need be. Rejects only when `signal` is aborted: a report that comes later is then among the unclaimed ones. */
export async function askForCommitment(wish: CommitmentWish): Promise<Asked<CommitmentAnswer>> {
  const { commitments, channel, objects, send, signal } = wish;
  const transactionUID = commitments.open(channel, objects);
  const asked = await send(transactionUID);
  if (asked.kind !== 'asked') {
    // A request that broke off when it was out may have reached the archive all the same: its report would still count.
    if (!mayHaveArrived(asked)) commitments.withdraw(transactionUID);
    return whyNot(asked);
  }
  const { state, committed, failed } = await commitments.settled(transactionUID, signal);
  if (state === 'expired')
    return { kind: 'not-measured', why: 'timed-out', detail: 'no report of the commitment within its time' };
  return { kind: 'answered', value: { transactionUID, committed, failed } };
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
