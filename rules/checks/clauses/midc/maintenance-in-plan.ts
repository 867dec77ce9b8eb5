// clause         MIDC-3.14d: devices are maintained at regular times, with records (定期进行设备维护并有记录).
// sentence       The last planned maintenance lies within the plan and was accepted.
// applies to     each imaging device.
// facts needed   months of the plan, last planned maintenance with its acceptance, next due day, planned and done of the last twelve months.
// verdict table  accepted and not due → conforms, attested; due within the days that warn, or in the grace after → due soon · due day and grace over →
//                deviates, attested; without any record → evidence-missing, before that not-yet-run · no plan, or not accepted → evidence-missing ·
//                notApplicable does not occur
// cannot tell    how well the work was done.
import { addDays } from '@center/contract';
import { amount, defineMaintenanceRule, ours } from '../../define-rule.ts';
import { equipmentSeen } from '../../predicates/equipment-seen.ts';
import { conforms, deviates, evidenceMissing, notYetRun, remark, seen } from '../../predicates/verdicts.ts';

export const maintenanceInPlan = defineMaintenanceRule({
  id: 'maintenance-in-plan',
  version: 1,
  clause: 'MIDC-3.14d',
  severity: 'major',
  channel: 'maintenance-records',
  title: { zh: '设备按计划维护并有记录', en: 'Devices are maintained as planned, with records' },
  whatToDo: {
    zh: '在设备卡片上填写维护周期；完成维护后登记并验收。',
    en: 'Put the interval of maintenance on the card of the device; record the work when it is done, and accept it.',
  },
  cannotTell: { zh: '维护质量。', en: 'How well the work was done.' },
  reviewable: false,
  fourEyes: false,
  parameters: {
    grace: amount(7, 'd', ours('days after the due day before a maintenance is overdue')),
    warnBefore: amount(30, 'd', ours('days before the due day from which it warns')),
  },
  judge: (device, p) => {
    const { everyMonths, last, dueOn, planned, done, asOf } = device;
    const which = equipmentSeen(device);
    if (everyMonths === undefined || dueOn === undefined)
      return evidenceMissing(
        ['maintenancePlan'],
        [...which, ...seen({ done })],
        remark('没有维护计划。', 'There is no plan of maintenance.'),
      );
    const observed = [
      ...which,
      ...seen({
        everyMonths,
        ...(last === undefined ? {} : { lastMaintenance: last.on, accepted: last.accepted }),
        dueOn,
        planned,
        done,
      }),
    ];
    if (addDays(dueOn, p.grace.value) < asOf)
      return last === undefined
        ? evidenceMissing(['maintenanceRecord'], observed)
        : deviates(observed, { basis: 'attested', note: remark('维护已逾期。', 'Maintenance is overdue.') });
    if (last === undefined) return notYetRun(observed, ['maintenanceRecord']);
    if (!last.accepted) return evidenceMissing(['maintenanceAcceptance'], observed);
    const near = addDays(dueOn, -p.warnBefore.value) <= asOf;
    return conforms(observed, {
      basis: 'attested',
      ...(near ? { dueSoon: true, note: remark('维护即将到期。', 'Maintenance is due soon.') } : {}),
    });
  },
});
