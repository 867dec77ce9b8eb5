// Observed objects for the tests of facts: a CT image, and others made from it by named changes.
import {
  must,
  parseSeriesInstanceUID,
  parseSOPClassUID,
  parseSOPInstanceUID,
  parseStudyInstanceUID,
} from '@center/contract';
import type { Header } from '../header.ts';
import type { ObservedObject } from '../observed-object.ts';

export const storage = '1.2.840.10008.5.1.4.1.1.';
export const classes = {
  ct: `${storage}2`,
  dx: `${storage}1.1`,
  secondaryCapture: `${storage}7`,
  doseReport: `${storage}88.67`,
  comprehensiveReport: `${storage}88.33`,
  pdf: `${storage}104.1`,
  performedStep: '1.2.840.10008.3.1.2.3.3',
} as const;

const ctImage: Header = {
  Modality: 'CT',
  ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  StudyDate: '20260310',
  AcquisitionDate: '20260310',
  AcquisitionTime: '093000',
  Manufacturer: 'Huayun',
  ManufacturerModelName: 'CT 64',
  DeviceSerialNumber: 'S1',
};

export interface Made extends Partial<Omit<ObservedObject, 'SOPInstanceUID' | 'SOPClassUID' | 'SeriesInstanceUID'>> {
  readonly uid?: string;
  readonly sopClass?: string;
  readonly series?: string;
}

let made = 0;

/** An object with a UID of its own; `header` is laid over a CT image's, and a value `undefined` takes the element away. */
export function observed(
  header: { readonly [K in keyof Header]?: Header[K] | undefined } = {},
  how: Made = {},
): ObservedObject {
  made += 1;
  const { uid = `1.2.3.${String(made)}`, sopClass = classes.ct, series = '1.2.3.4', ...rest } = how;
  const merged = Object.entries({ ...ctImage, ...header }).filter(([, value]) => value !== undefined);
  return {
    SOPInstanceUID: must(parseSOPInstanceUID(uid)),
    SOPClassUID: must(parseSOPClassUID(sopClass)),
    StudyInstanceUID: must(parseStudyInstanceUID('1.2.3')),
    SeriesInstanceUID: must(parseSeriesInstanceUID(series)),
    transferSyntaxUID: '1.2.840.10008.1.2.1',
    header: Object.fromEntries(merged),
    damage: [],
    ...rest,
  };
}
