// clause         MIDC-3.11b: at least three years are online.
// sentence       The images of a study up to 36 months old come back without a recall.
// applies to     every study of the archive ledger up to 36 months old, of which there is something to say.
// facts needed   retention class and state, its latest delivery, what the archive claims of it.
// verdict table  delivered without recall → conforms, unless the archive itself claims it nearline or offline → awaiting-review · delivered after a recall
//                only, lost, or never delivered and claimed nearline or offline → deviates · slow and not asked again, not asked yet, not listed → not-yet-run
//                · the look failed its controls → source-silent · older than 36 months, or explained (another study or archive holds it) → notApplicable
// cannot tell    how fast: that is a rule of its own, and slow is not offline.
import type { KeptStudyFacts, Observed, Verdict } from '@center/contract';
import { defineKeptStudyRule } from '../../define-rule.ts';
import { isProven, keptSeen } from '../../predicates/kept-study.ts';
import {
  awaitingReview,
  conforms,
  deviates,
  notApplicable,
  notYetRun,
  remark,
  seen,
  sourceSilent,
} from '../../predicates/verdicts.ts';

/** The claim ONLINE is worth nothing; any other is against the archive's own interest. */
function claimsOffline({ claimed }: KeptStudyFacts): boolean {
  return claimed !== undefined && claimed !== 'ONLINE';
}

function delivered(facts: KeptStudyFacts, observed: readonly Observed[]): Verdict {
  switch (facts.delivery?.recall) {
    case 'needed':
      return deviates(observed, {
        note: remark(
          '首次调阅慢、随即再调阅快：需要召回。',
          'Slow at first and fast at once when asked again: a recall.',
        ),
      });
    case 'unknown':
    case undefined:
      return notYetRun(
        observed,
        ['retention proof L4'],
        remark('调阅较慢，尚不能区分慢与召回。', 'It came slowly; not yet known whether slow or recalled.'),
      );
    case 'no':
      return claimsOffline(facts)
        ? awaitingReview(
            observed,
            remark(
              '无需召回即送达，但归档系统自称不在线。',
              'Delivered without a recall, and the archive itself claims it is not online.',
            ),
          )
        : conforms(observed);
  }
}

export const imagesOnlineThreeYears = defineKeptStudyRule({
  id: 'images-online-three-years',
  version: 2,
  clause: 'MIDC-3.11b',
  severity: 'critical',
  channel: 'retention-proof',
  title: { zh: '影像资料至少三年在线', en: 'At least three years of images are online' },
  whatToDo: {
    zh: '扩充在线存储，或调整归档策略，使三年内检查无需召回。',
    en: 'Enlarge online storage or change the archiving rule, so that three years need no recall.',
  },
  cannotTell: { zh: '调阅速度：慢不等于离线。', en: 'How fast: slow is not offline.' },
  reviewable: true,
  fourEyes: false,
  parameters: {},
  judge: (facts) => {
    if (facts.class !== 'online') return notApplicable('retentionClass', facts.class);
    const { state, delivery, claimed, notMeasured } = facts;
    const observed = [
      ...keptSeen(facts),
      ...seen({
        ...(delivery === undefined ? {} : { recall: delivery.recall, deliveredOn: delivery.on }),
        ...(claimed === undefined ? {} : { InstanceAvailability: claimed }),
      }),
    ];
    switch (state) {
      case 'lost':
        return deviates(observed);
      case 'explained':
        return notApplicable('retentionState', 'explained');
      case 'missing':
      case 'unlisted':
        return notYetRun(observed, ['retention proof L4']);
      case 'expected':
      case 'present':
        if (isProven(facts)) return delivered(facts, observed);
        if (claimsOffline(facts))
          return deviates(observed, {
            note: remark(
              '归档系统自称不在线，亦从未送达。',
              'The archive itself claims it is not online, and it never came.',
            ),
          });
        return notMeasured === undefined
          ? notYetRun(observed, ['retention proof L4'])
          : sourceSilent([...observed, ...seen({ notMeasured: notMeasured.why })], ['retention proof']);
    }
  },
});
