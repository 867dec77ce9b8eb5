// clause         MIDC-3.5.3f: a pregnant woman is told of the possible harm of an X-ray.
// sentence       A signed record made before the exposure shows that the harm was explained.
// applies to     every X-ray of a woman known to be pregnant, any region and age.
// facts needed   X-ray or not, PatientSex, PregnancyStatus, signed inquiry, harm-explained record, start of exposure.
// verdict table  signed before the exposure → conforms, attested · signed after it → deviates · entered late → awaiting-review · no record →
//                evidence-missing (not-yet-run in the filing days) · not known to be pregnant, no X-ray, man → notApplicable
// cannot tell    what was said and whether it was understood.
import { amount, defineRule, flag, ours } from '../../define-rule.ts';
import { seen } from '../../predicates/verdicts.ts';
import { judgeSignature, paperMissing, pregnancySeen } from './pregnancy-evidence.ts';
import { unlessPregnantXray } from './pregnancy-reach.ts';

export const pregnancyHarmExplained = defineRule({
  id: 'pregnancy-harm-explained',
  version: 1,
  clause: 'MIDC-3.5.3f',
  severity: 'critical',
  channel: 'consent-register',
  title: { zh: '孕妇X射线检查前说明可能的危害', en: 'Possible harm is explained to a pregnant woman before X-ray' },
  whatToDo: {
    zh: '检查前说明危害并签字，在工作站登记；检查后登记的为补录，须第二人复核。',
    en: 'Explain the harm before the examination, have it signed and enter it at the station; a later entry is 补录 and needs a second person.',
  },
  cannotTell: { zh: '说明的内容以及受检者是否理解。', en: 'What was said and whether it was understood.' },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: true,
  fourEyes: true,
  usesFacts: ['xray', 'patient', 'pregnancy', 'records', 'acquiredAt', 'date', 'asOf'],
  parameters: {
    possiblyPregnantCounts: flag(true, ours('a possible pregnancy (status 2) is treated as one')),
    filingGrace: amount(3, '[working_d]', ours('days in which paper evidence is filed')),
  },
  judge: (facts, p) => {
    const out = unlessPregnantXray(facts, p.possiblyPregnantCounts);
    if (out !== undefined) return out;
    const record = facts.records.harmExplained;
    const observed = pregnancySeen(facts);
    if (record === undefined) return paperMissing(facts, ['records.harmExplained'], observed, p.filingGrace);
    return judgeSignature(facts, record, [...observed, ...seen({ harmExplained: true })]);
  },
});
