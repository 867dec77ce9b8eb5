// clause         MIDC-5.2.3: the authority orders to stop what is against the law.
// sentence       No study is made by a device, or in a scope, that is under a stop order.
// applies to     each device that a stop order touches.
// facts needed   stop orders with their days, the device's own studies dated inside them.
// verdict table  no study inside any order → conforms · one → deviates · no stop order → notApplicable · indeterminate does not occur: an order that nobody entered is
//                not known
// cannot tell    orders that were not entered in the register; use of a device whose images reach no archive.
import { defineDeviceRule } from '../../define-rule.ts';
import { deviceSeen } from '../../predicates/standing-device.ts';
import { conforms, deviates, notApplicable, seen } from '../../predicates/verdicts.ts';

export const noImagesAfterStopOrder = defineDeviceRule({
  id: 'no-images-after-stop-order',
  version: 1,
  clause: 'MIDC-5.2.3',
  severity: 'critical',
  channel: 'review',
  title: { zh: '责令停止后不再产生影像', en: 'No images after a stop order' },
  whatToDo: {
    zh: '立即停用该设备或项目，查明责令停止后检查的原因，并向监督部门说明。',
    en: 'Take the device or scope out of use at once, find out why examinations went on, and answer to the authority.',
  },
  cannotTell: {
    zh: '未登记的停止令；影像未进入归档的使用。',
    en: 'Orders that were not entered; use of a device whose images reach no archive.',
  },
  reviewable: true,
  fourEyes: true,
  parameters: {},
  judge: (facts) => {
    const { stops } = facts;
    if (stops.length === 0) return notApplicable('stop orders', 0);
    const broken = stops.filter(({ studies }) => studies > 0);
    const observed = [...deviceSeen(facts), ...seen({ stopOrders: stops.length })];
    if (broken.length === 0) return conforms(observed);
    return deviates([
      ...observed,
      ...broken.flatMap(({ from, liftedOn, studies, lastStudyOn }) =>
        seen({
          stoppedFrom: from,
          ...(liftedOn === undefined ? {} : { liftedOn }),
          studiesAfterStop: studies,
          ...(lastStudyOn === undefined ? {} : { lastStudyOn }),
        }),
      ),
    ]);
  },
});
