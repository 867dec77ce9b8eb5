// clause         MIDC-3.11b: at least three years are online.
// sentence       Of random samples up to 36 months old, nearly all come back without a recall.
// applies to     the archive's holdings.
// facts needed   samples up to 36 months old: drawn, delivered, recalled, and claimed by the archive to be nearline or offline.
// verdict table  share without recall at or above the limit → conforms; only the archive's own claims take it below → awaiting-review · below → deviates · too
//                few samples → not-yet-run · no round has measured → source-silent · no way into the archive that retrieves → evidence-missing · notApplicable
//                does not occur
// cannot tell    how fast: slow is not offline.
import { quantity } from '@center/contract';
import { amount, defineHoldingsRule, ours } from '../../define-rule.ts';
import {
  awaitingReview,
  conforms,
  deviates,
  evidenceMissing,
  notYetRun,
  remark,
  seen,
  sourceSilent,
} from '../../predicates/verdicts.ts';

export const archiveOnlineShare = defineHoldingsRule({
  id: 'archive-online-share',
  version: 1,
  clause: 'MIDC-3.11b',
  severity: 'critical',
  channel: 'retention-proof',
  title: { zh: '三年内影像抽样无需召回', en: 'Samples of three years need no recall' },
  whatToDo: {
    zh: '扩充在线存储，或调整归档策略；未接通可调阅通道的，先接通 DICOMweb 或 C-GET。',
    en: 'Enlarge online storage or change the archiving rule; where no channel can retrieve, connect DICOMweb or C-GET first.',
  },
  cannotTell: { zh: '调阅速度：慢不等于离线。', en: 'How fast: slow is not offline.' },
  reviewable: true,
  fourEyes: false,
  parameters: {
    leastShare: amount(99, '%', ours('samples that come back without a recall')),
    fewestSamples: amount(100, '1', ours('samples below which one that fails by chance would decide')),
  },
  judge: ({ online, canRetrieve, silentSince }, p) => {
    const { sampled, delivered, neededRecall, claimedOffline } = online;
    const share = (n: number): ReturnType<typeof quantity<'%'>> =>
      quantity(sampled === 0 ? 0 : (n / sampled) * 100, '%');
    const observed = seen({
      sampled,
      delivered,
      neededRecall,
      claimedOffline,
      ...(sampled === 0 ? {} : { onlineShare: share(delivered) }),
      leastShare: p.leastShare,
    });
    if (!canRetrieve) return evidenceMissing(['retrieving channel'], observed);
    if (quantity(sampled, '1') < p.fewestSamples)
      return silentSince === undefined
        ? notYetRun(observed, ['retention samples'])
        : sourceSilent([...observed, ...seen({ silentSince })], ['retention round']);
    if (share(delivered) < p.leastShare) return deviates(observed, { limit: p.leastShare });
    if (share(delivered - claimedOffline) < p.leastShare)
      return awaitingReview(
        observed,
        remark(
          '抽样无需召回，但归档系统自称不在线。',
          'The samples needed no recall, and the archive itself claims they are not online.',
        ),
      );
    return conforms(observed);
  },
});
