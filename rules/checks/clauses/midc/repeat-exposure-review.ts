// clause         MIDC-3.5.1a: exposures are justified and kept as low as possible.
// sentence       An exposure that repeats another one has been looked at: the same part within seven days, or one that the device marks as repeated or rejected.
// applies to     ionising studies of the center's own.
// facts needed   earlier studies of the same patient with region, class and modality, region and class of this study, exposures with their marks.
// verdict table  neither → conforms · one of them → awaiting-review, found in order → conforms, attested, confirmed → deviates, attested · region of this
//                study unknown beside an earlier one of the same modality → awaiting-review · no ionising radiation, or a phantom →
//                notApplicable · evidence-missing: never, because a study without a known exposure repeats none
// cannot tell    exposures elsewhere, or under another PatientID. Another technique for the same part is a further question and no repetition.
import {
  daysBetween,
  type EarlierStudy,
  ionisingModalities,
  type Observed,
  quantity,
  type StudyFacts,
} from '@center/contract';
import { notPatientTerms } from '@center/register';
import { amount, defineRule, list, ours } from '../../define-rule.ts';
import { atMost } from '../../predicates/limits.ts';
import { notPatient } from '../../predicates/not-patient.ts';
import { awaitingReview, conforms, notApplicable, remark, seen } from '../../predicates/verdicts.ts';

const parts = ['head', 'chest', 'abdomenOrPelvis'] as const;

/** What both studies show: a part that both reach, or the same exam class. Undefined = nothing in common. */
function commonPart({ region, exam }: StudyFacts, earlier: EarlierStudy): string | undefined {
  if (exam.class !== undefined && exam.class === earlier.examClass) return exam.class;
  const common = parts.find((part) => region[part] === 'yes' && earlier.region[part] === 'yes');
  if (common !== undefined) return common;
  return parts.every((part) => region[part] === 'unknown') ? 'region unknown' : undefined;
}

function sharedModality({ modalities }: StudyFacts, earlier: EarlierStudy): string | undefined {
  return modalities.find((modality) => ionisingModalities.has(modality) && earlier.modalities.includes(modality));
}

function repetitions(facts: StudyFacts, within: Parameters<typeof atMost<'d'>>[0]): readonly Observed[] {
  return facts.earlier.flatMap((earlier) => {
    const apart = quantity(daysBetween(earlier.date, facts.date), 'd');
    const modality = sharedModality(facts, earlier);
    const part = commonPart(facts, earlier);
    if (!atMost(within)(apart) || modality === undefined || part === undefined) return [];
    return seen({ earlierStudy: apart, modality, part });
  });
}

function marked({ dose }: StudyFacts): readonly Observed[] {
  return dose.events.flatMap(({ mark }) =>
    mark === undefined ? [] : seen({ exposure: mark.kind, reason: mark.reason?.CodeMeaning }),
  );
}

export const repeatExposureReview = defineRule({
  id: 'repeat-exposure-review',
  version: 2,
  clause: 'MIDC-3.5.1a',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '重复照射得到复核', en: 'Repeated exposures are looked at' },
  whatToDo: {
    zh: '核对重复检查的临床理由；属技术原因的重拍，登记原因并改进。',
    en: 'Check the clinical reason of the repetition; note the cause of a technical repeat and mend it.',
  },
  cannotTell: {
    zh: '在别处或以其他患者号所做的照射。',
    en: 'Exposures made elsewhere or under another patient number.',
  },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: true,
  fourEyes: false,
  usesFacts: ['ionising', 'patient', 'AccessionNumber', 'earlier', 'date', 'modalities', 'region', 'exam', 'dose'],
  parameters: {
    within: amount(7, 'd', ours('days within which the same part is a repetition')),
    notPatientTerms: list(notPatientTerms, ours('product list; phantoms and quality checks')),
  },
  judge: (facts, p) => {
    if (facts.ionising !== 'yes') return notApplicable('modalities', facts.modalities.join(' '));
    const phantom = notPatient(facts, p.notPatientTerms);
    if (phantom !== undefined) return notApplicable('notPatient', phantom);
    const found = [...marked(facts), ...repetitions(facts, p.within)];
    if (found.length > 0)
      return awaitingReview(
        found,
        remark(
          '同部位短期内重复照射或设备标记重拍，待核对理由。',
          'The same part again within days, or marked as a repeat: the reason is to be checked.',
        ),
      );
    return conforms(seen({ earlierStudies: facts.earlier.length, exposures: facts.dose.events.length }));
  },
});
