import { hash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type Instant, type Sha256 } from '@center/contract';
import Database from 'better-sqlite3';
import { AgentError, messageOf } from '../errors.ts';
import { migrations } from './migrations.ts';
import { knownSha256 } from './stored-json.ts';
import { uidKey } from './uid-key.ts';

export const genesisHash = '0'.repeat(64);

/** What the entries are about. A kind tells what the body holds; verifying needs no more than the kind, the body and the chain. */
export type EntryKind =
  | 'observation'
  | 'archive'
  | 'sealed'
  | 'unreadable'
  | 'readable-again'
  | 'judgements'
  | 'finding'
  | 'device-card'
  | 'care-record'
  | 'review'
  | 'user'
  | 'audit'
  | 'rule-set'
  | 'batch'
  | 'receipt'
  | 'enrolment'
  | 'setting'
  | 'exam-mapping'
  | 'register'
  | 'planned-steps'
  | 'equipment'
  | 'equipment-record'
  | 'equipment-event'
  | 'spans'
  | 'uptime-month'
  | 'agent-run'
  | 'agent-gap';

export interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly body: string;
  readonly prev: string;
  readonly hash: string;
}

/** The open database as the repositories see it. */
export interface Store {
  readonly db: Database.Database;
  /** Appends one entry inside the running transaction and returns its number. Throws outside of one: an entry and its derived rows are one. */
  append(kind: EntryKind, body: unknown, at: Instant): number;
  /** Runs in one durable transaction; inside a running one it joins it. */
  transaction<T>(work: () => T): T;
  head(): { readonly seq: number; readonly hash: Sha256 };
}

export function sha256Hex(data: string | Uint8Array): Sha256 {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this function of the runtime gives is of that form
  return hash('sha256', data) as Sha256;
}

/** Hash of an entry: SHA-256 over previous hash, number, instant, kind and body, one a line. */
export function entryHash(prev: string, seq: number, at: number, kind: string, body: string): Sha256 {
  return sha256Hex(`${prev}\n${String(seq)}\n${String(at)}\n${kind}\n${body}`);
}

/** Opens (and makes) the database file `ledger.sqlite` of a data folder, or one in memory. `durable: false` is for a ledger that is thrown away. Throws AgentError `database-newer`, `database-damaged`, `database-locked`. */
export function openStore(folder: string | undefined, durable = true): Store {
  const db = openFile(folder);
  try {
    // A row of an object is longer than a quarter of SQLite's usual page, and would spill. Of a ledger that is there already it changes nothing.
    db.pragma('page_size = 8192');
    // What is thrown away needs a rollback and no log to survive by.
    db.pragma(durable ? 'journal_mode = WAL' : 'journal_mode = MEMORY');
    db.pragma(durable ? 'synchronous = FULL' : 'synchronous = OFF');
    db.pragma('foreign_keys = ON');
    db.pragma(`busy_timeout = ${String(usualPatienceMs)}`);
    db.pragma('temp_store = MEMORY');
    db.function('uid_key', { deterministic: true }, (uid) => uidKey(String(uid)));
    migrate(db);
  } catch (fault) {
    db.close();
    if (fault instanceof AgentError) throw fault;
    throw new AgentError('database-damaged', 'the ledger could not be opened', { reason: messageOf(fault) }, fault);
  }
  return chained(db);
}

function openFile(folder: string | undefined): Database.Database {
  if (folder === undefined) return new Database(':memory:');
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return new Database(join(folder, 'ledger.sqlite'));
}

function migrate(db: Database.Database): void {
  db.exec('CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT');
  const current =
    db.prepare<[], { version: number | null }>('SELECT max(version) AS version FROM migration').get()?.version ?? 0;
  if (current > migrations.length) {
    throw new AgentError(
      'database-newer',
      'the ledger was written by a newer program; start that one, nothing was changed',
      {
        database: current,
        program: migrations.length,
      },
    );
  }
  const note = db.prepare<[number, number]>('INSERT INTO migration (version, applied_at) VALUES (?, ?)');
  for (const [index, sql] of migrations.entries()) {
    const version = index + 1;
    if (version <= current) continue;
    db.transaction(() => {
      db.exec(sql);
      note.run(version, Date.now());
    }).immediate();
  }
}

/** Milliseconds that a checkpoint waits for readers; the usual patience would hold up the whole program for seconds. */
const checkpointPatienceMs = 200;
const usualPatienceMs = 5_000;

/** Passive first, which waits for nobody and does most; then what cuts the log. True: the log is empty. */
export function checkpoint({ db }: Pick<Store, 'db'>): boolean {
  if (db.memory) return true;
  db.pragma(`busy_timeout = ${String(checkpointPatienceMs)}`);
  try {
    db.pragma('wal_checkpoint(PASSIVE)');
    return db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
  } catch (fault) {
    // A statement of this very connection is being read: the log stays.
    if (fault instanceof Database.SqliteError && fault.code.startsWith('SQLITE_LOCKED')) return false;
    throw fault;
  } finally {
    db.pragma(`busy_timeout = ${String(usualPatienceMs)}`);
  }
}

function chained(db: Database.Database): Store {
  const last = db.prepare<[], { seq: number; hash: string }>('SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1');
  const insert = db.prepare<[number, number, string, string, string, string]>(
    'INSERT INTO entry (seq, at, kind, body, prev, hash) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const readHead = (): { seq: number; hash: Sha256 } => {
    const row = last.get();
    return { seq: row?.seq ?? 0, hash: knownSha256(row?.hash ?? genesisHash) };
  };
  // Read anew when a write transaction has begun: only then no other process (an enrolment beside the running agent) can append.
  let head = readHead();
  const immediate = db.transaction((work: () => unknown) => work()).immediate;
  return {
    db,
    append(kind, body, at) {
      if (!db.inTransaction) throw new Error('an entry is appended in the transaction of its derived rows');
      const text = canonicalJson(body);
      const seq = head.seq + 1;
      const hash = entryHash(head.hash, seq, at, kind, text);
      insert.run(seq, at, kind, text, head.hash, hash);
      head = { seq, hash };
      return seq;
    },
    transaction<T>(work: () => T): T {
      if (db.inTransaction) return work();
      let result: { readonly value: T } | undefined;
      try {
        immediate(() => {
          head = readHead();
          result = { value: work() };
        });
      } catch (fault) {
        head = readHead();
        throw fault;
      }
      if (result === undefined) throw new Error('a transaction ended without a result');
      return result.value;
    },
    head: () => (db.inTransaction ? head : readHead()),
  };
}
