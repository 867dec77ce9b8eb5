import type { Sha256 } from '@center/contract';
import { type RunRepository, runRepository } from './agent-run.ts';
import { type ArchiveRepository, archiveRepository } from './archive.ts';
import { type AuditRepository, auditRepository } from './audit.ts';
import { type BatchRepository, batchRepository } from './batch.ts';
import { type ChannelRepository, channelRepository } from './channel.ts';
import { type CommitmentRepository, commitmentRepository } from './commitment.ts';
import { type CardRepository, cardRepository, type DeviceRepository, deviceRepository } from './device.ts';
import { type EquipmentRepository, equipmentRepository } from './equipment.ts';
import { type EquipmentRecordRepository, equipmentRecordRepository } from './equipment-record.ts';
import { type ExamRepository, examRepository } from './exam.ts';
import { type GroupRepository, groupRepository } from './exam-group.ts';
import { type MappingRepository, mappingRepository } from './exam-mapping.ts';
import { type ExposureRepository, exposureRepository } from './exposure.ts';
import { type FindingRepository, findingRepository } from './finding.ts';
import { type JobRepository, jobRepository } from './job-run.ts';
import { type JudgementRepository, judgementRepository } from './judgement.ts';
import { type MetaRepository, metaRepository } from './meta.ts';
import { type NoticeRepository, noticeRepository } from './notice.ts';
import { type ObjectRepository, objectRepository } from './object.ts';
import { type PatientRepository, patientRepository } from './patients.ts';
import { type StepRepository, stepRepository } from './performed-step.ts';
import { type PersonRepository, personRepository } from './person.ts';
import { type PlannedStepRepository, plannedStepRepository } from './planned-step.ts';
import { type QuietStudyRepository, quietStudyRepository } from './quiet-study.ts';
import { type RecordRepository, recordRepository } from './record.ts';
import { type RegisterRepository, registerRepository } from './register.ts';
import { type ReviewRepository, reviewRepository } from './review.ts';
import { type RuleSetRepository, ruleSetRepository } from './rule-set.ts';
import { type SealingRepository, sealingRepository } from './sealing.ts';
import { checkpoint, openStore, type Store } from './store.ts';
import { type StudyRepository, studyRepository } from './study.ts';
import { type TotalsRepository, totalsRepository } from './totals.ts';
import { type UnreadableRepository, unreadableRepository } from './unreadable.ts';
import { type ReceiptRepository, receiptRepository } from './upload-receipt.ts';
import { type MonthRepository, monthRepository } from './uptime-month.ts';
import { type SessionRepository, sessionRepository, type UserRepository, userRepository } from './user.ts';
import { type ChainResult, verifyChain } from './verify-chain.ts';
import { type WatchRepository, watchRepository } from './watch.ts';

/** The open ledger. Every call is synchronous; what writes is durable when it returns (inside `transaction`: when that returns). */
export interface Ledger {
  readonly store: Store;
  readonly studies: StudyRepository;
  readonly objects: ObjectRepository;
  readonly unreadable: UnreadableRepository;
  readonly quietStudies: QuietStudyRepository;
  readonly judgements: JudgementRepository;
  readonly findings: FindingRepository;
  readonly devices: DeviceRepository;
  readonly cards: CardRepository;
  readonly records: RecordRepository;
  readonly reviews: ReviewRepository;
  readonly users: UserRepository;
  readonly sessions: SessionRepository;
  readonly audit: AuditRepository;
  readonly archive: ArchiveRepository;
  readonly sealing: SealingRepository;
  readonly channels: ChannelRepository;
  readonly ruleSets: RuleSetRepository;
  readonly batches: BatchRepository;
  readonly totals: TotalsRepository;
  readonly exams: ExamRepository;
  readonly groups: GroupRepository;
  readonly mapping: MappingRepository;
  readonly patients: PatientRepository;
  readonly people: PersonRepository;
  readonly registers: RegisterRepository;
  readonly receipts: ReceiptRepository;
  readonly meta: MetaRepository;
  readonly steps: StepRepository;
  readonly plannedSteps: PlannedStepRepository;
  readonly commitments: CommitmentRepository;
  readonly equipment: EquipmentRepository;
  readonly equipmentRecords: EquipmentRecordRepository;
  readonly watch: WatchRepository;
  readonly exposures: ExposureRepository;
  readonly runs: RunRepository;
  readonly uptimeMonths: MonthRepository;
  readonly jobs: JobRepository;
  readonly notices: NoticeRepository;
  transaction<T>(work: () => T): T;
  head(): { readonly seq: number; readonly hash: Sha256 };
  verifyChain(): ChainResult;
  /**
   * Moves what the log holds into the database file, so that a power cut finds little to replay. Waits for other readers for at most 200 ms; false: one of them held it up, and the log stays,
   * which loses nothing.
   */
  checkpoint(): boolean;
  close(): void;
}

/** Opens the ledger of a data folder (made when missing), or one in memory when no folder is given. Throws AgentError `database-newer`, `database-damaged`. */
export function openLedger(
  folder: string | undefined,
  options: { readonly durable: boolean } = { durable: true },
): Ledger {
  const store = openStore(folder, options.durable);
  const studies = studyRepository(store);
  const cards = cardRepository(store, studies);
  return {
    store,
    studies,
    cards,
    objects: objectRepository(store),
    unreadable: unreadableRepository(store),
    quietStudies: quietStudyRepository(store),
    judgements: judgementRepository(store),
    findings: findingRepository(store),
    devices: deviceRepository(store, cards),
    records: recordRepository(store, studies),
    reviews: reviewRepository(store, studies),
    users: userRepository(store),
    sessions: sessionRepository(store),
    audit: auditRepository(store),
    archive: archiveRepository(store),
    sealing: sealingRepository(store),
    channels: channelRepository(store),
    ruleSets: ruleSetRepository(store, studies),
    batches: batchRepository(store),
    totals: totalsRepository(store),
    exams: examRepository(store),
    groups: groupRepository(store),
    mapping: mappingRepository(store, studies),
    patients: patientRepository(store),
    people: personRepository(store),
    registers: registerRepository(store),
    receipts: receiptRepository(store),
    meta: metaRepository(store),
    steps: stepRepository(store),
    plannedSteps: plannedStepRepository(store, studies),
    commitments: commitmentRepository(store),
    equipment: equipmentRepository(store),
    equipmentRecords: equipmentRecordRepository(store),
    watch: watchRepository(store),
    exposures: exposureRepository(store),
    runs: runRepository(store),
    uptimeMonths: monthRepository(store),
    jobs: jobRepository(store),
    notices: noticeRepository(store),
    transaction: (work) => store.transaction(work),
    head: () => store.head(),
    verifyChain: () => verifyChain(store),
    checkpoint: () => checkpoint(store),
    close: () => void store.db.close(),
  };
}
