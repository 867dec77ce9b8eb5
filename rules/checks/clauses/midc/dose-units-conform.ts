// clause         MIDC-3.5.3a: patient dose is kept under control; who compares doses needs numbers whose unit is beyond doubt.
// sentence       The dose objects of the study write units, codes and numbers as the standard (PS3.16) spells them.
// applies to     studies with a dose report, or with dose values in headers, performed steps or dose screens.
// facts needed   departures that the reader met, with their raw spelling.
// verdict table  none → conforms · a spelling, code or number form against the standard that was read nevertheless, or an empty measurement → deviates ·
//                a unit outside the table → unit-unknown · no dose value in the study → notApplicable
// cannot tell    whether the number beside the unit is right. A vendor's spelling returns in every study of its device, so the shipped rule set only measures:
//                what cannot be read at all is the finding of dose-units-known.
import type { DoseDeparture } from '@center/contract';
import { defineRule } from '../../define-rule.ts';
import { conforms, deviates, notApplicable, remark, seen, unitUnknown } from '../../predicates/verdicts.ts';

const rawOf = ({ where, raw }: DoseDeparture): string => (raw === undefined ? where : `${where} “${raw}”`);

export const doseUnitsConform = defineRule({
  id: 'dose-units-conform',
  version: 1,
  clause: 'MIDC-3.5.3a',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '剂量单位与编码符合标准', en: 'Dose units and codes are written as the standard spells them' },
  whatToDo: {
    zh: '数值已按对照表换算；请设备厂商更正剂量报告中的单位、编码或空项。',
    en: 'The numbers were converted by table; have the vendor correct the unit, code or empty item of its dose report.',
  },
  cannotTell: { zh: '单位旁的数值是否正确。', en: 'Whether the number beside the unit is right.' },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  measuresOnly: true,
  usesFacts: ['dose'],
  parameters: {},
  judge: ({ dose }) => {
    const { departures, reports, header } = dose;
    if (departures.length === 0 && reports.length === 0 && header.length === 0)
      return notApplicable('dose', 'no dose value in the study');
    const observed = departures.flatMap((departure) => seen({ [departure.code]: rawOf(departure) }));
    const unknown = departures.filter(({ code }) => code === 'unit-unknown');
    if (unknown.length > 0) return unitUnknown(unknown.map(rawOf), observed);
    if (departures.length === 0) return conforms(seen({ doseReports: reports.length, doseInHeader: header.length }));
    return deviates(observed, {
      note: remark(
        '写法与标准不同，已按对照表读取。',
        'Written otherwise than the standard spells it; read by the table of known spellings.',
      ),
    });
  },
});
