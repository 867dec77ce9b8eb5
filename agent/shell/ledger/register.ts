import { canonicalJson, type Instant, type RegisterEntries, type RegisterName } from '@center/contract';
import { AgentError } from '../errors.ts';
import { type Store, sha256Hex } from './store.ts';
import { fromJson } from './stored-json.ts';

/** An entry as it stands, with who wrote it last; a withdrawn one says by whom and why. */
export interface RegisterRow<E> {
  readonly entry: E;
  readonly enteredBy: string;
  readonly enteredAt: Instant;
  readonly withdrawnBy?: string;
  readonly withdrawnAt?: Instant;
  readonly withdrawnReason?: string;
}

interface Row {
  id: string;
  body: string;
  entered_by: string;
  entered_at: Instant;
  withdrawn_by: string | null;
  withdrawn_at: Instant | null;
  withdrawn_reason: string | null;
}

/** Registers that people keep. Every change is an entry of the chain with who and when; the same again writes nothing. */
export interface RegisterRepository {
  /** Writes entries under their ids, in one transaction; an entry that was withdrawn is in force again. Returns how many were new or different. */
  put<R extends RegisterName>(register: R, entries: readonly RegisterEntries[R][], who: string, at: Instant): number;
  /** Throws AgentError `not-found`, `already-decided`. */
  withdraw(register: RegisterName, id: string, reason: string, who: string, at: Instant): void;
  /** All entries, withdrawn ones included, in the order of their ids. */
  list<R extends RegisterName>(register: R): RegisterRow<RegisterEntries[R]>[];
  inForce<R extends RegisterName>(register: R): RegisterEntries[R][];
  /** Digest over all registers as they stand: another one when anything has changed. */
  digest(): string;
}

export function registerRepository({ db, append, transaction }: Store): RegisterRepository {
  const all = db.prepare<[string], Row>('SELECT * FROM register_entry WHERE register = ? ORDER BY id');
  const one = db.prepare<[string, string], Row>('SELECT * FROM register_entry WHERE register = ? AND id = ?');
  const upsert = db.prepare<[string, string, string, string, number]>(
    `INSERT INTO register_entry (register, id, body, entered_by, entered_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (register, id) DO UPDATE SET body = excluded.body, entered_by = excluded.entered_by, entered_at = excluded.entered_at,
       withdrawn_by = NULL, withdrawn_at = NULL, withdrawn_reason = NULL`,
  );
  const withdraw = db.prepare<[string, number, string, string, string]>(
    'UPDATE register_entry SET withdrawn_by = ?, withdrawn_at = ?, withdrawn_reason = ? WHERE register = ? AND id = ?',
  );
  const standing = db.prepare<[], { register: string; id: string; body: string; gone: number }>(
    'SELECT register, id, body, withdrawn_at IS NOT NULL AS gone FROM register_entry ORDER BY register, id',
  );
  return {
    put: (register, entries, who, at) =>
      transaction(() => {
        const changed = entries.filter((entry) => {
          const before = one.get(register, entry.id);
          return before === undefined || before.withdrawn_at !== null || before.body !== canonicalJson(entry);
        });
        if (changed.length > 0) append('register', { register, entries: changed, who }, at);
        for (const entry of changed) upsert.run(register, entry.id, canonicalJson(entry), who, at);
        return changed.length;
      }),
    withdraw: (register, id, reason, who, at) =>
      transaction(() => {
        const row = one.get(register, id);
        if (row === undefined) throw new AgentError('not-found', 'no such entry of a register', { id });
        if (row.withdrawn_at !== null)
          throw new AgentError('already-decided', 'the entry of a register has been withdrawn', { id });
        append('register', { register, id, withdrawnBy: who, reason, who }, at);
        withdraw.run(who, at, reason, register, id);
      }),
    list: <R extends RegisterName>(register: R) =>
      all.all(register).map(
        (row): RegisterRow<RegisterEntries[R]> => ({
          entry: fromJson<RegisterEntries[R]>(row.body),
          enteredBy: row.entered_by,
          enteredAt: row.entered_at,
          ...(row.withdrawn_by === null ? {} : { withdrawnBy: row.withdrawn_by }),
          ...(row.withdrawn_at === null ? {} : { withdrawnAt: row.withdrawn_at }),
          ...(row.withdrawn_reason === null ? {} : { withdrawnReason: row.withdrawn_reason }),
        }),
      ),
    inForce: <R extends RegisterName>(register: R) =>
      all
        .all(register)
        .filter(({ withdrawn_at }) => withdrawn_at === null)
        .map(({ body }) => fromJson<RegisterEntries[R]>(body)),
    digest: () => sha256Hex(JSON.stringify(standing.all())),
  };
}
