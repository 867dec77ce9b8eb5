// clause         MIDC-1.2c: the duties of every post are defined; who worked at the device can be told.
// sentence       Whoever headers name as operator or performing physician is in the staff list.
// applies to     each name that headers of own studies give as OperatorsName or PerformingPhysicianName.
// facts needed   name, roles, days, the entries of the staff list under that name.
// verdict table  in the list on the day last seen → conforms · not in it, or no longer → deviates · the list holds no name in that script, so that they cannot be
//                compared → awaiting-review · no staff list kept → evidence-missing · named only as reading or signing → notApplicable
// cannot tell    whether the person named is the one who worked; names shared by two people.
import { definePersonRule } from '../../define-rule.ts';
import { inForceWhenSeen, notComparable, personSeen } from '../../predicates/seen-person.ts';
import { conforms, deviates, evidenceMissing, notApplicable } from '../../predicates/verdicts.ts';

const asked = ['operator', 'performing'] as const;

export const operatorInStaffList = definePersonRule({
  id: 'operator-in-staff-list',
  version: 1,
  clause: 'MIDC-1.2c',
  severity: 'minor',
  channel: 'staff-register',
  title: { zh: '操作人员均在册', en: 'Operators are in the staff list' },
  whatToDo: {
    zh: '将其登记入人员名册并签署岗位职责；设备上的写法不同的，在名册中加别名。',
    en: 'Enter the person in the staff list with a signed description of the post; where the device writes the name otherwise, add that spelling.',
  },
  cannotTell: {
    zh: '署名者是否实际操作者；同名者无法区分。',
    en: 'Whether the person named is the one who worked; names shared by two people.',
  },
  reviewable: true,
  fourEyes: false,
  parameters: {},
  judge: (facts) => {
    if (!facts.roles.some((role) => role === 'operator' || role === 'performing'))
      return notApplicable('roles', facts.roles.join(' '));
    const observed = personSeen(facts, asked);
    if (!facts.staffInUse) return evidenceMissing(['staffList'], observed);
    if (inForceWhenSeen(facts).length > 0) return conforms(observed);
    return facts.comparable ? deviates(observed) : notComparable(observed);
  },
});
