import {
  delivery,
  keptStudy,
  onlineStudy,
  provenDay,
  review,
  testKeptStudyRule,
  without,
} from '@center/checks/testing';
import { imagesOnlineThreeYears } from './images-online-three-years.ts';

const unproven = without(onlineStudy({ proof: { level: 2, on: provenDay } }), 'delivery');

testKeptStudyRule(
  imagesOnlineThreeYears,
  {},
  {
    conforms: [
      ['delivered without a recall', onlineStudy(), { basis: 'measured' }],
      ['slow both times: slow is not offline', onlineStudy({ delivery: delivery({ firstImageMs: 48_000 }) })],
      ['the claim ONLINE adds nothing', onlineStudy({ claimed: 'ONLINE' })],
      [
        'claimed nearline, and a person has looked',
        onlineStudy({ claimed: 'NEARLINE', reviews: [review('images-online-three-years', 'dismissed')] }),
        { basis: 'attested' },
      ],
    ],
    deviates: [
      ['after a recall only', onlineStudy({ delivery: delivery({ recall: 'needed', firstImageMs: 48_000 }) })],
      ['lost', onlineStudy({ state: 'lost' })],
      ['never delivered and claimed offline', { ...unproven, claimed: 'OFFLINE' }],
    ],
    indeterminate: [
      ['never asked', 'not-yet-run', unproven, { missing: ['retention proof L4'] }],
      ['the claim ONLINE proves nothing', 'not-yet-run', { ...unproven, claimed: 'ONLINE' }],
      ['slow and not asked again', 'not-yet-run', onlineStudy({ delivery: delivery({ recall: 'unknown' }) })],
      ['not listed', 'not-yet-run', onlineStudy({ state: 'unlisted' })],
      ['perhaps in another study', 'not-yet-run', onlineStudy({ state: 'missing' })],
      ['delivered and claimed nearline', 'awaiting-review', onlineStudy({ claimed: 'NEARLINE' })],
      ['controls failed', 'source-silent', { ...unproven, notMeasured: { why: 'control-failed', on: provenDay } }],
    ],
    notApplicable: [
      ['four years old', keptStudy()],
      ['explained', onlineStudy({ state: 'explained', explanation: { reason: 'merged', by: 'archive' } })],
    ],
  },
);
