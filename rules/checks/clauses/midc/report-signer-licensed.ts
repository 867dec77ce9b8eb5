// clause         MIDC-5.3.1: diagnosis by people who are not qualified for it is punished more severely.
// sentence       Whoever reads images or signs reports is in the staff list with a valid licence in medical imaging.
// applies to     each name that headers give as verifying observer of a report or as NameOfPhysiciansReadingStudy.
// facts needed   name, roles, days, the entries of the staff list under that name with their licence.
// verdict table  a licence in imaging, valid on the day last seen → conforms · not in the list, no licence, another specialty, or ended → deviates · the list
//                holds no name in that script → awaiting-review · no staff list kept → evidence-missing · named only as operator → notApplicable
// cannot tell    whether the person named is the one who read the images; names shared by two people.
import { definePersonRule } from '../../define-rule.ts';
import { inForceWhenSeen, notComparable, personSeen } from '../../predicates/seen-person.ts';
import { conforms, deviates, evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';

const asked = ['reading', 'report-signer'] as const;

export const reportSignerLicensed = definePersonRule({
  id: 'report-signer-licensed',
  version: 1,
  clause: 'MIDC-5.3.1',
  severity: 'critical',
  channel: 'staff-register',
  title: { zh: '报告签发人有执业资格', en: 'Report signers are licensed' },
  whatToDo: {
    zh: '停止其签发报告，核实执业证书、专业和有效期并登记；写法不同的，在名册中加别名。',
    en: 'Let the person sign no report until licence, specialty and validity are verified and entered; where the name is spelled otherwise, add that spelling.',
  },
  cannotTell: {
    zh: '署名者是否为实际阅片人；同名者无法区分。',
    en: 'Whether the person named is the one who read the images; names shared by two people.',
  },
  reviewable: true,
  fourEyes: true,
  parameters: {},
  judge: (facts) => {
    if (!facts.roles.some((role) => role === 'reading' || role === 'report-signer'))
      return notApplicable('roles', facts.roles.join(' '));
    const observed = personSeen(facts, asked);
    if (!facts.staffInUse) return evidenceMissing(['staffList.licence'], observed);
    const known = inForceWhenSeen(facts);
    const licensed = known.filter(
      ({ licence }) =>
        licence?.imaging === true && (licence.validTo === undefined || facts.lastSeen <= licence.validTo),
    );
    if (licensed.length > 0) return conforms([...observed, ...seen({ licensedEntries: licensed.length })]);
    if (known.length === 0 && !facts.comparable) return notComparable(observed);
    return deviates(observed, {
      note:
        known.length === 0
          ? remark('不在人员名册。', 'Not in the staff list.')
          : remark('在册，但无有效的医学影像执业资格。', 'In the list, without a valid licence in medical imaging.'),
    });
  },
});
