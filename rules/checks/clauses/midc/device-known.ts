// clause         MIDC-2.9a: every imaging device has its file.
// sentence       Every device that acquired images here is in the center's register of devices.
// applies to     acquired images of own or unclassified studies.
// facts needed   devices with serial number and card, whether a register is kept, object groups, origin.
// verdict table  every device has a card → conforms · serial number in no register → deviates (origin unclassified → awaiting-review) · no serial
//                number, or no register kept → evidence-missing · no acquired image, imported → notApplicable
// cannot tell    whether the file itself is complete.
import type { Origin, SeenDevice, Verdict } from '@center/contract';
import { defineRule } from '../../define-rule.ts';
import { acquiringDevices } from '../../predicates/acquiring-devices.ts';
import {
  awaitingReview,
  conforms,
  deviates,
  evidenceMissing,
  notApplicable,
  remark,
  seen,
} from '../../predicates/verdicts.ts';
import { worstOf } from '../../predicates/worst-of.ts';

function judgeDevice(
  device: SeenDevice,
  { origin, registerInUse }: { readonly origin: Origin; readonly registerInUse: boolean },
): Verdict {
  const { Manufacturer, ManufacturerModelName, DeviceSerialNumber, StationName, card } = device;
  const observed = seen({ Manufacturer, ManufacturerModelName, DeviceSerialNumber, StationName, origin: origin.kind });
  if (card !== undefined) return conforms(observed);
  if (!registerInUse) return evidenceMissing(['deviceCard'], observed);
  if (origin.kind === 'unclassified')
    return awaitingReview(
      observed,
      remark('检查来源未定，先确认是否本中心设备。', 'The origin is open: decide first whether the device is yours.'),
    );
  if (DeviceSerialNumber.trim() === '') return evidenceMissing(['DeviceSerialNumber'], observed);
  return deviates(observed);
}

export const deviceKnown = defineRule({
  id: 'device-known',
  version: 1,
  clause: 'MIDC-2.9a',
  severity: 'major',
  channel: 'device-register',
  title: { zh: '影像设备已建档', en: 'Every imaging device is in the register' },
  whatToDo: {
    zh: '为该设备建立档案和设备卡片；若为外院影像，登记为外来检查。',
    en: 'Open a file and a device card; register outside images as imported.',
  },
  cannotTell: { zh: '设备档案内容是否完整。', en: 'Whether the file itself is complete.' },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: true,
  fourEyes: false,
  usesFacts: ['devices', 'objects', 'origin', 'registerInUse'],
  parameters: {},
  judge: (facts) => {
    const acquired = facts.objects.filter((group) => group.acquired);
    if (acquired.length === 0) return notApplicable('acquired objects', 0);
    const verdicts = acquiringDevices(facts).map((device) => judgeDevice(device, facts));
    const nameless = acquired.filter(({ deviceId }) => deviceId === undefined);
    if (nameless.length > 0) {
      verdicts.push(
        evidenceMissing(
          ['Manufacturer', 'ManufacturerModelName', 'DeviceSerialNumber'],
          seen({ Modality: nameless.map(({ Modality }) => Modality).join(' ') }),
        ),
      );
    }
    return worstOf(verdicts) ?? evidenceMissing(['DeviceSerialNumber']);
  },
});
