// clause         MIDC-3.14b: devices are in working order for more than 95 per cent of the time (设备的运行完好率＞95%).
// sentence       The running month leaves a device down time to spare; a month that is used up warns, for twelve months decide.
// applies to     each imaging device, in the running month.
// facts needed   figures of the running month, what may still be lost in the whole of it with unknown time as up and as down, whether it is down now.
// verdict table  enough of the month's budget left → conforms · not over the target so far, less than the share that warns, or nothing left → conforms, due soon
//                (预警), with the remark which · only unknown time could use it up: mostly silence → source-silent, else what people may still enter → not-yet-run · nothing required by a
//                countersigned suspension, approved maintenance or an external cause → notApplicable · no calendar, which device-availability says → not-yet-run ·
//                deviates does not occur: the verdict on the clause is that of device-availability
// cannot tell    how the month will end.
import { type Quantity, quantity, uptimeVerdict } from '@center/contract';
import { amount, defineUptimeRule, ours } from '../../define-rule.ts';
import { mostlySilent, nothingRequired, uptimeSeen } from '../../predicates/uptime-seen.ts';
import { conforms, notYetRun, remark, seen, sourceSilent } from '../../predicates/verdicts.ts';

const minutes = (ms: number): Quantity<'min'> => quantity(Math.floor(ms / 60_000), 'min');

export const availabilityMonthWarning = defineUptimeRule({
  id: 'availability-month-warning',
  version: 1,
  clause: 'MIDC-3.14b',
  severity: 'minor',
  channel: 'device-watch',
  title: { zh: '当月停机余量充足（预警）', en: 'The month leaves down time to spare (warning)' },
  whatToDo: {
    zh: '尽快恢复设备并验收；查看“最迟恢复时间”，把计划维护移到开机时段之外。',
    en: 'Bring the device back and accept the repair; see by when it must be back, and move planned work out of opening hours.',
  },
  cannotTell: { zh: '当月最终结果。', en: 'How the month will end.' },
  reviewable: false,
  fourEyes: false,
  parameters: {
    warnBelow: amount(25, '%', ours('share of the month’s down-time budget under which it warns')),
  },
  judge: (device, p) => {
    const { month, monthBudgetLeftMs: left, monthWorstBudgetLeftMs: worst, downSince } = device;
    if (month.requiredMs === 0) {
      const nothing = nothingRequired(device, month);
      // That there is no calendar is said once, by the rule on the year.
      return nothing.kind === 'indeterminate' ? notYetRun(nothing.observed, nothing.missing, nothing.note) : nothing;
    }
    const observed = [
      ...uptimeSeen(device, month),
      ...seen({ budgetLeft: minutes(left), ...(downSince === undefined ? {} : { downSince }) }),
    ];
    if (left < 0)
      return conforms(observed, {
        dueSoon: true,
        note: remark('本月停机余量已用尽。', 'The down time that the month allows is used up.'),
      });
    if (uptimeVerdict(month) === 'deviates')
      return conforms(observed, {
        dueSoon: true,
        note: remark('本月至今未超过 95%。', 'The month is not above 95 % so far.'),
      });
    // What is left and what was lost are the whole budget.
    if (left * 100 < p.warnBelow.value * (left + month.downMs))
      return conforms(observed, {
        dueSoon: true,
        note: remark('本月停机余量将尽。', 'Little is left of the down time that the month allows.'),
      });
    if (worst >= 0) return conforms(observed);
    return mostlySilent(month)
      ? sourceSilent(observed, ['deviceWatch'])
      : notYetRun(
          observed,
          ['deviceRecords'],
          remark('本月未知时段尚待补记。', 'Unknown time of the month may still be entered.'),
        );
  },
});
