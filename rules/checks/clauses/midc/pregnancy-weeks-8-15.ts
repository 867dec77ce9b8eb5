// clause         MIDC-3.5.3e: no radiology of the lower abdomen in weeks 8 to 15 after conception, special need excepted.
// sentence       A woman whose dating lies in that window is not known to be pregnant, or a special need is on record.
// applies to     ionising studies of the lower abdomen, woman of 15 to 49 years, or of any age where a pregnancy is stated.
// facts needed   ionising or not, region, PatientSex, age, PregnancyStatus, LastMenstrualDate, signed inquiry (dating), special need.
// verdict table  dated outside the window, not pregnant, or special need → conforms · pregnant inside without special need → deviates · special need
//                or answer entered late, or contradictory statuses → awaiting-review · pregnant without a date, possibly pregnant, or nothing said →
//                evidence-missing (not-yet-run in the filing days) · other region, man, other age → notApplicable
// cannot tell    the true day of conception: cycles differ by one or two weeks.
import { type Quantity, quantity, type StudyFacts, type Verdict } from '@center/contract';
import { amount, defineRule, ours, seed } from '../../define-rule.ts';
import { conceptionWeek } from '../../predicates/conception.ts';
import { within } from '../../predicates/limits.ts';
import { entryCounts } from '../../predicates/signed-in-time.ts';
import {
  awaitingReview,
  conforms,
  deviates,
  evidenceMissing,
  notApplicable,
  remark,
  seen,
} from '../../predicates/verdicts.ts';
import {
  datingOf,
  isUnknownSex,
  knownPregnancy,
  ofChildBearingAge,
  paperMissing,
  pregnancySeen,
} from './pregnancy-evidence.ts';

interface Reach {
  readonly ageFrom: Quantity<'a'>;
  readonly ageTo: Quantity<'a'>;
}

function outOfReach(facts: StudyFacts, { ageFrom, ageTo }: Reach): Verdict | undefined {
  if (facts.ionising === 'no') return notApplicable('ionising', 'no');
  if (facts.patient.PatientSex === 'M') return notApplicable('PatientSex', 'M');
  if (facts.region.lowerAbdomen === 'no')
    return notApplicable('region', `outside the lower abdomen: ${facts.region.decidedBy.join('; ')}`);
  const stated = ['definite', 'possible'].includes(knownPregnancy(facts));
  if (!stated && ofChildBearingAge(facts, ageFrom, ageTo) === 'no')
    return notApplicable('age', quantity(facts.age.years ?? 0, 'a'));
  return undefined;
}

/** What keeps the rule from being decided although something is stated or dated. */
function unknownBasics(facts: StudyFacts, { ageFrom, ageTo }: Reach): readonly string[] {
  const stated = ['definite', 'possible'].includes(knownPregnancy(facts));
  return [
    facts.ionising === 'unknown' ? ['Modality'] : [],
    facts.region.lowerAbdomen === 'unknown' ? ['BodyPartExamined'] : [],
    !stated && isUnknownSex(facts) ? ['PatientSex'] : [],
    !stated && ofChildBearingAge(facts, ageFrom, ageTo) === 'unknown' ? ['PatientBirthDate', 'PatientAge'] : [],
  ].flat();
}

