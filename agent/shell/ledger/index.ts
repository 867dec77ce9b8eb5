/**
 * ledger: what was observed, decided and entered comes in, durable rows and a hash chain over every entry go out. It is the first place where anything is
 * written and the last where patient identity may stand. It never judges, never sends, never asks the time.
 */
export type { Applied, ArchiveRepository } from './archive.ts';
export type {
  ArchiveFigures,
  GrowthRow,
  Miss,
  RetrievalRow,
  SampleRow,
  SettingsRow,
  YearLook,
  YearRow,
} from './archive-figures.ts';
export { digestsOfTables, type Rebuilt } from './archive-rebuild.ts';
export { flagsOf, type StudyFlag, studyFlags } from './archive-rows.ts';
export type { ArchiveStudies, ChangedCursor, StudyList } from './archive-studies.ts';
export type { AuditRow } from './audit.ts';
export type { StoredBatch } from './batch.ts';
export type { ChannelCondition, ChannelRow, SourceFile } from './channel.ts';
export type { CommitmentRow } from './commitment.ts';
export type { KnownDevice } from './device.ts';
export type { ExamExported, KeptKeys } from './exam.ts';
export type { GroupKey, GroupSince, KeptFigures } from './exam-group.ts';
export { type MappingRow, shippedMappingSha256 } from './exam-mapping.ts';
export {
  type AgentKey,
  agentKey,
  type CenterKeys,
  centerKeys,
  ed25519Verifier,
  fingerprintOf,
  passingCenterKeys,
} from './keys.ts';
export { type Ledger, openLedger } from './ledger.ts';
export type { ObjectPlace, SeenObject, Written } from './object.ts';
export type { PersonRepository } from './person.ts';
export type { PlannedRow, PlannedStep, PlannedStepRepository } from './planned-step.ts';
export {
  careRecordsOf,
  entryState,
  type NewRecord,
  type RecordKind,
  type RecordRow,
} from './record.ts';
export type { RegisterRepository, RegisterRow } from './register.ts';
export { type ReviewRow, reviewDecision } from './review.ts';
export type { NotSealable, SealedVerdict } from './sealing.ts';
export { sha256Hex } from './store.ts';
export { branded, fromJson, observedText } from './stored-json.ts';
export type { StudyRow } from './study.ts';
export type { UnreadableRow } from './unreadable.ts';
export type { BacklogRow, ReceiptRepository } from './upload-receipt.ts';
export type { UserRole, UserRow } from './user.ts';
