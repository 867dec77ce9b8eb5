import type { Instant } from '@center/contract';
import type { Store } from './store.ts';

/** Alarms that last, by their keys, as text: a restart knows what had been raised. What is told of them, and when, is no matter of this table. */
export interface StandingAlarmRepository {
  /** False: exactly this stood already. */
  put(key: string, body: string, at: Instant): boolean;
  remove(key: string): boolean;
  list(): string[];
}

export function standingAlarmRepository({ db }: Store): StandingAlarmRepository {
  const put = db.prepare<[string, string, number]>(
    'INSERT INTO standing_alarm (key, body, raised_at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET body = excluded.body WHERE body <> excluded.body',
  );
  const remove = db.prepare<[string]>('DELETE FROM standing_alarm WHERE key = ?');
  const all = db.prepare<[], { body: string }>('SELECT body FROM standing_alarm ORDER BY raised_at, key');
  return {
    put: (key, body, at) => put.run(key, body, at).changes > 0,
    remove: (key) => remove.run(key).changes > 0,
    list: () => all.all().map(({ body }) => body),
  };
}
