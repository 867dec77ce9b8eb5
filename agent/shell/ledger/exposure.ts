import type { Instant, Interval, StudyFacts } from '@center/contract';
import type { Store } from './store.ts';

/** When images of a device were acquired, as judged studies tell: derived from them, and kept when they are sealed. */
export interface ExposureRepository {
  /** A study that names several devices tells of none which of them it was; one that was brought in from elsewhere tells of no device here. */
  note(facts: StudyFacts): void;
  /** Ascending, without repetition. */
  between(deviceId: string, period: Interval): Instant[];
  /** The last one before an instant. */
  latest(deviceId: string, before: Instant): Instant | undefined;
  /** How many, and the last: what an account rests on has changed when these have. */
  mark(deviceId: string, period: Interval): string;
}

export function exposureRepository({ db }: Pick<Store, 'db'>): ExposureRepository {
  const forget = db.prepare<[string]>('DELETE FROM exposure WHERE study = ?');
  const insert = db.prepare<[string, number, string]>(
    'INSERT OR IGNORE INTO exposure (device, at, study) VALUES (?, ?, ?)',
  );
  const between = db.prepare<[string, number, number], { at: Instant }>(
    'SELECT DISTINCT at FROM exposure WHERE device = ? AND at >= ? AND at < ? ORDER BY at',
  );
  const latest = db.prepare<[string, number], { at: Instant }>(
    'SELECT at FROM exposure WHERE device = ? AND at < ? ORDER BY at DESC LIMIT 1',
  );
  const mark = db.prepare<[string, number, number], { n: number; sum: number | null }>(
    'SELECT count(*) AS n, sum(at) AS sum FROM exposure WHERE device = ? AND at >= ? AND at < ?',
  );
  return {
    note({ StudyInstanceUID, devices, origin, acquiredAt, acquiredUntil }) {
      forget.run(StudyInstanceUID);
      const [device, ...others] = devices;
      if (device === undefined || others.length > 0 || origin.kind === 'imported') return;
      for (const at of [acquiredAt, acquiredUntil])
        if (at !== undefined) insert.run(device.deviceId, at, StudyInstanceUID);
    },
    between: (deviceId, { start, end }) => between.all(deviceId, start, end).map(({ at }) => at),
    latest: (deviceId, before) => latest.get(deviceId, before)?.at,
    mark(deviceId, { start, end }) {
      const { n, sum } = mark.get(deviceId, start, end) ?? { n: 0, sum: null };
      return `${String(n)}:${String(sum ?? 0)}`;
    },
  };
}
