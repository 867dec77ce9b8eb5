import { importedStudy, sameDay, studyFacts, testRule } from '@center/checks/testing';
import { contrastConsent } from './contrast-consent.ts';

const given = { contrast: 'yes' } as const;

testRule(
  contrastConsent,
  {},
  {
    conforms: [],
    deviates: [],
    indeterminate: [
      ['agent given, nothing on record', 'evidence-missing', studyFacts(given), ['records.contrastConsent']],
      ['agent given, paper may still come', 'not-yet-run', studyFacts({ ...given, ...sameDay })],
      ['agent given, study still arriving', 'not-yet-run', studyFacts({ ...given, completeness: 'arriving' })],
      [
        'not known whether, of a scanner',
        'evidence-missing',
        studyFacts({ contrast: 'unknown' }),
        ['ContrastBolusAgent', 'records.contrastConsent'],
      ],
    ],
    notApplicable: [
      ['no agent', studyFacts()],
      ['not known whether, of a device without agents', studyFacts({ contrast: 'unknown', modalities: ['DX'] })],
      ['from outside', studyFacts({ ...given, ...importedStudy })],
    ],
  },
  {
    cannotOccur: {
      conforms: 'no register holds consents to contrast agents',
      deviates: 'a consent that is not seen may be on paper',
    },
  },
);
