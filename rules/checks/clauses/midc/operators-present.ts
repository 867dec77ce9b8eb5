// clause         MIDC-1.2c: the duties of every post are defined; who worked at the device can be told.
// sentence       The images of an examination with radiation name their operator.
// applies to     own ionising studies with acquired images.
// facts needed   ionising or not, object groups, whether OperatorsName is filled.
// verdict table  named in every acquired image → conforms · in some or none → evidence-missing, never deviates: many devices leave it empty and the
//                roster tells as well · no radiation, no acquired image → notApplicable
// cannot tell    whether the name is that of a person and of a post in the register of staff.
import { defineRule } from '../../define-rule.ts';
import { conforms, evidenceMissing, notApplicable, seen } from '../../predicates/verdicts.ts';

export const operatorsPresent = defineRule({
  id: 'operators-present',
  version: 1,
  clause: 'MIDC-1.2c',
  severity: 'minor',
  channel: 'staff-register',
  title: { zh: '放射检查影像写明操作人员', en: 'Images made with radiation name their operator' },
  whatToDo: {
    zh: '要求技师在设备上登录或填写姓名；设备不能填写的，以排班表登记。',
    en: 'Have the technologist log in at the device or enter the name; where the device cannot, keep the roster.',
  },
  cannotTell: {
    zh: '姓名是否真实、是否对应在册人员和岗位。',
    en: 'Whether the name is a real one, and that of a registered person and post.',
  },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['ionising', 'objects', 'people'],
  parameters: {},
  judge: ({ ionising, objects, people }) => {
    if (ionising === 'no') return notApplicable('ionising', 'no');
    if (!objects.some(({ acquired }) => acquired)) return notApplicable('acquired objects', 0);
    const observed = seen({ ionising, OperatorsName: people.OperatorsName });
    return people.OperatorsName === 'all' ? conforms(observed) : evidenceMissing(['OperatorsName'], observed);
  },
});
