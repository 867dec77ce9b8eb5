import type { Instant, ReportDocument } from '@center/contract';
import { itemsOf, textOf } from './header.ts';
import { isEncapsulatedDocument, isReport } from './object-kind.ts';
import type { ObservedObject } from './observed-object.ts';
import { namesPerson } from './people.ts';
import { instantOf } from './study-time.ts';

const reports = '1.2.840.10008.5.1.4.1.1.88.';
/** Key object selection, and the dose reports (X-ray, radiopharmaceutical, patient, enhanced X-ray): no report of a finding, whether or not their content was read. */
const noReport = new Set(['59', '67', '68', '73', '76'].map((branch) => `${reports}${branch}`));
/** Template groups (PS3.16) of what a device measures by itself: ultrasound and echo measurements, computer aided detection. */
const measurements = /^(?:5\d{3}|4[01]\d{2})$/;

function isDocument(object: ObservedObject): boolean {
  if (isEncapsulatedDocument(object)) return true;
  if (!isReport(object) || object.dose !== undefined || noReport.has(object.SOPClassUID)) return false;
  return !itemsOf(object.header, 'ContentTemplateSequence').some((item) =>
    measurements.test(textOf(item, 'TemplateIdentifier')?.trim() ?? ''),
  );
}

function documentOf(
  { SOPInstanceUID, SOPClassUID, header }: ObservedObject,
  zoneOffsetMinutes: number,
): ReportDocument {
  const completion = textOf(header, 'CompletionFlag')?.trim().toUpperCase();
  const verification = textOf(header, 'VerificationFlag')?.trim().toUpperCase();
  const observers = itemsOf(header, 'VerifyingObserverSequence');
  const times = observers
    .map((observer) => instantOf(textOf(observer, 'VerificationDateTime') ?? '', header, zoneOffsetMinutes))
    .filter((at) => at !== undefined);
  const last = times.reduce<Instant | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined);
  return {
    SOPInstanceUID,
    SOPClassUID,
    ...(completion === 'COMPLETE' || completion === 'PARTIAL' ? { CompletionFlag: completion } : {}),
    ...(verification === 'VERIFIED' || verification === 'UNVERIFIED' ? { VerificationFlag: verification } : {}),
    ...(last === undefined ? {} : { verifiedAt: last }),
    observerNamed: observers.some((observer) => namesPerson(observer, 'VerifyingObserverName')),
  };
}

/**
 * Structured reports and encapsulated PDF and CDA documents (PS3.3 §A.35, §A.45), without dose reports, key object selections and measurements of a device. A
 * verification time without offset is read in the document's zone, else in the assumed one.
 */
export function reportDocuments(
  objects: readonly ObservedObject[],
  zoneOffsetMinutes: number,
): readonly ReportDocument[] {
  return objects.filter(isDocument).map((object) => documentOf(object, zoneOffsetMinutes));
}
