// clause         MIDC-3.5.3d: before an X-ray of abdomen or pelvis a woman of child-bearing age is asked whether she is pregnant.
// sentence       The header or a signed record of the study holds her answer.
// applies to     X-ray of abdomen or pelvis, woman of 15 to 49 years; older or younger only where a pregnancy is stated.
// facts needed   X-ray or not, region, PatientSex, age, PregnancyStatus, LastMenstrualDate, signed inquiry.
// verdict table  status 1, 2 or 3, a recent LastMenstrualDate, or a signed inquiry → conforms · a late inquiry → awaiting-review · 0, 4 or absent →
//                evidence-missing, never deviates; so are sex, age and region where unknown · man, other region, other age → notApplicable
// cannot tell    that nobody asked: only that nothing shows it.
import { quantity } from '@center/contract';
import { amount, defineRule, ours } from '../../define-rule.ts';
import { atMost } from '../../predicates/limits.ts';
import { entryCounts, signingTiming } from '../../predicates/signed-in-time.ts';
import { awaitingReview, conforms, evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';
import { isUnknownSex, knownPregnancy, ofChildBearingAge, paperMissing, pregnancySeen } from './pregnancy-evidence.ts';

export const pregnancyAsked = defineRule({
  id: 'pregnancy-asked',
  version: 1,
  clause: 'MIDC-3.5.3d',
  severity: 'critical',
  channel: 'consent-register',
  title: {
    zh: '育龄妇女腹部、骨盆X射线检查前问明是否怀孕',
    en: 'Women of child-bearing age are asked about pregnancy before abdominal or pelvic X-ray',
  },
  whatToDo: {
    zh: '检查前询问并由受检者签字，在工作站登记询问记录；设备支持时填写 PregnancyStatus。',
    en: 'Ask before the examination, have the answer signed and enter it at the station; fill PregnancyStatus where the device can.',
  },
  cannotTell: { zh: '没有记录不等于没有询问。', en: 'A missing record does not show that nobody asked.' },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: true,
  fourEyes: true,
  usesFacts: ['xray', 'patient', 'region', 'age', 'pregnancy', 'records', 'acquiredAt', 'date', 'asOf'],
  parameters: {
    childBearingAgeFrom: amount(15, 'a', ours('lower end of child-bearing age; the clause names none')),
    childBearingAgeTo: amount(49, 'a', ours('upper end of child-bearing age, inclusive; the clause names none')),
    lmdAloneDays: amount(28, 'd', ours('LastMenstrualDate alone answers the question only while it is this recent')),
    filingGrace: amount(3, '[working_d]', ours('days in which paper evidence is filed')),
  },
  judge: (facts, p) => {
    const { region, pregnancy, records } = facts;
    if (facts.xray === 'no') return notApplicable('xray', 'no');
    if (facts.patient.PatientSex === 'M') return notApplicable('PatientSex', 'M');
    if (region.abdomenOrPelvis === 'no')
      return notApplicable('region', `outside abdomen and pelvis: ${region.decidedBy.join('; ')}`);
    const bearing = ofChildBearingAge(facts, p.childBearingAgeFrom, p.childBearingAgeTo);
    const known = knownPregnancy(facts);
    if (bearing === 'no' && known !== 'definite' && known !== 'possible')
      return notApplicable('age', quantity(facts.age.years ?? 0, 'a'));

    const observed = [...pregnancySeen(facts), ...seen({ region: region.decidedBy.join('; ') })];
    const status = pregnancy.PregnancyStatus;
    if (status === 1 || status === 2 || status === 3) return conforms(observed);
    const inquiry = records.inquiry;
    const signedLate =
      inquiry !== undefined && signingTiming(inquiry.signedAt, facts.acquiredAt, facts.date) === 'signed-after';
    if (inquiry !== undefined && !signedLate && entryCounts(inquiry.entry))
      return conforms(observed, { basis: 'attested' });
    const lmd = pregnancy.lastMenstrual;
    if (lmd.status === 'usable' && atMost(p.lmdAloneDays)(quantity(lmd.daysAtStudy, 'd'))) {
      return conforms(observed, { note: remark('仅凭近期末次月经日期。', 'By a recent LastMenstrualDate alone.') });
    }
    if (signedLate) {
      const why = remark(
        '询问签署晚于曝光，不能证明检查前已询问。',
        'Signed after the exposure: no proof that she was asked before.',
      );
      return evidenceMissing(['records.inquiry'], observed, why);
    }
    if (inquiry !== undefined) {
      const why = remark(
        '检查后补录，须第二人复核。',
        'Entered after the exposure (补录): a second person must review it.',
      );
      return awaitingReview(observed, why);
    }
    const unknown = [
      facts.xray === 'unknown' ? ['Modality'] : [],
      isUnknownSex(facts) ? ['PatientSex'] : [],
      bearing === 'unknown' ? ['PatientBirthDate', 'PatientAge'] : [],
      region.abdomenOrPelvis === 'unknown' ? ['BodyPartExamined'] : [],
    ].flat();
    if (unknown.length > 0) return evidenceMissing([...unknown, 'PregnancyStatus', 'records.inquiry'], observed);
    return paperMissing(facts, ['PregnancyStatus', 'records.inquiry'], observed, p.filingGrace);
  },
});
