import type { Instant } from '@center/contract';
import type { Store } from './store.ts';

/** A thing that should be an object and could not be read: a file, a stored instance, a transfer that broke off. */
export interface UnreadableRow {
  readonly locator: string;
  readonly channel: string;
  readonly source: string;
  readonly study?: string;
  readonly reason: string;
  readonly detail?: string;
  readonly seenAt: Instant;
}

interface Row {
  locator: string;
  channel: string;
  source: string;
  study: string | null;
  reason: string;
  detail: string | null;
  seen_at: Instant;
  resolved_at: number | null;
}

function unreadableOf(row: Row): UnreadableRow {
  const { locator, channel, source, reason } = row;
  return {
    locator,
    channel,
    source,
    reason,
    seenAt: row.seen_at,
    ...(row.study === null ? {} : { study: row.study }),
    ...(row.detail === null ? {} : { detail: row.detail }),
  };
}

export interface UnreadableRepository {
  /** Writes nothing when the same thing was unreadable for the same reason before. */
  put(row: UnreadableRow): 'stored' | 'unchanged';
  /** What was unreadable has been read now. */
  resolve(locator: string, at: Instant): boolean;
  get(locator: string): UnreadableRow | undefined;
  ofStudy(uid: string): UnreadableRow[];
  /** Not judged since they changed; `resolved` ones included, whose finding must close. */
  due(limit: number): (UnreadableRow & { readonly resolved: boolean })[];
  judged(locator: string): void;
  count(): number;
  list(limit: number, offset: number): UnreadableRow[];
}

export function unreadableRepository({ db, append }: Store): UnreadableRepository {
  const columns = 'locator, channel, source, study, reason, detail, seen_at, resolved_at';
  const one = db.prepare<[string], Row>(`SELECT ${columns} FROM unreadable WHERE locator = ?`);
  const upsert = db.prepare<[string, string, string, string | null, string, string | null, number]>(
    `INSERT INTO unreadable (locator, channel, source, study, reason, detail, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (locator) DO UPDATE SET channel = excluded.channel, source = excluded.source, study = excluded.study, reason = excluded.reason, detail = excluded.detail,
       seen_at = excluded.seen_at, resolved_at = NULL, dirty = 1`,
  );
  const resolve = db.prepare<[number, string]>(
    'UPDATE unreadable SET resolved_at = ?, dirty = 1 WHERE locator = ? AND resolved_at IS NULL',
  );
  const ofStudy = db.prepare<[string], Row>(
    `SELECT ${columns} FROM unreadable WHERE study = ? AND resolved_at IS NULL ORDER BY locator`,
  );
  const due = db.prepare<[number], Row>(`SELECT ${columns} FROM unreadable WHERE dirty = 1 ORDER BY locator LIMIT ?`);
  const judged = db.prepare<[string]>('UPDATE unreadable SET dirty = 0 WHERE locator = ?');
  const total = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM unreadable WHERE resolved_at IS NULL');
  const list = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM unreadable WHERE resolved_at IS NULL ORDER BY locator LIMIT ? OFFSET ?`,
  );
  return {
    put(row) {
      const known = one.get(row.locator);
      if (
        known !== undefined &&
        known.resolved_at === null &&
        known.reason === row.reason &&
        known.study === (row.study ?? null)
      )
        return 'unchanged';
      append(
        'unreadable',
        { locator: row.locator, channel: row.channel, source: row.source, reason: row.reason, study: row.study },
        row.seenAt,
      );
      upsert.run(row.locator, row.channel, row.source, row.study ?? null, row.reason, row.detail ?? null, row.seenAt);
      return 'stored';
    },
    resolve(locator, at) {
      if (resolve.run(at, locator).changes === 0) return false;
      append('readable-again', { locator }, at);
      return true;
    },
    get(locator) {
      const row = one.get(locator);
      return row === undefined ? undefined : unreadableOf(row);
    },
    ofStudy: (uid) => ofStudy.all(uid).map(unreadableOf),
    due: (limit) => due.all(limit).map((row) => ({ ...unreadableOf(row), resolved: row.resolved_at !== null })),
    judged: (locator) => void judged.run(locator),
    count: () => total.get()?.n ?? 0,
    list: (limit, offset) => list.all(limit, offset).map(unreadableOf),
  };
}
