import { canonicalJson, type Instant } from '@center/contract';
import type { ArchiveObservation, DayWindow, NotMeasured } from '../../core/index.ts';
import { daysOfWindow } from './archive-codes.ts';
import { dayAt } from './archive-rows.ts';
import type { Store } from './store.ts';

type Of<K extends ArchiveObservation['kind']> = Extract<ArchiveObservation, { kind: K }>;

/** A window of more days than this is noted in the days that are known already, and makes no row for each day of a century. */
const mostDays = 4_000;

/** What rounds looked at and when, by day, window, way and kind: everything that is known of looking, not of a study. */
export interface Looks {
  listed(observation: Of<'listed'>): void;
  read(window: DayWindow, studies: number, at: Instant): void;
  missed(observation: Of<'not-measured'>): void;
  /** Something of this kind was measured: what was missed before is over. */
  measured(kind: Of<'not-measured'>['round'], at: Instant): void;
  settings(observation: Of<'settings'>): void;
  listedAt(day: number): Instant | undefined;
  /** Every observation passes here: the latest moment that any of them names. */
  observed(at: Instant): void;
  lastAt(): Instant | undefined;
}

export function archiveLooks({ db }: Pick<Store, 'db'>): Looks {
  const listedAt = db.prepare<[number], { listed_at: Instant | null }>('SELECT listed_at FROM kept_day WHERE day = ?');
  const dayListed = db.prepare<[number, number]>(
    `INSERT INTO kept_day (day, listed_at) VALUES (?, ?)
     ON CONFLICT (day) DO UPDATE SET listed_at = max(coalesce(listed_at, 0), excluded.listed_at),
       why = iif(coalesce(missed_at, 0) > excluded.listed_at, why, NULL), silent_since = iif(coalesce(missed_at, 0) > excluded.listed_at, silent_since, NULL)`,
  );
  const dayMissed = db.prepare<[number, number, number, NotMeasured]>(
    `INSERT INTO kept_day (day, missed_at, silent_since, why) VALUES (?, ?, ?, ?)
     ON CONFLICT (day) DO UPDATE SET missed_at = excluded.missed_at, silent_since = coalesce(silent_since, excluded.silent_since), why = excluded.why
     WHERE excluded.missed_at > max(coalesce(listed_at, 0), coalesce(missed_at, 0))`,
  );
  const spanListed = db.prepare<[number, number, number, number]>(
    'UPDATE kept_day SET listed_at = max(coalesce(listed_at, 0), ?), why = NULL, silent_since = NULL WHERE day BETWEEN ? AND ? AND coalesce(missed_at, 0) <= ?',
  );
  const measuredOn = db.prepare<[number]>('INSERT OR IGNORE INTO kept_measured (day) VALUES (?)');
  const window = db.prepare<[number, number, number, number, number]>(
    `INSERT INTO kept_window (first, last, listed_at, rows, most_rows) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (first, last) DO UPDATE SET rows = iif(excluded.listed_at >= listed_at, excluded.rows, rows), listed_at = max(listed_at, excluded.listed_at),
       most_rows = max(most_rows, excluded.most_rows)`,
  );
  const way = db.prepare<[string, number, number]>(
    `INSERT INTO kept_way (channel, listed_at, most_rows, times) VALUES (?, ?, ?, 1)
     ON CONFLICT (channel) DO UPDATE SET listed_at = max(listed_at, excluded.listed_at),
       times = CASE WHEN excluded.most_rows > most_rows THEN 1 WHEN excluded.most_rows = most_rows THEN times + 1 ELSE times END,
       most_rows = max(most_rows, excluded.most_rows)`,
  );
  const miss = db.prepare<[string, number, number, string, string, string | null]>(
    `INSERT INTO kept_miss (kind, at, since, channel, why, detail) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind) DO UPDATE SET at = excluded.at, channel = excluded.channel, why = excluded.why, detail = excluded.detail WHERE excluded.at >= at`,
  );
  const over = db.prepare<[string, number]>('DELETE FROM kept_miss WHERE kind = ? AND at <= ?');
  const reading = db.prepare<[number, number, number, number]>(
    `INSERT INTO kept_reading (first, last, at, studies) VALUES (?, ?, ?, ?)
     ON CONFLICT (first, last) DO UPDATE SET at = excluded.at, studies = excluded.studies WHERE excluded.at >= at`,
  );
  const settings = db.prepare<[string, number, number, string]>(
    `INSERT INTO kept_settings (channel, day, at, body) VALUES (?, ?, ?, ?)
     ON CONFLICT (channel, day) DO UPDATE SET at = excluded.at, body = excluded.body WHERE excluded.at >= at`,
  );
  const observed = db.prepare<[number]>(
    `INSERT INTO kept_sum (name, n) VALUES ('last-at', ?) ON CONFLICT (name) DO UPDATE SET n = max(n, excluded.n)`,
  );
  const lastAt = db.prepare<[], { n: Instant }>(`SELECT n FROM kept_sum WHERE name = 'last-at'`);

  const measured: Looks['measured'] = (kind, at) => void over.run(kind, at);
  return {
    measured,
    observed: (at) => void observed.run(at),
    lastAt: () => lastAt.get()?.n,
    listedAt: (day) => listedAt.get(day)?.listed_at ?? undefined,
    listed({ at, channel, round, rows, window: looked }) {
      const { first, last } = daysOfWindow(looked);
      if (last - first > mostDays) spanListed.run(at, first, last, at);
      else for (let day = first; day <= last; day += 1) dayListed.run(day, at);
      window.run(first, last, at, rows, rows);
      way.run(channel, at, rows);
      measuredOn.run(dayAt(at));
      measured(round, at);
    },
    read(looked, studies, at) {
      const { first, last } = daysOfWindow(looked);
      reading.run(first, last, at, studies);
      measured('backfill', at);
    },
    missed({ at, channel, round, window: looked, why, detail }) {
      miss.run(round, at, at, channel, why, detail ?? null);
      if (looked === undefined) return;
      const { first, last } = daysOfWindow(looked);
      for (let day = first; day <= Math.min(last, first + mostDays); day += 1) dayMissed.run(day, at, at, why);
    },
    settings(observation) {
      const { at, channel, kind: _kind, expiry: _expiry, ...shown } = observation;
      settings.run(channel, dayAt(at), at, canonicalJson(shown));
    },
  };
}
