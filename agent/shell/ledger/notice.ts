import type { Instant } from '@center/contract';
import type { Store } from './store.ts';

/** One lasting of an alarm, the alarm as text. */
export interface IncidentRow {
  readonly id: number;
  readonly key: string;
  readonly alarm: string;
  readonly raisedAt: Instant;
  readonly clearedAt?: Instant;
  readonly acknowledged?: { readonly by: string; readonly at: Instant; readonly note: string };
  readonly told: readonly { readonly receiver: string; readonly kind: string; readonly at: Instant }[];
}

/** A message to one receiver. `waiting` is kept until it is sent or given up. */
export interface NoticeRow {
  readonly id: string;
  readonly receiver: string;
  readonly madeAt: Instant;
  readonly urgency: string;
  readonly subject: string;
  /** JSON of what the sender writes from. */
  readonly body: string;
  readonly state: 'waiting' | 'sent' | 'given-up';
  readonly attempts: number;
  readonly nextAt: Instant;
  readonly problem?: string;
}

export interface NoticeRepository {
  /** The alarm begins, or says something new while it lasts; the same again changes nothing. */
  raise(key: string, alarm: string, at: Instant): boolean;
  clear(key: string, at: Instant): boolean;
  acknowledge(key: string, by: string, note: string, at: Instant): boolean;
  /** Incidents that last, and those that ended and are not settled. */
  incidents(): IncidentRow[];
  /** Nothing more will be told of them. */
  settle(ids: readonly number[]): void;
  /** What stands is to be told anew, for it has become worse: nobody has taken up that. */
  tellAnew(key: string): void;
  open(): IncidentRow[];
  openIncident(key: string): IncidentRow | undefined;
  /** A message and what it tells, in the running transaction or one of its own. */
  add(
    message: Omit<NoticeRow, 'state' | 'attempts' | 'nextAt' | 'problem'>,
    told: readonly { readonly incident: number; readonly kind: string }[],
  ): void;
  /** The next waiting message of a receiver, due or not: a critical one that was never tried, then the oldest; what failed `tired` times lets the others pass. */
  nextOf(receiver: string): NoticeRow | undefined;
  /** Before the line is used: after a power cut one sees that it may have gone out. */
  attempt(id: string, nextAt: Instant): void;
  /** The line to a receiver works: what waits for a further try is due. */
  lineWorks(receiver: string, at: Instant): void;
  /** Gives up what waits for receivers that are no more, saying why. Returns how many. */
  giveUpOthers(receivers: readonly string[], at: Instant, problem: string): number;
  ended(id: string, state: 'sent' | 'given-up', at: Instant, problem?: string): void;
  later(id: string, nextAt: Instant, problem: string): void;
  /** Newest first. */
  latest(limit: number): NoticeRow[];
  /** Instants of messages made for each receiver since. */
  madeSince(since: Instant): ReadonlyMap<string, readonly Instant[]>;
  /** Drops what ended before. */
  forgetBefore(at: Instant): void;
}

interface RawIncident {
  id: number;
  key: string;
  alarm: string;
  raised_at: Instant;
  cleared_at: Instant | null;
  acknowledged_by: string | null;
  acknowledged_at: Instant | null;
  acknowledged_note: string | null;
}
interface RawNotice {
  id: string;
  receiver: string;
  made_at: Instant;
  urgency: string;
  subject: string;
  body: string;
  state: NoticeRow['state'];
  attempts: number;
  next_at: Instant;
  problem: string | null;
}

function noticeOf(row: RawNotice): NoticeRow {
  const { id, receiver, urgency, subject, body, state, attempts } = row;
  return {
    id,
    receiver,
    madeAt: row.made_at,
    urgency,
    subject,
    body,
    state,
    attempts,
    nextAt: row.next_at,
    ...(row.problem === null ? {} : { problem: row.problem }),
  };
}

