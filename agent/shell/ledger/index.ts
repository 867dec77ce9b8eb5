/**
 * ledger: what was observed, decided and entered comes in, durable rows and a hash chain over every entry go out. It is the first place where anything is
 * written and the last where patient identity may stand. It never judges, never sends, never asks the time.
 */
export { type AgentRun, type NumberedGap, type Sign, type StopCause } from './agent-run.ts';
export { digestsOfTables } from './archive-rebuild.ts';
export type { ChangedCursor } from './archive-studies.ts';
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
export type { IncidentRow, NoticeRepository, NoticeRow } from './notice.ts';
export type { ObjectPlace, SeenObject, Written } from './object.ts';
export type { PlannedStep } from './planned-step.ts';
export {
  careRecordsOf,
  entryState,
  type NewRecord,
  type RecordKind,
  type RecordRow,
} from './record.ts';
export type { RegisterRow } from './register.ts';
export { type ReviewRow, reviewDecision } from './review.ts';
export type { SealedVerdict } from './sealing.ts';
export { sha256Hex } from './store.ts';
export { branded, fromJson, observedText } from './stored-json.ts';
export type { StudyRow } from './study.ts';
export type { UnreadableRow } from './unreadable.ts';
export type { UserRole, UserRow } from './user.ts';
export type { KeptProbe, ProbeNumber, WatchedProbe } from './watch.ts';
export type { ProbeReading } from './watch-readings.ts';
