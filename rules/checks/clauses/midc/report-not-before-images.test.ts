import { at, baseline, importedStudy, records, report, review, studyFacts, testRule } from '@center/checks/testing';
import type { StudyFacts } from '@center/contract';
import { reportNotBeforeImages } from './report-not-before-images.ts';

const signed = (time: string): Pick<StudyFacts, 'documents'> => ({
  documents: [report({ verifiedAt: at(`2026-03-10T${time}+08:00`) })],
});
const ahead = signed('09:00:00');
const { verifiedAt: _at, ...unsigned } = report();
const { acquiredUntil: _until, ...withoutEnd } = studyFacts(signed('11:00:00'));
const reportAlone = {
  ...signed('11:00:00'),
  objects: [{ Modality: 'SR', SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.22', count: 1, acquired: false }],
};
const decided = (decision: 'confirmed' | 'dismissed', secondPerson = true): Pick<StudyFacts, 'records'> => ({
  records: records({ reviews: [review('report-not-before-images', decision, { secondPerson })] }),
});

testRule(
  reportNotBeforeImages,
  {},
  {
    conforms: [
      ['signed an hour and a half later', studyFacts(signed('11:00:00'))],
      ['signed as many minutes ahead as clocks may differ', studyFacts(signed('09:15:00'))],
      [
        'ahead, and found to be a wrong clock',
        studyFacts({ ...ahead, ...decided('dismissed') }),
        { basis: 'attested' },
      ],
      [
        'ahead without a verification beside one in time',
        studyFacts({
          documents: [
            report(),
            report({ VerificationFlag: 'UNVERIFIED', verifiedAt: at('2026-03-09T09:00:00+08:00') }),
          ],
        }),
      ],
    ],
    deviates: [
      [
        'ahead, and found to be written ahead',
        studyFacts({ ...ahead, ...decided('confirmed') }),
        { basis: 'attested' },
      ],
    ],
    indeterminate: [
      ['a second more than clocks may differ', 'awaiting-review', studyFacts(signed('09:14:59'))],
      ['one of two is ahead', 'awaiting-review', studyFacts({ documents: [report(), ...ahead.documents] })],
      ['ahead, one person has decided', 'awaiting-review', studyFacts({ ...ahead, ...decided('confirmed', false) })],
      ['ahead while images arrive', 'not-yet-run', studyFacts({ ...ahead, completeness: 'arriving' })],
      ['a report without images', 'awaiting-review', studyFacts(reportAlone)],
      ['a report whose images arrive', 'not-yet-run', studyFacts({ ...reportAlone, completeness: 'arriving' })],
      ['no time of verification', 'evidence-missing', studyFacts({ documents: [unsigned] }), ['VerificationDateTime']],
      ['no time of acquisition', 'evidence-missing', withoutEnd, ['AcquisitionTime']],
    ],
    notApplicable: [
      ['no report', studyFacts()],
      ['an unverified one', studyFacts({ documents: [report({ VerificationFlag: 'UNVERIFIED' })] })],
      ['an image group, no report', studyFacts({ objects: baseline.objects })],
      ['from outside', studyFacts({ ...ahead, ...importedStudy })],
    ],
  },
);
