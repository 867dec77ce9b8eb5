import { undatedDay, yearOfDay } from './archive-codes.ts';
import type { Kept, StudyRecord } from './archive-rows.ts';
import type { Words } from './archive-words.ts';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

/** Sums that are kept up with each changed study, so that no page and no round adds up the whole archive. */
export interface Counts {
  changed(before: Kept | undefined, after: Kept): void;
}

/** Day from which the terms of a study run. */
const clockOf = (row: Pick<StudyRecord, 'day' | 'first_seen'>): number =>
  row.day === undatedDay ? row.first_seen : row.day;

type Bucket = [
  clock: number,
  state: number,
  level: number,
  standing: number,
  studies: number,
  objects: number,
  bytes: number,
  sized: number,
];

function bucketOf(row: StudyRecord, sign: 1 | -1): Bucket {
  return [
    clockOf(row),
    row.state,
    row.level,
    row.standing,
    sign,
    sign * row.objects,
    sign * (row.bytes ?? 0),
    row.bytes === null ? 0 : sign,
  ];
}

export function archiveCounts({ db }: Pick<Store, 'db'>, words: Words): Counts {
  const add = db.prepare<Bucket>(
    `INSERT INTO kept_count (clock, state, level, standing, studies, objects, bytes, sized) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (clock, state, level, standing) DO UPDATE SET studies = studies + excluded.studies, objects = objects + excluded.objects, bytes = bytes + excluded.bytes,
       sized = sized + excluded.sized`,
  );
  const clean = db.prepare<[number, number, number, number]>(
    'DELETE FROM kept_count WHERE clock = ? AND state = ? AND level = ? AND standing = ? AND studies = 0',
  );
  const stratum = db.prepare<[number, number]>('UPDATE kept_stratum SET studies = studies + ? WHERE id = ?');
  const device = db.prepare<[number, number, number, number]>(
    `INSERT INTO kept_device (word, studies, first, last) VALUES (?, ?, ?, ?)
     ON CONFLICT (word) DO UPDATE SET studies = studies + excluded.studies, first = min(first, excluded.first), last = max(last, excluded.last)`,
  );

  const year = db.prepare<[number, number]>(
    'INSERT INTO kept_year (year, first_seen) VALUES (?, ?) ON CONFLICT (year) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen)',
  );
  const sum = db.prepare<[string, number]>(
    'INSERT INTO kept_sum (name, n) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET n = n + excluded.n',
  );

  return {
    changed(known, { row, study }) {
      const before = known?.row;
      if (known?.study.expires === undefined && study.expires !== undefined) sum.run('expiry-set', 1);
      if (before?.first_seen !== row.first_seen || clockOf(before) !== clockOf(row))
        year.run(yearOfDay(clockOf(row)), row.first_seen);
      const after = bucketOf(row, 1);
      const old = before === undefined ? undefined : bucketOf(before, -1);
      if (old === undefined || old.some((each, index) => each !== (index < 4 ? after[index] : -(after[index] ?? 0)))) {
        if (old !== undefined) {
          add.run(...old);
          clean.run(old[0], old[1], old[2], old[3]);
        }
        add.run(...after);
      }
      if (before?.stratum !== row.stratum) {
        if (before !== undefined) stratum.run(-1, before.stratum);
        stratum.run(1, row.stratum);
      }
      if (before?.devices === row.devices) return;
      const had = new Set(before === undefined ? [] : fromJson<string[]>(words.textOf(before.devices)));
      const clock = clockOf(row);
      for (const id of study.deviceIds) if (!had.has(id)) device.run(words.numberOf(id), 1, clock, clock);
    },
  };
}