export const pregnancyWeeks8To15 = defineRule({
  id: 'pregnancy-weeks-8-15',
  version: 1,
  clause: 'MIDC-3.5.3e',
  severity: 'critical',
  channel: 'consent-register',
  title: {
    zh: '受孕后8至15周不做下腹部放射影像检查',
    en: 'No radiology of the lower abdomen in weeks 8 to 15 after conception',
  },
  whatToDo: {
    zh: '改用超声或磁共振；确有特殊需要时，检查前审批并在工作站登记特殊需要记录。已发生的，评估胎儿剂量并报告。',
    en: 'Use ultrasound or MR; where there is a special need, have it approved before the examination and enter it at the station. If it has happened, estimate the fetal dose and report.',
  },
  cannotTell: {
    zh: '真实受孕日：月经周期可相差一至两周。',
    en: 'The true day of conception: cycles differ by one or two weeks.',
  },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: true,
  fourEyes: true,
  usesFacts: ['ionising', 'patient', 'region', 'age', 'pregnancy', 'records', 'date', 'asOf'],
  parameters: {
    childBearingAgeFrom: amount(15, 'a', ours('lower end of child-bearing age; the clause names none')),
    childBearingAgeTo: amount(49, 'a', ours('upper end of child-bearing age, inclusive; the clause names none')),
    windowStart: amount(70, 'd', seed('受孕后8周: conception week 8+0, fourteen days after the last menstrual date')),
    windowEnd: amount(125, 'd', ours('受孕后15周 read to its last day, 15+6; read as 15+0 it is day 119')),
    unusableAfter: amount(300, 'd', ours('an older last menstrual date dates no present pregnancy')),
    filingGrace: amount(3, '[working_d]', ours('days in which paper evidence is filed')),
  },
  judge: (facts, p) => {
    const reach = { ageFrom: p.childBearingAgeFrom, ageTo: p.childBearingAgeTo };
    const out = outOfReach(facts, reach);
    if (out !== undefined) return out;
    const dating = datingOf(facts, p.unusableAfter);
    const known = knownPregnancy(facts);
    const need = facts.records.specialNeed;
    const observed = [
      ...pregnancySeen(facts),
      ...seen({
        ...(dating === undefined
          ? {}
          : { daysFromMenstruation: dating.days, datedBy: dating.by, conceptionWeek: conceptionWeek(dating.days) }),
        ...(need === undefined ? {} : { specialNeedEntry: need.entry }),
        region: facts.region.decidedBy.join('; '),
      }),
    ];
    if (dating !== undefined && !within(p.windowStart, p.windowEnd)(dating.days))
      return conforms(observed, dating.by === 'LastMenstrualDate' ? {} : { basis: 'attested' });
    if (facts.pregnancy.contradictory)
      return awaitingReview(
        observed,
        remark('同一检查内怀孕状态填写不一。', 'The objects of the study state different values of PregnancyStatus.'),
      );
    if (known === 'no') {
      const basis = facts.pregnancy.PregnancyStatus === 1 ? 'measured' : 'attested';
      if (dating === undefined) return conforms(observed, { basis });
      return conforms(observed, {
        basis,
        note: remark(
          '自述未孕，但末次月经日期落在窗口内，请复核。',
          'Said not to be pregnant, yet the date lies inside the window: look at it again.',
        ),
      });
    }
    if (need !== undefined && entryCounts(need.entry))
      return conforms(observed, {
        basis: 'attested',
        note: remark('有特殊需要记录。', 'A special need is on record.'),
      });
    if (need !== undefined)
      return awaitingReview(
        observed,
        remark(
          '特殊需要记录为补录，须第二人复核。',
          'The special need was entered late (补录): a second person must review it.',
        ),
      );
    const basics = unknownBasics(facts, reach);
    if (basics.length > 0) return evidenceMissing(basics, observed);
    if (known === 'unsaid' && facts.records.inquiry !== undefined) {
      return awaitingReview(
        observed,
        remark(
          '询问记录为补录，须第二人复核。',
          'The inquiry was entered late (补录): a second person must review it.',
        ),
      );
    }
    if (dating === undefined)
      return paperMissing(
        facts,
        known === 'unsaid' ? ['PregnancyStatus', 'LastMenstrualDate', 'records.inquiry'] : ['LastMenstrualDate'],
        observed,
        p.filingGrace,
      );
    if (known !== 'definite')
      return paperMissing(facts, ['PregnancyStatus', 'records.inquiry'], observed, p.filingGrace);
    return deviates(observed, {
      limit: p.windowStart,
      note: remark(
        '妊娠已确认，处于受孕后8至15周，且无特殊需要记录。',
        'Pregnant, inside weeks 8 to 15, and no special need on record.',
      ),
    });
  },
});
