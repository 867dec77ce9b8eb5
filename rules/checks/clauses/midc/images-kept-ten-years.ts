// clause         MIDC-3.11a: image data are kept ten years or more.
// sentence       The images of a study up to 120 months old come back from the archive.
// applies to     every study of the archive ledger up to 120 months old, of which there is something to say; it need not have live objects.
// facts needed   retention class and state, level and day of its proof, its explanation, the last look that measured nothing.
// verdict table  images delivered (level 4 and more) → conforms · explained (merged, split, moved, exception) → conforms with a note, attested by a
//                person's word · lost before its term, or deleted before it → deviates · missing while another study may hold it → awaiting-review (dismissed
//                → conforms, confirmed → deviates) · unlisted once or twice, not asked yet, below level 4 → not-yet-run · the look failed its controls and
//                nothing is proven → source-silent · older → notApplicable, which is no leave to delete
// cannot tell    anything of studies that the agent never saw.
import type { KeptStudyFacts, Verdict } from '@center/contract';
import { defineKeptStudyRule } from '../../define-rule.ts';
import { isProven, keptSeen } from '../../predicates/kept-study.ts';
import {
  awaitingReview,
  conforms,
  deviates,
  notApplicable,
  notYetRun,
  remark,
  seen,
  sourceSilent,
} from '../../predicates/verdicts.ts';

function explained(facts: KeptStudyFacts): Verdict {
  const { explanation, stateOn, keepUntil } = facts;
  const observed = [
    ...keptSeen(facts),
    ...seen({ explanation: explanation?.reason, explainedBy: explanation?.by, keepUntil }),
  ];
  if (explanation?.reason === 'deleted-after-term' && stateOn < keepUntil)
    return deviates(observed, {
      note: remark('登记为到期删除，但未满十年。', 'Said to be deleted after its term, which had not ended.'),
    });
  return conforms(observed, {
    basis: explanation?.by === 'archive' ? 'measured' : 'attested',
    note: remark('不在原处，去向已说明。', 'Not where it was, and it is explained where it went.'),
  });
}

export const imagesKeptTenYears = defineKeptStudyRule({
  id: 'images-kept-ten-years',
  version: 2,
  clause: 'MIDC-3.11a',
  severity: 'critical',
  channel: 'retention-proof',
  title: { zh: '影像资料保存十年以上', en: 'Image data are kept ten years or more' },
  whatToDo: {
    zh: '立即停止清理任务，从备份恢复，并查明丢失原因；已合并、迁移或属登记例外的，写明去向。',
    en: 'Stop every clean-up job, restore from backup and find out how it was lost; where it was merged, moved or is a registered exception, write down where it went.',
  },
  cannotTell: {
    zh: '监测程序从未见过的检查；超过十年不等于可以删除。',
    en: 'Studies that were never seen; being older than ten years is no leave to delete.',
  },
  reviewable: true,
  fourEyes: true,
  parameters: {},
  judge: (facts) => {
    if (facts.class === 'older') return notApplicable('retentionClass', 'older');
    const observed = keptSeen(facts);
    switch (facts.state) {
      case 'lost':
        return deviates([
          ...observed,
          ...seen({ confirmations: facts.unlisted?.times, missingSince: facts.unlisted?.since }),
        ]);
      case 'explained':
        return explained(facts);
      case 'missing':
        return awaitingReview(
          observed,
          remark(
            '多次未检到，可能已并入另一检查，请核实去向。',
            'Not found again and again; another study may hold it: find out where it went.',
          ),
        );
      case 'unlisted':
        return notYetRun(
          [...observed, ...seen({ confirmations: facts.unlisted?.times, missingSince: facts.unlisted?.since })],
          ['retention proof L4'],
          remark('未列出，尚未满三次确认和七天。', 'Not listed; not yet confirmed three times over seven days.'),
        );
      case 'expected':
      case 'present':
        if (isProven(facts)) return conforms(observed);
        return facts.notMeasured === undefined
          ? notYetRun(observed, ['retention proof L4'])
          : sourceSilent([...observed, ...seen({ notMeasured: facts.notMeasured.why })], ['retention proof']);
    }
  },
});
