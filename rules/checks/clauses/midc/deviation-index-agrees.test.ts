import { studyFacts, testRule } from '@center/checks/testing';
import { type ExposureIndexFact, quantity, type StudyFacts } from '@center/contract';
import { deviationIndexAgrees } from './deviation-index-agrees.ts';

const images = (...exposureIndices: readonly ExposureIndexFact[]): StudyFacts => studyFacts({ exposureIndices });
const image = (ExposureIndex: number, TargetExposureIndex: number, DeviationIndex: number): ExposureIndexFact => ({
  ExposureIndex,
  TargetExposureIndex,
  DeviationIndex,
});

testRule(
  deviationIndexAgrees,
  {},
  {
    conforms: [
      ['as measured on a mobile unit', images(image(51.7, 438.5, -9.3))],
      ['far from the target is no breach', images(image(4000, 400, 10))],
      ['the edge of the tolerance', images(image(400, 400, 0.2))],
      ['one image tells, another does not', images({ ExposureIndex: 300 }, image(400, 400, 0))],
    ],
    deviates: [
      ['beyond the tolerance', images(image(400, 400, 0.21)), { limit: quantity(0.2, '1') }],
      ['the sign turned', images(image(800, 400, -3))],
      ['one of two', images(image(400, 400, 0), image(800, 400, 0))],
    ],
    indeterminate: [
      [
        'without target',
        'evidence-missing',
        images({ ExposureIndex: 300, DeviationIndex: -1.2 }),
        ['TargetExposureIndex'],
      ],
      ['without index', 'evidence-missing', images({ TargetExposureIndex: 300, DeviationIndex: 2 }), ['ExposureIndex']],
      ['a target of zero', 'evidence-missing', images(image(300, 0, 1.5)), ['TargetExposureIndex']],
    ],
    notApplicable: [
      ['no image tells', studyFacts()],
      ['no deviation index', images({ ExposureIndex: 300, TargetExposureIndex: 400 })],
      ['nothing set: zero beside no target', images({ ExposureIndex: 300, DeviationIndex: 0 })],
      ['all zero', images(image(0, 0, 0))],
      ['from outside', { ...images(image(800, 400, 0)), origin: { kind: 'imported', by: 'institution' } }],
    ],
  },
);
