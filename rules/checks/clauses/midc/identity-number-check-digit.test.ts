import { idOfMan, patient, studyFacts, testRule, undecodable, withNumber } from '@center/checks/testing';
import { patientAttribute } from '@center/contract';
import { identityNumberCheckDigit } from './identity-number-check-digit.ts';

const number = (
  value: string,
  where: string,
): { value: ReturnType<typeof patientAttribute>; where: string; kind: 'resident-id' } => ({
  value: patientAttribute(value),
  where,
  kind: 'resident-id',
});

testRule(
  identityNumberCheckDigit,
  {},
  {
    conforms: [
      ['a resident', withNumber(idOfMan)],
      ['check character X', withNumber('11010119850312005X')],
      ['a small x', withNumber('11010119850312005x')],
      ['permanent residence of a foreigner', withNumber('900123198503120012')],
      ['residence permit of Hong Kong', withNumber('810000198503120010')],
      ['residence permit of Macau', withNumber('820000198503120039')],
      ['residence permit of Taiwan', withNumber('830000198503120049')],
      [
        'an outside study is a patient too',
        { ...withNumber(idOfMan), origin: { kind: 'imported', by: 'institution' } },
      ],
    ],
    deviates: [
      [
        'a wrong check digit',
        withNumber('110101198503120018'),
        {
          observed: [
            { fact: 'PatientID', value: patientAttribute('110101198503120018') },
            { fact: 'identityNumberKind', value: 'resident-id' },
            { fact: 'fault', value: 'check character does not fit' },
          ],
        },
      ],
      ['X where a digit belongs', withNumber('11010119850312001X')],
      ['two digits swapped', withNumber('110101198503210017')],
      [
        'one of two numbers',
        studyFacts(
          patient({ identityNumbers: [number(idOfMan, 'PatientID'), number('110101198503120018', 'OtherPatientIDs')] }),
        ),
      ],
    ],
    indeterminate: [
      [
        'the number that could hold one is undecodable',
        'evidence-unreadable',
        studyFacts(patient({ PatientID: undecodable })),
        ['PatientID'],
      ],
    ],
    notApplicable: [['no number in the header', studyFacts()]],
  },
);
