import { holdings, settings, testHoldingsRule, without } from '@center/checks/testing';
import { expiryNotBeforeTerm } from './expiry-not-before-term.ts';

testHoldingsRule(
  expiryNotBeforeTerm,
  {},
  {
    conforms: [['all later', holdings({ settings: settings({ expiry: { set: 40, early: 0 } }) })]],
    deviates: [['one early', holdings({ settings: settings({ expiry: { set: 40, early: 1 } }) })]],
    indeterminate: [['never read', 'not-yet-run', without(holdings(), 'settings'), { missing: ['archive settings'] }]],
    notApplicable: [['none is set', holdings()]],
  },
);
