/**
 * commitment: objects of which an archive is asked to say that it keeps them come in, durable transactions and their outcomes go out. A transaction is written down
 * before it is asked and matched by its UID alone, so that a report finds it after a restart of ours and a day later. It sends nothing itself and judges nothing.
 */
export { askForCommitment } from './ask.ts';
export { type CommitmentOutcome, type Commitments, createCommitments } from './commitments.ts';
