import { studyFacts, testRule } from '@center/checks/testing';
import { protocolDrift } from './protocol-drift.ts';

testRule(
  protocolDrift,
  {},
  {
    conforms: [],
    deviates: [],
    indeterminate: [
      ['a CT', 'evidence-missing', studyFacts(), ['approvedProtocolBand']],
      [
        'no voltage either',
        'evidence-missing',
        studyFacts({ technique: [{ Modality: 'DX', ProtocolName: '', images: 2 }] }),
        ['approvedProtocolBand', 'KVP'],
      ],
    ],
    notApplicable: [
      ['no image', studyFacts({ technique: [] })],
      ['magnetic resonance', studyFacts({ technique: [{ Modality: 'MR', ProtocolName: 'T2', images: 20 }] })],
      ['from outside', studyFacts({ origin: { kind: 'imported', by: 'institution' } })],
    ],
  },
  {
    cannotOccur: {
      conforms: 'there is no register of approved bands to compare with',
      deviates: 'there is no register of approved bands to compare with',
    },
  },
);
