// clause         MIDC-2.2c: every patient is managed under the real name.
// sentence       An 18-character identity number in the header carries its right check character.
// applies to     studies whose header holds a resident identity number or a residence permit number.
// facts needed   identity numbers found in PatientID, OtherPatientIDs and OtherPatientIDsSequence.
// verdict table  check holds → conforms · check fails → deviates · PatientID undecodable → evidence-unreadable · no number → notApplicable
// cannot tell    whether the number is this person's; most centers keep it outside the header, and that is no deviation.
import { defineRule } from '../../define-rule.ts';
import { passesCheck } from '../../predicates/identity-number.ts';
import { conforms, deviates, evidenceUnreadable, notApplicable, seen } from '../../predicates/verdicts.ts';
import { worstOf } from '../../predicates/worst-of.ts';

export const identityNumberCheckDigit = defineRule({
  id: 'identity-number-check-digit',
  version: 1,
  clause: 'MIDC-2.2c',
  severity: 'critical',
  channel: 'headers',
  title: { zh: '身份证件号码校验位正确', en: 'The identity number carries its right check character' },
  whatToDo: {
    zh: '对照证件改正号码；多为录入时错位或漏位。',
    en: 'Compare with the document and correct the number; usually digits were swapped or lost when typing.',
  },
  cannotTell: {
    zh: '不能判断号码是否属于本人；头信息中没有号码不算不符合。',
    en: 'Whether the number is this person’s; a header without a number is no deviation.',
  },
  waitsForQuiet: false,
  judgesImported: true,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['patient'],
  parameters: {},
  judge: ({ patient }) => {
    const verdicts = patient.identityNumbers.map(({ value, where, kind }) => {
      const observed = seen({ [where]: value, identityNumberKind: kind });
      return passesCheck(value.reveal())
        ? conforms(observed)
        : deviates([...observed, ...seen({ fault: 'check character does not fit' })]);
    });
    if (verdicts.length === 0 && patient.PatientID.status === 'undecodable') {
      return evidenceUnreadable(['PatientID'], seen({ PatientID: patient.PatientID.status }));
    }
    return worstOf(verdicts) ?? notApplicable('identityNumbers', 0);
  },
});
