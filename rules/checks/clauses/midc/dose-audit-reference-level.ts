// clause         MIDC-3.5.3a
// sentence       the median dose of a device's exams of one class and age band above the 75 % level is reviewed by a physicist in time
// applies to     groups (device, class, band) of twelve months that have a reference level (adult CT)
// facts needed   exams, median, level and first day above it, by measure; decisions of people
// verdict table  conforms at or under the level, or reviewed within a year (attested) · deviates above and unreviewed after 10 working days · indeterminate awaiting-review above and in time, evidence-missing under 20 exams in every measure · notApplicable no level
// cannot tell    whether the patients were of average size; an unverified level makes everything informational
import { amount, defineGroupRule, law, ours } from '../../define-rule.ts';
import { judgeGroupMedian } from '../../predicates/exam-group.ts';
import { remark } from '../../predicates/verdicts.ts';

const id = 'dose-audit-reference-level';

export const doseAuditReferenceLevel = defineGroupRule({
  id,
  version: 2,
  clause: 'MIDC-3.5.3a',
  severity: 'major',
  channel: 'review',
  title: {
    zh: '各设备各类检查的剂量中位数高于参考水平时得到复核',
    en: 'Median doses above the reference level are reviewed, by device and exam class',
  },
  whatToDo: {
    zh: '由医学物理师查看该设备该类检查的方案、体型构成与图像质量，在剂量页面写明结论；必要时优化方案后再比较。',
    en: 'A medical physicist looks at the protocol, the patients’ sizes and the image quality of this device and class and writes the result on the dose page; improve the protocol where needed and compare again.',
  },
  cannotTell: {
    zh: '参考水平不是限值，也不适用于单个患者；高于参考水平本身不是违规。',
    en: 'A reference level is no limit and says nothing about one patient: a median above it is no breach in itself.',
  },
  reviewable: true,
  fourEyes: false,
  parameters: {
    requiredExams: amount(20, '1', ours('exams of one device, class and age band in twelve months')),
    reviewWithin: amount(10, '[working_d]', ours('working days from the first day above the level to its review')),
    reviewHolds: amount(365, 'd', law('diagnostic reference levels are compared at least once a year')),
  },
  judge: (facts, p) =>
    judgeGroupMedian(facts, {
      ruleId: id,
      asks: 'above',
      requiredN: p.requiredExams,
      reviewWithin: p.reviewWithin,
      reviewHolds: p.reviewHolds,
      words: {
        awaiting: remark(
          '中位数高于参考水平，待物理师复核。',
          'The median is above the reference level: a physicist must look at it.',
        ),
        overdue: remark(
          '中位数高于参考水平，逾期未复核。',
          'The median is above the reference level and was not reviewed in time.',
        ),
        reviewed: remark(
          '中位数高于参考水平，已由物理师复核。',
          'The median is above the reference level, reviewed by a physicist.',
        ),
      },
    }),
});
