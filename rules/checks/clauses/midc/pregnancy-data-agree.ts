// clause         MIDC-1.3.6b: registered data are true and timely.
// sentence       What a study says of a pregnancy agrees with itself, with sex and age, and with the signed answer.
// applies to     studies whose objects carry PregnancyStatus 1 to 4 or LastMenstrualDate; 0 is a device's "not filled" and says nothing.
// facts needed   PregnancyStatus, LastMenstrualDate and whether objects differ, PatientSex, age, signed inquiry.
// verdict table  agree → conforms · a man with status 2 or 3 or a last menstrual date, a date after the study → deviates · two values in one study, an old
//                date beside a pregnancy, a pregnancy at an unlikely age, header against signed answer → awaiting-review (dismissed → conforms,
//                confirmed → deviates) · a date that is none → evidence-unreadable · nothing filled → notApplicable
// cannot tell    which of the statements is wrong, nor whether she is pregnant.
import { type Quantity, quantity, type StudyFacts } from '@center/contract';
import { amount, defineRule, ours } from '../../define-rule.ts';
import { within } from '../../predicates/limits.ts';
import {
  awaitingReview,
  conforms,
  deviates,
  evidenceUnreadable,
  notApplicable,
  remark,
  seen,
} from '../../predicates/verdicts.ts';
import { pregnancySeen } from './pregnancy-evidence.ts';

/** Why a LastMenstrualDate is unusable, as the facts word it. */
const afterTheStudy = 'after the study';
const noDate = 'no calendar date';

const isPregnant = ({ pregnancy }: StudyFacts): boolean =>
  pregnancy.PregnancyStatus === 2 || pregnancy.PregnancyStatus === 3;

/** Statements that cannot both be true. */
function contradiction(facts: StudyFacts): string | undefined {
  const { patient, pregnancy } = facts;
  const dated = pregnancy.lastMenstrual;
  if (patient.PatientSex === 'M' && isPregnant(facts))
    return remark('男性填写了怀孕状态。', 'A man with a pregnancy filled in.');
  if (patient.PatientSex === 'M' && dated.status !== 'absent')
    return remark('男性填写了末次月经日期。', 'A man with a last menstrual date.');
  if (dated.status === 'unusable' && dated.why === afterTheStudy)
    return remark('末次月经日期晚于检查日期。', 'The last menstrual date lies after the study.');
  return undefined;
}

interface Ages {
  readonly from: Quantity<'a'>;
  readonly to: Quantity<'a'>;
}

/** Statements that a person has to compare. */
function doubt(facts: StudyFacts, { from, to }: Ages): string | undefined {
  const { age, pregnancy, records } = facts;
  if (pregnancy.contradictory)
    return remark(
      '同一检查内怀孕状态或末次月经填写不一致。',
      'The objects of the study state different values of the pregnancy status or the last menstrual date.',
    );
  if (isPregnant(facts) && pregnancy.lastMenstrual.status === 'unusable' && pregnancy.lastMenstrual.why !== noDate)
    return remark('填写怀孕，而末次月经日期过早。', 'Stated pregnant, and the last menstrual date is too old for it.');
  if (isPregnant(facts) && age.years !== undefined && !within(from, to)(quantity(age.years, 'a')))
    return remark('填写怀孕，而年龄不合常理。', 'Stated pregnant at an age at which it is unlikely.');
  const answer = records.inquiry?.answer;
  if (answer === 'not-pregnant' && isPregnant(facts))
    return remark('签字答复未孕，头信息填写怀孕。', 'The signed answer is no, the header states a pregnancy.');
  if (answer === 'pregnant' && pregnancy.PregnancyStatus === 1)
    return remark('签字答复怀孕，头信息填写未孕。', 'The signed answer is yes, the header states none.');
  return undefined;
}

export const pregnancyDataAgree = defineRule({
  id: 'pregnancy-data-agree',
  version: 1,
  clause: 'MIDC-1.3.6b',
  severity: 'minor',
  channel: 'headers',
  title: { zh: '怀孕相关登记互不矛盾', en: 'Entries on a pregnancy do not contradict each other' },
  whatToDo: {
    zh: '核对受检者本人和申请单，改正登记；确认怀孕的，按孕妇检查要求补全记录。',
    en: 'Ask the patient, look at the request and correct the entry; where she is pregnant, complete the records that her examination requires.',
  },
  cannotTell: {
    zh: '不能判断哪一项有误，也不能判断是否怀孕。',
    en: 'Which of the statements is wrong, nor whether she is pregnant.',
  },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: true,
  fourEyes: false,
  usesFacts: ['pregnancy', 'patient', 'age', 'records'],
  parameters: {
    likelyAgeFrom: amount(10, 'a', ours('a pregnancy below this age is looked at')),
    likelyAgeTo: amount(60, 'a', ours('a pregnancy above this age is looked at')),
  },
  judge: (facts, p) => {
    const { pregnancy, patient, age } = facts;
    if (pregnancy.PregnancyStatus === 'not-filled' && pregnancy.lastMenstrual.status === 'absent')
      return notApplicable('PregnancyStatus', pregnancy.zeroWritten === true ? '0, which is not filled' : 'not-filled');
    const observed = [
      ...pregnancySeen(facts),
      ...seen({
        PatientSex: patient.PatientSex,
        age: age.years === undefined ? undefined : quantity(age.years, 'a'),
      }),
    ];
    const wrong = contradiction(facts);
    if (wrong !== undefined) return deviates(observed, { note: wrong });
    const asked = doubt(facts, { from: p.likelyAgeFrom, to: p.likelyAgeTo });
    if (asked !== undefined) return awaitingReview(observed, asked);
    if (pregnancy.lastMenstrual.status === 'unusable' && pregnancy.lastMenstrual.why === noDate)
      return evidenceUnreadable(['LastMenstrualDate'], observed);
    return conforms(observed);
  },
});
