/**
 * report: the monthly availability report that is printed and signed. In: figures, stretches of time and their evidence, a language. Out: a PDF with Chinese letters and a workbook.
 * Never: the ledger, a figure of its own, free text that people wrote.
 */
export { makePdf } from './make-pdf.ts';
export type { MonthlyReport, ReportDevice, ReportSpan, SpanEvidence } from './monthly-report.ts';
export { printedReport } from './printed-report.ts';
export { derivedFigures } from './report-figures.ts';
export { reportWorkbook } from './report-workbook.ts';