export function noticeRepository({ db, transaction }: Store): NoticeRepository {
  const open = db.prepare<[string], RawIncident>('SELECT * FROM incident WHERE key = ? AND cleared_at IS NULL');
  const allOpen = db.prepare<[], RawIncident>(
    'SELECT * FROM incident WHERE cleared_at IS NULL ORDER BY raised_at, key',
  );
  const unsettled = db.prepare<[], RawIncident>('SELECT * FROM incident WHERE settled = 0 ORDER BY id');
  const settled = db.prepare<[number]>('UPDATE incident SET settled = 1 WHERE id = ? AND cleared_at IS NOT NULL');
  const untake = db.prepare<[number]>(
    'UPDATE incident SET acknowledged_by = NULL, acknowledged_at = NULL, acknowledged_note = NULL WHERE id = ?',
  );
  const untell = db.prepare<[number]>('DELETE FROM incident_told WHERE incident = ?');
  const toldOf = db.prepare<[number], { receiver: string; kind: string; at: Instant }>(
    'SELECT receiver, kind, at FROM incident_told WHERE incident = ? ORDER BY at, receiver, kind',
  );
  const begin = db.prepare<[string, string, number]>('INSERT INTO incident (key, alarm, raised_at) VALUES (?, ?, ?)');
  const change = db.prepare<[string, number]>('UPDATE incident SET alarm = ? WHERE id = ?');
  const end = db.prepare<[number, string]>('UPDATE incident SET cleared_at = ? WHERE key = ? AND cleared_at IS NULL');
  const take = db.prepare<[string, number, string, string]>(
    'UPDATE incident SET acknowledged_by = ?, acknowledged_at = ?, acknowledged_note = ? WHERE key = ? AND cleared_at IS NULL AND acknowledged_at IS NULL',
  );
  const insert = db.prepare<[string, string, number, string, string, string, number]>(
    'INSERT INTO notice (id, receiver, made_at, urgency, subject, body, next_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const tell = db.prepare<[number, string, string, number, string]>(
    'INSERT INTO incident_told (incident, receiver, kind, at, message) VALUES (?, ?, ?, ?, ?)',
  );
  const next = db.prepare<[string], RawNotice>(
    "SELECT * FROM notice WHERE receiver = ? AND state = 'waiting' ORDER BY urgency = 'critical' AND attempts = 0 DESC, attempts >= 8, made_at, id LIMIT 1",
  );
  const attempted = db.prepare<[number, string]>('UPDATE notice SET attempts = attempts + 1, next_at = ? WHERE id = ?');
  const finish = db.prepare<[string, number, string | null, string]>(
    "UPDATE notice SET state = ?, ended_at = ?, problem = ? WHERE id = ? AND state = 'waiting'",
  );
  const again = db.prepare<[number, string, number]>(
    "UPDATE notice SET next_at = ? WHERE receiver = ? AND state = 'waiting' AND next_at > ? AND attempts < 8",
  );
  const giveUp = db.prepare<[number, string, string]>(
    "UPDATE notice SET state = 'given-up', ended_at = ?, problem = ? WHERE state = 'waiting' AND receiver NOT IN (SELECT value FROM json_each(?))",
  );
  const postpone = db.prepare<[number, string, string]>('UPDATE notice SET next_at = ?, problem = ? WHERE id = ?');
  const newest = db.prepare<[number], RawNotice>('SELECT * FROM notice ORDER BY made_at DESC, id DESC LIMIT ?');
  const made = db.prepare<[number], { receiver: string; at: Instant }>(
    'SELECT receiver, made_at AS at FROM notice WHERE made_at >= ? ORDER BY made_at',
  );
  const forgetNotices = db.prepare<[number]>("DELETE FROM notice WHERE state <> 'waiting' AND made_at < ?");
  const forgetIncidents = db.prepare<[number]>('DELETE FROM incident WHERE cleared_at < ?');

  const incidentOf = (row: RawIncident): IncidentRow => ({
    id: row.id,
    key: row.key,
    alarm: row.alarm,
    raisedAt: row.raised_at,
    ...(row.cleared_at === null ? {} : { clearedAt: row.cleared_at }),
    ...(row.acknowledged_at === null
      ? {}
      : {
          acknowledged: {
            by: row.acknowledged_by ?? '',
            at: row.acknowledged_at,
            note: row.acknowledged_note ?? '',
          },
        }),
    told: toldOf.all(row.id),
  });

  return {
    raise: (key, alarm, at) =>
      transaction(() => {
        const before = open.get(key);
        if (before === undefined) begin.run(key, alarm, at);
        else if (before.alarm === alarm) return false;
        else change.run(alarm, before.id);
        return true;
      }),
    clear: (key, at) => end.run(at, key).changes > 0,
    acknowledge: (key, by, note, at) => take.run(by, at, note, key).changes > 0,
    incidents: () => unsettled.all().map(incidentOf),
    settle: (ids) =>
      transaction(() => {
        for (const id of ids) settled.run(id);
      }),
    tellAnew: (key) =>
      transaction(() => {
        const standing = open.get(key);
        if (standing === undefined) return;
        untake.run(standing.id);
        untell.run(standing.id);
      }),
    open: () => allOpen.all().map(incidentOf),
    openIncident(key) {
      const row = open.get(key);
      return row === undefined ? undefined : incidentOf(row);
    },
    add({ id, receiver, madeAt, urgency, subject, body }, told) {
      transaction(() => {
        insert.run(id, receiver, madeAt, urgency, subject, body, madeAt);
        for (const { incident, kind } of told) tell.run(incident, receiver, kind, madeAt, id);
      });
    },
    nextOf(receiver) {
      const row = next.get(receiver);
      return row === undefined ? undefined : noticeOf(row);
    },
    attempt: (id, nextAt) => void attempted.run(nextAt, id),
    lineWorks: (receiver, at) => void again.run(at, receiver, at),
    giveUpOthers: (receivers, at, problem) => giveUp.run(at, problem, JSON.stringify(receivers)).changes,
    ended: (id, state, at, problem) => void finish.run(state, at, problem ?? null, id),
    later: (id, nextAt, problem) => void postpone.run(nextAt, problem, id),
    latest: (limit) => newest.all(limit).map(noticeOf),
    madeSince: (from) =>
      new Map(
        [...Map.groupBy(made.all(from), ({ receiver }) => receiver)].map(([receiver, rows]) => [
          receiver,
          rows.map(({ at }) => at),
        ]),
      ),
    forgetBefore(at) {
      transaction(() => {
        forgetNotices.run(at);
        forgetIncidents.run(at);
      });
    },
  };
}
