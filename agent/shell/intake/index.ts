/**
 * intake: observations of channels come in, durable objects, judgements and findings go out; it joins header → facts → assess → ledger. It decides nothing that a
 * rule decides, reads no bytes itself and sends nothing.
 */

export { assessArchiveWhole, assessKeptStudies } from './assess-archive-ledger.ts';
export type { AssessDeps, Facility } from './assess-deps.ts';
export { assessEquipment } from './assess-equipment.ts';
export { assessGroups, assessWholeArchive, yearBefore } from './assess-groups.ts';
export { startAssessLoop } from './assess-loop.ts';
export { assessReconciled } from './assess-reconciled.ts';
export { assessDue, supervisionStart } from './assess-round.ts';
export type { Channel } from './channel.ts';
export { createIntake, type Intake } from './intake.ts';
export { decisionHolds, exposureOf, studyFactsOf } from './judge-study.ts';
export { type Observation, type Outcome, understand } from './observation.ts';
export {
  countFiles,
  type FoundFile,
  type ScanResult,
  scanFolder,
} from './scan-folder.ts';
export { sealStudies } from './seal-studies.ts';
