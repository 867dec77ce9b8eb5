// clause         MIDC-2.9a: every imaging device has its file.
// sentence       A device on the register in use makes images that reach the archive.
// applies to     each device with a card in force for longer than the silence that is allowed.
// facts needed   card with its first day, last study in the archive that names the device.
// verdict table  seen of late → conforms · nothing for longer than allowed → awaiting-review (a spare or standing device is dismissed → conforms; a wrong serial
//                number or a line that is down is confirmed → deviates) · no card in force, or a card of late → notApplicable
// cannot tell    whether the device stands still or its images do not arrive.
import { addDays } from '@center/contract';
import { amount, defineDeviceRule, ours } from '../../define-rule.ts';
import { deviceSeen } from '../../predicates/standing-device.ts';
import { awaitingReview, conforms, notApplicable, remark } from '../../predicates/verdicts.ts';

export const registeredDeviceSeen = defineDeviceRule({
  id: 'registered-device-seen',
  version: 1,
  clause: 'MIDC-2.9a',
  severity: 'minor',
  channel: 'device-register',
  title: { zh: '在册设备有影像到达归档', en: 'Registered devices reach the archive' },
  whatToDo: {
    zh: '核对序列号与传输；停用或备用的设备在卡片上写明止日，或裁定为无异常。',
    en: 'Check serial number and line; put an end day on the card of a device out of use, or decide that a spare one may stand.',
  },
  cannotTell: {
    zh: '是设备停用，还是影像未到达。',
    en: 'Whether the device stands still or its images do not arrive.',
  },
  reviewable: true,
  fourEyes: false,
  parameters: {
    silentFor: amount(30, 'd', ours('days without a study after which a device in use is silent')),
  },
  judge: (facts, p) => {
    const { card, seen: sighting, asOf } = facts;
    if (card === undefined) return notApplicable('deviceCard', 'none in force');
    if (addDays(card.validFrom, p.silentFor.value) >= asOf) return notApplicable('cardSince', card.validFrom);
    const observed = deviceSeen(facts);
    return sighting !== undefined && addDays(sighting.last, p.silentFor.value) >= asOf
      ? conforms(observed)
      : awaitingReview(observed, remark('在册设备长期无影像。', 'A registered device has made no image for long.'));
  },
});
