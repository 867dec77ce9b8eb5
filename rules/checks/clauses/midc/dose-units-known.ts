// clause         MIDC-3.5.3a: patient dose is kept under control; a number without a known unit controls nothing.
// sentence       The unit of every dose value of the study is one of the known spellings.
// applies to     studies with a dose report, or with dose values in headers, performed steps or dose screens.
// facts needed   departures that the reader met, concepts whose unit is outside the table.
// verdict table  every unit known, however it was spelled → conforms · a unit outside the table → unit-unknown, naming the concept and the raw spelling ·
//                no dose value in the study → notApplicable · deviates: never, because an unread number proves nothing
// cannot tell    what the number means; it is left out of sums and comparisons until its unit is in the table.
import { defineRule } from '../../define-rule.ts';
import { conforms, notApplicable, seen, unitUnknown } from '../../predicates/verdicts.ts';

export const doseUnitsKnown = defineRule({
  id: 'dose-units-known',
  version: 1,
  clause: 'MIDC-3.5.3a',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '剂量单位可识别', en: 'The unit of every dose value is known' },
  whatToDo: {
    zh: '把原始写法告知本软件维护方以补入对照表，并请设备厂商改用标准单位；在此之前该数值不参与合计与比较。',
    en: 'Send the raw spelling to the maintainers of this program for the table, and have the vendor write a standard unit; until then the number is left out of sums and comparisons.',
  },
  cannotTell: { zh: '无法识别单位的数值是多少。', en: 'What a number of unknown unit means.' },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['dose'],
  parameters: {},
  judge: ({ dose }) => {
    const { departures, reports, header } = dose;
    const raw = departures.flatMap(({ code, where, raw: spelling = '' }) =>
      code === 'unit-unknown' ? [{ where, spelling }] : [],
    );
    const unknown = [...new Set([...raw.map(({ where }) => where), ...dose.unitUnknown])].toSorted();
    if (unknown.length > 0)
      return unitUnknown(
        unknown,
        raw.flatMap(({ where, spelling }) => seen({ [where]: spelling === '' ? 'no unit' : spelling })),
      );
    if (reports.length === 0 && header.length === 0) return notApplicable('dose', 'no dose value in the study');
    return conforms(seen({ doseReports: reports.length, doseInHeader: header.length }));
  },
});
