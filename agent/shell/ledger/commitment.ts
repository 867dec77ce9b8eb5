import type { Instant } from '@center/contract';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

/**
 * Where a transaction stands. `asked`: nothing has come. `partly`: a report left some objects out. `reported`: every object is told of. `expired`: its time was over
 * before that. `withdrawn`: the archive did not take the request, and nothing is awaited.
 */
export type CommitmentState = 'asked' | 'partly' | 'reported' | 'expired' | 'withdrawn';

/** One storage commitment transaction (PS3.4 Annex J). */
export interface CommitmentRow {
  readonly transactionUID: string;
  readonly channel: string;
  /** The study that the objects are of. */
  readonly subject: string;
  readonly askedAt: Instant;
  readonly expiresAt: Instant;
  readonly state: CommitmentState;
  /** SOP Instance UIDs that were asked for. */
  readonly objects: readonly string[];
  readonly committed: readonly string[];
  readonly failed: readonly { readonly SOPInstanceUID: string; readonly reason: number }[];
  readonly reportedAt?: Instant;
  /** Whoever asked has written down what it came to. */
  readonly taken: boolean;
}

interface Row {
  transaction_uid: string;
  channel: string;
  subject: string;
  asked_at: Instant;
  expires_at: Instant;
  state: CommitmentState;
  objects: string;
  committed: string;
  failed: string;
  reported_at: Instant | null;
  taken: number;
}

export interface CommitmentRepository {
  get(transactionUID: string): CommitmentRow | undefined;
  put(row: CommitmentRow): void;
  /** Not taken yet, oldest first: those that are awaited, and those whose end nobody has written down. */
  untaken(): CommitmentRow[];
  forgetBefore(askedAt: Instant): number;
}

function rowOf(row: Row): CommitmentRow {
  return {
    transactionUID: row.transaction_uid,
    channel: row.channel,
    subject: row.subject,
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    state: row.state,
    objects: fromJson(row.objects),
    committed: fromJson(row.committed),
    failed: fromJson(row.failed),
    taken: row.taken === 1,
    ...(row.reported_at === null ? {} : { reportedAt: row.reported_at }),
  };
}

export function commitmentRepository({ db }: Store): CommitmentRepository {
  const one = db.prepare<[string], Row>('SELECT * FROM commitment WHERE transaction_uid = ?');
  const upsert = db.prepare<
    [string, string, string, number, number, string, string, string, string, number | null, number]
  >(
    `INSERT INTO commitment (transaction_uid, channel, subject, asked_at, expires_at, state, objects, committed, failed, reported_at, taken) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (transaction_uid) DO UPDATE SET state = excluded.state, committed = excluded.committed, failed = excluded.failed, reported_at = excluded.reported_at,
       taken = excluded.taken`,
  );
  const untaken = db.prepare<[], Row>('SELECT * FROM commitment WHERE taken = 0 ORDER BY asked_at, transaction_uid');
  const forget = db.prepare<[number]>('DELETE FROM commitment WHERE asked_at < ?');
  return {
    get(transactionUID) {
      const row = one.get(transactionUID);
      return row === undefined ? undefined : rowOf(row);
    },
    put(row) {
      upsert.run(
        row.transactionUID,
        row.channel,
        row.subject,
        row.askedAt,
        row.expiresAt,
        row.state,
        JSON.stringify(row.objects),
        JSON.stringify(row.committed),
        JSON.stringify(row.failed),
        row.reportedAt ?? null,
        row.taken ? 1 : 0,
      );
    },
    untaken: () => untaken.all().map(rowOf),
    forgetBefore: (askedAt) => forget.run(askedAt).changes,
  };
}
