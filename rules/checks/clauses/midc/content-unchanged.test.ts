import { keptStudy, provenDay, testKeptStudyRule, without } from '@center/checks/testing';
import type { ContentNote, KeptStudyFacts } from '@center/contract';
import { contentUnchanged } from './content-unchanged.ts';

const noted = (...notes: readonly ContentNote[]): KeptStudyFacts =>
  keptStudy({ content: notes.map((note) => ({ note, objects: 1, on: provenDay })) });

testKeptStudyRule(
  contentUnchanged,
  {},
  {
    conforms: [
      ['digest equal', keptStudy({ proof: { level: 6, on: provenDay } })],
      ['another header over the same pixels', noted('header-changed')],
      ['another transfer syntax', noted('new-syntax')],
    ],
    deviates: [
      ['another pixel', noted('pixels-changed'), { basis: 'measured' }],
      ['another digest', noted('header-changed', 'content-changed')],
    ],
    indeterminate: [['came once only', 'not-yet-run', keptStudy(), { missing: ['retention proof L6'] }]],
    notApplicable: [
      ['never came', keptStudy({ proof: { level: 2, on: provenDay } })],
      ['nothing was asked', without(keptStudy(), 'proof')],
      ['lost', keptStudy({ state: 'lost' })],
      ['older', { ...noted('pixels-changed'), class: 'older' }],
    ],
  },
);
