import { day, holdings, review, settings, testHoldingsRule, without } from '@center/checks/testing';
import type { HoldingsFacts, SettingsFacts } from '@center/contract';
import { noRecyclingBeforeTerm } from './no-recycling-before-term.ts';

const recycles = (change: Partial<SettingsFacts>): HoldingsFacts =>
  holdings({ settings: settings({ recycling: 'on', ...change }) });
const unknown = holdings({ settings: settings({ recycling: 'unknown' }) });

testHoldingsRule(
  noRecyclingBeforeTerm,
  {},
  {
    conforms: [
      ['off', holdings()],
      ['on, and not reaching them', recycles({ reachesYoung: 'never' })],
      [
        'not shown, and the vendor’s word is there',
        { ...unknown, reviews: [review('no-recycling-before-term', 'dismissed')] },
        { basis: 'attested' },
      ],
    ],
    deviates: [
      ['on, reaching them on a day', recycles({ reachesYoung: day('2027-02-01') }), { basis: 'measured' }],
      ['on, reaching them now', recycles({ reachesYoung: 'past' })],
    ],
    indeterminate: [
      ['never read', 'not-yet-run', without(holdings(), 'settings'), { missing: ['archive settings'] }],
      ['not shown', 'awaiting-review', unknown],
      ['on, and nobody can tell when', 'awaiting-review', recycles({})],
    ],
    notApplicable: [],
  },
  { cannotOccur: { notApplicable: 'every archive either deletes to make room or does not' } },
);
