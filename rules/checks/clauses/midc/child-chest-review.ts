// clause         MIDC-3.5.1a: exposures are justified and kept as low as possible.
// sentence       X-rays and nuclear pictures of the chest are no part of routine check-ups of infants and children (放射诊疗管理规定, order 46).
// applies to     ionising studies of children whose chest is, or may be, in the field.
// facts needed   age, region, words of the descriptions, whether there was radiation.
// verdict table  no word of a check-up → conforms · a word of a check-up → awaiting-review, found justified → conforms, attested, confirmed → deviates,
//                attested · a word of a check-up and no age → evidence-missing · chest not in the field, no radiation, old enough → notApplicable
// cannot tell    the reason of the exam where the descriptions are silent.
import { quantity } from '@center/contract';
import { checkUpTerms } from '@center/register';
import { amount, defineRule, law, list, ours } from '../../define-rule.ts';
import { hitsSeen } from '../../predicates/hits-seen.ts';
import { hitsIn } from '../../predicates/suspect-words.ts';
import { awaitingReview, conforms, evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';

export const childChestReview = defineRule({
  id: 'child-chest-review',
  version: 1,
  clause: 'MIDC-3.5.1a',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '儿童体检不作常规胸部照射', en: 'No routine chest exposure in check-ups of children' },
  whatToDo: {
    zh: '核对申请单的指征；体检、入托、入学不应常规拍摄儿童胸片。',
    en: 'Check the indication on the request; check-ups, nursery and school entry are no reason for a child’s chest film.',
  },
  cannotTell: { zh: '描述中没有写明的检查目的。', en: 'The purpose of an exam whose descriptions are silent.' },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: true,
  fourEyes: false,
  usesFacts: ['ionising', 'region', 'age', 'words'],
  parameters: {
    under: amount(15, 'a', ours('infants and children of the clause; years')),
    checkUpTerms: list(
      checkUpTerms,
      law(
        '放射诊疗管理规定 (order 46): no routine chest X-ray or nuclear imaging in check-ups of infants and children',
      ),
    ),
  },
  judge: ({ ionising, region, age, words }, p) => {
    if (ionising === 'no') return notApplicable('ionising', 'no');
    if (region.chest === 'no') return notApplicable('chest', 'no');
    if (age.years !== undefined && quantity(age.years, 'a') >= p.under)
      return notApplicable('age', quantity(age.years, 'a'));
    const hits = hitsIn(words.texts, p.checkUpTerms);
    const observed = [
      ...hitsSeen(hits),
      ...seen({
        age: age.years === undefined ? undefined : quantity(age.years, 'a'),
        chest: region.chest,
      }),
    ];
    if (hits.length === 0) return conforms(observed);
    if (age.years === undefined) return evidenceMissing(['PatientBirthDate', 'PatientAge'], observed);
    return awaitingReview(
      observed,
      remark(
        '儿童体检的胸部照射，须核对指征。',
        'A chest exposure in a child’s check-up: the indication is to be checked.',
      ),
    );
  },
});
