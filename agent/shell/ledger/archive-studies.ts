import { addDays, type CalendarDate, type Instant, instant, type StudyInstanceUID, startOfDay } from '@center/contract';
import {
  countDue,
  type DayWindow,
  type KeptStudy,
  type KnownOfStudy,
  type ObjectSight,
  type RetentionParameters,
  retentionDefaults,
  type SeriesSight,
  type Stratum,
} from '../../core/index.ts';
import { dateOf, dayOf, daysOfWindow, stateCode, undatedDay } from './archive-codes.ts';
import type { Fold } from './archive-fold.ts';
import { dayAt, flagBit, type Kept, type StudyFlag, type StudyRecord } from './archive-rows.ts';
import type { Store } from './store.ts';
import { branded } from './stored-json.ts';

/** Which list of the archive page a study stands in. */
export type StudyList = 'unlisted' | 'missing' | 'lost' | 'explained' | StudyFlag;

/** Where a reader of changed studies has come to; kept by the reader. */
export interface ChangedCursor {
  readonly observation: number;
  readonly id: number;
}

/** Reads of single studies. Each study comes with the last list of its day taken in. */
export interface ArchiveStudies {
  study(uid: string): KeptStudy | undefined;
  known(uid: string): KnownOfStudy | undefined;
  series(uid: string): SeriesSight[];
  samples(uid: string): ObjectSight[];
  count(): number;
  /** Known studies of a window that its list should have: all but those that are explained or lost. In the order of first sight. */
  ofWindow(window: DayWindow): KeptStudy[];
  /** Explained or lost studies of a window: named in `listed.found` when the list has them after all. */
  goneOfWindow(window: DayWindow): string[];
  /** Studies that are unlisted, missing or lost, the longest in doubt first. */
  doubted(limit: number): KnownOfStudy[];
  /**
   * At most `limit` studies whose presence was confirmed in a list at `since` or later, spread over days by `below` (a number from 0 up to its argument, exclusive): candidates
   * for controls.
   */
  confirmed(since: Instant, limit: number, below: (count: number) => number): KeptStudy[];
  /** Studies whose objects are to be counted: the new ones (1, 7, 30 days after their first sight) first, then those whose count is the oldest. */
  countDue(today: CalendarDate, limit: number, parameters?: RetentionParameters): KeptStudy[];
  /** Present studies that no commitment has covered since `before`, the oldest first. */
  commitDue(before: Instant, limit: number): KeptStudy[];
  strata(): Stratum[];
  /** The study with this place in its stratum, from 0, in the order of first sight; undefined behind the last. */
  ofStratum(stratum: Pick<Stratum, 'year' | 'modality' | 'tier'>, index: number): KeptStudy | undefined;
  /** First and last StudyDate that is known, and whether there are studies without one. */
  dates(): { readonly earliest?: CalendarDate; readonly latest?: CalendarDate; readonly undated: boolean };
  list(list: StudyList, limit: number, offset: number): { readonly total: number; readonly rows: KeptStudy[] };
  /**
   * Studies with a delivery, a doubt or a note whose row has changed behind the cursor, in order of change, with the cursor of the last; a study that changes again comes
   * again. `undefined`: from the beginning.
   */
  changed(
    after: ChangedCursor | undefined,
    limit: number,
  ): { readonly uids: StudyInstanceUID[]; readonly cursor: ChangedCursor | undefined };
  /** Every study with something to say of it, in the order of first sight behind `after` (0 = from the beginning). */
  notable(after: number, limit: number): { readonly id: number; readonly study: KeptStudy }[];
}

