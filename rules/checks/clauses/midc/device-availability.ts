// clause         MIDC-3.14b: devices are in working order for more than 95 per cent of the time (设备的运行完好率＞95%).
// sentence       By uptime-def/1, a device is up for more than 95 % of its required time of the last twelve months under supervision.
// applies to     each imaging device.
// facts needed   required, up, down, unknown and silent time of the year and of the month before, why nothing was required, probes.
// verdict table  over the target with all unknown time as down → conforms · not over it with all unknown time as up → deviates; exactly the target deviates ·
//                between: unknown mostly from silence → source-silent, else what people owe → evidence-missing; watched by no probe → evidence-missing ·
//                nothing required by a countersigned suspension, approved maintenance or an external cause → notApplicable · no calendar, or one
//                without an open hour → evidence-missing · not in service yet, or a quiet first month → not-yet-run
// cannot tell    how well a device works that is up; faults that neither a probe nor a person saw.
import { type DeviceUptimeFacts, type UptimeFigures, uptimeVerdict, type Verdict } from '@center/contract';
import { amount, defineUptimeRule, flag, ours, seed } from '../../define-rule.ts';
import { equipmentSeen } from '../../predicates/equipment-seen.ts';
import { mostlySilent, nothingRequired, uptimeSeen } from '../../predicates/uptime-seen.ts';
import {
  conforms,
  deviates,
  evidenceMissing,
  notYetRun,
  remark,
  seen,
  sourceSilent,
} from '../../predicates/verdicts.ts';

/** Up time that the measurement may owe: each change of state is known to one sampling interval. */
function withinError(figures: UptimeFigures, per: number): boolean {
  const { requiredMs, upMs, unknownMs, transitions, sampleMs } = figures;
  const error = transitions * sampleMs;
  const line = (per * requiredMs) / 100;
  return upMs - error <= line && upMs + unknownMs + error > line;
}

function undecided(device: DeviceUptimeFacts, figures: UptimeFigures): Verdict {
  const { probes } = device;
  const observed = [...uptimeSeen(device, figures), ...seen({ probes })];
  if (probes > 0 && mostlySilent(figures))
    return sourceSilent(
      observed,
      ['deviceWatch'],
      remark('监测中断的时段使结论不确定。', 'Time in which nobody watched leaves it open.'),
    );
  return evidenceMissing(
    [probes > 0 ? 'deviceRecords' : 'deviceProbe'],
    observed,
    probes > 0
      ? remark(
          '缺少应有的每日记录或故障分类，结论不确定。',
          'Daily records or classifications that are due leave it open.',
        )
      : remark('没有探测，记录也不足以判定。', 'No probe watches it, and records do not decide it.'),
  );
}

export const deviceAvailability = defineUptimeRule({
  id: 'device-availability',
  version: 1,
  clause: 'MIDC-3.14b',
  severity: 'major',
  channel: 'device-watch',
  title: { zh: '设备运行完好率＞95%', en: 'Device availability above 95 %' },
  whatToDo: {
    zh: '查看设备的停机与未知时段：故障登记验收时间，误报由第二人会签，缺的每日记录与故障分类补齐；无日历或探测的，先设置。',
    en: 'Look at its down and unknown time: enter when repairs were accepted, have a second person countersign what a probe got wrong, fill in daily records and classifications; set up a calendar and a probe where there are none.',
  },
  cannotTell: {
    zh: '完好设备的工作质量；探测与人员均未发现的故障。',
    en: 'How well a device works that is up; faults that neither a probe nor a person saw.',
  },
  reviewable: false,
  fourEyes: false,
  parameters: {
    moreThan: amount(95, '%', seed('MIDC-3.14b ＞95%')),
    monthDecides: flag(
      false,
      ours('the clause names no period: twelve months decide; a province may choose the month before'),
    ),
  },
  judge: (device, p) => {
    const figures = p.monthDecides ? device.lastMonth : device.year;
    if (figures === undefined)
      return notYetRun(
        equipmentSeen(device),
        ['wholeMonth'],
        remark('监督以来尚无完整月份。', 'No whole month under supervision yet.'),
      );
    const observed = uptimeSeen(device, figures);
    switch (uptimeVerdict(figures, { per: p.moreThan.value, of: 100 })) {
      case 'nothing-required':
        return nothingRequired(device, figures);
      case 'deviates':
        return deviates(observed, { limit: p.moreThan });
      case 'indeterminate':
        return undecided(device, figures);
      case 'conforms':
        return withinError(figures, p.moreThan.value)
          ? conforms(observed, {
              dueSoon: true,
              note: remark('与限值之差在测量误差之内。', 'Within the measurement error of the limit.'),
            })
          : conforms(observed);
    }
  },
});
