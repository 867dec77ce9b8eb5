// clause         MIDC-3.11a: image data are kept ten years or more.
// sentence       Of a calendar year, the loss lies below the limit, as random samples and a stated bound show.
// applies to     every calendar year of which the archive ledger knows studies up to 120 months old.
// facts needed   known studies by standing, random samples with their losses and bound, whether the year was seen while it happened, last round.
// verdict table  seen whole, and every study has come back or the bound lies at or below the limit → conforms · a study lost before its term → deviates · bound above the limit, or no sample →
//                not-yet-run · bound good and the year never seen whole → awaiting-review, for what was lost before cannot be seen (dismissed after a comparison
//                with RIS or report counts → conforms) · no round has measured → source-silent · nothing of the year owes a proof → notApplicable
// cannot tell    what had been lost before the agent came; the fate of studies that were not drawn, beyond the bound.
import { quantity } from '@center/contract';
import { amount, defineArchiveYearRule, ours } from '../../define-rule.ts';
import { atMost } from '../../predicates/limits.ts';
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

export const archiveYearProven = defineArchiveYearRule({
  id: 'archive-year-proven',
  version: 1,
  clause: 'MIDC-3.11a',
  severity: 'major',
  channel: 'retention-proof',
  title: { zh: '各年度影像保存情况已抽样证实', en: 'Each year of images is proven by samples' },
  whatToDo: {
    zh: '逐例处理丢失的检查；监测前的年度，用 RIS 或报告登记的检查数与归档比对后裁定。',
    en: 'Deal with each lost study; for years before the monitor came, compare the counts of RIS or reports with the archive, then decide.',
  },
  cannotTell: {
    zh: '监测程序到来之前已丢失的检查；未抽到的检查，只能给出上限。',
    en: 'What had been lost before the monitor came; of studies not drawn, no more than the bound.',
  },
  reviewable: true,
  fourEyes: true,
  parameters: {
    mostLoss: amount(1, '%', ours('loss that 300 clean samples exclude with 95 % confidence (3/n)')),
  },
  judge: ({ figures, owed, silentSince, firstSeenOn }, p) => {
    if (owed === 0) return notApplicable('studiesOwed', 0);
    const { standing, sampled, samplesLost, bound, seenWhole, lost } = figures;
    const limit = p.mostLoss;
    const observed = seen({
      year: figures.year,
      studies: figures.online + figures.kept + figures.older,
      proven: standing.proven,
      unlisted: standing.unlisted,
      lost,
      explained: standing.explained,
      sampled,
      samplesLost,
      ...(bound === null ? {} : { lossBelow: quantity(bound * 100, '%') }),
      seenWhole,
      ...(firstSeenOn === undefined ? {} : { firstSeenOn }),
      mostLoss: limit,
    });
    if (lost > 0) return deviates(observed);
    if (silentSince !== undefined) return sourceSilent([...observed, ...seen({ silentSince })], ['retention round']);
    // A small year is sampled to its last study, which bounds its loss better than any number of draws.
    const all = standing.proven + standing.explained >= figures.online + figures.kept + figures.older;
    if (!all && (bound === null || !atMost(limit)(quantity(bound * 100, '%'))))
      return notYetRun(
        observed,
        ['retention samples'],
        samplesLost > 0
          ? remark(
              '有样本未能调回，丢失率上限仍高，待复核确认。',
              'Some samples did not come back: the bound of loss is high until they are confirmed.',
            )
          : remark('抽样尚少，丢失率上限仍高。', 'Few samples yet: the bound of loss is still high.'),
      );
    return seenWhole
      ? conforms(observed)
      : awaitingReview(
          observed,
          remark(
            '该年度并非全程监测，此前的丢失看不到；请与 RIS 或报告数比对。',
            'The year was not watched while it happened: earlier losses cannot be seen. Compare with RIS or report counts.',
          ),
        );
  },
});
