import type { CalendarDate, Instant } from '@center/contract';
import type { Store } from './store.ts';
import { branded } from './stored-json.ts';

/** Which calendar work was begun and completed for which local date: a missed one is caught up, a repeated one is seen. */
export interface JobRepository {
  /** The latest local date, not after the one given, for which it was completed: a run under a clock that was set wrongly far ahead silences nothing. */
  lastCompleted(job: string, notAfter: CalendarDate): CalendarDate | undefined;
  completed(job: string, date: CalendarDate): boolean;
  /** Begun again after a death: the same row. */
  begin(job: string, date: CalendarDate, at: Instant): void;
  complete(job: string, date: CalendarDate, at: Instant): void;
}

export function jobRepository({ db }: Store): JobRepository {
  const last = db.prepare<[string, string], { date: string | null }>(
    'SELECT max(local_date) AS date FROM job_run WHERE job = ? AND local_date <= ? AND completed_at IS NOT NULL',
  );
  const one = db.prepare<[string, string], { completed_at: number | null }>(
    'SELECT completed_at FROM job_run WHERE job = ? AND local_date = ?',
  );
  const begin = db.prepare<[string, string, number]>(
    'INSERT INTO job_run (job, local_date, began_at) VALUES (?, ?, ?) ON CONFLICT (job, local_date) DO UPDATE SET began_at = excluded.began_at',
  );
  const complete = db.prepare<[string, string, number, number]>(
    `INSERT INTO job_run (job, local_date, began_at, completed_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (job, local_date) DO UPDATE SET completed_at = excluded.completed_at`,
  );
  return {
    lastCompleted(job, notAfter) {
      const date = last.get(job, notAfter)?.date;
      return date === null || date === undefined ? undefined : branded<CalendarDate>(date);
    },
    completed: (job, date) => (one.get(job, date)?.completed_at ?? null) !== null,
    begin: (job, date, at) => void begin.run(job, date, at),
    complete: (job, date, at) => void complete.run(job, date, at, at),
  };
}
