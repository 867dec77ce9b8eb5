import {
  absent,
  day,
  empty,
  idOfMan,
  studyFacts,
  testRule,
  text,
  undecodable,
  withNumber,
} from '@center/checks/testing';
import { patientAttribute } from '@center/contract';
import { identityNumberBirthDate } from './identity-number-birth-date.ts';

testRule(
  identityNumberBirthDate,
  {},
  {
    conforms: [
      ['the same day', withNumber(idOfMan)],
      ['a residence permit', withNumber('900123198503120012')],
    ],
    deviates: [
      ['one day apart', withNumber(idOfMan, { PatientBirthDate: text(day('1985-03-13')) })],
      ['day and month swapped', withNumber(idOfMan, { PatientBirthDate: text(day('1985-12-03')) })],
      ['digits that are no day of the calendar', withNumber('110101198513320012')],
    ],
    indeterminate: [
      [
        'birth date absent',
        'evidence-missing',
        withNumber(idOfMan, { PatientBirthDate: absent }),
        ['PatientBirthDate'],
      ],
      ['birth date empty', 'evidence-missing', withNumber(idOfMan, { PatientBirthDate: empty }), ['PatientBirthDate']],
      [
        'birth date implausible',
        'evidence-missing',
        withNumber(idOfMan, { PatientBirthDate: { status: 'implausible', raw: patientAttribute('18991230') } }),
        ['PatientBirthDate'],
      ],
      [
        'birth date undecodable',
        'evidence-unreadable',
        withNumber(idOfMan, { PatientBirthDate: undecodable }),
        ['PatientBirthDate'],
      ],
    ],
    notApplicable: [
      ['no number', studyFacts()],
      ['a number whose check character is wrong', withNumber('110101198503120018')],
    ],
  },
);
