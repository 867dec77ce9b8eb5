// clause         MIDC-3.11a: image data are kept ten years or more.
// sentence       The images of a study up to 120 months old come back from the archive.
// applies to     every study in the center's archive up to 120 months old.
// facts needed   retention class, latest proof of retention with its level and day.
// verdict table  images delivered (level 4 and more) → conforms · lost before term → deviates · not asked yet, below level 4, or a recall not finished →
//                not-yet-run · round failed its controls → source-silent · older → notApplicable, which is no leave to delete
// cannot tell    anything of studies that the agent never saw.
import { defineRule } from '../../define-rule.ts';
import { proofState, retentionSeen } from '../../predicates/retention-proof.ts';
import { conforms, deviates, notApplicable, notYetRun, remark, sourceSilent } from '../../predicates/verdicts.ts';

export const imagesKeptTenYears = defineRule({
  id: 'images-kept-ten-years',
  version: 1,
  clause: 'MIDC-3.11a',
  severity: 'critical',
  channel: 'retention-proof',
  title: { zh: '影像资料保存十年以上', en: 'Image data are kept ten years or more' },
  whatToDo: {
    zh: '立即停止清理任务，从备份恢复，并查明丢失原因。',
    en: 'Stop every clean-up job, restore from backup and find out how it was lost.',
  },
  cannotTell: {
    zh: '监测程序从未见过的检查；超过十年不等于可以删除。',
    en: 'Studies that were never seen; being older than ten years is no leave to delete.',
  },
  waitsForQuiet: false,
  judgesImported: true,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['retention'],
  parameters: {},
  judge: ({ retention }) => {
    if (retention.class === 'older') return notApplicable('retentionClass', 'older');
    const observed = retentionSeen(retention);
    switch (proofState(retention)) {
      case 'delivered':
        return conforms(observed);
      case 'lost':
        return deviates(observed);
      case 'source-silent':
        return sourceSilent(observed, ['retention proof']);
      case 'needs-recall':
        return notYetRun(
          observed,
          ['retention proof L4'],
          remark('需先召回；召回成功即符合。', 'Needs a recall first; one that succeeds counts.'),
        );
      case 'not-proven':
        return notYetRun(observed, ['retention proof L4']);
    }
  },
});
