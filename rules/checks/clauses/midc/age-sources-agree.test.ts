import { absent, ageUnknown, patient, studyFacts, testRule, undecodable, years } from '@center/checks/testing';
import { quantity } from '@center/contract';
import { ageSourcesAgree } from './age-sources-agree.ts';

const apart = (differenceYears: number): ReturnType<typeof studyFacts> =>
  studyFacts({ age: years(40, { differenceYears }) });

testRule(
  ageSourcesAgree,
  {},
  {
    conforms: [
      ['the same', apart(0), { noted: false }],
      ['under a year', apart(0.99), { noted: false }],
      ['one year, 虚岁', apart(1), { noted: true }],
      ['exactly two years', apart(2), { noted: true }],
      ['two years the other way', apart(-2)],
    ],
    deviates: [
      ['just over two years', apart(2.01), { observed: [{ fact: 'ageDifference', value: quantity(2.01, 'a') }] }],
      ['thirty-two years', apart(32)],
      ['just over two years the other way', apart(-2.01)],
    ],
    indeterminate: [
      [
        'neither source',
        'evidence-missing',
        studyFacts({ age: ageUnknown, ...patient({ PatientBirthDate: absent }) }),
        ['PatientBirthDate', 'PatientAge'],
      ],
      [
        'birth date undecodable',
        'evidence-unreadable',
        studyFacts({ age: ageUnknown, ...patient({ PatientBirthDate: undecodable }) }),
        ['PatientBirthDate'],
      ],
    ],
    notApplicable: [
      ['dates only', studyFacts({ age: { years: 40, band: 'adult', source: 'dates' } })],
      ['PatientAge only', studyFacts({ age: { years: 40, band: 'adult', source: 'PatientAge' } })],
    ],
  },
);
