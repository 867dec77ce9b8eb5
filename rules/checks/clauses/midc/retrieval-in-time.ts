// clause         MIDC-3.11c: images can be retrieved, viewed and used for diagnosis quickly.
// sentence       95 of 100 samples up to 36 months old show their first image, and come whole, within the limits.
// applies to     each modality of which samples up to 36 months old were drawn.
// facts needed   first-image and size-normalised whole-study times by modality, with the number of samples.
// verdict table  every modality with enough samples within both limits → conforms · one above → deviates · no modality with enough samples → not-yet-run
//                (not enough data) · no round has measured → source-silent · no way into the archive that retrieves → evidence-missing · notApplicable does not
//                occur
// cannot tell    how fast the physicians' own workplaces are: the times are those of the agent's way into the archive.
import { type Observed, type Quantity, quantity, type RetrievalFigures } from '@center/contract';
import { amount, defineHoldingsRule, ours } from '../../define-rule.ts';
import {
  conforms,
  deviates,
  evidenceMissing,
  notYetRun,
  remark,
  seen,
  sourceSilent,
} from '../../predicates/verdicts.ts';

interface Limits {
  readonly firstImage: Quantity<'s'>;
  readonly whole: Quantity<'s'>;
  readonly fewest: Quantity<'1'>;
}

const seconds = (ms: number): Quantity<'s'> => quantity(ms / 1000, 's');

function timesOf(
  { modality, n, firstImageP95Ms, wholeN, wholeP95Ms }: RetrievalFigures,
  { firstImage, whole, fewest }: Limits,
): { readonly slow: boolean; readonly observed: readonly Observed[] } {
  const first = quantity(n, '1') < fewest || firstImageP95Ms === null ? undefined : seconds(firstImageP95Ms);
  const all = quantity(wholeN, '1') < fewest || wholeP95Ms === null ? undefined : seconds(wholeP95Ms);
  return {
    slow: (first !== undefined && first > firstImage) || (all !== undefined && all > whole),
    observed: seen({
      modality,
      samples: n,
      ...(first === undefined ? {} : { firstImageP95: first }),
      wholeSamples: wholeN,
      ...(all === undefined ? {} : { wholeP95: all }),
    }),
  };
}

export const retrievalInTime = defineHoldingsRule({
  id: 'retrieval-in-time',
  version: 1,
  clause: 'MIDC-3.11c',
  severity: 'major',
  channel: 'retention-proof',
  title: { zh: '影像可快速调阅', en: 'Images are retrieved quickly' },
  whatToDo: {
    zh: '先查网络路径，再查归档系统负载、缓存和存储；持续偏慢的设备类型单独处理。',
    en: 'Look at the network path first, then at load, cache and storage of the archive; deal with the slow modality by itself.',
  },
  cannotTell: {
    zh: '医生工作站上的速度：此处为监测程序通道的用时。',
    en: 'How fast the physicians’ own workplaces are: the times are those of the monitor’s channel.',
  },
  reviewable: false,
  fourEyes: false,
  parameters: {
    firstImageWithin: amount(3, 's', ours('first image, 95th percentile')),
    wholeWithin: amount(30, 's', ours('whole study, 95th percentile per 100 MB, inside the house')),
    fewestSamples: amount(30, '1', ours('samples of a modality below which a percentile says nothing')),
  },
  judge: ({ retrieval, canRetrieve, silentSince }, p) => {
    const limits: Limits = { firstImage: p.firstImageWithin, whole: p.wholeWithin, fewest: p.fewestSamples };
    const rows = retrieval.filter(({ age }) => age === 'online');
    const enough = rows.filter(({ n }) => quantity(n, '1') >= p.fewestSamples).map((row) => timesOf(row, limits));
    const limited = seen({ firstImageWithin: p.firstImageWithin, wholeWithin: p.wholeWithin });
    if (!canRetrieve) return evidenceMissing(['retrieving channel'], limited);
    if (enough.length === 0) {
      const drawn = seen({ samples: rows.reduce((sum, { n }) => sum + n, 0), fewestSamples: p.fewestSamples });
      return silentSince === undefined
        ? notYetRun(
            drawn,
            ['retention samples'],
            remark('样本不足 30 例，尚不评判快慢。', 'Not enough samples yet to tell fast from slow.'),
          )
        : sourceSilent([...drawn, ...seen({ silentSince })], ['retention round']);
    }
    const slow = enough.filter((each) => each.slow);
    if (slow.length > 0) return deviates([...slow.flatMap(({ observed }) => observed), ...limited]);
    return conforms([...enough.flatMap(({ observed }) => observed), ...limited]);
  },
});
