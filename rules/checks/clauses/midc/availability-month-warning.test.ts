import { day, deviceUptime, hour, runningMonth, testUptimeRule, uptimeFigures } from '@center/checks/testing';
import { expect } from 'vitest';
import { availabilityMonthWarning } from './availability-month-warning.ts';

testUptimeRule(
  availabilityMonthWarning,
  {},
  {
    conforms: [
      ['nothing lost', deviceUptime(), { basis: 'measured' }],
      [
        'three quarters gone to the millisecond',
        deviceUptime(runningMonth({ required: 200 * hour, down: 8 * hour, left: (8 * hour) / 3 })),
      ],
      ['a millisecond over the target so far', deviceUptime(runningMonth({ down: 6 * hour - 1 }))],
      ['at the target so far', deviceUptime(runningMonth({ down: 6 * hour })), { dueSoon: true }],
      [
        'little left, though most of the month is gone',
        deviceUptime(runningMonth({ required: 200 * hour, down: 9 * hour })),
        { dueSoon: true },
      ],
      ['little left', deviceUptime(runningMonth({ down: 9 * hour })), { dueSoon: true }],
      ['used up', deviceUptime(runningMonth({ down: 12 * hour })), { dueSoon: true }],
      [
        'down now',
        deviceUptime({ ...runningMonth({ down: 10 * hour }), downSince: day('2026-05-20') }),
        { dueSoon: true, observed: expect.arrayContaining([{ fact: 'downSince', value: day('2026-05-20') }]) },
      ],
      ['a bad year is not its matter', deviceUptime({ year: uptimeFigures({ down: 1000 * hour }) })],
    ],
    deviates: [],
    indeterminate: [
      ['silence could use it up', 'source-silent', deviceUptime(runningMonth({ unknown: 12 * hour }))],
      ['records could', 'not-yet-run', deviceUptime(runningMonth({ unknown: 12 * hour, silent: 2 * hour }))],
      ['no calendar', 'not-yet-run', deviceUptime(runningMonth({ required: 0, nothingRequired: 'no-calendar' }))],
      [
        'no open hour yet this month',
        'not-yet-run',
        deviceUptime(runningMonth({ required: 0, nothingRequired: 'closed', days: 2 })),
      ],
    ],
    notApplicable: [['suspended', deviceUptime(runningMonth({ required: 0, nothingRequired: 'suspended' }))]],
  },
  { cannotOccur: { deviates: 'a month warns; twelve months decide' } },
);
