import { performedStepClass, xrayModalities } from '@center/contract';
import { textOf, textsOf } from './header.ts';
import type { ObservedObject } from './observed-object.ts';

const storage = '1.2.840.10008.5.1.4.1.1.';
/** Classes that hold no acquired picture: presentation states, reports, segmentations, RT objects, raw data, encapsulated documents, secondary captures. */
const neverAcquired: ReadonlySet<string> = new Set([
  '7',
  '9',
  '11',
  '30',
  '66',
  '67',
  '68',
  '88',
  '104',
  '481',
  '78',
  '79',
  '80',
  '90',
  '200',
]);

/** True for an image that a device took from the patient: ORIGINAL\PRIMARY (PS3.3 C.7.6.1.1.2), or an image class without ImageType. */
export function isAcquired(object: ObservedObject): boolean {
  const uid: string = object.SOPClassUID;
  if (uid.startsWith(storage)) {
    const end = uid.indexOf('.', storage.length);
    if (neverAcquired.has(uid.slice(storage.length, end === -1 ? undefined : end))) return false;
  }
  const type = textsOf(object.header, 'ImageType');
  const pixels = type?.[0];
  const exam = type?.[1];
  if (pixels === undefined || pixels === '') return uid.startsWith(storage);
  return pixels === 'ORIGINAL' && (exam === undefined || exam === '' || exam === 'PRIMARY');
}

/** Structured reports (PS3.4 B.5: storage classes under 88). */
export function isReport(object: ObservedObject): boolean {
  return object.SOPClassUID.startsWith(`${storage}88.`);
}

/** X-Ray, Radiopharmaceutical, Patient and Enhanced X-Ray Radiation Dose SR; Enhanced and Comprehensive SR, in which dose reports are hidden (PS3.4 B.5). */
const doseReportClasses: ReadonlySet<string> = new Set(
  ['67', '68', '73', '76', '22', '33'].map((kind) => `${storage}88.${kind}`),
);

/** Whether an object of which an archive tells no more than class and modality may be a dose report. `SOPClassUID` '' where it does not tell the class. */
export function mayBeDoseReport(listed: { readonly SOPClassUID: string; readonly Modality: string }): boolean {
  return listed.SOPClassUID === '' ? listed.Modality === 'SR' : doseReportClasses.has(listed.SOPClassUID);
}

/** Encapsulated PDF and CDA documents; encapsulated models (STL, OBJ, MTL) are none. */
export function isEncapsulatedDocument(object: ObservedObject): boolean {
  return object.SOPClassUID === `${storage}104.1` || object.SOPClassUID === `${storage}104.2`;
}

export function isPerformedStep(object: ObservedObject): boolean {
  return object.SOPClassUID === performedStepClass;
}

/** A secondary capture of the console's dose page that carries its numbers: an object of dose, and no picture of the patient. */
export function isDoseScreen(object: ObservedObject): boolean {
  const uid: string = object.SOPClassUID;
  return (uid === `${storage}7` || uid.startsWith(`${storage}7.`)) && object.dose?.source === 'dose-screen';
}

/** Radiopharmaceutical Radiation Dose SR (PS3.4 B.5): radiation, and no X-ray. */
export const radiopharmaceuticalReport = `${storage}88.68`;

/** A report of dose from X-rays; that of an administered radionuclide is none. */
export function isXrayDoseReport(object: ObservedObject): boolean {
  return isReport(object) && object.dose !== undefined && object.SOPClassUID !== radiopharmaceuticalReport;
}

/** Absence in a header that was cut proves nothing: its missing elements are unknown. */
export function isHeaderWhole(object: ObservedObject): boolean {
  return !object.damage.some(
    ({ code }) =>
      code === 'truncated-header' ||
      code === 'header-too-large' ||
      code === 'sequence-broken' ||
      code === 'deflate-broken',
  );
}

export function modalityOf(object: ObservedObject): string {
  return textOf(object.header, 'Modality') ?? '';
}

export function isXray(object: ObservedObject): boolean {
  return xrayModalities.has(modalityOf(object));
}
