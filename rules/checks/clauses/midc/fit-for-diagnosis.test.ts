import { keptStudy, provenDay, testKeptStudyRule } from '@center/checks/testing';
import type { ContentNote, KeptStudyFacts } from '@center/contract';
import { fitForDiagnosis } from './fit-for-diagnosis.ts';

const noted = (note: ContentNote): KeptStudyFacts => keptStudy({ content: [{ note, objects: 3, on: provenDay }] });

testKeptStudyRule(
  fitForDiagnosis,
  {},
  {
    conforms: [
      ['as it was', keptStudy()],
      ['coded anew without loss', noted('new-syntax')],
      ['changed content is another rule’s matter', noted('pixels-changed')],
    ],
    deviates: [
      ['newly lossy', noted('newly-lossy'), { basis: 'measured' }],
      ['smaller', noted('smaller')],
      ['fewer bits', noted('fewer-bits')],
    ],
    indeterminate: [['counted only', 'not-yet-run', keptStudy({ proof: { level: 2, on: provenDay } })]],
    notApplicable: [
      ['lost', keptStudy({ state: 'lost' })],
      ['older', { ...noted('smaller'), class: 'older' }],
    ],
  },
);
