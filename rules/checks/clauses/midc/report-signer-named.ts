// clause         MIDC-5.3.1: diagnosis by people who are not qualified for it is punished more severely.
// sentence       Who signed the report is named, and is in the register of staff with a valid licence.
// applies to     own studies with acquired images, or with a report.
// facts needed   report documents with their observer, whether NameOfPhysiciansReadingStudy is filled, object groups.
// verdict table  signer named → evidence-missing (the register of staff) · signer not named → evidence-missing (the name, and the register) · neither image
//                nor report → notApplicable · conforms and deviates do not occur: no register tells who is licensed
// cannot tell    whether the person named is the one who read the images.
import { defineRule } from '../../define-rule.ts';
import { isVerified, notReports, reportsAmong } from '../../predicates/report-documents.ts';
import { evidenceMissing, notApplicable, seen } from '../../predicates/verdicts.ts';

export const reportSignerNamed = defineRule({
  id: 'report-signer-named',
  version: 1,
  clause: 'MIDC-5.3.1',
  severity: 'critical',
  channel: 'staff-register',
  title: { zh: '报告签发人有名有证', en: 'The signer of the report is named and licensed' },
  whatToDo: {
    zh: '登记报告医师的执业证书、专业和有效期；报告须写明签发人。',
    en: 'Enter licence, specialty and validity of the reporting physicians; let every report name its signer.',
  },
  cannotTell: { zh: '署名者是否为实际阅片人。', en: 'Whether the person named is the one who read the images.' },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['documents', 'people', 'objects'],
  parameters: {
    notReports,
  },
  judge: ({ documents, people, objects }, p) => {
    const verified = reportsAmong(documents, p.notReports).filter(isVerified);
    if (verified.length === 0 && !objects.some(({ acquired }) => acquired)) return notApplicable('acquired objects', 0);
    const unnamed = verified.filter(({ observerNamed }) => !observerNamed).length;
    const named = verified.length > unnamed || people.NameOfPhysiciansReadingStudy === 'all';
    return evidenceMissing(
      [
        ...(unnamed > 0 ? ['VerifyingObserverName'] : []),
        ...(named ? [] : ['NameOfPhysiciansReadingStudy']),
        'staffRegister.licence',
      ],
      seen({
        verifiedReports: verified.length,
        reportsWithObserver: verified.length - unnamed,
        NameOfPhysiciansReadingStudy: people.NameOfPhysiciansReadingStudy,
      }),
    );
  },
});
