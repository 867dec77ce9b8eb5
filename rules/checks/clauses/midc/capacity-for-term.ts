// clause         MIDC-3.11a: image data are kept ten years or more.
// sentence       By growth and free space, three years online and ten years kept will fit for more than a year to come.
// applies to     the archive's holdings.
// facts needed   forecast: growth, space, the days on which the terms no longer fit, and the alarm that follows from them.
// verdict table  no alarm → conforms · within a year, half a year, a quarter, or past → deviates, before anything is lost · the archive shows neither space nor
//                limit → awaiting-review (a written word on capacity settles it) · no forecast yet → not-yet-run · notApplicable does not occur
// cannot tell    purchases that are planned; growth by a new device.
import { defineHoldingsRule } from '../../define-rule.ts';
import { awaitingReview, conforms, deviates, notYetRun, remark, seen } from '../../predicates/verdicts.ts';

const words = {
  year: remark('一年内容量将不足。', 'Space will run out within a year.'),
  'half-year': remark('半年内容量将不足。', 'Space will run out within half a year.'),
  quarter: remark('三个月内容量将不足。', 'Space will run out within a quarter.'),
  past: remark('容量已不足以保存法定期限。', 'Space no longer holds what the law asks for.'),
} as const;

export const capacityForTerm = defineHoldingsRule({
  id: 'capacity-for-term',
  version: 1,
  clause: 'MIDC-3.11a',
  severity: 'minor',
  channel: 'retention-proof',
  title: { zh: '存储容量够用到法定期限', en: 'There is room for what must be kept' },
  whatToDo: {
    zh: '按预测日期提前扩容或迁移；系统不显示容量的，登记容量证明后裁定。',
    en: 'Enlarge or move the archive before the forecast day; where it shows no space, get a word on its capacity and decide.',
  },
  cannotTell: { zh: '计划中的扩容；新设备带来的增长。', en: 'Purchases that are planned; growth by a new device.' },
  reviewable: true,
  fourEyes: false,
  parameters: {},
  judge: ({ forecast }) => {
    if (forecast === undefined) return notYetRun([], ['capacity forecast']);
    const { alarm, basis, threeYears, tenYears } = forecast;
    const observed = seen({
      forecastBasis: basis,
      alarm,
      ...(tenYears.early === null ? {} : { tenYearsEarly: tenYears.early }),
      ...(tenYears.median === null ? {} : { tenYearsMedian: tenYears.median }),
      ...(threeYears.early === null ? {} : { threeYearsEarly: threeYears.early }),
      ...(threeYears.median === null ? {} : { threeYearsMedian: threeYears.median }),
    });
    if (alarm !== 'none') return deviates(observed, { note: words[alarm] });
    if (basis === 'unknown')
      return awaitingReview(
        observed,
        remark('归档系统不显示容量，无法预测。', 'The archive shows no space: nothing can be forecast.'),
      );
    return forecast.growth === null ? notYetRun(observed, ['archive growth']) : conforms(observed);
  },
});
