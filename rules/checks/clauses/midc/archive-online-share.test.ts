import { day, holdings, review, testHoldingsRule } from '@center/checks/testing';
import type { HoldingsFacts, OnlineShareFacts } from '@center/contract';
import { archiveOnlineShare } from './archive-online-share.ts';

const share = (online: Partial<OnlineShareFacts>, change: Partial<HoldingsFacts> = {}): HoldingsFacts =>
  holdings({ online: { ...holdings().online, ...online }, ...change });

testHoldingsRule(
  archiveOnlineShare,
  {},
  {
    conforms: [
      ['all', share({})],
      ['exactly 99 of 100', share({ delivered: 297 })],
      [
        'claimed offline, and a person has looked',
        share({ claimedOffline: 300 }, { reviews: [review('archive-online-share', 'dismissed')] }),
        { basis: 'attested' },
      ],
    ],
    deviates: [
      ['fewer', share({ delivered: 296 })],
      ['recalls', share({ delivered: 296, neededRecall: 4 })],
    ],
    indeterminate: [
      ['99 samples', 'not-yet-run', share({ sampled: 99, delivered: 99 }), { missing: ['retention samples'] }],
      ['the archive itself claims that they are not online', 'awaiting-review', share({ claimedOffline: 4 })],
      [
        'no round has measured',
        'source-silent',
        share({ sampled: 0, delivered: 0 }, { silentSince: day('2026-05-01') }),
      ],
      [
        'no way to retrieve',
        'evidence-missing',
        share({}, { canRetrieve: false }),
        { missing: ['retrieving channel'] },
      ],
    ],
    notApplicable: [],
  },
  { cannotOccur: { notApplicable: 'every archive owes three years online' } },
);
