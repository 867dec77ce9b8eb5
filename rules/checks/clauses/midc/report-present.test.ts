import {
  absent,
  importedStudy,
  name,
  nothingAcquired,
  patient,
  report,
  sameDay,
  studyFacts,
  testRule,
  text,
} from '@center/checks/testing';
import { reportPresent } from './report-present.ts';

const phantom = patient({ PatientName: name('Phantom^Water') });

testRule(
  reportPresent,
  {},
  {
    conforms: [
      ['a verified structured report', studyFacts({ documents: [report()] })],
      ['an unverified one', studyFacts({ documents: [report({ VerificationFlag: 'UNVERIFIED' })] })],
      [
        'an encapsulated document',
        studyFacts({ documents: [report({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.104.1' })] }),
      ],
      ['on the day itself', studyFacts({ documents: [report()], ...sameDay })],
    ],
    deviates: [],
    indeterminate: [
      ['no report', 'evidence-missing', studyFacts(), ['report']],
      [
        'marks of a computer only',
        'evidence-missing',
        studyFacts({ documents: [report({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.50' })] }),
        ['report'],
      ],
      ['no report on the day of the study', 'not-yet-run', studyFacts(sameDay)],
      ['no report while the study arrives', 'not-yet-run', studyFacts({ completeness: 'arriving' })],
      ['a name like a phantom’s with an accession', 'evidence-missing', studyFacts(phantom)],
    ],
    notApplicable: [
      ['no acquired image', studyFacts(nothingAcquired)],
      ['a phantom', studyFacts({ ...phantom, AccessionNumber: absent })],
      ['a quality check by its number', studyFacts({ ...patient({ PatientID: text('QC') }), AccessionNumber: absent })],
      ['from outside', studyFacts(importedStudy)],
    ],
  },
  { cannotOccur: { deviates: 'a report that the archive does not hold may be in the RIS' } },
);
