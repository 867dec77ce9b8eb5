// clause         MIDC-3.5.3a: patient dose is kept under control.
// sentence       A CT dose above the alert has been looked at by a physicist within ten working days.
// applies to     CT of adults whose exam the center's mapping puts into a class of the adult reference levels.
// facts needed   exam class, CTDIvol and DLP of the exam with phantom and number of phases, age band, concepts of unknown unit, review decisions.
// verdict table  at or below the alert → conforms · above it and reviewed → conforms, attested · above it → awaiting-review, after ten working days
//                without review → deviates · no CTDIvol, phantom or age → evidence-missing · unit outside the table → unit-unknown · no CT, a child (the
//                register holds no level for one), exam unmapped or of a class without level → notApplicable
// cannot tell    that a dose is unlawful: there is no legal limit, and an alert is none. DLP is compared for exams of one phase only.
import { mGy, mGyCm, type Observed, type Quantity, quantity, type StudyFacts, type Verdict } from '@center/contract';
import { examClassById, type ReferenceLevel, referenceLevels, workingDaysBetween } from '@center/register';
import { amount, defineRule, law, ours } from '../../define-rule.ts';
import { atMost, times } from '../../predicates/limits.ts';
import {
  awaitingReview,
  conforms,
  deviates,
  evidenceMissing,
  notApplicable,
  remark,
  seen,
  unitUnknown,
} from '../../predicates/verdicts.ts';

/** `coronary-cta-prospective` → `coronaryCtaProspective`, as parameters are named. */
const camel = (code: string): string => code.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());

const sourceOf = ({ source, verified }: ReferenceLevel): ReturnType<typeof law> =>
  law(`${source}${verified ? '' : ', not yet compared with the official text'}`);

type Of<U extends 'mGy' | 'mGy.cm'> = ReturnType<typeof amount<U>>;
/** The 75 % levels of every class of the register as parameters: `chestCtdivol`, `chestDlp` … */
const ctdivolLevels: Readonly<Record<`${string}Ctdivol`, Of<'mGy'>>> = Object.fromEntries(
  referenceLevels.map(
    (level) => [`${camel(level.examCode)}Ctdivol`, amount(level.ctdivol.p75.value, 'mGy', sourceOf(level))] as const,
  ),
);
const dlpLevels: Readonly<Record<`${string}Dlp`, Of<'mGy.cm'>>> = Object.fromEntries(
  referenceLevels.map(
    (level) => [`${camel(level.examCode)}Dlp`, amount(level.dlp.p75.value, 'mGy.cm', sourceOf(level))] as const,
  ),
);

interface Alerts {
  readonly ctdivol: Quantity<'mGy'>;
  readonly dlp: Quantity<'mGy.cm'>;
}

/** What of the exam lies above its alert, beside what was looked at; or why it cannot be compared. */
function compared({ dose }: StudyFacts, examClass: string, alerts: Alerts): Verdict | readonly Observed[] {
  const { amounts, phantom, phases } = dose.exam;
  const said = seen({ examClass });
  const unknown = dose.unitUnknown.filter((each) => /CTDIvol|DLP/.test(each));
  if (unknown.length > 0) return unitUnknown(unknown, said);
  if (amounts.CTDIvol === undefined) return evidenceMissing(['MeanCTDIvol'], said);
  const ctdivol = mGy(amounts.CTDIvol.value);
  const dlp = amounts.DLP === undefined || phases !== 1 ? undefined : mGyCm(amounts.DLP.value);
  const observed = [
    ...said,
    ...seen({ CTDIvol: ctdivol, phantom: phantom ?? 'unknown', CTDIvolAlert: alerts.ctdivol }),
    ...(dlp === undefined ? [] : seen({ DLP: dlp, DLPAlert: alerts.dlp })),
  ];
  const right = examClassById(examClass)?.phantom;
  if (phantom === undefined || (right !== undefined && phantom !== right))
    return evidenceMissing(
      [right === undefined ? 'CTDIwPhantomType' : `CTDIwPhantomType ${right}`],
      observed,
      remark(
        '体模直径未知或不同，不能与参考水平比较。',
        'The phantom is unknown or another one: no comparison with the level.',
      ),
    );
  const within = atMost(alerts.ctdivol)(ctdivol) && (dlp === undefined || atMost(alerts.dlp)(dlp));
  return within ? conforms(observed) : observed;
}

function judgeAlert(
  facts: StudyFacts,
  above: readonly Observed[],
  reviewDays: Quantity<'[working_d]'>,
  ruleId: string,
): Verdict {
  if (facts.records.reviews.some((review) => review.ruleId === ruleId && review.decision !== 'accepted'))
    return conforms(above, {
      basis: 'attested',
      note: remark('超过提示值，已由物理师复核。', 'Above the alert, reviewed by a physicist.'),
    });
  const waited = quantity(workingDaysBetween(facts.date, facts.asOf), '[working_d]');
  if (atMost(reviewDays)(waited))
    return awaitingReview(above, remark('超过提示值，待物理师复核。', 'Above the alert: a physicist must look at it.'));
  return deviates([...above, ...seen({ waited })], {
    limit: reviewDays,
    note: remark('超过提示值，逾期未复核。', 'Above the alert and not reviewed in time.'),
  });
}

const id = 'ct-dose-alert-review';

export const ctDoseAlertReview = defineRule({
  id,
  version: 2,
  clause: 'MIDC-3.5.3a',
  severity: 'critical',
  channel: 'review',
  title: { zh: 'CT剂量超过提示值的检查得到复核', en: 'CT doses above the alert are reviewed' },
  whatToDo: {
    zh: '由医学物理师复核扫描参数、体型和指征，在复核队列写明结论；必要时优化方案。',
    en: 'A medical physicist looks at technique, size and indication and writes the result into the review queue; improve the protocol where needed.',
  },
  cannotTell: {
    zh: '患者剂量没有法定限值，超过提示值本身不是违规。儿童尚无可用的参考水平。',
    en: 'Patient dose has no legal limit: exceeding the alert is no breach in itself. No level for children is held yet.',
  },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: true,
  fourEyes: false,
  measuresOnly: true,
  usesFacts: ['modalities', 'age', 'exam', 'dose', 'records', 'date', 'asOf'],
  parameters: Object.assign({}, ctdivolLevels, dlpLevels, {
    alertFactor: amount(2, '{ratio}', ours('an alert is twice the reference level')),
    reviewWithin: amount(10, '[working_d]', ours('working days from the study to its review')),
  }),
  judge: (facts, p) => {
    const { modalities, age, exam } = facts;
    if (!modalities.includes('CT')) return notApplicable('modalities', modalities.join(' '));
    if (age.band !== undefined && age.band !== 'adult')
      return notApplicable('referenceLevel', `none in the register for the age band ${age.band}`);
    if (exam.class === undefined) return notApplicable('examClass', exam.decidedBy);
    const ctdivol = p[`${camel(exam.class)}Ctdivol`];
    const dlp = p[`${camel(exam.class)}Dlp`];
    if (ctdivol === undefined || dlp === undefined)
      return notApplicable('referenceLevel', `none in the register for ${exam.class}`);
    if (age.band === undefined)
      return evidenceMissing(['PatientBirthDate', 'PatientAge'], seen({ examClass: exam.class }));
    const alerts = {
      ctdivol: times(ctdivol, p.alertFactor, mGy),
      dlp: times(dlp, p.alertFactor, mGyCm),
    };
    const result = compared(facts, exam.class, alerts);
    return 'kind' in result ? result : judgeAlert(facts, result, p.reviewWithin, id);
  },
});
