/**
 * dose-audit: the facts of judged studies come in as rows by which exams are compared; groups of them go out as quartiles, histograms, comparisons and judgements.
 * It never stores, sends or asks the time, and never compares one exam with a level.
 */
export { assessArchive } from './assess-archive.ts';
export { assessGroup, groupSubjectKey, requiredExams } from './assess-group.ts';
export { examRecord, type StudyRecord } from './exam-record.ts';
export {
  distributionOf,
  type ExamPoint,
  exclusionOf,
  type GroupFigures,
  groupFigures,
  histogramOf,
  levelOfGroup,
} from './figures.ts';
export { patientKeyTexts } from './patient-keys.ts';
