import { type CalendarDate, parseCalendarDate, performedStepClass } from '@center/contract';
import { type SeriesSight, type StudySight, type TextKeyword, textOf } from '../../core/index.ts';
import type { ListedStudy } from '../channels/archive-port.ts';
import { type CenterKeys, type Ledger, type ObjectPlace, sha256Hex } from '../ledger/index.ts';

/** First half of the SHA-256 over the unique SOP Instance UIDs in the order of their code units, one a line: equal for equal sets, in whatever order they came. */
function uidDigestOf(uids: Iterable<string>): string {
  return sha256Hex([...new Set(uids)].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join('\n')).slice(0, 32);
}

/** Where the objects of a study lie that an archive keeps: all but messages about it. */
export function archivedPlaces({ objects }: Pick<Ledger, 'objects'>, uid: string): readonly ObjectPlace[] {
  return objects.placesOf(uid).filter(({ SOPClassUID }) => SOPClassUID !== performedStepClass);
}

function keyOf(keys: CenterKeys, kind: 'patient' | 'accession', text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? undefined : keys.hmac(`${kind}\n${trimmed}`).slice(0, 32);
}

/** Digest of an accession number under the center's key; undefined for an empty one. */
export function accessionKeyOf(keys: CenterKeys, AccessionNumber: string | undefined): string | undefined {
  return keyOf(keys, 'accession', AccessionNumber);
}

/** Digest of a PatientID under the center's key, the same as the exams carry; undefined for an empty one. */
export function patientKeyOf(keys: CenterKeys, PatientID: string | undefined): string | undefined {
  return keyOf(keys, 'patient', PatientID);
}

/** What the objects of one series have in common with what an archive lists of them. */
export type ListedMember = Pick<ObjectPlace, 'SOPInstanceUID' | 'SOPClassUID' | 'SeriesInstanceUID'> & {
  readonly Modality: string;
};

/** Series of a study out of its objects, in the order of their UIDs. Performed procedure steps are left out. */
export function seriesSights(objects: readonly ListedMember[]): readonly SeriesSight[] {
  const series = new Map<string, ListedMember[]>();
  for (const object of objects) {
    if (object.SOPClassUID === performedStepClass) continue;
    const members = series.get(object.SeriesInstanceUID);
    if (members === undefined) series.set(object.SeriesInstanceUID, [object]);
    else members.push(object);
  }
  return [...series]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([SeriesInstanceUID, members]) => {
      const uids = new Set(members.map(({ SOPInstanceUID }) => SOPInstanceUID));
      return {
        SeriesInstanceUID,
        Modality: members.map(({ Modality }) => Modality).find((text) => text !== '') ?? '',
        classes: [...new Set(members.map(({ SOPClassUID }) => SOPClassUID))].filter((uid) => uid !== '').toSorted(),
        objects: uids.size,
        uidDigest: uidDigestOf(uids),
      };
    });
}

/** A study with all its objects as an archive lists them: a whole sight. `deviceIds`: devices that its headers name, where any were read. */
export function listedSight(
  keys: CenterKeys,
  row: ListedStudy,
  objects: readonly ListedMember[],
  deviceIds: readonly string[] = [],
): StudySight {
  const accessionKey = accessionKeyOf(keys, row.AccessionNumber);
  const patientKey = patientKeyOf(keys, row.PatientID);
  return {
    StudyInstanceUID: row.StudyInstanceUID,
    series: seriesSights(objects),
    whole: true,
    ...(row.StudyDate === undefined ? {} : { date: row.StudyDate }),
    ...(accessionKey === undefined ? {} : { accessionKey }),
    ...(patientKey === undefined ? {} : { patientKey }),
    ...(row.availability === undefined ? {} : { availability: row.availability }),
    ...(deviceIds.length === 0 ? {} : { deviceIds }),
  };
}

/**
 * A series known already keeps what it was seen to hold: objects that the live channels have not brought are no loss, and a loss is not made good by forgetting it. Taken
 * over is a series that is new, that has grown, or whose objects are as many and others, or known for the first time one by one.
 */
function adds(known: SeriesSight | undefined, seen: SeriesSight): boolean {
  if (known === undefined || seen.objects > known.objects) return true;
  return seen.objects === known.objects && seen.uidDigest !== undefined && !sameDigest(known.uidDigest, seen.uidDigest);
}

/** Whether two sets of objects are known to be the same. */
export function sameDigest(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a === b;
}

export interface QuietStudy {
  readonly StudyInstanceUID: string;
  readonly places: readonly ObjectPlace[];
  readonly deviceIds: readonly string[];
  /** A study dated later is dated wrong. */
  readonly latestDate: CalendarDate;
}

/** A quiet study as a whole sight, joined with what is known of it; undefined when it adds nothing. */
export function sightOf(study: QuietStudy, known: readonly SeriesSight[], keys: CenterKeys): StudySight | undefined {
  const { places, latestDate, deviceIds, StudyInstanceUID } = study;
  const series = new Map(known.map((each) => [each.SeriesInstanceUID, each]));
  const members = places.map((place) => ({ ...place, Modality: textOf(place.header, 'Modality') ?? '' }));
  const taken = seriesSights(members).filter((each) => adds(series.get(each.SeriesInstanceUID), each));
  if (taken.length === 0) return undefined;
  for (const each of taken) series.set(each.SeriesInstanceUID, each);
  const first = (keyword: TextKeyword): string | undefined =>
    places.map(({ header }) => textOf(header, keyword)?.trim()).find((text) => text !== undefined && text !== '');
  const date = parseCalendarDate((first('StudyDate') ?? '').slice(0, 8));
  const accessionKey = accessionKeyOf(keys, first('AccessionNumber'));
  const patientKey = patientKeyOf(keys, first('PatientID'));
  return {
    StudyInstanceUID,
    series: [...series.values()].toSorted((a, b) => (a.SeriesInstanceUID < b.SeriesInstanceUID ? -1 : 1)),
    whole: [...series.values()].every(({ uidDigest }) => uidDigest !== undefined),
    ...(date.ok && date.value >= '1980-01-01' && date.value <= latestDate ? { date: date.value } : {}),
    ...(accessionKey === undefined ? {} : { accessionKey }),
    ...(patientKey === undefined ? {} : { patientKey }),
    ...(deviceIds.length === 0 ? {} : { deviceIds }),
  };
}
