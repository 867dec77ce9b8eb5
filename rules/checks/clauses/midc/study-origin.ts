// clause         MIDC-2.10b: management of patient information is strengthened.
// sentence       It is known of every study whether it was made here or came from outside.
// applies to     every study.
// facts needed   origin.
// verdict table  own → conforms · imported → conforms with a remark, attested where it is so by record · unclassified → awaiting-review
// cannot tell    who made an outside study.
import { defineRule } from '../../define-rule.ts';
import { awaitingReview, conforms, remark, seen } from '../../predicates/verdicts.ts';

export const studyOrigin = defineRule({
  id: 'study-origin',
  version: 1,
  clause: 'MIDC-2.10b',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '检查来源明确', en: 'The origin of the study is known' },
  whatToDo: {
    zh: '确认检查是否本中心完成：补登设备，或登记为外来检查。',
    en: 'Decide whether it was made here: add the device, or register the study as imported.',
  },
  cannotTell: { zh: '外来检查由谁完成。', en: 'Who made an outside study.' },
  waitsForQuiet: false,
  judgesImported: true,
  reviewable: true,
  fourEyes: false,
  usesFacts: ['origin'],
  parameters: {},
  judge: ({ origin }) => {
    switch (origin.kind) {
      case 'own': {
        const observed = seen({ origin: 'own', decidedBy: origin.by });
        return origin.by === 'presumption'
          ? conforms(observed, {
              note: remark(
                '尚无设备登记，暂按本中心检查处理。',
                'No register of devices yet: presumed to be the center’s own.',
              ),
            })
          : conforms(observed);
      }
      case 'imported':
        return conforms(seen({ origin: 'imported', decidedBy: origin.by }), {
          basis: origin.by === 'record' ? 'attested' : 'measured',
          note: remark('外来检查，不按本中心行为规则评判。', 'From outside: not judged by the rules on conduct.'),
        });
      case 'unclassified':
        return awaitingReview(
          seen({ origin: 'unclassified', why: origin.why }),
          remark('检查来源未定。', 'The origin is open.'),
        );
    }
  },
});
