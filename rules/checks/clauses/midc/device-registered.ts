// clause         MIDC-2.9a: every imaging device has its file.
// sentence       Every device that the archive's images of late name is in the center's register of devices.
// applies to     each device that images of the archive name, backfilled ones included.
// facts needed   last study that names it, its card in force, whether cards are kept, its serial number.
// verdict table  a card in force → conforms · none, and seen of late → deviates · no serial number, or no register kept → evidence-missing · not seen of late, or
//                only on a card → notApplicable
// cannot tell    whether the images were made here: outside images are registered as imported, study by study.
import { addDays } from '@center/contract';
import { amount, defineDeviceRule, ours } from '../../define-rule.ts';
import { deviceSeen } from '../../predicates/standing-device.ts';
import { conforms, deviates, evidenceMissing, notApplicable } from '../../predicates/verdicts.ts';

export const deviceRegistered = defineDeviceRule({
  id: 'device-registered',
  version: 1,
  clause: 'MIDC-2.9a',
  severity: 'major',
  channel: 'device-register',
  title: { zh: '归档影像中的设备已登记', en: 'Every device in the archive’s images is registered' },
  whatToDo: {
    zh: '为该设备建立档案和设备卡片；若为外院影像，登记为外来检查。',
    en: 'Open a file and a device card; register outside images as imported.',
  },
  cannotTell: {
    zh: '影像是否在本中心拍摄：外院影像须逐例登记为外来。',
    en: 'Whether the images were made here: outside images are registered as imported, study by study.',
  },
  reviewable: true,
  fourEyes: false,
  parameters: {
    seenWithin: amount(30, 'd', ours('devices seen in the last thirty days must equal the register')),
  },
  judge: (facts, p) => {
    const { seen: sighting, card, cardsInUse, DeviceSerialNumber, asOf } = facts;
    if (sighting === undefined) return notApplicable('studies', 0);
    const observed = deviceSeen(facts);
    if (card !== undefined) return conforms(observed);
    if (addDays(sighting.last, p.seenWithin.value) < asOf) return notApplicable('lastSeen', sighting.last);
    if (!cardsInUse) return evidenceMissing(['deviceCard'], observed);
    return DeviceSerialNumber.trim() === '' ? evidenceMissing(['DeviceSerialNumber'], observed) : deviates(observed);
  },
});
