// clause         MIDC-1.3.6a: writing and keeping of image reports is guided and checked.
// sentence       A report in the archive is complete and verified.
// applies to     own studies that hold a structured or encapsulated report.
// facts needed   report documents with completion and verification flags, study date and day of judging.
// verdict table  one report COMPLETE and VERIFIED → conforms · none of them, or only documents without flags → evidence-missing (not-yet-run in the days
//                that a report may take): measurements of a device are such reports too, and the signature may be in the RIS · no report →
//                notApplicable · deviates does not occur for that reason
// cannot tell    who may verify; what an encapsulated document shows on its page.
import { amount, defineRule, ours } from '../../define-rule.ts';
import { isVerified, notReports, reportsAmong } from '../../predicates/report-documents.ts';
import { conforms, evidenceMissing, notApplicable, notYetRun, remark, seen } from '../../predicates/verdicts.ts';
import { stillWithin } from '../../predicates/waiting-days.ts';

export const reportVerified = defineRule({
  id: 'report-verified',
  version: 1,
  clause: 'MIDC-1.3.6a',
  severity: 'major',
  channel: 'report-source',
  title: { zh: '影像诊断报告已完成并审核', en: 'The report is complete and verified' },
  whatToDo: {
    zh: '由报告医师完成并审核报告，把审核后的报告归档。',
    en: 'Have the report completed and verified by its physician and archive the verified one.',
  },
  cannotTell: {
    zh: '审核人有无资格；封装文档页面上的签名。',
    en: 'Whether the verifier may verify; a signature on the page of an encapsulated document.',
  },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['documents', 'date', 'asOf'],
  parameters: {
    reportDays: amount(7, 'd', ours('days that a report may take before its signature is missing')),
    notReports,
  },
  judge: (facts, p) => {
    const reports = reportsAmong(facts.documents, p.notReports);
    if (reports.length === 0) return notApplicable('reportDocuments', 0);
    const observed = seen({
      reportDocuments: reports.length,
      CompletionFlag: [...new Set(reports.map((each) => each.CompletionFlag ?? 'absent'))].join(' '),
      VerificationFlag: [...new Set(reports.map((each) => each.VerificationFlag ?? 'absent'))].join(' '),
    });
    if (reports.some(isVerified)) return conforms(observed);
    const missing = ['CompletionFlag', 'VerificationFlag'];
    if (stillWithin(facts, p.reportDays))
      return notYetRun(observed, missing, remark('报告仍在审核期限内。', 'The report may still be verified in time.'));
    return evidenceMissing(missing, observed);
  },
});
