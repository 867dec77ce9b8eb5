// clause         MIDC-2.9c: imaging devices and others that belong to them are kept running.
// sentence       A device is watched, and each confirmed failing is classified by a person within three working days.
// applies to     each imaging device.
// facts needed   failings nobody has classified and those among them whose three working days are over, probes, silence within opening hours.
// verdict table  watched, nothing unclassified → conforms · unclassified within its days → conforms, due soon · beyond → deviates · no probe at all →
//                evidence-missing · probes silent for longer than allowed → source-silent · notApplicable does not occur
// cannot tell    whether the classification is true.
import { quantity } from '@center/contract';
import { amount, defineUptimeRule, ours } from '../../define-rule.ts';
import { equipmentSeen } from '../../predicates/equipment-seen.ts';
import { conforms, deviates, evidenceMissing, remark, seen, sourceSilent } from '../../predicates/verdicts.ts';

export const deviceFaultsFollowed = defineUptimeRule({
  id: 'device-faults-followed',
  version: 1,
  clause: 'MIDC-2.9c',
  severity: 'major',
  channel: 'device-watch',
  title: {
    zh: '设备受监测，故障三个工作日内处理归类',
    en: 'Devices are watched and faults followed within three working days',
  },
  whatToDo: {
    zh: '在“故障”中对每次确认的失联归类（故障、关机、网络、移机、无窗口维护）；没有探测的设备配置一个探测。',
    en: 'Classify each confirmed failing (fault, switched off, network, moved, maintenance without a window); configure a probe where there is none.',
  },
  cannotTell: { zh: '归类是否属实。', en: 'Whether the classification is true.' },
  reviewable: false,
  fourEyes: false,
  parameters: {
    silentFor: amount(
      15,
      'min',
      ours('three of the five-minute heartbeats of the clause table missed in opening hours'),
    ),
  },
  judge: (device, p) => {
    const { probes, unclassified, unclassifiedOverdue, silentMs } = device;
    const observed = [...equipmentSeen(device), ...seen({ probes, unclassified, unclassifiedOverdue })];
    if (unclassifiedOverdue > 0)
      return deviates(observed, {
        note: remark(
          '有失联超过三个工作日未归类。',
          'A failing has waited for its class for more than three working days.',
        ),
      });
    if (probes === 0)
      return evidenceMissing(['deviceProbe'], observed, remark('没有探测监测该设备。', 'No probe watches the device.'));
    if (quantity(silentMs / 60_000, 'min') > p.silentFor) return sourceSilent(observed, ['deviceWatch']);
    return unclassified === 0
      ? conforms(observed)
      : conforms(observed, {
          dueSoon: true,
          note: remark('有失联待归类。', 'A failing waits to be classified.'),
        });
  },
});
