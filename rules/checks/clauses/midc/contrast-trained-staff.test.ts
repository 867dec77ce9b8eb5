import { baseline, importedStudy, studyFacts, testRule } from '@center/checks/testing';
import { contrastTrainedStaff } from './contrast-trained-staff.ts';

const given = { contrast: 'yes' } as const;

testRule(
  contrastTrainedStaff,
  {},
  {
    conforms: [],
    deviates: [],
    indeterminate: [
      ['agent given by a named operator', 'evidence-missing', studyFacts(given), ['staffRegister.contrastTraining']],
      [
        'agent given, the physician is named',
        'evidence-missing',
        studyFacts({
          ...given,
          people: { ...baseline.people, OperatorsName: 'none', PerformingPhysicianName: 'all' },
        }),
        ['staffRegister.contrastTraining'],
      ],
      [
        'agent given by nobody named',
        'evidence-missing',
        studyFacts({ ...given, people: { ...baseline.people, OperatorsName: 'some' } }),
        ['OperatorsName', 'staffRegister.contrastTraining'],
      ],
      [
        'not known whether, of a scanner',
        'evidence-missing',
        studyFacts({ contrast: 'unknown' }),
        ['ContrastBolusAgent', 'staffRegister.contrastTraining'],
      ],
    ],
    notApplicable: [
      ['no agent', studyFacts()],
      ['not known whether, of a device without agents', studyFacts({ contrast: 'unknown', modalities: ['US'] })],
      ['from outside', studyFacts({ ...given, ...importedStudy })],
    ],
  },
  {
    cannotOccur: {
      conforms: 'no register holds the trainings of the staff',
      deviates: 'no register tells who was not trained',
    },
  },
);
