// clause         MIDC-3.5.1a
// sentence       the median dose of a device's exams of one class and age band under the 25 % hint is reviewed by a physicist in time
// applies to     groups (device, class, band) of twelve months that have a reference level (adult CT)
// facts needed   exams, median, hint and first day under it, by measure; decisions of people
// verdict table  conforms at or above the hint, or reviewed within a year (attested) · deviates under and unreviewed after 10 working days · indeterminate awaiting-review under and in time, evidence-missing under 20 exams in every measure · notApplicable no level
// cannot tell    whether the images are fit for diagnosis; a dose record with a series missing looks the same
import { amount, defineGroupRule, law, ours } from '../../define-rule.ts';
import { judgeGroupMedian } from '../../predicates/exam-group.ts';
import { remark } from '../../predicates/verdicts.ts';

const id = 'dose-audit-low-outlier';

export const doseAuditLowOutlier = defineGroupRule({
  id,
  version: 2,
  clause: 'MIDC-3.5.1a',
  severity: 'minor',
  channel: 'review',
  title: {
    zh: '各设备各类检查的剂量中位数异常偏低时得到复核',
    en: 'Unusually low median doses are reviewed, by device and exam class',
  },
  whatToDo: {
    zh: '由医学物理师核对图像质量是否满足诊断、剂量记录是否完整（是否漏计扫描段），在剂量页面写明结论。',
    en: 'A medical physicist checks that the images are fit for diagnosis and that the dose record is whole (no series missing) and writes the result on the dose page.',
  },
  cannotTell: {
    zh: '低剂量可能正是优化的结果；本规则不判断图像质量。',
    en: 'A low dose may be the very success of optimisation: the rule does not judge image quality.',
  },
  reviewable: true,
  fourEyes: false,
  parameters: {
    requiredExams: amount(20, '1', ours('exams of one device, class and age band in twelve months')),
    reviewWithin: amount(10, '[working_d]', ours('working days from the first day under the hint to its review')),
    reviewHolds: amount(365, 'd', law('diagnostic reference levels are compared at least once a year')),
  },
  judge: (facts, p) =>
    judgeGroupMedian(facts, {
      ruleId: id,
      asks: 'low',
      requiredN: p.requiredExams,
      reviewWithin: p.reviewWithin,
      reviewHolds: p.reviewHolds,
      words: {
        awaiting: remark(
          '中位数低于25%提示值，待物理师复核。',
          'The median is below the 25 % hint: a physicist must look at it.',
        ),
        overdue: remark(
          '中位数低于25%提示值，逾期未复核。',
          'The median is below the 25 % hint and was not reviewed in time.',
        ),
        reviewed: remark(
          '中位数低于25%提示值，已由物理师复核。',
          'The median is below the 25 % hint, reviewed by a physicist.',
        ),
      },
    }),
});
