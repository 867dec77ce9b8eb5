// clause         MIDC-3.11a: image data are kept ten years or more.
// sentence       An object says the same of patient, exam and device whenever and by whatever way it is seen.
// applies to     studies of which some object was seen anew with other content; others are not judged.
// facts needed   in how many objects and in which attributes the sightings differ by meaning, between which kinds of channels.
// verdict table  the same by meaning → conforms · identity, or what people register and correct, or the study it belongs to, is another → awaiting-review
//                (dismissed → conforms, confirmed → deviates) · what the device made and said of it is another → deviates · too many to be compared, and
//                no difference among those that were → not-yet-run
// cannot tell    which sighting is right; whether pixels changed; attributes that a channel does not deliver; a value that was changed and changed back unseen.
import type { DriftFacts, Observed } from '@center/contract';
import { defineRule } from '../../define-rule.ts';
import {
  awaitingReview,
  conforms,
  deviates,
  notApplicable,
  notYetRun,
  remark,
  seen,
} from '../../predicates/verdicts.ts';

function driftSeen({ objects, moved, compared, keywords, moreKeywords, channels }: DriftFacts): readonly Observed[] {
  return seen({
    comparedObjects: compared,
    changedObjects: objects,
    ...(moved === 0 ? {} : { movedObjects: moved }),
    ...(keywords.length === 0
      ? {}
      : { changedAttributes: `${keywords.join(' ')}${moreKeywords === 0 ? '' : ` +${moreKeywords}`}` }),
    ...(channels.length === 0 ? {} : { betweenChannels: channels.join(' ') }),
  });
}

const byThisAlone = remark(
  '设备生成的采集信息前后不一致；患者或登记信息的更正不会改变这些内容。',
  'What the device wrote of the acquisition is another than before; correcting a patient or an order does not change that.',
);

/** What a person has to look at, the weightiest first. */
function asked({ touches, moved }: DriftFacts): string {
  if (touches.includes('identity'))
    return remark(
      '同一影像对象的患者身份信息前后不一致，通常是合并或更正，请核实属于谁。',
      'The identity in one and the same object is another than before; mostly a merge or a correction: look whose images they are.',
    );
  if (moved > 0)
    return remark(
      '影像对象由另一项检查移来（拆分、合并或改号），请核实。',
      'Objects belonged to another study before (a split, a merge, new UIDs): look whether that is right.',
    );
  return remark(
    '登记、申请或报告状态信息前后不一致，请核实是否为正常更正。',
    'What was registered of order, study or report is another than before: look whether that is a correction.',
  );
}

export const headersUnchanged = defineRule({
  id: 'headers-unchanged',
  version: 1,
  clause: 'MIDC-3.11a',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '影像头信息前后一致', en: 'Headers say the same whenever they are seen' },
  whatToDo: {
    zh: '在检查页对照前后两次的内容：属患者合并、信息更正的，注明后驳回；不属更正的，查明由谁、何时改写，按设备原图恢复。',
    en: 'Compare both contents on the page of the study: where patients were merged or an entry corrected, say so and dismiss; else find out who rewrote it and when, and restore it from the device.',
  },
  cannotTell: {
    zh: '哪一次的内容正确；像素是否改变；某一通道不提供的属性；未被看到就改回的内容。',
    en: 'Which sighting is right; whether pixels changed; attributes that a channel does not deliver; what was changed back before anybody saw it.',
  },
  waitsForQuiet: false,
  judgesImported: true,
  reviewable: true,
  fourEyes: false,
  usesFacts: ['drift'],
  onlyWith: 'drift',
  parameters: {},
  judge: ({ drift }) => {
    if (drift === undefined) return notApplicable('changedObjects', 0);
    const observed = driftSeen(drift);
    if (drift.touches.includes('acquisition')) return deviates(observed, { note: byThisAlone });
    if (drift.objects > 0) return awaitingReview(observed, asked(drift));
    return drift.uncompared === 0
      ? conforms(observed)
      : notYetRun([...observed, ...seen({ uncomparedObjects: drift.uncompared })], ['comparison of every object']);
  },
});
