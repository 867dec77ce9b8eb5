// clause         MIDC-1.3.6b: registered data are true and timely.
// sentence       The age from StudyDate and PatientBirthDate agrees with PatientAge.
// applies to     studies that carry both.
// facts needed   the difference in years; PatientBirthDate where there is no age at all.
// verdict table  at most 2 years → conforms (from 1 year on with the remark 虚岁) · more → deviates · neither source → evidence-missing,
//                undecodable → evidence-unreadable · one source only → notApplicable
// cannot tell    which source is wrong.
import { quantity } from '@center/contract';
import { amount, defineRule, ours } from '../../define-rule.ts';
import { atMost } from '../../predicates/limits.ts';
import {
  conforms,
  deviates,
  evidenceMissing,
  evidenceUnreadable,
  notApplicable,
  remark,
  seen,
} from '../../predicates/verdicts.ts';

export const ageSourcesAgree = defineRule({
  id: 'age-sources-agree',
  version: 1,
  clause: 'MIDC-1.3.6b',
  severity: 'major',
  channel: 'headers',
  title: { zh: '年龄与出生日期一致', en: 'Age and birth date agree' },
  whatToDo: {
    zh: '对照证件核对出生日期和年龄，在登记系统改正。',
    en: 'Compare birth date and age with the document and correct them at registration.',
  },
  cannotTell: { zh: '不能判断两者哪个有误。', en: 'Which of the two is wrong.' },
  waitsForQuiet: false,
  judgesImported: true,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['age', 'patient'],
  parameters: {
    conflictAbove: amount(2, 'a', ours('more than two years apart is a finding')),
    noteFrom: amount(1, 'a', ours('one to two years apart is usually 虚岁')),
  },
  judge: ({ age, patient }, p) => {
    if (age.differenceYears === undefined) {
      if (age.source !== 'none') return notApplicable('only source of the age', age.source);
      const birth = patient.PatientBirthDate.status;
      if (birth === 'undecodable') return evidenceUnreadable(['PatientBirthDate'], seen({ PatientBirthDate: birth }));
      return evidenceMissing(['PatientBirthDate', 'PatientAge'], seen({ PatientBirthDate: birth }));
    }
    const difference = quantity(Math.abs(age.differenceYears), 'a');
    const observed = seen({ ageDifference: difference });
    if (!atMost(p.conflictAbove)(difference)) return deviates(observed, { limit: p.conflictAbove });
    if (difference < p.noteFrom) return conforms(observed);
    return conforms(observed, {
      note: remark('相差一至两岁，可能按虚岁登记。', 'One to two years apart, perhaps counted as 虚岁.'),
    });
  },
});
