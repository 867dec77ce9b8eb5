import { day, maintenance, testMaintenanceRule, without } from '@center/checks/testing';
import { maintenanceInPlan } from './maintenance-in-plan.ts';

const never = without(maintenance({ dueOn: day('2026-05-12'), done: 0 }), 'last');

testMaintenanceRule(
  maintenanceInPlan,
  {},
  {
    conforms: [
      ['done and not due', maintenance(), { basis: 'attested' }],
      ['due in a month', maintenance({ dueOn: day('2026-06-19') }), { dueSoon: true }],
      ['on the last day of the grace', maintenance({ dueOn: day('2026-05-13') }), { dueSoon: true }],
    ],
    deviates: [['after the grace', maintenance({ dueOn: day('2026-05-12') }), { basis: 'attested' }]],
    indeterminate: [
      ['no plan', 'evidence-missing', without(maintenance(), 'everyMonths', 'dueOn'), { missing: ['maintenancePlan'] }],
      ['never done and overdue', 'evidence-missing', never, { missing: ['maintenanceRecord'] }],
      ['never done and not due', 'not-yet-run', { ...never, dueOn: day('2026-05-13') }],
      [
        'not accepted',
        'evidence-missing',
        maintenance({ last: { on: day('2026-04-15'), accepted: false } }),
        { missing: ['maintenanceAcceptance'] },
      ],
    ],
    notApplicable: [],
  },
  { cannotOccur: { notApplicable: 'every device is maintained' } },
);
