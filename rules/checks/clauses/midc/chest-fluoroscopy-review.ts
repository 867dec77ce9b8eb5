// clause         MIDC-3.5.1a: exposures are justified and kept as low as possible.
// sentence       The chest is not screened by fluoroscopy: a film takes its place (放射诊疗管理规定, order 46).
// applies to     studies of fluoroscopy devices, and studies whose words name a chest fluoroscopy.
// facts needed   modalities, region, words of the descriptions, contrast, exposures with their type.
// verdict table  fluoroscopy of another part, or of the chest with contrast or for the swallow → conforms · fluoroscopy of the chest alone, or words that
//                name one → awaiting-review, found justified → conforms, attested, confirmed → deviates, attested · fluoroscopy of nobody knows what →
//                evidence-missing · no fluoroscopy → notApplicable
// cannot tell    the medical reason: a moving diaphragm may need it, a check-up does not.
import type { StudyFacts } from '@center/contract';
import { chestFluoroscopyTerms, passageTerms } from '@center/register';
import { defineRule, law, list, ours } from '../../define-rule.ts';
import { hitsSeen } from '../../predicates/hits-seen.ts';
import { hitsIn } from '../../predicates/suspect-words.ts';
import { awaitingReview, conforms, evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';

function usesFluoroscopy({ modalities, dose }: StudyFacts): boolean {
  return (
    modalities.some((modality) => modality === 'RF' || modality === 'XA') ||
    dose.events.some(({ type }) => type === 'Fluoroscopy')
  );
}

export const chestFluoroscopyReview = defineRule({
  id: 'chest-fluoroscopy-review',
  version: 2,
  clause: 'MIDC-3.5.1a',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '不以透视作胸部检查', en: 'The chest is not examined by fluoroscopy' },
  whatToDo: {
    zh: '核对透视指征；胸部检查改用摄影，确需观察运动的写明理由。',
    en: 'Check the indication; take a film of the chest instead, and write down the reason where movement has to be seen.',
  },
  cannotTell: { zh: '透视是否有临床必要。', en: 'Whether fluoroscopy was medically needed.' },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: true,
  fourEyes: false,
  usesFacts: ['modalities', 'dose', 'region', 'words', 'contrast'],
  parameters: {
    chestFluoroscopyTerms: list(
      chestFluoroscopyTerms,
      law(
        '放射诊疗管理规定 (order 46): chest radiography takes the place of chest fluoroscopy; wording not yet compared',
      ),
    ),
    otherPurposeTerms: list(passageTerms, ours('exams that show the chest because something passes through it')),
  },
  judge: (facts, p) => {
    const { words, region, contrast } = facts;
    const named = hitsIn(words.texts, p.chestFluoroscopyTerms);
    const fluoroscopy = usesFluoroscopy(facts);
    if (named.length === 0 && !fluoroscopy) return notApplicable('modalities', facts.modalities.join(' '));
    const otherPurpose = contrast === 'yes' || hitsIn(words.texts, p.otherPurposeTerms).length > 0;
    const chestAlone = region.chest === 'yes' && region.abdomenOrPelvis !== 'yes';
    const observed = [
      ...hitsSeen(named),
      ...seen({
        chest: region.chest,
        abdomenOrPelvis: region.abdomenOrPelvis,
        contrast,
      }),
    ];
    if (named.length > 0 || (chestAlone && !otherPurpose))
      return awaitingReview(
        observed,
        remark('疑为胸部透视，应以摄影代替。', 'Perhaps a fluoroscopy of the chest, where a film should be taken.'),
      );
    return region.chest === 'unknown' && !otherPurpose
      ? evidenceMissing(['BodyPartExamined'], observed)
      : conforms(observed);
  },
});
