// clause         MIDC-2.2c: every patient is managed under the real name.
// sentence       The birth date inside an identity number is PatientBirthDate.
// applies to     studies whose header holds an identity number with a right check character.
// facts needed   identity numbers, PatientBirthDate.
// verdict table  same day → conforms · other day, or none of the calendar → deviates · PatientBirthDate absent, empty or implausible →
//                evidence-missing, undecodable → evidence-unreadable · no valid number → notApplicable
// cannot tell    which of the two is wrong.
import type { CalendarDate, PatientFacts, Verdict } from '@center/contract';
import { defineRule } from '../../define-rule.ts';
import { birthDateIn, passesCheck } from '../../predicates/identity-number.ts';
import {
  conforms,
  deviates,
  evidenceMissing,
  evidenceUnreadable,
  notApplicable,
  seen,
} from '../../predicates/verdicts.ts';
import { worstOf } from '../../predicates/worst-of.ts';

function compare(inNumber: CalendarDate | undefined, birth: PatientFacts['PatientBirthDate'], where: string): Verdict {
  const identityNumberFrom = where;
  if (inNumber === undefined)
    return deviates(seen({ identityNumberFrom, fault: 'digits 7 to 14 are no day of the calendar' }));
  switch (birth.status) {
    case 'absent':
    case 'empty':
      return evidenceMissing(['PatientBirthDate'], seen({ identityNumberFrom, PatientBirthDate: birth.status }));
    case 'undecodable':
      return evidenceUnreadable(['PatientBirthDate'], seen({ identityNumberFrom, PatientBirthDate: birth.status }));
    case 'implausible':
      return evidenceMissing(
        ['PatientBirthDate'],
        seen({ identityNumberFrom, PatientBirthDate: birth.raw, fault: 'implausible' }),
      );
    case 'present': {
      const observed = seen({ identityNumberFrom, PatientBirthDate: birth.value });
      return birth.value.reveal() === inNumber
        ? conforms(observed)
        : deviates([...observed, ...seen({ fault: 'digits 7 to 14 name another day' })]);
    }
  }
}

export const identityNumberBirthDate = defineRule({
  id: 'identity-number-birth-date',
  version: 1,
  clause: 'MIDC-2.2c',
  severity: 'critical',
  channel: 'headers',
  title: {
    zh: '身份证件号码中的出生日期与登记一致',
    en: 'The birth date in the identity number is the registered one',
  },
  whatToDo: {
    zh: '对照证件核对号码和出生日期，改正错误的一项。',
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
    const valid = patient.identityNumbers.filter(({ value }) => passesCheck(value.reveal()));
    const verdicts = valid.map(({ value, where }) =>
      compare(birthDateIn(value.reveal()), patient.PatientBirthDate, where),
    );
    return worstOf(verdicts) ?? notApplicable('identityNumbers with a right check character', 0);
  },
});
