/**
 * backfill: the first reading of an archive, window by window of study dates. In: a way into the archive and its gate. Out: one observation a window in the archive ledger,
 * headers of supervised studies to the intake, devices of the older ones. Never: a window twice, a window left out without a word, a request outside the off-hours.
 */
export { type Backfill, type BackfillOptions, startBackfill } from './backfill.ts';
export type { BackfillProgress } from './progress.ts';
