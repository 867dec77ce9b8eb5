import { baseline, importedStudy, nothingAcquired, studyFacts, testRule } from '@center/checks/testing';
import type { Filled, StudyFacts } from '@center/contract';
import { operatorsPresent } from './operators-present.ts';

const named = (OperatorsName: Filled): Pick<StudyFacts, 'people'> => ({
  people: { ...baseline.people, OperatorsName },
});

testRule(
  operatorsPresent,
  {},
  {
    conforms: [
      ['in every image', studyFacts(named('all'))],
      ['in every image, radiation not known', studyFacts({ ...named('all'), ionising: 'unknown' })],
    ],
    deviates: [],
    indeterminate: [
      ['in no image', 'evidence-missing', studyFacts(named('none')), ['OperatorsName']],
      ['in some images', 'evidence-missing', studyFacts(named('some')), ['OperatorsName']],
      ['in none so far', 'not-yet-run', studyFacts({ ...named('none'), completeness: 'arriving' })],
    ],
    notApplicable: [
      ['magnetic resonance', studyFacts({ ...named('none'), ionising: 'no' })],
      ['no acquired image', studyFacts({ ...named('none'), ...nothingAcquired })],
      ['from outside', studyFacts({ ...named('none'), ...importedStudy })],
    ],
  },
  { cannotOccur: { deviates: 'many devices leave the name empty, and the roster tells as well' } },
);
