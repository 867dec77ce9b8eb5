// clause         MIDC-3.11b: at least three years are online.
// sentence       The images of a study up to 36 months old come back without a recall.
// applies to     every study in the center's archive up to 36 months old.
// facts needed   retention class, latest proof of retention with its level and day.
// verdict table  delivered without recall (level 4 and more) → conforms · delivered after a recall only, or lost → deviates · not asked yet, or below
//                level 4 → not-yet-run · round failed its controls → source-silent · older than 36 months → notApplicable
// cannot tell    how fast: that is a rule of its own, and slow is not offline.
import { defineRule } from '../../define-rule.ts';
import { proofState, retentionSeen } from '../../predicates/retention-proof.ts';
import { conforms, deviates, notApplicable, notYetRun, sourceSilent } from '../../predicates/verdicts.ts';

export const imagesOnlineThreeYears = defineRule({
  id: 'images-online-three-years',
  version: 1,
  clause: 'MIDC-3.11b',
  severity: 'critical',
  channel: 'retention-proof',
  title: { zh: '影像资料至少三年在线', en: 'At least three years of images are online' },
  whatToDo: {
    zh: '扩充在线存储，或调整归档策略，使三年内检查无需召回。',
    en: 'Enlarge online storage or change the archiving rule, so that three years need no recall.',
  },
  cannotTell: { zh: '调阅速度：慢不等于离线。', en: 'How fast: slow is not offline.' },
  waitsForQuiet: false,
  judgesImported: true,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['retention'],
  parameters: {},
  judge: ({ retention }) => {
    if (retention.class !== 'online') return notApplicable('retentionClass', retention.class);
    const observed = retentionSeen(retention);
    switch (proofState(retention)) {
      case 'delivered':
        return conforms(observed);
      case 'needs-recall':
      case 'lost':
        return deviates(observed);
      case 'source-silent':
        return sourceSilent(observed, ['retention proof']);
      case 'not-proven':
        return notYetRun(observed, ['retention proof L4']);
    }
  },
});
