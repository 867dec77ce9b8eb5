// clause         MIDC-3.7d: after an accident, or when the patient suddenly gets worse, the examination is stopped and rescue begins at once.
// sentence       A discontinued examination says why, and where the patient's state was the reason, an event form is on record.
// applies to     studies with a modality performed procedure step of status DISCONTINUED.
// facts needed   performed procedure steps with their discontinuation reason.
// verdict table  every discontinued step names a reason that lies outside the patient's state → conforms · no reason, an unspecified one, or one in the
//                patient's state → evidence-missing (the event form) · no discontinued step → notApplicable · deviates does not occur: a form that is
//                not seen may be on paper
// cannot tell    how fast the rescue was; an accident after which the step was completed.
import { conceptKey, type PerformedStep } from '@center/contract';
import { defineRule, law, list, ours } from '../../define-rule.ts';
import { conforms, evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';

function needsForm({ discontinuationReason: reason }: PerformedStep, without: readonly string[]): boolean {
  return reason === undefined || without.includes(conceptKey(reason));
}

export const discontinuedStepRecorded = defineRule({
  id: 'discontinued-step-recorded',
  version: 1,
  clause: 'MIDC-3.7d',
  severity: 'critical',
  channel: 'event-form',
  title: { zh: '中止的检查有原因和事件记录', en: 'A discontinued examination has its reason and its event form' },
  whatToDo: {
    zh: '填写不良事件表：发现、停止检查、开始抢救的时间和结果；并让设备在中止时填写原因代码。',
    en: 'Fill in the event form (times of discovery, stop and begin of rescue; outcome) and have the device send a reason with every discontinued step.',
  },
  cannotTell: {
    zh: '抢救是否及时；检查完成后发生的意外。',
    en: 'Whether the rescue was in time; an accident after which the step was completed.',
  },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['performedSteps'],
  parameters: {
    patientReasons: list(
      ['110503|DCM', '110504|DCM', '110506|DCM', '110515|DCM'],
      law('PS3.16 CID 9300: allergic to contrast, died, taken for treatment, condition prevented continuing'),
    ),
    unspecifiedReasons: list(['110513|DCM'], ours('PS3.16 CID 9300: discontinued for unspecified reason says nothing')),
  },
  judge: ({ performedSteps }, p) => {
    const stopped = performedSteps.filter(
      ({ PerformedProcedureStepStatus }) => PerformedProcedureStepStatus === 'DISCONTINUED',
    );
    if (stopped.length === 0) return notApplicable('discontinued steps', 0);
    const reasons = stopped.flatMap(({ discontinuationReason }) =>
      discontinuationReason === undefined ? [] : [discontinuationReason],
    );
    const meanings = new Set(reasons.flatMap(({ CodeMeaning }) => (CodeMeaning === undefined ? [] : [CodeMeaning])));
    const observed = seen({
      discontinuedSteps: stopped.length,
      discontinuationReason: reasons.length === 0 ? undefined : [...new Set(reasons.map(conceptKey))].join(' '),
      ...(meanings.size === 0 ? {} : { discontinuationMeaning: [...meanings].join('; ') }),
    });
    if (stopped.some((step) => needsForm(step, p.patientReasons)))
      return evidenceMissing(
        [
          'records.eventForm',
          ...(reasons.length < stopped.length ? ['PerformedProcedureStepDiscontinuationReasonCodeSequence'] : []),
        ],
        observed,
        reasons.length < stopped.length
          ? undefined
          : remark('因受检者情况中止，须有事件表。', "Stopped for the patient's state: an event form is needed."),
      );
    if (stopped.some((step) => needsForm(step, p.unspecifiedReasons)))
      return evidenceMissing(
        ['records.eventForm', 'PerformedProcedureStepDiscontinuationReasonCodeSequence'],
        observed,
        remark('中止原因未说明。', 'The reason of the stop is left unspecified.'),
      );
    return conforms(observed, {
      note: remark('中止原因与受检者病情无关。', "The reason lies outside the patient's state."),
    });
  },
});
