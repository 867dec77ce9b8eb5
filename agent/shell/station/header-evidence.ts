import type { StationHeaderRow } from '@center/contract/station-api';
import type { ObservedObject } from '../../core/index.ts';

/** Attributes that name or number a patient, or are typed freely; they stand first and are marked. */
const identityKeywords: ReadonlySet<string> = new Set([
  'PatientName',
  'PatientID',
  'PatientBirthDate',
  'PatientSex',
  'PatientAge',
  'OtherPatientIDs',
  'AccessionNumber',
  'StudyInstanceUID',
  'StudyID',
  'PatientComments',
  'ImageComments',
  'ReferringPhysicianName',
  'RequestingPhysician',
  'PatientAddress',
]);
const valuesShown = 4;

/** A value as one text; undefined for a sequence. */
export function textOfValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value)) return undefined;
  const parts: readonly unknown[] = value;
  // Items of a sequence are data sets and no values.
  if (parts.some((part) => typeof part === 'object')) return undefined;
  return parts
    .map((part) => (typeof part === 'number' ? String(part) : typeof part === 'string' ? part : ''))
    .join('\\');
}

/** The header values of a study, folded over its objects: each attribute with the values that occur, most frequent first. */
export function headerEvidence(objects: readonly ObservedObject[]): StationHeaderRow[] {
  const counted = new Map<string, Map<string, number>>();
  for (const { header } of objects) {
    // What a series shares stands behind the object's own values.
    const values: Readonly<Record<string, unknown>> = header;
    for (const keyword in values) {
      const text = textOfValue(values[keyword]);
      if (text === undefined) continue;
      const told = counted.get(keyword) ?? new Map<string, number>();
      told.set(text, (told.get(text) ?? 0) + 1);
      counted.set(keyword, told);
    }
  }
  const rows = [...counted].map(([keyword, values]): StationHeaderRow => {
    const sorted = [...values].toSorted((a, b) => b[1] - a[1]);
    return {
      keyword,
      identity: identityKeywords.has(keyword),
      values: sorted.slice(0, valuesShown).map(([text, count]) => ({ text: text.slice(0, 400), objects: count })),
      more: Math.max(0, sorted.length - valuesShown),
    };
  });
  return rows.toSorted((a, b) => (a.identity === b.identity ? (a.keyword < b.keyword ? -1 : 1) : a.identity ? -1 : 1));
}
