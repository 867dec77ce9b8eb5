import { baseline, importedStudy, nothingAcquired, report, studyFacts, testRule } from '@center/checks/testing';
import { reportSignerNamed } from './report-signer-named.ts';

const readers = (filled: 'all' | 'some'): typeof baseline.people => ({
  ...baseline.people,
  NameOfPhysiciansReadingStudy: filled,
});

testRule(
  reportSignerNamed,
  {},
  {
    conforms: [
      ['a verified report of a named physician', studyFacts({ documents: [report()] })],
      ['a reading physician in the images', studyFacts({ people: readers('all') })],
      ['a report alone', studyFacts({ ...nothingAcquired, documents: [report()] })],
    ],
    deviates: [],
    indeterminate: [
      [
        'a reading physician in some images',
        'evidence-missing',
        studyFacts({ people: readers('some') }),
        ['NameOfPhysiciansReadingStudy'],
      ],
      [
        'a verified report of nobody',
        'evidence-missing',
        studyFacts({ documents: [report({ observerNamed: false })] }),
        ['VerifyingObserverName', 'NameOfPhysiciansReadingStudy'],
      ],
      ['nobody is named', 'evidence-missing', studyFacts(), ['NameOfPhysiciansReadingStudy']],
    ],
    notApplicable: [
      ['neither image nor report', studyFacts(nothingAcquired)],
      ['from outside', studyFacts(importedStudy)],
    ],
  },
  { cannotOccur: { deviates: 'the report may lie in the RIS' } },
);
