import { compared } from '../facts/order.ts';
import type { ArchiveObservation, ObjectSight, SeriesSight } from './observation.ts';

type Checked = Extract<ArchiveObservation, { kind: 'checked' }>;

/** What was found under the keys of a study that a list lacked. Each key that was not asked is absent; one that found nothing is empty. */
export interface KeyAnswers {
  /** The study itself, under its own UID; its objects as listed, when they were. */
  readonly study?: { readonly found: boolean; readonly objects?: number };
  readonly inOtherArchive?: boolean;
  /** Study UIDs under which a known series, a known object was found. */
  readonly series?: readonly { readonly SeriesInstanceUID: string; readonly StudyInstanceUID: string }[];
  readonly objects?: readonly { readonly SOPInstanceUID: string; readonly StudyInstanceUID: string }[];
  /** Studies of the same accession number and patient, with their series and the readings of their objects as far as these were taken. */
  readonly accessionPatient?: readonly {
    readonly StudyInstanceUID: string;
    readonly series: readonly SeriesSight[];
    readonly objects: readonly ObjectSight[];
  }[];
}

export type Where = Pick<Checked, 'found' | 'asked' | 'otherUID' | 'proof' | 'split'>;

const askedKeys = (answers: KeyAnswers): Checked['asked'] => [
  ...(answers.study === undefined ? [] : (['study'] as const)),
  ...(answers.series === undefined ? [] : (['series'] as const)),
  ...(answers.objects === undefined ? [] : (['object'] as const)),
  ...(answers.accessionPatient === undefined ? [] : (['accession-patient'] as const)),
];

/** The same content under new UIDs: every reading that is known of the study has its pixels, or all its bytes, among those of the other. */
function sameDigests(samples: readonly ObjectSight[], others: readonly ObjectSight[]): boolean {
  const digests = new Set(
    others.flatMap(({ sha256, pixelSha256 }) => [sha256, ...(pixelSha256 === undefined ? [] : [pixelSha256])]),
  );
  return (
    samples.length > 0 &&
    samples.every(({ sha256, pixelSha256 }) => digests.has(pixelSha256 ?? sha256) || digests.has(sha256))
  );
}

/** Every known series is in the other study with the same UIDs of objects. */
function sameObjects(known: readonly SeriesSight[], other: readonly SeriesSight[]): boolean {
  const digests = new Set(other.map(({ uidDigest }) => uidDigest));
  return known.length > 0 && known.every(({ uidDigest }) => uidDigest !== undefined && digests.has(uidDigest));
}

/**
 * Decides where a study that a list lacked is. All its known series or objects under one other study: merged; under several: split. Some of them: parts only. A study of the
 * same accession number and patient is likely the one, and proven only when the UIDs of its objects or the digests of their content are those that are known; else a
 * person decides. Nothing under any key: nowhere.
 */
export function whereItWent(
  known: {
    readonly StudyInstanceUID: string;
    readonly series: readonly SeriesSight[];
    readonly samples: readonly ObjectSight[];
  },
  answers: KeyAnswers,
): Where {
  const asked = askedKeys(answers);
  if (answers.study?.found === true) return { found: answers.study.objects === 0 ? 'parts-only' : 'as-known', asked };
  if (answers.inOtherArchive === true) return { found: 'in-other-archive', asked };
  const hits = [...(answers.series ?? []), ...(answers.objects ?? [])].map(({ StudyInstanceUID }) => StudyInstanceUID);
  const others = [...new Set(hits)].filter((uid) => uid !== known.StudyInstanceUID).sort(compared);
  if (hits.length > 0) {
    const series = new Set((answers.series ?? []).map(({ SeriesInstanceUID }) => SeriesInstanceUID));
    const objects = new Set((answers.objects ?? []).map(({ SOPInstanceUID }) => SOPInstanceUID));
    const [otherUID] = others;
    const allSeries = known.series.every(({ SeriesInstanceUID }) => series.has(SeriesInstanceUID));
    const allObjects =
      answers.objects === undefined ||
      objects.size === 0 ||
      known.samples.every(({ SOPInstanceUID }) => objects.has(SOPInstanceUID));
    const all = known.series.length > 0 && allSeries && allObjects;
    if (otherUID === undefined) return { found: all ? 'as-known' : 'parts-only', asked };
    if (!all) return { found: 'parts-only', otherUID, asked };
    return {
      found: 'under-other-uid',
      otherUID,
      proof: 'same-objects',
      asked,
      ...(others.length > 1 ? { split: true } : {}),
    };
  }
  const candidates = (answers.accessionPatient ?? []).filter(
    ({ StudyInstanceUID }) => StudyInstanceUID !== known.StudyInstanceUID,
  );
  const ordered = candidates.toSorted((a, b) => compared(a.StudyInstanceUID, b.StudyInstanceUID));
  const byUid = ordered.find(({ series }) => sameObjects(known.series, series));
  if (byUid !== undefined)
    return { found: 'under-other-uid', otherUID: byUid.StudyInstanceUID, proof: 'same-objects', asked };
  const byDigest = ordered.find(({ objects }) => sameDigests(known.samples, objects));
  if (byDigest !== undefined)
    return { found: 'under-other-uid', otherUID: byDigest.StudyInstanceUID, proof: 'same-digests', asked };
  const [likely] = ordered;
  if (likely !== undefined)
    return { found: 'under-other-uid', otherUID: likely.StudyInstanceUID, proof: 'accession-patient', asked };
  return { found: 'nowhere', asked };
}
