import type { ReportDocument } from '@center/contract';
import { list, ours } from '../define-rule.ts';

const storage = '1.2.840.10008.5.1.4.1.1.';

/**
 * SOP classes (PS3.4 Annex B.5) among the report documents that are nobody's diagnosis: what a computer marked, what a device or a person noted while working. Dose
 * reports and key objects are no report documents in the first place.
 */
export const notReports = list(
  [
    `${storage}88.40`, // Procedure Log
    `${storage}88.50`, // Mammography CAD SR
    `${storage}88.65`, // Chest CAD SR
    `${storage}88.69`, // Colon CAD SR
    `${storage}88.70`, // Implantation Plan SR
    `${storage}88.71`, // Acquisition Context SR
    `${storage}88.74`, // Planned Imaging Agent Administration SR
    `${storage}88.75`, // Performed Imaging Agent Administration SR
  ],
  ours('SOP classes of reports that are nobody’s diagnosis: CAD marks, logs, plans, records of agents'),
);

/** Documents that can be a diagnostic report: structured ones outside the given classes, and encapsulated ones. */
export function reportsAmong(
  documents: readonly ReportDocument[],
  outside: readonly string[],
): readonly ReportDocument[] {
  return documents.filter(({ SOPClassUID }) => !outside.includes(SOPClassUID));
}

/** Completed and signed by a verifying observer (PS3.3 C.17.2). */
export function isVerified({ CompletionFlag, VerificationFlag }: ReportDocument): boolean {
  return CompletionFlag === 'COMPLETE' && VerificationFlag === 'VERIFIED';
}
