// clause         MIDC-2.9a: every imaging device has its file.
// sentence       A device works under the AE titles that its card lists, and under none that another device uses at the same time.
// applies to     each device whose card in force lists AE titles and that was seen under one of late.
// facts needed   AE titles of its images and performed steps with their last days, titles of the card, other devices under the same title.
// verdict table  every title of late on the card and its own → conforms · one of late that the card does not list → deviates · one that another device was seen under within
//                thirty days → awaiting-review (a replaced device leaves its title to the next) · the card lists none, none seen of late, no card → notApplicable
// cannot tell    who changed the title; devices whose images and performed steps name none.
import { addDays } from '@center/contract';
import { amount, defineDeviceRule, ours } from '../../define-rule.ts';
import { deviceSeen } from '../../predicates/standing-device.ts';
import { awaitingReview, conforms, deviates, notApplicable, remark, seen } from '../../predicates/verdicts.ts';

export const deviceAeTitleListed = defineDeviceRule({
  id: 'device-ae-title-listed',
  version: 1,
  clause: 'MIDC-2.9a',
  severity: 'minor',
  channel: 'device-register',
  title: { zh: '设备以登记的 AE 标题工作', en: 'Devices work under the AE titles on their cards' },
  whatToDo: {
    zh: '核对设备网络设置，在设备卡上补登或更正 AE 标题；两台设备共用一个标题的，为其中一台改设。',
    en: 'Check the network settings of the device and mend the AE titles on its card; where two devices share a title, give one of them its own.',
  },
  cannotTell: {
    zh: '标题由谁更改；影像和检查步骤中不写标题的设备。',
    en: 'Who changed the title; devices whose images and performed steps name none.',
  },
  reviewable: true,
  fourEyes: false,
  parameters: {
    seenWithin: amount(30, 'd', ours('titles of the last thirty days are compared')),
  },
  judge: (facts, p) => {
    const { card, AETitles, asOf } = facts;
    if (card === undefined) return notApplicable('deviceCard', 'none in force');
    const listed = card.AETitles ?? [];
    if (listed.length === 0) return notApplicable('AETitlesOnCard', 0);
    const ofLate = AETitles.filter(({ last }) => addDays(last, p.seenWithin.value) >= asOf);
    if (ofLate.length === 0) return notApplicable('AETitlesSeen', 0);
    const shared = ofLate.flatMap(({ sharedWith }) => sharedWith);
    const observed = [
      ...deviceSeen(facts),
      ...seen({
        AETitlesSeen: ofLate.map(({ title }) => title).join(' '),
        AETitlesOnCard: listed.join(' '),
        ...(shared.length === 0 ? {} : { AETitleSharedWith: [...new Set(shared)].join(' ') }),
      }),
    ];
    if (ofLate.some(({ title }) => !listed.includes(title))) return deviates(observed);
    return shared.length === 0
      ? conforms(observed)
      : awaitingReview(
          observed,
          remark('另一台设备近期使用同一 AE 标题。', 'Another device was seen under the same AE title of late.'),
        );
  },
});
