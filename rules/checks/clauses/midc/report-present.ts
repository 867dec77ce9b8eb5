// clause         MIDC-1.3.6a: writing and keeping of image reports is guided and checked.
// sentence       A finished study has its report.
// applies to     own studies with acquired images that are no phantom or quality check.
// facts needed   report documents, object groups, name, number and accession (phantoms), study date and day of judging.
// verdict table  a structured or encapsulated report in the study → conforms · none → evidence-missing (not-yet-run in the days that a report may take) ·
//                no acquired image, a phantom → notApplicable · deviates does not occur: most centers keep their reports outside of the archive
// cannot tell    what the document says; a report that only the RIS holds.
import { notPatientTerms } from '@center/register';
import { amount, defineRule, list, ours } from '../../define-rule.ts';
import { notPatient } from '../../predicates/not-patient.ts';
import { notReports, reportsAmong } from '../../predicates/report-documents.ts';
import { conforms, evidenceMissing, notApplicable, notYetRun, remark, seen } from '../../predicates/verdicts.ts';
import { stillWithin } from '../../predicates/waiting-days.ts';

export const reportPresent = defineRule({
  id: 'report-present',
  version: 1,
  clause: 'MIDC-1.3.6a',
  severity: 'major',
  channel: 'report-source',
  title: { zh: '每次检查有影像诊断报告', en: 'Every examination has its report' },
  whatToDo: {
    zh: '补写报告并归档；报告只存放在RIS的，接入报告来源。',
    en: 'Write the report and archive it; where reports live in the RIS only, connect it as the source of reports.',
  },
  cannotTell: { zh: '报告内容；只存放在RIS中的报告。', en: 'What the report says; a report that only the RIS holds.' },
  waitsForQuiet: true,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  usesFacts: ['objects', 'documents', 'patient', 'AccessionNumber', 'date', 'asOf'],
  parameters: {
    reportDays: amount(7, 'd', ours('days that a report may take before it is missing')),
    notReports,
    notPatientTerms: list(notPatientTerms, ours('product list; phantoms and quality checks')),
  },
  judge: (facts, p) => {
    if (!facts.objects.some(({ acquired }) => acquired)) return notApplicable('acquired objects', 0);
    const phantom = notPatient(facts, p.notPatientTerms);
    if (phantom !== undefined) return notApplicable('PatientName', `not a patient: ${phantom}`);
    const reports = reportsAmong(facts.documents, p.notReports);
    const observed = seen({
      reportDocuments: reports.length,
      ...(reports.length === 0 ? {} : { SOPClassUID: [...new Set(reports.map((each) => each.SOPClassUID))].join(' ') }),
    });
    if (reports.length > 0) return conforms(observed);
    if (stillWithin(facts, p.reportDays))
      return notYetRun(observed, ['report'], remark('报告仍在书写期限内。', 'The report is still inside its days.'));
    return evidenceMissing(['report'], observed);
  },
});
