// clause         MIDC-2.11b: patients are informed as required; a contrast agent is given with consent.
// sentence       A study in which a contrast agent was given has a consent to it on record.
// applies to     own studies in which the headers or the dose report name a contrast agent; where both are silent, those of a modality that uses agents.
// facts needed   contrast given or not, modalities, study date and day of judging.
// verdict table  agent given → evidence-missing (not-yet-run in the filing days) · not known whether → evidence-missing at once: the header is what is
//                missing first · no agent, modality without contrast agents → notApplicable · conforms and deviates do not occur: no register holds
//                the consents
// cannot tell    whether she or he was informed: only that nothing shows it; an agent given by mouth that the device was not told of.
import { amount, defineRule, ours } from '../../define-rule.ts';
import { contrastModalities } from '../../predicates/contrast.ts';
import { evidenceMissing, notApplicable, seen } from '../../predicates/verdicts.ts';
import { paperMissing } from './pregnancy-evidence.ts';

export const contrastConsent = defineRule({
  id: 'contrast-consent',
  version: 1,
  clause: 'MIDC-2.11b',
  severity: 'major',
  channel: 'contrast-consent',
  title: { zh: '使用对比剂前有知情同意记录', en: 'Consent is on record before a contrast agent is given' },
  whatToDo: {
    zh: '使用对比剂前告知风险并由受检者或家属签字，知情同意书随检查单号保存。',
    en: 'Explain the risks before the agent is given, have it signed and keep the page with the accession number.',
  },
  cannotTell: {
    zh: '没有记录不等于没有告知；设备未记录的口服对比剂也看不到。',
    en: 'A missing record does not show that nobody explained; an oral agent that the device was not told of stays unseen.',
  },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['contrast', 'modalities', 'date', 'asOf'],
  parameters: {
    modalities: contrastModalities,
    filingGrace: amount(3, '[working_d]', ours('days in which paper evidence is filed')),
  },
  judge: (facts, p) => {
    if (facts.contrast === 'no') return notApplicable('contrast', 'no');
    const observed = seen({ contrast: facts.contrast, modalities: facts.modalities.join(' ') });
    if (facts.contrast === 'yes') return paperMissing(facts, ['records.contrastConsent'], observed, p.filingGrace);
    if (!facts.modalities.some((modality) => p.modalities.includes(modality)))
      return notApplicable('modalities', facts.modalities.join(' '));
    return evidenceMissing(['ContrastBolusAgent', 'records.contrastConsent'], observed);
  },
});
