// clause         MIDC-3.11a: image data are kept ten years or more.
// sentence       An examination that the device reports as completed has its images in the archive within 72 hours.
// applies to     own studies with a performed procedure step of status COMPLETED, ultrasound included.
// facts needed   performed procedure steps, objects of the study, study date, day of judging.
// verdict table  images are there → conforms · none after three days → deviates · none yet → not-yet-run · no completed step → notApplicable
// cannot tell    whether all images of the examination came; examinations of devices that send no performed procedure step.
import { daysBetween, performedStepClass, quantity, type StudyFacts } from '@center/contract';
import { amount, defineRule, ours } from '../../define-rule.ts';
import { conforms, deviates, notApplicable, notYetRun, remark, seen } from '../../predicates/verdicts.ts';
import { stillWithin } from '../../predicates/waiting-days.ts';

/** Reports, documents and states that stand beside images, as performed steps do. */
const beside = new Set(['SR', 'KO', 'PR', 'DOC', 'PLAN', '']);

function images({ objects }: Pick<StudyFacts, 'objects'>): number {
  return objects
    .filter(
      ({ SOPClassUID, Modality, acquired }) =>
        acquired || (SOPClassUID !== performedStepClass && !beside.has(Modality)),
    )
    .reduce((sum, { count }) => sum + count, 0);
}

export const completedExamArchived = defineRule({
  id: 'completed-exam-archived',
  version: 1,
  clause: 'MIDC-3.11a',
  severity: 'major',
  channel: 'headers',
  title: { zh: '已完成的检查影像已归档', en: 'Completed examinations are archived' },
  whatToDo: {
    zh: '在设备上查找并补传影像；检查实际未做的，由设备更正状态。',
    en: 'Find the images at the device and send them; where nothing was examined, have the device correct the step.',
  },
  cannotTell: {
    zh: '影像是否全部到达；不发送 MPPS 的设备的检查。',
    en: 'Whether all images came; examinations of devices that send no performed procedure step.',
  },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: true,
  fourEyes: false,
  usesFacts: ['performedSteps', 'objects', 'date', 'asOf'],
  parameters: {
    archivedWithin: amount(3, 'd', ours('72 hours from the end of the study day to its images')),
  },
  judge: (facts, p) => {
    const completed = facts.performedSteps.filter(
      ({ PerformedProcedureStepStatus }) => PerformedProcedureStepStatus === 'COMPLETED',
    );
    if (completed.length === 0) return notApplicable('completed steps', 0);
    const found = images(facts);
    const observed = seen({
      completedSteps: completed.length,
      images: found,
      daysSinceStudy: quantity(daysBetween(facts.date, facts.asOf), 'd'),
    });
    if (found > 0) return conforms(observed);
    return stillWithin(facts, p.archivedWithin)
      ? notYetRun(observed, ['images'], remark('影像尚在归档期限内。', 'The images may still come.'))
      : deviates(observed, { limit: p.archivedWithin });
  },
});
