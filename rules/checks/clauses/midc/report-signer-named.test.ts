import { baseline, importedStudy, nothingAcquired, report, studyFacts, testRule } from '@center/checks/testing';
import { reportSignerNamed } from './report-signer-named.ts';

const licence = 'staffRegister.licence';
const readers = (filled: 'all' | 'some'): typeof baseline.people => ({
  ...baseline.people,
  NameOfPhysiciansReadingStudy: filled,
});

testRule(
  reportSignerNamed,
  {},
  {
    conforms: [],
    deviates: [],
    indeterminate: [
      ['a verified report of a named physician', 'evidence-missing', studyFacts({ documents: [report()] }), [licence]],
      ['a reading physician in the images', 'evidence-missing', studyFacts({ people: readers('all') }), [licence]],
      [
        'a reading physician in some images',
        'evidence-missing',
        studyFacts({ people: readers('some') }),
        ['NameOfPhysiciansReadingStudy', licence],
      ],
      [
        'a verified report of nobody',
        'evidence-missing',
        studyFacts({ documents: [report({ observerNamed: false })] }),
        ['VerifyingObserverName', 'NameOfPhysiciansReadingStudy', licence],
      ],
      ['nobody is named', 'evidence-missing', studyFacts(), ['NameOfPhysiciansReadingStudy', licence]],
      ['a report alone', 'evidence-missing', studyFacts({ ...nothingAcquired, documents: [report()] }), [licence]],
    ],
    notApplicable: [
      ['neither image nor report', studyFacts(nothingAcquired)],
      ['from outside', studyFacts(importedStudy)],
    ],
  },
  {
    cannotOccur: {
      conforms: 'no register tells who is licensed',
      deviates: 'no register tells who is not licensed',
    },
  },
);
