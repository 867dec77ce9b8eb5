import { deviceUptime, hour, testUptimeRule, uptimeFigures, without } from '@center/checks/testing';
import type { DeviceUptimeFacts, NothingRequired } from '@center/contract';
import { deviceAvailability } from './device-availability.ts';

const year = (change: Parameters<typeof uptimeFigures>[0]): DeviceUptimeFacts =>
  deviceUptime({ year: uptimeFigures(change) });
const nothing = (nothingRequired: NothingRequired, days = 365): DeviceUptimeFacts =>
  year({ required: 0, nothingRequired, days });

testUptimeRule(
  deviceAvailability,
  {},
  {
    conforms: [
      ['never down', deviceUptime(), { basis: 'measured' }],
      ['one millisecond better than the target', year({ down: 100 * hour - 1 })],
      ['all unknown time taken as down is still over it', year({ down: 50 * hour, unknown: 49 * hour })],
      ['over it by less than the measurement error', year({ down: 99.5 * hour, transitions: 60 }), { dueSoon: true }],
      [
        'a bad month does not decide',
        deviceUptime({ lastMonth: uptimeFigures({ required: 220 * hour, down: 30 * hour }) }),
      ],
    ],
    deviates: [
      ['exactly the target', year({ down: 100 * hour }), { basis: 'measured', limit: { value: 95, unit: '%' } }],
      ['with all unknown time taken as up', year({ down: 100 * hour, unknown: 500 * hour })],
      ['never up', year({ down: 2000 * hour })],
    ],
    indeterminate: [
      [
        'mostly silence in between',
        'source-silent',
        year({ down: 50 * hour, unknown: 60 * hour }),
        { missing: ['deviceWatch'] },
      ],
      [
        'records due in between',
        'evidence-missing',
        year({ down: 50 * hour, unknown: 60 * hour, silent: 20 * hour }),
        { missing: ['deviceRecords'] },
      ],
      [
        'no probe at all',
        'evidence-missing',
        { ...year({ unknown: 2000 * hour }), probes: 0 },
        { missing: ['deviceProbe'] },
      ],
      ['no calendar', 'evidence-missing', nothing('no-calendar'), { missing: ['serviceCalendar'] }],
      ['no reason named', 'evidence-missing', year({ required: 0 })],
      ['closed for a year', 'evidence-missing', nothing('closed'), { missing: ['openingHours'] }],
      ['closed for the first days', 'not-yet-run', nothing('closed', 3)],
      ['not in service yet', 'not-yet-run', nothing('not-in-service')],
    ],
    notApplicable: [
      ['suspended', nothing('suspended')],
      ['in approved maintenance', nothing('maintenance')],
      ['an external cause', nothing('external')],
    ],
  },
);

testUptimeRule(
  deviceAvailability,
  { monthDecides: true },
  {
    conforms: [['the month before', year({ down: 1000 * hour })]],
    deviates: [
      [
        'the month before at the target',
        deviceUptime({ lastMonth: uptimeFigures({ required: 220 * hour, down: 11 * hour }) }),
      ],
    ],
    indeterminate: [['no whole month yet', 'not-yet-run', without(deviceUptime(), 'lastMonth')]],
    notApplicable: [
      [
        'suspended all month',
        deviceUptime({ lastMonth: uptimeFigures({ required: 0, nothingRequired: 'suspended' }) }),
      ],
    ],
  },
);
