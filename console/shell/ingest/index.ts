/**
 * ingest: signed batches become rows. In: envelopes of agents. Out: receipts, given only after the durable commit. Never: a judgement, an answer before the commit,
 * a batch whose bytes were not the signed ones.
 */
export { wordFreezer } from './freeze-words.ts';
export { type GroupCommit, openGroupCommit } from './group-commit.ts';
export { type Heartbeats, lastSignOf, nextBeatSeconds, openHeartbeats } from './heartbeats.ts';
export { type AgentKeys, agentKeys, openSigned } from './open-signed.ts';
export { openWitness, type Witness } from './witness.ts';
