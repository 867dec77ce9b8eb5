import { byKey } from '../facts/order.ts';
import type { SeriesSight } from './observation.ts';

/** What a list of a study's objects says of those that the ledger knows. */
export interface SeriesComparison {
  /**
   * `as-known`: the same UIDs, as far as they are known. `more`: known series are whole or have grown, or there are new ones. `fewer`: a series is gone or has lost objects.
   * `other`: as many objects, some of them others.
   */
  readonly match: 'as-known' | 'more' | 'fewer' | 'other';
  /** Objects listed. */
  readonly objects: number;
  /** The series as the ledger should know them from now on, sorted by UID: nothing known is forgotten because a list lacks it. */
  readonly series: readonly SeriesSight[];
}

const sum = (series: readonly SeriesSight[]): number => series.reduce((total, { objects }) => total + objects, 0);

type Change = 'same' | 'learnt' | 'more' | 'fewer' | 'other';

function change(now: SeriesSight, before: SeriesSight): Change {
  if (now.objects !== before.objects) return now.objects > before.objects ? 'more' : 'fewer';
  if (now.uidDigest === undefined || now.uidDigest === before.uidDigest) return 'same';
  return before.uidDigest === undefined ? 'learnt' : 'other';
}

/** What is known of one series after a further sight of it: the larger set stays, with the classes of both. */
function merged(now: SeriesSight, before: SeriesSight, how: Change): SeriesSight {
  const classes = [...new Set([...before.classes, ...now.classes])].sort();
  const base = how === 'more' || how === 'learnt' ? now : before;
  const bytes = Math.max(now.bytes ?? -1, before.bytes ?? -1);
  return { ...base, classes, ...(bytes < 0 ? {} : { bytes }) };
}

/** Compares the series of a study as listed now with those the ledger knows. Both are sets by SeriesInstanceUID. */
export function compareSeries(listed: readonly SeriesSight[], known: readonly SeriesSight[]): SeriesComparison {
  const before = new Map(known.map((each) => [each.SeriesInstanceUID, each]));
  const now = new Map(listed.map((each) => [each.SeriesInstanceUID, each]));
  const after = new Map(before);
  const changes = new Set<Change>();
  for (const [uid, each] of now) {
    const earlier = before.get(uid);
    if (earlier === undefined) {
      changes.add('more');
      after.set(uid, { ...each, classes: [...new Set(each.classes)].sort() });
    } else {
      const how = change(each, earlier);
      changes.add(how);
      after.set(uid, merged(each, earlier, how));
    }
  }
  for (const [uid, each] of before) if (!now.has(uid) && each.objects > 0) changes.add('fewer');
  const match = changes.has('fewer')
    ? 'fewer'
    : changes.has('other')
      ? 'other'
      : changes.has('more')
        ? 'more'
        : 'as-known';
  return {
    match,
    objects: sum([...now.values()]),
    series: [...after.values()].sort(byKey(({ SeriesInstanceUID }) => SeriesInstanceUID)),
  };
}

/** Objects of a set of series. */
export function objectsIn(series: readonly SeriesSight[]): number {
  return sum(series);
}
