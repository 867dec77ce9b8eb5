import { importedStudy, studyFacts, testRule } from '@center/checks/testing';
import type { PerformedStep, StudyFacts } from '@center/contract';
import { discontinuedStepRecorded } from './discontinued-step-recorded.ts';

function stopped(...reasons: readonly (string | undefined)[]): Pick<StudyFacts, 'performedSteps'> {
  return {
    performedSteps: reasons.map(
      (code): PerformedStep => ({
        PerformedProcedureStepStatus: 'DISCONTINUED',
        ...(code === undefined
          ? {}
          : { discontinuationReason: { CodeValue: code, CodingSchemeDesignator: 'DCM', CodeMeaning: '原因' } }),
      }),
    ),
  };
}
const form = 'records.eventForm';
const reason = 'PerformedProcedureStepDiscontinuationReasonCodeSequence';

testRule(
  discontinuedStepRecorded,
  {},
  {
    conforms: [
      ['the device failed', studyFacts(stopped('110501'))],
      ['two steps, wrong procedure and wrong entry', studyFacts(stopped('110502', '110514'))],
    ],
    deviates: [],
    indeterminate: [
      ['no reason', 'evidence-missing', studyFacts(stopped(undefined)), [form, reason]],
      ['one of two without a reason', 'evidence-missing', studyFacts(stopped('110501', undefined)), [form, reason]],
      ['unspecified reason', 'evidence-missing', studyFacts(stopped('110513')), [form, reason]],
      ['allergic to the agent', 'evidence-missing', studyFacts(stopped('110503')), [form]],
      ['died', 'evidence-missing', studyFacts(stopped('110504')), [form]],
      ['condition prevented going on', 'evidence-missing', studyFacts(stopped('110501', '110515')), [form]],
      ['still arriving', 'not-yet-run', studyFacts({ ...stopped(undefined), completeness: 'arriving' })],
    ],
    notApplicable: [
      ['no step was seen', studyFacts()],
      ['completed', studyFacts({ performedSteps: [{ PerformedProcedureStepStatus: 'COMPLETED' }] })],
      ['from outside', studyFacts({ ...stopped(undefined), ...importedStudy })],
    ],
  },
  { cannotOccur: { deviates: 'an event form that is not seen may be on paper' } },
);
