import { idOfMan, studyFacts, testRule, withNumber } from '@center/checks/testing';
import { identityNumberSex } from './identity-number-sex.ts';

testRule(
  identityNumberSex,
  {},
  {
    conforms: [
      ['odd for a man', withNumber(idOfMan)],
      ['even for a woman', withNumber('110101198503120025', { PatientSex: 'F' })],
    ],
    deviates: [
      ['odd for a woman', withNumber(idOfMan, { PatientSex: 'F' })],
      ['even for a man', withNumber('110101198503120025')],
    ],
    indeterminate: [
      ['sex absent', 'evidence-missing', withNumber(idOfMan, { PatientSex: 'absent' }), ['PatientSex']],
      ['sex invalid', 'evidence-missing', withNumber(idOfMan, { PatientSex: 'invalid' }), ['PatientSex']],
      ['sex O', 'evidence-missing', withNumber(idOfMan, { PatientSex: 'O' }), ['PatientSex']],
    ],
    notApplicable: [
      ['no number', studyFacts()],
      ['a number whose check character is wrong', withNumber('110101198503120018')],
    ],
  },
);
