import { baseline, day, importedStudy, studyFacts, testRule } from '@center/checks/testing';
import type { ObjectGroup, StudyFacts } from '@center/contract';
import { completedExamArchived } from './completed-exam-archived.ts';

const steps = (
  ...statuses: readonly StudyFacts['performedSteps'][number]['PerformedProcedureStepStatus'][]
): StudyFacts['performedSteps'] => statuses.map((PerformedProcedureStepStatus) => ({ PerformedProcedureStepStatus }));
const step: ObjectGroup = { Modality: 'CT', SOPClassUID: '1.2.840.10008.3.1.2.3.3', count: 1, acquired: false };
const derived: ObjectGroup = { Modality: 'US', SOPClassUID: '1.2.840.10008.5.1.4.1.1.6.1', count: 4, acquired: false };
const [, dose] = baseline.objects;
const without = { performedSteps: steps('COMPLETED'), objects: dose === undefined ? [step] : [step, dose] };
const on = (asOf: string): Partial<StudyFacts> => ({ ...without, asOf: day(asOf) });

testRule(
  completedExamArchived,
  {},
  {
    conforms: [
      ['images are there', studyFacts({ performedSteps: steps('COMPLETED') })],
      ['derived images of ultrasound', studyFacts({ performedSteps: steps('COMPLETED'), objects: [step, derived] })],
    ],
    deviates: [
      ['none after three days', studyFacts(on('2026-03-14'))],
      ['one step of two was completed', studyFacts({ ...without, performedSteps: steps('DISCONTINUED', 'COMPLETED') })],
    ],
    indeterminate: [
      ['on the third day', 'not-yet-run', studyFacts(on('2026-03-13')), ['images']],
      ['still arriving', 'not-yet-run', studyFacts({ ...without, completeness: 'arriving' })],
    ],
    notApplicable: [
      ['no step', studyFacts()],
      ['a discontinued step', studyFacts({ ...without, performedSteps: steps('DISCONTINUED', 'IN PROGRESS') })],
      ['from outside', studyFacts({ ...importedStudy, ...without })],
    ],
  },
);
