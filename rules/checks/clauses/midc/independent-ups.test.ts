import { day, review, testUpsRule, upsFacts, without } from '@center/checks/testing';
import type { UpsGrade } from '@center/contract';
import { independentUps } from './independent-ups.ts';

const graded = (grade: UpsGrade) => upsFacts({ grade });
const silent = { heard: false, silentSince: day('2026-05-19') } as const;
const doubted = upsFacts({ grade: 2, against: ['pacs-lost-on-battery'] });

testUpsRule(
  independentUps,
  {},
  {
    conforms: [
      ['proved and long enough', graded(5), { basis: 'measured' }],
      ['proved', graded(4), { basis: 'measured' }],
      ['in service', graded(3), { basis: 'measured' }],
      ['reachable', graded(2), { basis: 'attested' }],
      ['declared, and watched by nothing', { ...graded(1), heard: false }, { basis: 'attested' }],
      ['hosted', upsFacts({ grade: 0, hosted: { certificateValidTo: day('2027-01-01') } }), { basis: 'attested' }],
      [
        'hosted, the certificate near its end',
        upsFacts({ grade: 0, hosted: { certificateValidTo: day('2026-05-20') } }),
        { basis: 'attested', dueSoon: true },
      ],
      [
        'doubted, and dismissed by two people',
        { ...doubted, reviews: [review('independent-ups', 'dismissed')] },
        { basis: 'attested' },
      ],
    ],
    deviates: [
      ['declared absent', upsFacts({ grade: 0, declaredAbsent: true }), { basis: 'attested' }],
      ['established', upsFacts({ grade: 0, against: ['established-absent'] })],
      ['doubted, and confirmed', { ...doubted, reviews: [review('independent-ups', 'confirmed')] }],
    ],
    indeterminate: [
      ['not whole', 'evidence-missing', { ...graded(0), heard: false }, { missing: ['upsRecord'] }],
      ['something speaks against it', 'awaiting-review', doubted],
      ['silent', 'source-silent', { ...graded(3), ...silent }, { missing: ['upsReading'] }],
      [
        'the certificate of the host is over',
        'evidence-missing',
        upsFacts({ hosted: { certificateValidTo: day('2026-05-19') } }),
        { missing: ['hostCertificate'] },
      ],
      [
        'nothing declared',
        'evidence-missing',
        without({ ...graded(0), heard: false }, 'equipmentId', 'provedOn'),
        { missing: ['ups'] },
      ],
    ],
    notApplicable: [],
  },
  { cannotOccur: { notApplicable: 'every center keeps images, its own or hosted' } },
);
