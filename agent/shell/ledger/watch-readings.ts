import type { Instant, Interval } from '@center/contract';
import type { Store } from './store.ts';

/** One measured value of a probe, or one that is no measurement and says why. */
export interface ProbeReading {
  readonly name: string;
  /** Which sensor or mount; '' where there is one. */
  readonly of: string;
  readonly at: Instant;
  readonly value: number | string;
  readonly valid: boolean;
  readonly problem: string;
}

/** Valid numbers of one hour. `hour` is the instant at which it begins. */
export interface HourReading {
  readonly probe: string;
  readonly name: string;
  readonly of: string;
  readonly hour: Instant;
  readonly n: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
  /** Readings of that hour that were no measurement. */
  readonly invalid: number;
}

export interface ReadingRepository {
  /** Keeps it as the latest, and adds a number to its hour. Joins the running transaction. */
  addReading(probe: number, reading: ProbeReading): void;
  /** The latest of each name and sensor, of all probes that ever watched the equipment; of one name and sensor read by several, the newest. */
  latest(equipmentId: string): (ProbeReading & { readonly probe: string })[];
  hours(equipmentId: string, name: string, period: Interval): HourReading[];
}

const hourMs = 3_600_000;

interface LatestRow {
  probe: string;
  name: string;
  of: string;
  at: Instant;
  value: number | string;
  valid: number;
  problem: string;
}

interface HourRow {
  probe: string;
  name: string;
  of: string;
  hour: number;
  n: number;
  sum: number;
  least: number;
  most: number;
  last: number;
  invalid: number;
}

export function readingRepository({ db }: Pick<Store, 'db'>, word: (text: string) => number): ReadingRepository {
  const put = db.prepare<[number, number, number, number, number | string, number, string]>(
    `INSERT INTO watch_reading (probe, name, of, at, value, valid, problem) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (probe, name, of) DO UPDATE SET at = excluded.at, value = excluded.value, valid = excluded.valid, problem = excluded.problem`,
  );
  const addHour = db.prepare(
    `INSERT INTO watch_hour (probe, name, of, hour, n, sum, least, most, last, invalid) VALUES (@probe, @name, @of, @hour, @n, @value, @value, @value, @value, @invalid)
     ON CONFLICT (probe, name, of, hour) DO UPDATE SET
       least = iif(excluded.n = 0, least, iif(n = 0, excluded.least, min(least, excluded.least))), most = iif(excluded.n = 0, most, iif(n = 0, excluded.most, max(most, excluded.most))),
       last = iif(excluded.n = 0, last, excluded.last), sum = iif(excluded.n = 0, sum, sum + excluded.sum), n = n + excluded.n, invalid = invalid + excluded.invalid`,
  );
  const latest = db.prepare<[string], LatestRow>(
    `SELECT p.name AS probe, n.text AS name, o.text AS of, r.at, r.value, r.valid, r.problem
     FROM watch_probe p CROSS JOIN watch_reading r ON r.probe = p.id CROSS JOIN watch_word n ON n.id = r.name CROSS JOIN watch_word o ON o.id = r.of
     WHERE p.equipment = ?`,
  );
  const hours = db.prepare<[string, string, number, number], HourRow>(
    `SELECT p.name AS probe, n.text AS name, o.text AS of, h.hour, h.n, h.sum, h.least, h.most, h.last, h.invalid
     FROM watch_probe p CROSS JOIN watch_word n CROSS JOIN watch_hour h ON h.probe = p.id AND h.name = n.id CROSS JOIN watch_word o ON o.id = h.of
     WHERE p.equipment = ? AND n.text = ? AND h.hour >= ? AND h.hour < ?`,
  );

  return {
    addReading(probe, { name, of, at, value, valid, problem }) {
      const [named, ofWhat] = [word(name), word(of)];
      put.run(probe, named, ofWhat, at, value, valid ? 1 : 0, problem);
      const measured = valid && typeof value === 'number';
      if (!measured && typeof value !== 'number') return;
      addHour.run({
        probe,
        name: named,
        of: ofWhat,
        hour: Math.floor(at / hourMs),
        n: measured ? 1 : 0,
        value: measured ? value : 0,
        invalid: measured ? 0 : 1,
      });
    },
    latest(equipmentId) {
      const newest = new Map<string, LatestRow>();
      for (const row of latest.all(equipmentId)) {
        const key = `${row.name}\n${row.of}`;
        const before = newest.get(key);
        if (before === undefined || before.at <= row.at) newest.set(key, row);
      }
      return [...newest.values()]
        .map((row) => ({ ...row, valid: row.valid === 1 }))
        .sort((a, b) => (`${a.name}\n${a.of}` < `${b.name}\n${b.of}` ? -1 : 1));
    },
    hours: (equipmentId, name, { start, end }) =>
      hours
        .all(equipmentId, name, Math.floor(start / hourMs), Math.ceil(end / hourMs))
        .map(({ sum, least, most, hour, ...row }) => ({
          probe: row.probe,
          name: row.name,
          of: row.of,
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a whole number of hours
          hour: (hour * hourMs) as Instant,
          n: row.n,
          mean: row.n === 0 ? 0 : sum / row.n,
          min: least,
          max: most,
          last: row.last,
          invalid: row.invalid,
        }))
        .sort((a, b) => (a.of < b.of ? -1 : 1))
        .sort((a, b) => a.hour - b.hour),
  };
}
