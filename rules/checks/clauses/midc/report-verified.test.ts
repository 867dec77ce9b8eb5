import { importedStudy, report, sameDay, studyFacts, testRule } from '@center/checks/testing';
import type { ReportDocument, StudyFacts } from '@center/contract';
import { reportVerified } from './report-verified.ts';

const held = (...documents: readonly ReportDocument[]): Pick<StudyFacts, 'documents'> => ({ documents });
const { CompletionFlag: _complete, VerificationFlag: _verified, ...encapsulated } = report();
const flags = ['CompletionFlag', 'VerificationFlag'];

testRule(
  reportVerified,
  {},
  {
    conforms: [
      ['complete and verified', studyFacts(held(report()))],
      [
        'beside measurements that nobody verified',
        studyFacts(held(report({ VerificationFlag: 'UNVERIFIED' }), report())),
      ],
    ],
    deviates: [],
    indeterminate: [
      ['unverified', 'evidence-missing', studyFacts(held(report({ VerificationFlag: 'UNVERIFIED' }))), flags],
      ['verified and partial', 'evidence-missing', studyFacts(held(report({ CompletionFlag: 'PARTIAL' }))), flags],
      ['a page without flags', 'evidence-missing', studyFacts(held(encapsulated)), flags],
      ['unverified on the day', 'not-yet-run', studyFacts({ ...held(encapsulated), ...sameDay })],
      ['unverified while it arrives', 'not-yet-run', studyFacts({ ...held(encapsulated), completeness: 'arriving' })],
    ],
    notApplicable: [
      ['no report', studyFacts()],
      ['marks of a computer', studyFacts(held(report({ SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.65' })))],
      ['from outside', studyFacts({ ...held(encapsulated), ...importedStudy })],
    ],
  },
  { cannotOccur: { deviates: 'the signature may be in the RIS, and measurements of a device are reports too' } },
);
