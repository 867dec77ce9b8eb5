// clause         MIDC-3.5.3a: patient dose is kept under control.
// sentence       A CT dose above the alert has been looked at by a physicist within ten working days.
// applies to     CT of adults whose exam class is head, chest or abdomen and pelvis, by region.
// facts needed   mean CTDIvol of diagnostic events, phantom, region, descriptions, age band, review decisions.
// verdict table  at or below the alert → conforms · above it and reviewed → conforms, attested · above it → awaiting-review, after ten working days
//                without review → deviates · no CTDIvol, phantom or age → evidence-missing · unit outside the table → unit-unknown · no CT, child,
//                exam class unmapped → notApplicable
// cannot tell    that a dose is unlawful: there is no legal limit, and an alert is none.
import { mGy, type Quantity, quantity, type StudyFacts, type Verdict } from '@center/contract';
import { referenceLevelOf, workingDaysBetween } from '@center/register';
import { amount, defineRule, law, list, ours } from '../../define-rule.ts';
import { atMost, times } from '../../predicates/limits.ts';
import { hitsIn } from '../../predicates/suspect-words.ts';
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

type ExamClass = 'head' | 'chest' | 'abdomen';

/** A level of the register as a parameter. A register without the row is a broken invariant. */
function levelOf(exam: ExamClass): {
  readonly value: number;
  readonly unit: 'mGy';
  readonly source: ReturnType<typeof law>;
} {
  const level = referenceLevelOf(exam);
  if (level === undefined) throw new Error(`the register has no reference level for ${exam}`);
  return amount(
    level.ctdivol.p75.value,
    'mGy',
    law(`${level.source}${level.verified ? '' : ', not yet compared with the official text'}`),
  );
}

/** One class only where the region leaves no doubt; several parts in one field have no level of their own. */
function examClass({ region }: StudyFacts): ExamClass | undefined {
  const reached = [
    region.head === 'yes' ? 'head' : '',
    region.chest === 'yes' ? 'chest' : '',
    region.abdomenOrPelvis === 'yes' ? 'abdomen' : '',
  ].filter((part) => part !== '');
  const [only] = reached;
  return reached.length === 1 && (only === 'head' || only === 'chest' || only === 'abdomen') ? only : undefined;
}

/** Localiser (constant angle) and bolus tracking (stationary) take no diagnostic picture. */
const notDiagnostic: readonly (string | undefined)[] = ['ConstantAngleAcquisition', 'StationaryAcquisition'];

/** The phantoms that the diagnostic CTDIvol values refer to, of reports before headers; a value without one is `unknown`. */
function phantomsOf({ dose }: StudyFacts): readonly string[] {
  const reported = dose.reports.flatMap(({ events }) => events).filter(({ type }) => !notDiagnostic.includes(type));
  const events = reported.length > 0 ? reported : dose.header.flatMap((report) => report.events);
  const withValue = events.filter(({ values }) => 'MeanCTDIvol' in values || 'CTDIvol' in values);
  return [...new Set(withValue.map(({ phantom }) => phantom ?? 'unknown'))];
}

const rightPhantom: Readonly<Record<ExamClass, string>> = {
  head: 'head-16cm',
  chest: 'body-32cm',
  abdomen: 'body-32cm',
};

