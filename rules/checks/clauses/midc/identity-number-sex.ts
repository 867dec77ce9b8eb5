// clause         MIDC-2.2c: every patient is managed under the real name.
// sentence       The sex that the 17th digit of an identity number tells is PatientSex.
// applies to     studies whose header holds an identity number with a right check character.
// facts needed   identity numbers, PatientSex.
// verdict table  same → conforms · M against F → deviates · PatientSex absent, invalid or O → evidence-missing · no valid number → notApplicable
// cannot tell    which of the two is wrong; a change of the registered sex also changes the number.
import { defineRule } from '../../define-rule.ts';
import { passesCheck, sexIn } from '../../predicates/identity-number.ts';
import { conforms, deviates, evidenceMissing, notApplicable, seen } from '../../predicates/verdicts.ts';
import { worstOf } from '../../predicates/worst-of.ts';

export const identityNumberSex = defineRule({
  id: 'identity-number-sex',
  version: 1,
  clause: 'MIDC-2.2c',
  severity: 'critical',
  channel: 'headers',
  title: { zh: '身份证件号码中的性别与登记一致', en: 'The sex in the identity number is the registered one' },
  whatToDo: {
    zh: '对照证件核对号码和性别，改正错误的一项。',
    en: 'Compare both with the document and correct the wrong one.',
  },
  cannotTell: { zh: '不能判断两者哪个有误。', en: 'Which of the two is wrong.' },
  waitsForQuiet: false,
  judgesImported: true,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['patient'],
  parameters: {},
  judge: ({ patient }) => {
    const sex = patient.PatientSex;
    const valid = patient.identityNumbers.filter(({ value }) => passesCheck(value.reveal()));
    const verdicts = valid.map(({ value, where }) => {
      const observed = seen({ identityNumberFrom: where, PatientSex: sex });
      if (sex !== 'M' && sex !== 'F') return evidenceMissing(['PatientSex'], observed);
      return sexIn(value.reveal()) === sex
        ? conforms(observed)
        : deviates([...observed, ...seen({ fault: 'digit 17 tells the other sex' })]);
    });
    return worstOf(verdicts) ?? notApplicable('identityNumbers with a right check character', 0);
  },
});
