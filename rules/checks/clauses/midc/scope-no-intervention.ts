// clause         MIDC-1.1c: no interventional treatment.
// sentence       No study of the center is an interventional treatment.
// applies to     every study of the center.
// facts needed   descriptions and procedure codes.
// verdict table  neither word nor code, or a word that only looks back (术后, 复查) → conforms · word or code → awaiting-review (dismissed →
//                conforms, confirmed → deviates) · nothing to look at → evidence-missing · imported → notApplicable
// cannot tell    an intervention that the descriptions do not name; issued consumables are another source.
import { conceptKey } from '@center/contract';
import { interventionalCodes, interventionalNegations, interventionalTerms } from '@center/register';
import { defineRule, list, ours } from '../../define-rule.ts';
import { hitsIn } from '../../predicates/suspect-words.ts';
import { awaitingReview, conforms, evidenceMissing, remark, seen } from '../../predicates/verdicts.ts';

export const scopeNoIntervention = defineRule({
  id: 'scope-no-intervention',
  version: 1,
  clause: 'MIDC-1.1c',
  severity: 'critical',
  channel: 'headers',
  title: { zh: '不开展介入治疗', en: 'No interventional treatment' },
  whatToDo: {
    zh: '由负责人核对申请单和报告：若为介入治疗，立即停止并报告；若为误报，在复核队列说明理由。',
    en: 'Check request and report: an interventional treatment has to stop and be reported; otherwise dismiss it with a reason.',
  },
  cannotTell: {
    zh: '描述和编码中没有写明的介入操作。',
    en: 'An intervention that neither descriptions nor codes name.',
  },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: true,
  fourEyes: true,
  usesFacts: ['words', 'modalities'],
  parameters: {
    interventionalTerms: list(interventionalTerms, ours('product list of interventional words')),
    negations: list(interventionalNegations, ours('product list of words that look back')),
    interventionalCodes: list(interventionalCodes, ours('product list of procedure codes, value|scheme')),
  },
  judge: ({ words, modalities }, p) => {
    if (words.texts.length === 0 && words.procedureCodes.length === 0) {
      return evidenceMissing(
        ['StudyDescription', 'ProtocolName', 'ProcedureCodeSequence'],
        seen({ modalities: modalities.join(' ') }),
      );
    }
    const hits = hitsIn(words.texts, p.interventionalTerms, p.negations);
    const codes = words.procedureCodes.map(conceptKey).filter((key) => p.interventionalCodes.includes(key));
    if (hits.length === 0 && codes.length === 0)
      return conforms(seen({ textsSearched: words.texts.length, codesSearched: words.procedureCodes.length }));
    const observed = seen({
      ...Object.fromEntries(hits.map(({ keyword, terms }) => [keyword, terms.join(' ')])),
      ...(codes.length > 0 ? { ProcedureCodeSequence: codes.join(' ') } : {}),
      modalities: modalities.join(' '),
    });
    return awaitingReview(observed, remark('疑似介入治疗。', 'Perhaps an interventional treatment.'));
  },
});
