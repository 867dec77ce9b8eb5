// clause         MIDC-1.1a: no radiological prenatal screening or diagnosis.
// sentence       No X-ray or nuclear-medicine study looks at an unborn child.
// applies to     ionising studies of the center; fetal ultrasound and magnetic resonance are only remarked.
// facts needed   ionising or not, fetal region, descriptions.
// verdict table  no sign of it → conforms · fetal ultrasound or MR → conforms with a remark · sign in an ionising study → awaiting-review
//                (dismissed → conforms, confirmed → deviates) · nothing to look at → evidence-missing · not ionising, not fetal → notApplicable
// cannot tell    what was meant where the words say nothing; an incidental pregnancy in the field is no screening.
import { fetalTerms } from '@center/register';
import { defineRule, list, ours } from '../../define-rule.ts';
import { hitsIn } from '../../predicates/suspect-words.ts';
import { awaitingReview, conforms, evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';

export const scopeNoFetalXray = defineRule({
  id: 'scope-no-fetal-xray',
  version: 1,
  clause: 'MIDC-1.1a',
  severity: 'critical',
  channel: 'headers',
  title: { zh: '不开展放射产前筛查与诊断', en: 'No radiological prenatal screening or diagnosis' },
  whatToDo: {
    zh: '由负责人核对申请单：若确为放射产前检查，立即停止并报告；若为误报，在复核队列说明理由。',
    en: 'Check the request: if it is a radiological prenatal examination, stop and report it; if not, dismiss it with a reason.',
  },
  cannotTell: { zh: '描述中没有写明的检查目的。', en: 'A purpose that the descriptions do not name.' },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: true,
  fourEyes: true,
  usesFacts: ['ionising', 'region', 'words', 'modalities'],
  parameters: { fetalTerms: list(fetalTerms, ours('product list of prenatal words')) },
  judge: ({ ionising, region, words, modalities }, p) => {
    const hits = hitsIn(words.texts, p.fetalTerms);
    const fetal = region.fetal === 'yes' || hits.length > 0;
    const observed = seen({
      ionising,
      modalities: modalities.join(' '),
      ...Object.fromEntries(hits.map(({ keyword, terms }) => [keyword, terms.join(' ')])),
      ...(region.fetal === 'yes' ? { region: region.decidedBy.join('; ') } : {}),
    });
    if (ionising === 'no') {
      if (!fetal) return notApplicable('ionising', 'no');
      return conforms(observed, {
        note: remark('胎儿超声或磁共振，不属放射检查。', 'Fetal ultrasound or MR: no radiological examination.'),
      });
    }
    if (fetal)
      return awaitingReview(observed, remark('疑似放射产前检查。', 'Perhaps a radiological prenatal examination.'));
    const nothingToLookAt = region.fetal === 'unknown' && words.texts.length === 0 && words.procedureCodes.length === 0;
    return nothingToLookAt
      ? evidenceMissing(['StudyDescription', 'ProtocolName', 'BodyPartExamined'], observed)
      : conforms(observed);
  },
});
