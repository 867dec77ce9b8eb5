// clause         MIDC-3.11a: image data are kept ten years or more.
// sentence       What the worklist says to be done has come to the archive within 72 hours.
// applies to     planned steps of the last month whose 72 hours are over, where a worklist is connected.
// facts needed   planned steps by their last status, and those whose study has not come.
// verdict table  every done step has its study → conforms · one has not → deviates · none of them is said to be done → not-yet-run · no worklist connected →
//                notApplicable
// cannot tell    examinations that were made without an order; whether all images came; steps that the worklist drops without saying that they are done.
import { defineHoldingsRule, law, list } from '../../define-rule.ts';
import { conforms, deviates, notApplicable, notYetRun, seen } from '../../predicates/verdicts.ts';

export const plannedExamArchived = defineHoldingsRule({
  id: 'planned-exam-archived',
  version: 1,
  clause: 'MIDC-3.11a',
  severity: 'major',
  channel: 'headers',
  title: { zh: '预约系统中已完成的检查均已归档', en: 'What the worklist says to be done is in the archive' },
  whatToDo: {
    zh: '按预约清单逐例查找，在设备上补传影像；未做的检查由登记系统更正状态。',
    en: 'Look for each in the list of planned steps and send its images from the device; where nothing was done, have the status corrected.',
  },
  cannotTell: {
    zh: '无申请单的检查；影像是否全部到达；被工作列表直接删除的步骤。',
    en: 'Examinations made without an order; whether all images came; steps that the worklist drops.',
  },
  reviewable: false,
  fourEyes: false,
  parameters: {
    doneStatuses: list(
      ['COMPLETED', 'DEPARTED'],
      law('PS3.3 C.4.10 (0040,0020): departed; completed as many systems write'),
    ),
  },
  judge: ({ planned }, p) => {
    if (planned === undefined) return notApplicable('worklist', false);
    const done = planned.statuses.filter(({ status }) => p.doneStatuses.includes(status));
    const steps = done.reduce((sum, each) => sum + each.steps, 0);
    const absent = done.reduce((sum, each) => sum + each.absent, 0);
    const observed = seen({
      plannedFrom: planned.from,
      plannedTo: planned.to,
      doneSteps: steps,
      absentStudies: absent,
    });
    if (steps === 0) return notYetRun(observed, ['ScheduledProcedureStepStatus']);
    return absent > 0 ? deviates(observed) : conforms(observed);
  },
});