export function archiveStudies({ db }: Pick<Store, 'db'>, { rows, parts, fresh }: Fold): ArchiveStudies {
  const ofDays = db.prepare<[number, number, number, number], StudyRecord>(
    'SELECT * FROM kept_study WHERE day BETWEEN ? AND ? AND state NOT IN (?, ?) ORDER BY id',
  );
  const gone = db.prepare<[number, number, number, number], StudyRecord>(
    'SELECT * FROM kept_study WHERE day BETWEEN ? AND ? AND state IN (?, ?) ORDER BY id',
  );
  const total = db.prepare<[], { n: number }>('SELECT coalesce(sum(studies), 0) AS n FROM kept_stratum');
  const inDoubt = db.prepare<[number, number, number, number], StudyRecord>(
    'SELECT * FROM kept_study WHERE state IN (?, ?, ?) AND state > 1 ORDER BY state_on, id LIMIT ?',
  );
  const listedDays = db.prepare<[number], { day: number }>(
    'SELECT day FROM kept_day d WHERE listed_at >= ? AND EXISTS (SELECT 1 FROM kept_study WHERE day = d.day AND state = 1) ORDER BY day',
  );
  const presentOn = db.prepare<[number], { n: number }>(
    'SELECT count(*) AS n FROM kept_study WHERE day = ? AND state = 1',
  );
  const nthPresent = db.prepare<[number, number], StudyRecord>(
    'SELECT * FROM kept_study WHERE day = ? AND state = 1 ORDER BY id LIMIT 1 OFFSET ?',
  );
  const young = db.prepare<[number, number], { id: number; seen: number; counted: number }>(
    'SELECT id, first_seen AS seen, l2 AS counted FROM kept_study WHERE day >= ? AND state <= 1 AND first_seen < ? ORDER BY day, id',
  );
  const oldestCount = db.prepare<[number, number], StudyRecord>(
    'SELECT * FROM kept_study WHERE l2 < ? AND state <= 1 AND first_seen < ? ORDER BY l2, id',
  );
  const oldestCommit = db.prepare<[number, number], StudyRecord>(
    'SELECT * FROM kept_study WHERE l3 < ? AND state = 1 ORDER BY l3, id LIMIT ?',
  );
  const strata = db.prepare<[], { year: number; modality: string; tier: string; studies: number }>(
    'SELECT year, modality, tier, studies FROM kept_stratum WHERE studies > 0 ORDER BY year, modality, tier',
  );
  const nthOfStratum = db.prepare<[number, string, string, number], { id: number }>(
    'SELECT id FROM kept_study WHERE stratum = (SELECT id FROM kept_stratum WHERE year = ? AND modality = ? AND tier = ?) ORDER BY id LIMIT 1 OFFSET ?',
  );
  const dates = db.prepare<[number], { earliest: number | null; latest: number | null }>(
    'SELECT (SELECT min(day) FROM kept_study WHERE day > ?) AS earliest, (SELECT max(day) FROM kept_study) AS latest',
  );
  const anyUndated = db.prepare<[number]>('SELECT 1 FROM kept_study WHERE day = ? LIMIT 1');
  const byState = db.prepare<[number, number, number], StudyRecord>(
    'SELECT * FROM kept_study WHERE state = ? AND state > 1 ORDER BY state_on DESC, id LIMIT ? OFFSET ?',
  );
  const stateTotal = db.prepare<[number], { n: number }>(
    'SELECT count(*) AS n FROM kept_study WHERE state = ? AND state > 1',
  );
  const byFlag = db.prepare<[number, number, number], StudyRecord>(
    'SELECT * FROM kept_study WHERE flags & ? AND flags <> 0 ORDER BY day DESC, id LIMIT ? OFFSET ?',
  );
  const flagTotal = db.prepare<[number], { n: number }>(
    'SELECT count(*) AS n FROM kept_study WHERE flags & ? AND flags <> 0',
  );
  const changed = db.prepare<[number, number, number], StudyRecord>(
    'SELECT * FROM kept_study WHERE notable = 1 AND (changed, id) > (?, ?) ORDER BY changed, id LIMIT ?',
  );
  const notable = db.prepare<[number, number], StudyRecord>(
    'SELECT * FROM kept_study WHERE id > ? AND notable = 1 ORDER BY id LIMIT ?',
  );

  const freshOf = (row: StudyRecord): KeptStudy => fresh(rows.read(row));
  const explained = stateCode('explained');
  const lost = stateCode('lost');
  const knownOf = (row: StudyRecord): KnownOfStudy => ({
    study: freshOf(row),
    series: parts.series(row.id),
    samples: parts.samples(row.id),
  });
  const id = (uid: string): number | undefined => rows.byUid(uid)?.id;

  const listed: ArchiveStudies['list'] = (list, limit, offset) => {
    if (list === 'unlisted' || list === 'missing' || list === 'lost' || list === 'explained') {
      const code = stateCode(list);
      return { total: stateTotal.get(code)?.n ?? 0, rows: byState.all(code, limit, offset).map(freshOf) };
    }
    const bit = flagBit(list);
    return { total: flagTotal.get(bit)?.n ?? 0, rows: byFlag.all(bit, limit, offset).map(freshOf) };
  };

  return {
    study(uid) {
      const kept = rows.byUid(uid);
      return kept === undefined ? undefined : fresh(kept);
    },
    known(uid) {
      const kept = rows.byUid(uid);
      return kept === undefined ? undefined : knownOf(kept.row);
    },
    series: (uid) => parts.series(id(uid) ?? 0),
    samples: (uid) => parts.samples(id(uid) ?? 0),
    count: () => total.get()?.n ?? 0,
    ofWindow(window) {
      const { first, last } = daysOfWindow(window);
      return ofDays.all(first, last, explained, lost).map(freshOf);
    },
    goneOfWindow(window) {
      const { first, last } = daysOfWindow(window);
      return gone.all(first, last, explained, lost).map((row) => rows.read(row).study.StudyInstanceUID);
    },
    doubted: (limit) => inDoubt.all(stateCode('unlisted'), stateCode('missing'), lost, limit).map(knownOf),
    confirmed(since, limit, below) {
      const days = listedDays.all(since);
      const found = new Map<number, KeptStudy>();
      // A day that is drawn twice may give the same study twice; some tries more, and few candidates are few.
      for (let tries = 0; days.length > 0 && found.size < limit && tries < limit * 4; tries += 1) {
        const day = days[below(days.length)]?.day ?? undatedDay;
        const row = nthPresent.get(day, below(presentOn.get(day)?.n ?? 1));
        if (row !== undefined) found.set(row.id, freshOf(row));
      }
      return [...found.values()].filter((study) => (study.confirmed[1] ?? 0) >= since);
    },
    countDue(today, limit, parameters = retentionDefaults) {
      const found = new Map<number, KeptStudy>();
      const take = (kept: Kept | undefined): void => {
        if (kept === undefined) return;
        const study = fresh(kept);
        if (countDue(study, today, parameters)) found.set(kept.id, study);
      };
      const now = dayOf(today);
      const since = dayOf(addDays(today, -2 * Math.max(...parameters.countAfterDays)));
      for (const { id: number, seen, counted } of young.iterate(since, now)) {
        if (found.size >= limit) break;
        // The same question as `countDue` asks, of two numbers: most of them are not due.
        const last = counted === 0 ? Number.NEGATIVE_INFINITY : dayAt(instant(counted));
        if (parameters.countAfterDays.some((days) => now >= seen + days && last < seen + days)) take(rows.byId(number));
      }
      const before = startOfDay(addDays(today, 1 - parameters.countNights));
      // Those whose last count was wrong keep the day of their last good one, and stand in front without being due.
      let looked = 0;
      for (const row of oldestCount.iterate(before, now)) {
        looked += 1;
        if (found.size >= limit || looked > 20 * limit) break;
        take(rows.read(row));
      }
      return [...found.values()];
    },
    commitDue: (before, limit) => oldestCommit.all(before, limit).map(freshOf),
    strata: () => strata.all().map(({ tier, ...rest }): Stratum => (tier === '' ? rest : { ...rest, tier })),
    ofStratum({ year, modality, tier }, index) {
      const row = nthOfStratum.get(year, modality, tier ?? '', index);
      const kept = row === undefined ? undefined : rows.byId(row.id);
      return kept === undefined ? undefined : fresh(kept);
    },
    dates() {
      const { earliest, latest } = dates.get(undatedDay) ?? { earliest: null, latest: null };
      return {
        ...(earliest === null ? {} : { earliest: dateOf(earliest) }),
        ...(latest === null || latest === undatedDay ? {} : { latest: dateOf(latest) }),
        undated: anyUndated.get(undatedDay) !== undefined,
      };
    },
    list: listed,
    changed(after, limit) {
      const found = changed.all(after?.observation ?? 0, after?.id ?? 0, limit);
      const last = found.at(-1);
      return {
        uids: found.map((row) => branded<StudyInstanceUID>(rows.read(row).study.StudyInstanceUID)),
        cursor: last === undefined ? after : { observation: last.changed, id: last.id },
      };
    },
    notable: (after, limit) => notable.all(after, limit).map((row) => ({ id: row.id, study: freshOf(row) })),
  };
}
