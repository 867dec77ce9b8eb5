import { day, forecast, holdings, testHoldingsRule, without } from '@center/checks/testing';
import type { ForecastFigures, HoldingsFacts } from '@center/contract';
import { capacityForTerm } from './capacity-for-term.ts';

const alarmed = (alarm: ForecastFigures['alarm']): HoldingsFacts =>
  holdings({
    forecast: forecast({ alarm, tenYears: { early: day('2026-12-01'), median: day('2027-06-01'), late: null } }),
  });

testHoldingsRule(
  capacityForTerm,
  {},
  {
    conforms: [['no alarm', holdings()]],
    deviates: [
      ['within a year', alarmed('year')],
      ['within half a year', alarmed('half-year')],
      ['within a quarter', alarmed('quarter')],
      ['past', alarmed('past')],
    ],
    indeterminate: [
      ['no forecast', 'not-yet-run', without(holdings(), 'forecast'), { missing: ['capacity forecast'] }],
      ['no growth known yet', 'not-yet-run', holdings({ forecast: forecast({ growth: null }) })],
      [
        'the archive shows nothing',
        'awaiting-review',
        holdings({ forecast: forecast({ basis: 'unknown', growth: null }) }),
      ],
    ],
    notApplicable: [],
  },
  { cannotOccur: { notApplicable: 'every archive needs room' } },
);
