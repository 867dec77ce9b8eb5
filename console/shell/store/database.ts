import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { migrations } from './migrations.ts';
import type { Tables } from './tables.ts';

type Value = string | number | null;

export interface RawStatement<Row> {
  get(...values: Value[]): Row | undefined;
  all(...values: Value[]): Row[];
  run(...values: Value[]): unknown;
}

interface Compilable<Row> {
  compile(): CompiledQuery<Row>;
}

/**
 * The store's one connection. Queries are written with Kysely and run at once: a transaction is one synchronous function, so nothing can come between its
 * statements, and a group of batches and a person's click never wait for each other half-way.
 */
export interface Database {
  /** Builds queries; it runs none itself. */
  readonly sql: Kysely<Tables>;
  all<Row>(query: Compilable<Row>): Row[];
  first<Row>(query: Compilable<Row>): Row | undefined;
  /** Rows changed. */
  run(query: Compilable<unknown>): number;
  /** Durable when it returns (WAL, synchronous=FULL). Inside another one it is a savepoint. Throws what `work` throws, undone. */
  transaction<T>(work: () => T): T;
  /** For the hot path of ingest, behind the same door; `Row` is what the text selects. */
  prepare<Row>(text: string): RawStatement<Row>;
  readonly schemaVersion: number;
  close(): void;
}

/** A store written by a newer program; opening it would lose what this one does not know. */
export class StoreTooNew extends Error {}

function migrate(db: Sqlite.Database): number {
  db.exec(
    'CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY NOT NULL, applied_at INTEGER NOT NULL) STRICT',
  );
  const read = db.prepare<[], { version: number }>('SELECT coalesce(max(version), 0) AS version FROM schema_version');
  const current = read.get()?.version ?? 0;
  const newest = migrations.at(-1)?.version ?? 0;
  if (current > newest) throw new StoreTooNew(`the store has schema ${current}, this program knows ${newest}`);
  for (const migration of migrations.filter((step) => step.version > current)) {
    db.transaction(() => {
      for (const statement of migration.statements) db.exec(statement);
      db.prepare('INSERT INTO schema_version (version, applied_at) VALUES (?, ?)').run(migration.version, Date.now());
    })();
  }
  return newest;
}

/** Opens (or makes) `console.sqlite` in the folder and brings it up to date. Throws StoreTooNew, or what SQLite throws. */
export function openDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'console.sqlite');
  const db = new Sqlite(file);
  chmodSync(file, 0o600);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // A savepoint for every batch keeps the pages it changes aside; in memory that costs no file.
  db.pragma('temp_store = MEMORY');
  db.pragma('cache_size = -64000');
  // Ids are hashes, so that a batch touches pages all over the indexes; a longer log lets a checkpoint write each page once for many batches.
  db.pragma('wal_autocheckpoint = 16000');
  const schemaVersion = migrate(db);
  const sql = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  // Query texts are few; values always travel as parameters.
  const prepared = new Map<string, Sqlite.Statement>();
  const statement = (text: string): Sqlite.Statement => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const fresh = db.prepare(text);
    if (prepared.size > 1000) prepared.clear();
    prepared.set(text, fresh);
    return fresh;
  };
  return {
    sql,
    all: <Row>(query: Compilable<Row>): Row[] => {
      const { sql: text, parameters } = query.compile();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Kysely derived the row from the tables
      return statement(text).all(...parameters) as Row[];
    },
    first: <Row>(query: Compilable<Row>): Row | undefined => {
      const { sql: text, parameters } = query.compile();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Kysely derived the row from the tables
      return statement(text).get(...parameters) as Row | undefined;
    },
    run: (query) => {
      const { sql: text, parameters } = query.compile();
      return statement(text).run(...parameters).changes;
    },
    transaction: (work) => db.transaction(work).immediate(),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names the row of its own text
    prepare: <Row>(text: string) => statement(text) as RawStatement<Row>,
    schemaVersion,
    close: () => {
      db.close();
    },
  };
}
