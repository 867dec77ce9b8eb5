// clause         MIDC-5.3.1: diagnosis by people who are not qualified for it is punished more severely.
// sentence       Who signed the report is named.
// applies to     own studies with acquired images, or with a report.
// facts needed   report documents with their observer, whether NameOfPhysiciansReadingStudy is filled, object groups.
// verdict table  every signer named → conforms · not named in a report, or nowhere in the images → evidence-missing · neither image nor report → notApplicable ·
//                deviates does not occur: the report may lie in the RIS
// cannot tell    whether the person named is the one who read the images; whether he is licensed is a rule of its own.
import { defineRule } from '../../define-rule.ts';
import { isVerified, notReports, reportsAmong } from '../../predicates/report-documents.ts';
import { conforms, evidenceMissing, notApplicable, seen } from '../../predicates/verdicts.ts';

export const reportSignerNamed = defineRule({
  id: 'report-signer-named',
  version: 2,
  clause: 'MIDC-5.3.1',
  severity: 'critical',
  channel: 'report-source',
  title: { zh: '报告写明签发人', en: 'The signer of the report is named' },
  whatToDo: {
    zh: '让报告写明签发人；报告在 RIS 的，接入报告来源。',
    en: 'Let every report name its signer; where reports lie in the RIS, connect a source of reports.',
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
    const observed = seen({
      verifiedReports: verified.length,
      reportsWithObserver: verified.length - unnamed,
      NameOfPhysiciansReadingStudy: people.NameOfPhysiciansReadingStudy,
    });
    if (named && unnamed === 0) return conforms(observed);
    return evidenceMissing(
      [...(unnamed > 0 ? ['VerifyingObserverName'] : []), ...(named ? [] : ['NameOfPhysiciansReadingStudy'])],
      observed,
    );
  },
});
