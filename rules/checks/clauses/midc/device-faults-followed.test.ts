import { deviceUptime, testUptimeRule } from '@center/checks/testing';
import { deviceFaultsFollowed } from './device-faults-followed.ts';

testUptimeRule(
  deviceFaultsFollowed,
  {},
  {
    conforms: [
      ['nothing waits', deviceUptime(), { basis: 'measured' }],
      ['one waits within its days', deviceUptime({ unclassified: 1 }), { dueSoon: true }],
      ['silent for as long as is allowed', deviceUptime({ silentMs: 900_000 })],
    ],
    deviates: [
      ['one waits too long', deviceUptime({ unclassified: 2, unclassifiedOverdue: 1 })],
      ['though the probes are gone', deviceUptime({ unclassified: 1, unclassifiedOverdue: 1, probes: 0 })],
    ],
    indeterminate: [
      ['no probe', 'evidence-missing', deviceUptime({ probes: 0, silentMs: 0 }), { missing: ['deviceProbe'] }],
      ['silent for longer', 'source-silent', deviceUptime({ silentMs: 900_001 }), { missing: ['deviceWatch'] }],
    ],
    notApplicable: [],
  },
  { cannotOccur: { notApplicable: 'every imaging device is to be kept running' } },
);
