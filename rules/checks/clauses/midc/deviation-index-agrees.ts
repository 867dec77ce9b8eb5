// clause         MIDC-3.5.3a: patient dose is kept under control; the deviation index is the daily gauge of a detector's exposure.
// sentence       DeviationIndex is 10·log10(ExposureIndex / TargetExposureIndex) (IEC 62494-1).
// applies to     images that carry a DeviationIndex. A target of zero is none, and an index of zero beside it says nothing.
// facts needed   exposure index, target and deviation of each image.
// verdict table  equal within the tolerance → conforms · apart → deviates · given without index or target → evidence-missing · no image with a deviation
//                index → notApplicable
// cannot tell    whose doing it is: a detector that computes or omits an index does so in every study, so the shipped rule set
//                only measures. Whether the exposure was right: a deviation of any size is no breach, it is followed as a median of the device.
import { type ExposureIndexFact, quantity, type Verdict } from '@center/contract';
import { amount, defineRule, ours } from '../../define-rule.ts';
import { atMost } from '../../predicates/limits.ts';
import { conforms, deviates, evidenceMissing, notApplicable, seen } from '../../predicates/verdicts.ts';
import { worstOf } from '../../predicates/worst-of.ts';

const there = (value: number | undefined): value is number => value !== undefined && value > 0;

function judgeImage(image: ExposureIndexFact, tolerance: Parameters<typeof atMost<'1'>>[0]): Verdict | undefined {
  const { ExposureIndex, TargetExposureIndex, DeviationIndex } = image;
  if (DeviationIndex === undefined || (DeviationIndex === 0 && !there(TargetExposureIndex))) return undefined;
  const observed = seen({ ExposureIndex, TargetExposureIndex, DeviationIndex });
  if (!there(ExposureIndex) || !there(TargetExposureIndex))
    return evidenceMissing(
      [
        ...(there(ExposureIndex) ? [] : ['ExposureIndex']),
        ...(there(TargetExposureIndex) ? [] : ['TargetExposureIndex']),
      ],
      observed,
    );
  const computed = Number((10 * Math.log10(ExposureIndex / TargetExposureIndex)).toFixed(2));
  const apart = quantity(Number(Math.abs(computed - DeviationIndex).toFixed(6)), '1');
  const all = [...observed, ...seen({ computed })];
  return atMost(tolerance)(apart) ? conforms(all) : deviates(all, { limit: tolerance });
}

export const deviationIndexAgrees = defineRule({
  id: 'deviation-index-agrees',
  version: 2,
  clause: 'MIDC-3.5.3a',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '偏差指数与曝光指数相符', en: 'The deviation index agrees with the exposure index' },
  whatToDo: {
    zh: '请厂商检查曝光指数、目标值和偏差指数的计算与校准。',
    en: 'Have the vendor check how exposure index, target and deviation are computed and calibrated.',
  },
  cannotTell: { zh: '曝光是否恰当。', en: 'Whether the exposure was right.' },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  measuresOnly: true,
  usesFacts: ['exposureIndices'],
  parameters: {
    tolerance: amount(
      0.2,
      '1',
      ours('the printed indices are rounded: to 0.1 the deviation, to whole numbers the exposure'),
    ),
  },
  judge: ({ exposureIndices }, p) =>
    worstOf(exposureIndices.flatMap((image) => judgeImage(image, p.tolerance) ?? [])) ??
    notApplicable('DeviationIndex', 'absent'),
});
