import type { StationDriftRow } from '@center/contract/station-api';
import { channelKind, type DriftedObject, differencesOf, touchOf } from '../../core/index.ts';
import { textOfValue } from './header-evidence.ts';

const rowsShown = 40;

/** A value as people read it; of the items of a sequence what they hold. */
function shownText(value: unknown): string {
  const text = value === undefined ? '' : (textOfValue(value) ?? itemsText(value));
  return text.slice(0, 400);
}

function itemsText(value: unknown): string {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items
    .map((item) =>
      Object.entries(typeof item === 'object' && item !== null ? item : {})
        .map(([keyword, each]: [string, unknown]) => `${keyword}=${textOfValue(each) ?? itemsText(each)}`)
        .join(' '),
    )
    .join(' | ');
}

/**
 * What differs between sightings of the objects of a study: each pair of values once, with the kinds of channels that brought them and in how many objects; identity
 * first. An object that came from another study is told by the UID of that study.
 */
export function driftView(objects: readonly DriftedObject[]): { rows: StationDriftRow[]; more: number } {
  const rows = new Map<string, StationDriftRow>();
  const add = (row: Omit<StationDriftRow, 'objects'>): void => {
    const key = JSON.stringify(row);
    rows.set(key, { ...row, objects: (rows.get(key)?.objects ?? 0) + 1 });
  };
  for (const { now, before } of objects) {
    for (const earlier of before) {
      const by = { beforeBy: channelKind(earlier.channel), nowBy: channelKind(now.channel) };
      if (earlier.study !== now.study)
        add({ keyword: 'StudyInstanceUID', touches: 'registration', before: earlier.study, now: now.study, ...by });
      for (const { keyword, before: was, now: is } of differencesOf(earlier, now))
        add({ keyword, touches: touchOf(keyword), before: shownText(was), now: shownText(is), ...by });
    }
  }
  const ranks: readonly StationDriftRow['touches'][] = ['identity', 'registration', 'acquisition'];
  const byKeyword = [...rows.values()].toSorted((a, b) => (a.keyword < b.keyword ? -1 : a.keyword > b.keyword ? 1 : 0));
  const frequent = byKeyword.toSorted((a, b) => b.objects - a.objects);
  const sorted = frequent.toSorted((a, b) => ranks.indexOf(a.touches) - ranks.indexOf(b.touches));
  return { rows: sorted.slice(0, rowsShown), more: Math.max(0, sorted.length - rowsShown) };
}
