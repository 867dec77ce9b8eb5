// clause         MIDC-2.10b: the management of patient information is strengthened.
// sentence       One identity number stands under one PatientID.
// applies to     the archive as a whole, where headers carry identity numbers.
// facts needed   valid identity numbers, and those under more than one PatientID.
// verdict table  none under several → conforms · some, below the limit → awaiting-review (dismissed → conforms, confirmed → deviates) · from the limit on
//                → deviates · no identity number in any header → notApplicable
// cannot tell    whose number it is; a person without a number in the header who has two PatientIDs.
import { amount, defineArchiveRule, ours } from '../../define-rule.ts';
import { judgeIndex } from '../../predicates/master-index.ts';
import { remark } from '../../predicates/verdicts.ts';

export const identityNumberOnePatientId = defineArchiveRule({
  id: 'identity-number-one-patient-id',
  version: 1,
  clause: 'MIDC-2.10b',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '同一身份证件号码只对应一个患者编号', en: 'One identity number stands under one PatientID' },
  whatToDo: {
    zh: '在患者主索引中核对并合并重复档案；按就诊发号的，改用固定患者编号。',
    en: 'Compare and merge the duplicate files in the master index; where a number is given for each visit, keep one PatientID for a person.',
  },
  cannotTell: {
    zh: '号码是否属于本人；头信息无证件号码者的重复档案。',
    en: 'Whether the number is that of the person; duplicates of people whose headers carry no number.',
  },
  reviewable: true,
  fourEyes: false,
  parameters: {
    mostAmbiguous: amount(0.5, '%', ours('duplicate files below this share are slips for the repair queue')),
  },
  judge: ({ identityNumbers: { all, underSeveralPatientIds } }, p) =>
    judgeIndex(
      { entry: 'identityNumbers', all, ambiguous: underSeveralPatientIds },
      p.mostAmbiguous,
      remark('同一身份证件号码有多个患者编号。', 'One identity number stands under several PatientIDs.'),
    ),
});