function judgeAlert(
  facts: StudyFacts,
  exam: ExamClass,
  alert: Quantity<'mGy'>,
  reviewDays: Quantity<'[working_d]'>,
  ruleId: string,
): Verdict {
  const { dose } = facts;
  const said = seen({ examClass: exam });
  if (dose.unitUnknown.some((each) => each.includes('CTDIvol'))) return unitUnknown(dose.unitUnknown, said);
  if (dose.maxMeanCTDIvolMGy === undefined) return evidenceMissing(['MeanCTDIvol'], said);
  const value = mGy(dose.maxMeanCTDIvolMGy);
  const phantoms = phantomsOf(facts);
  const observed = [...said, ...seen({ MeanCTDIvol: value, phantom: phantoms.join(' ') || 'unknown', alert })];
  if (!phantoms.every((phantom) => phantom === rightPhantom[exam]) || phantoms.length === 0) {
    return evidenceMissing(
      [`CTDIwPhantomType ${rightPhantom[exam]}`],
      observed,
      remark(
        '体模直径未知或不同，不能与参考水平比较。',
        'The phantom is unknown or another one: no comparison with the level.',
      ),
    );
  }
  if (atMost(alert)(value)) return conforms(observed);
  if (facts.records.reviews.some((review) => review.ruleId === ruleId && review.decision !== 'accepted')) {
    return conforms(observed, {
      basis: 'attested',
      note: remark('超过提示值，已由物理师复核。', 'Above the alert, reviewed by a physicist.'),
    });
  }
  const waited = quantity(workingDaysBetween(facts.date, facts.asOf), '[working_d]');
  if (atMost(reviewDays)(waited))
    return awaitingReview(
      observed,
      remark('超过提示值，待物理师复核。', 'Above the alert: a physicist must look at it.'),
    );
  return deviates([...observed, ...seen({ waited })], {
    limit: reviewDays,
    note: remark('超过提示值，逾期未复核。', 'Above the alert and not reviewed in time.'),
  });
}

const id = 'ct-dose-alert-review';

export const ctDoseAlertReview = defineRule({
  id,
  version: 1,
  clause: 'MIDC-3.5.3a',
  severity: 'critical',
  channel: 'review',
  title: { zh: 'CT剂量超过提示值的检查得到复核', en: 'CT doses above the alert are reviewed' },
  whatToDo: {
    zh: '由医学物理师复核扫描参数、体型和指征，在复核队列写明结论；必要时优化方案。',
    en: 'A medical physicist looks at technique, size and indication and writes the result into the review queue; improve the protocol where needed.',
  },
  cannotTell: {
    zh: '患者剂量没有法定限值，超过提示值本身不是违规。',
    en: 'Patient dose has no legal limit: exceeding the alert is no breach in itself.',
  },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: true,
  fourEyes: false,
  measuresOnly: true,
  usesFacts: ['modalities', 'age', 'region', 'words', 'dose', 'records', 'date', 'asOf'],
  parameters: {
    headLevel: levelOf('head'),
    chestLevel: levelOf('chest'),
    abdomenLevel: levelOf('abdomen'),
    alertFactor: amount(2, '{ratio}', ours('an alert is twice the reference level')),
    reviewWithin: amount(10, '[working_d]', ours('working days from the study to its review')),
    otherClassTerms: list(
      [
        'CTA',
        'ANGIO*',
        'CORONARY',
        'CARDIAC',
        'PERFUSION',
        'UROGRAPHY',
        'CTU',
        'SPINE',
        '血管',
        '冠状动脉',
        '冠脉',
        '心脏',
        '灌注',
        '尿路造影',
        '椎',
        '骶',
        '鼻窦',
        '颞骨',
        '内耳',
      ],
      ours('words of exam classes that have another level or none'),
    ),
  },
  judge: (facts, p) => {
    if (!facts.modalities.includes('CT')) return notApplicable('modalities', facts.modalities.join(' '));
    if (facts.age.band !== undefined && facts.age.band !== 'adult') return notApplicable('ageBand', facts.age.band);
    const other = hitsIn(facts.words.texts, p.otherClassTerms)[0];
    if (other !== undefined) return notApplicable('examClass', `unmapped: ${other.terms.join(' ')}`);
    const exam = examClass(facts);
    if (exam === undefined) return notApplicable('examClass', `unmapped: ${facts.region.decidedBy.join('; ')}`);
    if (facts.age.band === undefined)
      return evidenceMissing(['PatientBirthDate', 'PatientAge'], seen({ examClass: exam }));
    const level = { head: p.headLevel, chest: p.chestLevel, abdomen: p.abdomenLevel }[exam];
    return judgeAlert(facts, exam, times(level, p.alertFactor, mGy), p.reviewWithin, id);
  },
});
