import type { Instant } from '@center/contract';
import type { Store } from './store.ts';

export interface StoredBatch {
  readonly seq: number;
  readonly sha256: string;
  readonly items: number;
  /** The gzipped envelope, byte for byte as it is sent however often. */
  readonly bytes: Buffer;
}

export interface ToldCell {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly clause: string;
  readonly month: string;
  readonly ruleSetSha256: string;
}

/** Kinds of items of which something may be there no more. */
export type ToldKind =
  | 'device'
  | 'dose-coverage'
  | 'dose-coverage-day'
  | 'retention'
  | 'retrieval'
  | 'image-upload'
  | 'equipment'
  | 'uptime'
  | 'ups'
  | 'room';

export interface BatchRepository {
  /** Seals a batch: the exact bytes are durable before anything is sent. */
  add(batch: StoredBatch & { readonly prevSha256: string | null }, at: Instant): void;
  last(): { readonly seq: number; readonly sha256: string } | undefined;
  nextUndelivered(): StoredBatch | undefined;
  get(seq: number): StoredBatch | undefined;
  delivered(seq: number, receipt: string, at: Instant): void;
  /** The console asks again for everything from here on. */
  again(fromSeq: number): number;
  /** A new identity at a console begins anew: what was sealed under the old one is not sent any more. */
  abandon(at: Instant): void;
  backlog(): number;
  /** Bytes of delivered batches older than this are dropped; their hashes stay. */
  dropBytesBefore(at: Instant): number;
  /** Whether the console has been told exactly this; remembers it when not. */
  tell(key: string, sha256: string): boolean;
  forgetTold(): void;
  /** Cells that the console has been told of, with the words they were last told under; of these months, or all. */
  toldCells(months?: readonly string[]): ToldCell[];
  noteCell(cell: ToldCell): void;
  /** The console has been told that it is no more: the same words are news when it comes back. */
  untell(key: string): void;
  /** Keys of what the console has been told, of one kind: `device`, `dose-coverage`, `retention`. */
  toldKeys(kind: ToldKind): string[];
}

export function batchRepository({ db, append, transaction }: Store): BatchRepository {
  const insert = db.prepare<[number, string, string | null, number, number, Buffer]>(
    'INSERT INTO batch (seq, sha256, prev_sha256, items, created_at, bytes) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const last = db.prepare<[], { seq: number; sha256: string }>(
    'SELECT seq, sha256 FROM batch ORDER BY seq DESC LIMIT 1',
  );
  const next = db.prepare<[], StoredBatch>(
    'SELECT seq, sha256, items, bytes FROM batch WHERE delivered_at IS NULL ORDER BY seq LIMIT 1',
  );
  const get = db.prepare<[number], StoredBatch>('SELECT seq, sha256, items, bytes FROM batch WHERE seq = ?');
  const delivered = db.prepare<[number, string, number]>(
    'UPDATE batch SET delivered_at = ?, receipt = ? WHERE seq = ? AND delivered_at IS NULL',
  );
  const again = db.prepare<[number]>('UPDATE batch SET delivered_at = NULL WHERE seq >= ? AND length(bytes) > 0');
  const abandon = db.prepare<[number]>(`UPDATE batch SET delivered_at = coalesce(delivered_at, ?), bytes = x''`);
  const backlog = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM batch WHERE delivered_at IS NULL');
  const drop = db.prepare<[number]>(`UPDATE batch SET bytes = x'' WHERE delivered_at < ? AND length(bytes) > 0`);
  const told = db.prepare<[string], { sha256: string }>('SELECT sha256 FROM sent WHERE key = ?');
  const tell = db.prepare<[string, string]>(
    'INSERT INTO sent (key, sha256) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET sha256 = excluded.sha256',
  );
  const keysOf = db.prepare<[string], { key: string }>(`SELECT key FROM sent WHERE key GLOB ? || '|*' ORDER BY key`);
  const untell = db.prepare<[string]>('DELETE FROM sent WHERE key = ?');
  const forget = db.prepare('DELETE FROM sent');
  const cellColumns = 'rule_id AS ruleId, rule_version AS ruleVersion, clause, month, rule_set AS ruleSetSha256';
  const cells = db.prepare<[string], ToldCell>(`SELECT ${cellColumns} FROM sent_cell WHERE month = ? ORDER BY rule_id`);
  const allCells = db.prepare<[], ToldCell>(`SELECT ${cellColumns} FROM sent_cell ORDER BY month, rule_id`);
  const noteCell = db.prepare<[string, string, number, string, string]>(
    'INSERT OR REPLACE INTO sent_cell (rule_id, month, rule_version, clause, rule_set) VALUES (?, ?, ?, ?, ?)',
  );
  const forgetCells = db.prepare('DELETE FROM sent_cell');
  return {
    add: ({ seq, sha256, prevSha256, items, bytes }, at) =>
      transaction(() => {
        append('batch', { seq, sha256, prevSha256, items }, at);
        insert.run(seq, sha256, prevSha256, items, at, bytes);
      }),
    last: () => last.get(),
    nextUndelivered: () => next.get(),
    get: (seq) => get.get(seq),
    delivered: (seq, receipt, at) =>
      transaction(() => {
        if (delivered.run(at, receipt, seq).changes > 0) append('receipt', { seq, receipt }, at);
      }),
    again: (fromSeq) => again.run(fromSeq).changes,
    abandon: (at) => void abandon.run(at),
    backlog: () => backlog.get()?.n ?? 0,
    dropBytesBefore: (at) => drop.run(at).changes,
    tell(key, sha256) {
      if (told.get(key)?.sha256 === sha256) return false;
      tell.run(key, sha256);
      return true;
    },
    untell: (key) => void untell.run(key),
    forgetTold() {
      forget.run();
      forgetCells.run();
    },
    toldCells: (months) => (months === undefined ? allCells.all() : months.flatMap((month) => cells.all(month))),
    toldKeys: (kind) => keysOf.all(kind).map(({ key }) => key),
    noteCell: ({ ruleId, ruleVersion, clause, month, ruleSetSha256 }) =>
      void noteCell.run(ruleId, month, ruleVersion, clause, ruleSetSha256),
  };
}
