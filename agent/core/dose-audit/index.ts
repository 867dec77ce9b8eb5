/**
 * dose-audit: the facts of judged studies come in as rows by which exams are compared; groups of them go out as quartiles, histograms, comparisons and judgements.
 * It never stores, sends or asks the time, and never compares one exam with a level.
 */
export { type ArchiveContext, assessArchive } from './assess-archive.ts';
export { assessGroup, type GroupContext, groupSubjectKey, requiredExams } from './assess-group.ts';
export { deviationIndexOf, type ExamRow, examRecord, type IndexRow, type StudyRecord } from './exam-record.ts';
export {
  addHistograms,
  type Distribution,
  distributionOf,
  type ExamPoint,
  exclusionOf,
  type GroupFigures,
  groupFigures,
  histogramOf,
  type LevelOfGroup,
  levelOfGroup,
} from './figures.ts';
export { type PatientKeys, patientKeyTexts } from './patient-keys.ts';
