// clause         MIDC-3.5.3g: an X-ray of a pregnant woman needs her own informed consent and her signature or that of a 直系亲属.
// sentence       A consent signed before the exposure holds her own consent and such a signature.
// applies to     every X-ray of a woman known to be pregnant, any region and age.
// facts needed   X-ray or not, PatientSex, PregnancyStatus, signed inquiry, consent record with its signers, start of exposure.
// verdict table  consent and signature in time → conforms, attested · no consent of her own, nobody's signature, or signed after the exposure →
//                deviates · only a sibling's, guardian's or another's signature, or entered late → awaiting-review · no record → evidence-missing
//                (not-yet-run in the filing days) · not known to be pregnant, no X-ray, man → notApplicable
// cannot tell    whether the signature is genuine.
import type { SignerRelation } from '@center/contract';
import { amount, defineRule, flag, ours } from '../../define-rule.ts';
import { awaitingReview, deviates, remark, seen } from '../../predicates/verdicts.ts';
import { judgeSignature, paperMissing, pregnancySeen } from './pregnancy-evidence.ts';
import { unlessPregnantXray } from './pregnancy-reach.ts';

/** 直系亲属: parents, children, grandparents, grandchildren. A spouse counts by parameter only. */
const directLine: readonly SignerRelation[] = ['parent', 'child', 'grandparent', 'grandchild'];

export const pregnancyConsent = defineRule({
  id: 'pregnancy-consent',
  version: 1,
  clause: 'MIDC-3.5.3g',
  severity: 'critical',
  channel: 'consent-register',
  title: {
    zh: '孕妇X射线检查有本人知情同意及本人或直系亲属签字',
    en: 'X-ray of a pregnant woman has her informed consent, signed by herself or next of kin',
  },
  whatToDo: {
    zh: '检查前取得本人知情同意，由本人或直系亲属签字，在工作站登记签署人、关系和签署时间并附签字页。',
    en: 'Obtain her own consent before the examination, signed by herself or a direct relative; enter signer, relation and time of signing with the signed page.',
  },
  cannotTell: { zh: '签字是否真实。', en: 'Whether the signature is genuine.' },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: true,
  fourEyes: true,
  usesFacts: ['xray', 'patient', 'pregnancy', 'records', 'acquiredAt', 'date', 'asOf'],
  parameters: {
    possiblyPregnantCounts: flag(true, ours('a possible pregnancy (status 2) is treated as one')),
    spouseCounts: flag(true, ours('a spouse is no 直系亲属 by blood; centers and courts mostly accept the signature')),
    filingGrace: amount(3, '[working_d]', ours('days in which paper evidence is filed')),
  },
  judge: (facts, p) => {
    const out = unlessPregnantXray(facts, p.possiblyPregnantCounts);
    if (out !== undefined) return out;
    const consent = facts.records.consent;
    const observed = pregnancySeen(facts);
    if (consent === undefined) return paperMissing(facts, ['records.consent'], observed, p.filingGrace);
    const all = [
      ...observed,
      ...seen({ patientConsents: consent.patientConsents, signers: consent.signers.join(' ') }),
    ];
    if (!consent.patientConsents)
      return deviates(all, { basis: 'attested', note: remark('无本人知情同意。', 'Her own consent is missing.') });
    if (consent.signers.length === 0)
      return deviates(all, { basis: 'attested', note: remark('无人签字。', 'Nobody has signed.') });
    const inTime = judgeSignature(facts, consent, all);
    if (inTime.kind === 'deviates') return inTime;
    const counts = (relation: SignerRelation): boolean =>
      relation === 'self' || directLine.includes(relation) || (relation === 'spouse' && p.spouseCounts);
    if (consent.signers.some(counts)) return inTime;
    return awaitingReview(
      inTime.kind === 'notApplicable' ? all : inTime.observed,
      remark('签字人是否属直系亲属待定。', 'Whether the signer is next of kin must be decided.'),
    );
  },
});
