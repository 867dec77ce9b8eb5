// clause         MIDC-2.10b: the management of patient information is strengthened.
// sentence       One PatientID stands for one name.
// applies to     the archive as a whole.
// facts needed   PatientIDs, and those under which more than one name stands.
// verdict table  none with several → conforms · some, below the limit → awaiting-review (dismissed → conforms, confirmed → deviates) · from the limit on →
//                deviates · no PatientID → notApplicable
// cannot tell    which name is right; a name that was rightly changed.
import { amount, defineArchiveRule, ours } from '../../define-rule.ts';
import { judgeIndex } from '../../predicates/master-index.ts';
import { remark } from '../../predicates/verdicts.ts';

export const patientIdOneName = defineArchiveRule({
  id: 'patient-id-one-name',
  version: 1,
  clause: 'MIDC-2.10b',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '同一患者编号只对应一个姓名', en: 'One PatientID stands for one name' },
  whatToDo: {
    zh: '核对是否误选患者或编号被重复使用，改正后重新归档；改名的在主索引登记。',
    en: 'See whether the wrong patient was chosen or a number used twice, correct and archive again; enter a change of name in the master index.',
  },
  cannotTell: { zh: '哪个姓名正确；合法的改名。', en: 'Which name is right; a name that was rightly changed.' },
  reviewable: true,
  fourEyes: false,
  parameters: {
    mostAmbiguous: amount(0.5, '%', ours('numbers with two names below this share are slips for the repair queue')),
  },
  judge: ({ patientIds: { all, withSeveralNames } }, p) =>
    judgeIndex(
      { entry: 'patientIds', all, ambiguous: withSeveralNames },
      p.mostAmbiguous,
      remark('同一患者编号有多个姓名。', 'Several names stand under one PatientID.'),
    ),
});
