// clause         JL24-1.2b: imaging away from the center keeps its quality and its radiation protection.
// sentence       An examination made with a vehicle or a mobile device has the protection record of its outing.
// applies to     own ionising studies whose station, device card or descriptions name a vehicle, a mobile device or an outing.
// facts needed   ionising or not, devices with station name and card, descriptions.
// verdict table  such a device → evidence-missing (control zone, signs, dose-rate reading of the outing) · other devices, no radiation → notApplicable ·
//                conforms and deviates do not occur: no register holds the outings
// cannot tell    a mobile device that does not call itself so; a bedside examination inside the house.
import { outreachStationTerms, outreachTerms } from '@center/register';
import { defineRule, list, ours } from '../../define-rule.ts';
import { acquiringDevices } from '../../predicates/acquiring-devices.ts';
import { hitsSeen } from '../../predicates/hits-seen.ts';
import { hitsIn } from '../../predicates/suspect-words.ts';
import { evidenceMissing, notApplicable } from '../../predicates/verdicts.ts';

export const outreachProtectionRecorded = defineRule({
  id: 'outreach-protection-recorded',
  version: 1,
  clause: 'JL24-1.2b',
  severity: 'major',
  channel: 'outing-record',
  title: { zh: '外出影像检查有放射防护记录', en: 'Imaging away from the center has its protection record' },
  whatToDo: {
    zh: '每次外出登记一份防护记录：控制区、警示标志、周围剂量率读数、操作人员。',
    en: 'Keep a protection record of each outing: control zone, signs, dose-rate reading, operators.',
  },
  cannotTell: {
    zh: '名称中看不出的移动设备；院内床旁检查。',
    en: 'A mobile device that does not call itself so; a bedside examination inside the house.',
  },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['ionising', 'devices', 'objects', 'words'],
  parameters: {
    stationTerms: list(
      outreachStationTerms,
      ours('words of station names and device cards that name a vehicle or mobile device'),
    ),
    descriptionTerms: list(outreachTerms, ours('words of descriptions that name a vehicle or an outing')),
  },
  judge: (facts, p) => {
    if (facts.ionising === 'no') return notApplicable('ionising', 'no');
    const devices = acquiringDevices(facts);
    const stations = devices.flatMap(({ StationName, card }) => [
      { keyword: 'StationName', text: StationName },
      ...(card === undefined ? [] : [{ keyword: 'deviceCard.name', text: card.name }]),
    ]);
    const hits = [...hitsIn(stations, p.stationTerms), ...hitsIn(facts.words.texts, p.descriptionTerms)];
    if (hits.length === 0) return notApplicable('StationName', devices.map(({ StationName }) => StationName).join(' '));
    return evidenceMissing(['records.outing'], hitsSeen(hits));
  },
});
