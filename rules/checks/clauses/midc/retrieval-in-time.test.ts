import { day, holdings, retrieval, testHoldingsRule } from '@center/checks/testing';
import { retrievalInTime } from './retrieval-in-time.ts';

testHoldingsRule(
  retrievalInTime,
  {},
  {
    conforms: [
      ['within both limits', holdings()],
      ['exactly at them', holdings({ retrieval: [retrieval({ firstImageP95Ms: 3000, wholeP95Ms: 30_000 })] })],
      ['too few whole studies say nothing', holdings({ retrieval: [retrieval({ wholeN: 29, wholeP95Ms: 90_000 })] })],
      [
        'kept studies may be slow',
        holdings({ retrieval: [retrieval(), retrieval({ age: 'kept', firstImageP95Ms: 60_000 })] }),
      ],
    ],
    deviates: [
      ['first image', holdings({ retrieval: [retrieval({ firstImageP95Ms: 3001 })] })],
      ['whole study', holdings({ retrieval: [retrieval({ wholeP95Ms: 30_001 })] })],
      [
        'one modality of two',
        holdings({ retrieval: [retrieval(), retrieval({ modality: 'MG', firstImageP95Ms: 9000 })] }),
      ],
    ],
    indeterminate: [
      ['29 samples', 'not-yet-run', holdings({ retrieval: [retrieval({ n: 29, firstImageP95Ms: 9000 })] })],
      ['none', 'not-yet-run', holdings({ retrieval: [] }), { missing: ['retention samples'] }],
      ['no round has measured', 'source-silent', holdings({ retrieval: [], silentSince: day('2026-05-01') })],
      ['no way to retrieve', 'evidence-missing', holdings({ canRetrieve: false })],
    ],
    notApplicable: [],
  },
  { cannotOccur: { notApplicable: 'every archive owes quick retrieval' } },
);
