// Whom (f) and (g) are about: every X-ray of a woman known to be pregnant.
import type { StudyFacts, Verdict } from '@center/contract';
import { awaitingReview, evidenceMissing, notApplicable, remark } from '../../predicates/verdicts.ts';
import { knownPregnancy, pregnancySeen } from './pregnancy-evidence.ts';

/** The verdict for everybody else; undefined for an X-ray of a woman known to be pregnant. A pregnancy that nobody states makes no duty here. */
export function unlessPregnantXray(facts: StudyFacts, possiblyCounts: boolean): Verdict | undefined {
  if (facts.xray === 'no') return notApplicable('xray', 'no');
  if (facts.patient.PatientSex === 'M') return notApplicable('PatientSex', 'M');
  const known = knownPregnancy(facts);
  if (known === 'definite' || (known === 'possible' && possiblyCounts)) {
    return facts.xray === 'unknown' ? evidenceMissing(['Modality'], pregnancySeen(facts)) : undefined;
  }
  if (facts.pregnancy.contradictory) {
    return awaitingReview(
      pregnancySeen(facts),
      remark('同一检查内怀孕状态填写不一。', 'The objects of the study state different values of PregnancyStatus.'),
    );
  }
  return notApplicable('PregnancyStatus', facts.records.inquiry?.answer ?? facts.pregnancy.PregnancyStatus);
}
