// clause         MIDC-3.14c: the running of devices is recorded every day (每日记录设备运行状况).
// sentence       Each scheduled day of the last thirty-one has its record, signed.
// applies to     each imaging device with a calendar.
// facts needed   days that owe a record, records in time, late and missing, those that may still be filed, records that say the opposite of probes.
// verdict table  every day recorded → conforms, attested; days that may still be filed → due soon · a day without a record past its three working days of filing →
//                evidence-missing · a record against the probes → awaiting-review until a second person has looked at it · no calendar →
//                evidence-missing · no day due yet → not-yet-run · deviates and notApplicable do not occur
// cannot tell    whether what was written down is so.
import { defineDailyRecordRule } from '../../define-rule.ts';
import { equipmentSeen } from '../../predicates/equipment-seen.ts';
import { awaitingReview, conforms, evidenceMissing, notYetRun, remark, seen } from '../../predicates/verdicts.ts';

export const dailyDeviceRecord = defineDailyRecordRule({
  id: 'daily-device-record',
  version: 1,
  clause: 'MIDC-3.14c',
  severity: 'major',
  channel: 'daily-records',
  title: { zh: '每日记录设备运行状况', en: 'The running of each device is recorded daily' },
  whatToDo: {
    zh: '在“每日记录”中补记并签字；与探测相反的记录由第二人核实；没有日历的设备先设置日历。',
    en: 'Fill in and sign the missing days; have a second person look at records against the probes; give the device a calendar where it has none.',
  },
  cannotTell: { zh: '记录内容是否属实。', en: 'Whether what was written down is so.' },
  // The records themselves are where a second person looks: a decision here would cover days to come.
  reviewable: false,
  fourEyes: false,
  parameters: {},
  judge: (device) => {
    const { calendar, due, inTime, late, missing, inGrace, lastMissing, contradicting } = device;
    const which = equipmentSeen(device);
    if (!calendar)
      return evidenceMissing(
        ['serviceCalendar'],
        [...which, ...seen({ due })],
        remark('设备没有服务日历。', 'The device has no service calendar.'),
      );
    if (due === 0) return notYetRun([...which, ...seen({ due })], ['dailyRecord']);
    const observed = [
      ...which,
      ...seen({
        due,
        inTime,
        late,
        missing,
        ...(lastMissing === undefined ? {} : { lastMissing }),
        contradicting,
      }),
    ];
    if (missing > inGrace) return evidenceMissing(['dailyRecord'], observed);
    if (contradicting > 0)
      return awaitingReview(
        observed,
        remark(
          '有记录与探测结果相反，待第二人核实。',
          'Records say the opposite of the probes; a second person must look.',
        ),
      );
    if (missing > 0)
      return conforms(observed, {
        basis: 'attested',
        dueSoon: true,
        note: remark('有记录待补。', 'Records are still to be filed.'),
      });
    return conforms(observed, { basis: 'attested' });
  },
});
