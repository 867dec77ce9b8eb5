import {
  day,
  delivery,
  keptStudy,
  onlineStudy,
  provenDay,
  review,
  testKeptStudyRule,
  without,
} from '@center/checks/testing';
import type { KeptLevel, KeptStudyFacts } from '@center/contract';
import { imagesKeptTenYears } from './images-kept-ten-years.ts';

const proven = (level: KeptLevel): KeptStudyFacts => keptStudy({ proof: { level, on: provenDay } });
const gone = (state: KeptStudyFacts['state'], change: Partial<KeptStudyFacts> = {}): KeptStudyFacts =>
  keptStudy({ state, unlisted: { times: 3, since: day('2026-05-03'), last: day('2026-05-12') }, ...change });
const explained = (explanation: NonNullable<KeptStudyFacts['explanation']>): KeptStudyFacts =>
  gone('explained', { explanation, stateOn: day('2026-05-14') });
const decided = (decision: 'confirmed' | 'dismissed', secondPerson: boolean): Partial<KeptStudyFacts> => ({
  reviews: [review('images-kept-ten-years', decision, { secondPerson })],
});

testKeptStudyRule(
  imagesKeptTenYears,
  {},
  {
    conforms: [
      ['first image in time', proven(4), { basis: 'measured' }],
      ['digest equal', proven(6)],
      ['online counts', onlineStudy()],
      ['a recall that succeeded counts', keptStudy({ delivery: delivery({ recall: 'needed' }) })],
      ['by the first-seen clock', keptStudy({ clock: 'first-seen' })],
      [
        'proven before, and the last look measured nothing',
        keptStudy({ notMeasured: { why: 'stopped', on: day('2026-05-19') } }),
      ],
      ['found under another UID', explained({ reason: 'merged', by: 'archive' }), { basis: 'measured' }],
      ['said to be in another archive', explained({ reason: 'moved', by: 'person' }), { basis: 'attested' }],
      ['missing, and two people found it', gone('missing', decided('dismissed', true)), { basis: 'attested' }],
    ],
    deviates: [
      ['lost before its term', gone('lost'), { basis: 'measured' }],
      ['lost while online', onlineStudy({ state: 'lost' })],
      ['said to be deleted after a term that had not ended', explained({ reason: 'deleted-after-term', by: 'person' })],
      [
        'missing, and two people agree that it is gone',
        gone('missing', decided('confirmed', true)),
        { basis: 'attested' },
      ],
    ],
    indeterminate: [
      [
        'never asked',
        'not-yet-run',
        without(keptStudy({ state: 'expected' }), 'proof', 'delivery'),
        { missing: ['retention proof L4'] },
      ],
      ['counted only', 'not-yet-run', proven(2)],
      ['committed only', 'not-yet-run', proven(3)],
      ['unlisted once', 'not-yet-run', gone('unlisted')],
      ['another study may hold it', 'awaiting-review', gone('missing')],
      ['one person found it', 'awaiting-review', gone('missing', decided('dismissed', false))],
      ['controls failed', 'source-silent', { ...proven(2), notMeasured: { why: 'control-failed', on: provenDay } }],
    ],
    notApplicable: [['older than ten years, and gone', gone('lost', { class: 'older', ageMonths: 121 })]],
  },
);
