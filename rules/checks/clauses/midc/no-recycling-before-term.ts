// clause         MIDC-3.11a: image data are kept ten years or more.
// sentence       The archive does not make room by deleting studies younger than ten years.
// applies to     the archive's holdings.
// facts needed   whether recycling is on, and when by growth and limits it reaches studies younger than 120 months.
// verdict table  off, or on and not reaching them within twenty years → conforms · on and reaching them, now or on a day → deviates (a risk, before anything is
//                lost) · the archive does not show it, or nobody can tell when → awaiting-review (a written word of the vendor settles it) · settings never read
//                → not-yet-run · notApplicable does not occur
// cannot tell    clean-up jobs that run outside of the archive.
import { defineHoldingsRule } from '../../define-rule.ts';
import { awaitingReview, conforms, deviates, notYetRun, remark, seen } from '../../predicates/verdicts.ts';

export const noRecyclingBeforeTerm = defineHoldingsRule({
  id: 'no-recycling-before-term',
  version: 1,
  clause: 'MIDC-3.11a',
  severity: 'major',
  channel: 'retention-proof',
  title: {
    zh: '归档系统不自动清除未满十年的影像',
    en: 'The archive deletes nothing younger than ten years to make room',
  },
  whatToDo: {
    zh: '关闭自动清除（按容量或患者数上限回收），或在触及未满十年的影像之前扩容；系统不显示该设置的，取得厂商书面说明后裁定。',
    en: 'Turn recycling off (limits of size or number of patients), or enlarge the archive before it reaches young studies; where the setting is not shown, get the vendor’s written word and decide.',
  },
  cannotTell: { zh: '归档系统之外的清理任务。', en: 'Clean-up jobs that run outside of the archive.' },
  reviewable: true,
  fourEyes: false,
  parameters: {},
  judge: ({ settings }) => {
    if (settings === undefined) return notYetRun([], ['archive settings']);
    const { recycling, reachesYoung, on } = settings;
    const observed = seen({ recycling, settingsReadOn: on, ...(reachesYoung === undefined ? {} : { reachesYoung }) });
    switch (recycling) {
      case 'off':
        return conforms(observed);
      case 'unknown':
        return awaitingReview(
          observed,
          remark('归档系统不显示是否自动清除。', 'The archive does not show whether it deletes to make room.'),
        );
      case 'on':
        if (reachesYoung === 'never') return conforms(observed);
        return reachesYoung === undefined
          ? awaitingReview(
              observed,
              remark(
                '自动清除已开启，何时触及未满十年的影像尚不能推算。',
                'Recycling is on; when it reaches young studies cannot be told yet.',
              ),
            )
          : deviates(observed, {
              note:
                reachesYoung === 'past'
                  ? remark(
                      '自动清除已在删除未满十年的影像。',
                      'Recycling already deletes studies younger than ten years.',
                    )
                  : remark(
                      `自动清除将于 ${reachesYoung} 触及未满十年的影像。`,
                      `Recycling will reach studies younger than ten years on ${reachesYoung}.`,
                    ),
            });
    }
  },
});
