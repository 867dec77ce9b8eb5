// clause         MIDC-3.13a: the radiology permit (放射诊疗许可证) is held.
// sentence       Every ionising device in use stands on a radiology permit in force.
// applies to     each ionising device that is on a card in force or was seen of late.
// facts needed   modality, card, last study, permits that list the device with their days, whether permits are kept.
// verdict table  on a permit in force → conforms · on none, or only on one that has ended or not begun → deviates · no register of permits, or a device without
//                serial number → evidence-missing · not ionising, or neither registered nor seen of late → notApplicable
// cannot tell    whether the permit itself is genuine, and its scope beyond the list of devices.
import { addDays } from '@center/contract';
import { amount, defineDeviceRule, ours } from '../../define-rule.ts';
import { deviceSeen } from '../../predicates/standing-device.ts';
import { conforms, deviates, evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';

export const ionisingDeviceOnPermit = defineDeviceRule({
  id: 'ionising-device-on-permit',
  version: 1,
  clause: 'MIDC-3.13a',
  severity: 'critical',
  channel: 'permit-register',
  title: { zh: '放射设备列入《放射诊疗许可证》', en: 'Ionising devices stand on a radiology permit' },
  whatToDo: {
    zh: '停用未列入许可的设备，办理许可变更或校验；已列入的，在许可证登记中补录设备序列号。',
    en: 'Take the device out of use until the permit is amended or renewed; where it is on the permit, enter its serial number in the register of permits.',
  },
  cannotTell: {
    zh: '许可证真伪，以及设备清单以外的许可范围。',
    en: 'Whether the permit is genuine, and its scope beyond the list of devices.',
  },
  reviewable: true,
  fourEyes: true,
  parameters: {
    seenWithin: amount(30, 'd', ours('a device without a card counts when it was seen in the last thirty days')),
  },
  judge: (facts, p) => {
    const { ionising, card, seen: sighting, permits, permitsInUse, DeviceSerialNumber, asOf } = facts;
    if (!ionising) return notApplicable('ionising', 'no');
    const seenOfLate = sighting !== undefined && addDays(sighting.last, p.seenWithin.value) >= asOf;
    if (card === undefined && !seenOfLate) return notApplicable('deviceInUse', false);
    const observed = deviceSeen(facts);
    if (!permitsInUse) return evidenceMissing(['radiologyPermit'], observed);
    const inForce = permits.find(
      ({ validFrom, validTo }) => validFrom <= asOf && (validTo === undefined || asOf <= validTo),
    );
    if (inForce !== undefined) return conforms([...observed, ...seen({ permitNumber: inForce.number })]);
    if (DeviceSerialNumber.trim() === '') return evidenceMissing(['DeviceSerialNumber'], observed);
    const [ended] = permits;
    return deviates(
      ended === undefined
        ? observed
        : [...observed, ...seen({ permitNumber: ended.number, permitValidTo: ended.validTo })],
      {
        note:
          ended === undefined
            ? remark('未列入任何放射诊疗许可证。', 'On no radiology permit.')
            : remark('所列许可证未生效或已过期。', 'The permit that lists it has ended or has not begun.'),
      },
    );
  },
});
