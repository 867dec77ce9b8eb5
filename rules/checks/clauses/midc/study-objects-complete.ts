// clause         MIDC-3.11a: image data are kept ten years or more.
// sentence       A study that is there has as many objects as were ever seen of it, and each comes back whole.
// applies to     studies of the archive ledger up to 120 months old that are not missing, lost or explained.
// facts needed   most objects ever seen, objects of the last count or whole retrieve, objects that did not come or ended before their end.
// verdict table  as many as ever, none cut → conforms · fewer, absent from a whole retrieve, or cut → deviates · not counted yet, or an answer that
//                ended early → not-yet-run · the look failed its controls → source-silent · missing, lost, explained, older → notApplicable
// cannot tell    whether objects were taken out on purpose (rejected images, double sends): a person says so by deciding the finding.
import type { KeptStudyFacts } from '@center/contract';
import { defineKeptStudyRule } from '../../define-rule.ts';
import { keptSeen } from '../../predicates/kept-study.ts';
import { conforms, deviates, notApplicable, notYetRun, remark, seen, sourceSilent } from '../../predicates/verdicts.ts';

function isShort({ objects: { most, found }, delivery }: KeptStudyFacts): boolean {
  return (found !== undefined && found < most) || (delivery?.absent ?? 0) > 0 || (delivery?.incomplete ?? 0) > 0;
}

export const studyObjectsComplete = defineKeptStudyRule({
  id: 'study-objects-complete',
  version: 1,
  clause: 'MIDC-3.11a',
  severity: 'major',
  channel: 'retention-proof',
  title: { zh: '检查的影像对象一个不少', en: 'No object of a study has gone' },
  whatToDo: {
    zh: '对照设备或备份补齐缺失的影像；属质控剔除或重复发送的，注明后驳回。',
    en: 'Fetch the missing images from the device or the backup; where they were rejected or sent twice, say so and dismiss.',
  },
  cannotTell: {
    zh: '对象是否被有意剔除（废片、重复发送）。',
    en: 'Whether objects were taken out on purpose (rejected images, double sends).',
  },
  reviewable: true,
  fourEyes: false,
  parameters: {},
  judge: (facts) => {
    const { state, objects, delivery, notMeasured } = facts;
    if (facts.class === 'older') return notApplicable('retentionClass', 'older');
    if (state !== 'present' && state !== 'expected') return notApplicable('retentionState', state);
    const observed = [
      ...keptSeen(facts),
      ...seen({
        mostObjects: objects.most,
        ...(objects.found === undefined ? {} : { foundObjects: objects.found }),
        ...(objects.foundOn === undefined ? {} : { foundOn: objects.foundOn }),
        ...(delivery === undefined ? {} : { absentObjects: delivery.absent, incompleteObjects: delivery.incomplete }),
      }),
    ];
    if (isShort(facts)) return deviates(observed);
    if (objects.found !== undefined && delivery?.short !== true) return conforms(observed);
    if (delivery?.short === true)
      return notYetRun(
        observed,
        ['retention proof L5'],
        remark('应答提前结束，须再次调阅。', 'The answer ended before its end: it must be asked for again.'),
      );
    return notMeasured === undefined
      ? notYetRun(observed, ['retention proof L2'])
      : sourceSilent([...observed, ...seen({ notMeasured: notMeasured.why })], ['retention proof']);
  },
});
