import type { Store } from './store.ts';

/** Studies of live intake that have become quiet and are not in the archive ledger yet: a working queue, filled in the transaction that judged them. */
export interface QuietStudyRepository {
  note(uid: string): void;
  /** The next ones, in a stable order; they stay until they are `entered`. */
  next(limit: number): string[];
  entered(uids: readonly string[]): void;
}

export function quietStudyRepository({ db }: Store): QuietStudyRepository {
  const note = db.prepare<[string]>('INSERT OR IGNORE INTO quiet_study (uid) VALUES (?)');
  const next = db.prepare<[number], { uid: string }>('SELECT uid FROM quiet_study ORDER BY uid LIMIT ?');
  const entered = db.prepare<[string]>('DELETE FROM quiet_study WHERE uid = ?');
  return {
    note: (uid) => void note.run(uid),
    next: (limit) => next.all(limit).map(({ uid }) => uid),
    entered(uids) {
      for (const uid of uids) entered.run(uid);
    },
  };
}
