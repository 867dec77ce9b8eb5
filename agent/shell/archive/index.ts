/**
 * archive: asks the archives of the center what core/retention plans, through the ways that the channels offer. In: the archive ledger, ways with their gates, a clock.
 * Out: observations in the ledger, each durable before the next question is asked. Never: a question past a gate, a judgement, an absence that no control stands beside.
 */
export { type ArchiveYear, archiveHoldings, archiveYears } from './figures.ts';
export { folderArchivePort, folderCard } from './folder-port.ts';
export { listedSight } from './sight.ts';
export { type ArchiveOptions, type ArchiveRounds, startArchive } from './start-archive.ts';
export type { Way } from './ways.ts';
