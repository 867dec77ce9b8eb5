import { delivery, keptStudy, provenDay, testKeptStudyRule, without } from '@center/checks/testing';
import { studyObjectsComplete } from './study-objects-complete.ts';

const counted = without(keptStudy({ proof: { level: 2, on: provenDay } }), 'delivery');
const uncounted = { ...counted, objects: { most: 120 } };

testKeptStudyRule(
  studyObjectsComplete,
  {},
  {
    conforms: [
      ['all came', keptStudy()],
      ['all are counted', counted],
      ['more than ever', keptStudy({ objects: { most: 120, found: 121, foundOn: provenDay } })],
    ],
    deviates: [
      ['one fewer', keptStudy({ objects: { most: 120, found: 119, foundOn: provenDay } }), { basis: 'measured' }],
      ['listed and not delivered', keptStudy({ delivery: delivery({ absent: 8 }) })],
      ['half an object inside of a 200 OK', keptStudy({ delivery: delivery({ incomplete: 1 }) })],
    ],
    indeterminate: [
      ['never counted', 'not-yet-run', uncounted, { missing: ['retention proof L2'] }],
      ['an answer that ended early', 'not-yet-run', keptStudy({ delivery: delivery({ short: true }) })],
      ['controls failed', 'source-silent', { ...uncounted, notMeasured: { why: 'limit-suspected', on: provenDay } }],
    ],
    notApplicable: [
      ['lost as a whole', keptStudy({ state: 'lost' })],
      ['older', keptStudy({ class: 'older', objects: { most: 120, found: 1 } })],
    ],
  },
);
