import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Batch, batchLimits, ComplianceSummary, EnrolRequest, Heartbeat, RetentionItem } from '@center/contract';
import Sqlite from 'better-sqlite3';
import { Compile } from 'typebox/compile';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { archiveItems } from './archive.ts';
import { system, walkAudit, writeAudit } from './audit.ts';
import { columnClasses } from './columns.ts';
import { type Database, openDatabase, StoreTooNew } from './database.ts';
import {
  closingsOf,
  countEvents,
  gapsOf,
  judgedUptimes,
  linesOf,
  listEvents,
  openEvents,
  sightingsOf,
  standingDevices,
  uptimeItems,
} from './equipment.ts';
import { cellsOverMonths, liveFindingCounts } from './facilities.ts';
import { listFindings } from './findings.ts';
import { migrations } from './migrations.ts';

let folder: string;
let db: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  db = openDatabase(folder);
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const tables = () =>
  db.prepare<{ name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all();

describe('schema', () => {
  it('gives every column a data class, and none holds patient identity', () => {
    const unmapped: string[] = [];
    const identity: string[] = [];
    let looked = 0;
    for (const { name } of tables()) {
      for (const column of db.prepare<{ name: string }>(`SELECT name FROM pragma_table_info('${name}')`).all()) {
        const dataClass = columnClasses[name]?.[column.name];
        looked += 1;
        if (dataClass === undefined) unmapped.push(`${name}.${column.name}`);
        if (dataClass === 'patient-identity') identity.push(`${name}.${column.name}`);
      }
    }
    expect(looked).toBeGreaterThan(150);
    expect({ unmapped, identity }).toEqual({ unmapped: [], identity: [] });
  });

  it('maps no column that does not exist', () => {
    const existing = new Set(
      tables().flatMap(({ name }) =>
        db
          .prepare<{ name: string }>(`SELECT name FROM pragma_table_info('${name}')`)
          .all()
          .map((column) => `${name}.${column.name}`),
      ),
    );
    const mapped = Object.entries(columnClasses).flatMap(([table, columns]) =>
      Object.keys(columns).map((column) => `${table}.${column}`),
    );
    expect(mapped.filter((column) => !existing.has(column))).toEqual([]);
  });

  it('names no identity in anything that agents or regulators are sent', () => {
    const classes = new Set<string>();
    const walk = (schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return;
      if ('dataClass' in schema && typeof schema.dataClass === 'string') classes.add(schema.dataClass);
      for (const member of Object.values(schema)) walk(member);
    };
    for (const schema of [Batch, Heartbeat, EnrolRequest, ComplianceSummary]) walk(schema);
    expect(classes.size).toBeGreaterThan(2);
    expect(classes).not.toContain('patient-identity');
    expect(batchLimits.bytes).toBe(262_144);
  });

  it('keeps every table STRICT, writes with FULL durability, and is private to its user', () => {
    expect(
      tables()
        .filter(({ sql }) => !sql.endsWith('STRICT'))
        .map(({ name }) => name),
    ).toEqual([]);
    expect(db.prepare<{ synchronous: number }>('PRAGMA synchronous').get()?.synchronous).toBe(2);
    expect(db.prepare<{ journal_mode: string }>('PRAGMA journal_mode').get()?.journal_mode).toBe('wal');
    expect(statSync(join(folder, 'console.sqlite')).mode & 0o077).toBe(0);
  });

  it('opens again as it was, and refuses a store of a newer program', () => {
    writeAudit(db, { at: 1, actor: system, action: 'a', object: 'o' });
    db.close();
    db = openDatabase(folder);
    expect(walkAudit(db).length).toBe(1);
    db.prepare('INSERT INTO schema_version (version, applied_at) VALUES (99, 0)').run();
    expect(() => openDatabase(folder)).toThrow(StoreTooNew);
  });

  it('keeps years that were told before they had a standing, as claimed and never seen whole', () => {
    db.close();
    const file = join(folder, 'earlier', 'console.sqlite');
    mkdirSync(join(folder, 'earlier'));
    const earlier = new Sqlite(file);
    earlier.exec(
      'CREATE TABLE schema_version (version INTEGER PRIMARY KEY NOT NULL, applied_at INTEGER NOT NULL) STRICT',
    );
    for (const step of migrations.filter(({ version }) => version <= 2)) {
      for (const statement of step.statements) earlier.exec(statement);
      earlier.prepare('INSERT INTO schema_version (version, applied_at) VALUES (?, 0)').run(step.version);
    }
    const told = { type: 'retention', year: 2024, online: 9, kept: 3, older: 0, proven: 5, lost: 1 };
    earlier
      .prepare(
        "INSERT INTO retention (agent_id, facility_id, item, received_at, dump_id, year, known, proven, lost, as_of) VALUES ('a', 'c1', ?, 0, NULL, 2024, 12, 5, 1, 0)",
      )
      .run(JSON.stringify({ ...told, asOf: '2026-11-25T08:00:00Z' }));
    earlier.close();
    db = openDatabase(join(folder, 'earlier'));
    const [row] = archiveItems(db, 'retention', 'all');
    const item: unknown = JSON.parse(row?.item ?? '{}');
    expect([...Compile(RetentionItem).Errors(item)]).toEqual([]);
    expect(item).toMatchObject({
      standing: { proven: 5, claimed: 6, unlisted: 0, lost: 1, explained: 0 },
      levels: [7, 0, 0, 0, 5, 0, 0],
      seenWhole: false,
      bound: null,
      lastListedAt: null,
    });
  });

  it('undoes a transaction that throws, with the audit row in it', () => {
    expect(() =>
      db.transaction(() => {
        writeAudit(db, { at: 1, actor: system, action: 'a', object: 'o' });
        throw new Error('between two lines');
      }),
    ).toThrow('between two lines');
    expect(walkAudit(db)).toEqual({ length: 0, head: null, brokenAt: null });
  });
});

describe('audit chain', () => {
  const fill = (): void => {
    for (let n = 0; n < 5; n += 1)
      writeAudit(db, {
        at: n,
        actor: { name: '管理员', role: 'administrator' },
        action: 'x',
        object: String(n),
        reason: '原因',
      });
  };
  it.each([
    ['a changed word', "UPDATE audit SET object = 'other' WHERE seq = 3", 3],
    ['a row taken out', 'DELETE FROM audit WHERE seq = 2', 3],
    ['a changed hash', "UPDATE audit SET hash = 'ff' WHERE seq = 4", 4],
  ])('finds %s', (_name, change, at) => {
    fill();
    expect(walkAudit(db)).toMatchObject({ length: 5, brokenAt: null });
    db.prepare(change).run();
    expect(walkAudit(db).brokenAt).toBe(at);
  });
});

describe('hot queries', () => {
  /** The plan of every statement that the work prepares. */
  const plans = (work: (spy: Database) => void): string[] => {
    const texts = new Set<string>();
    const raw = new Sqlite(join(folder, 'console.sqlite'), { readonly: true });
    try {
      const note = (text: string): void => {
        texts.add(text);
      };
      const spy: Database = {
        ...db,
        all: (query) => {
          note(query.compile().sql);
          return db.all(query);
        },
        first: (query) => {
          note(query.compile().sql);
          return db.first(query);
        },
        prepare: (text) => {
          note(text);
          return db.prepare(text);
        },
      };
      work(spy);
      return [...texts].map((text) => {
        const holes = (text.match(/\?/g) ?? []).map(() => null);
        const rows = raw.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...holes) as { detail: string }[];
        return rows.map((row) => row.detail).join('; ');
      });
    } finally {
      raw.close();
    }
  };
  it.each([
    ['the queue of live findings', (spy: Database) => listFindings(spy, 'all', { state: 'live' }, 0, 50)],
    [
      'the live findings of a center',
      (spy: Database) => listFindings(spy, ['c1'], { facility: 'c1', state: 'live' }, 0, 50),
    ],
    ['the matrix of a center', (spy: Database) => cellsOverMonths(spy, 'c1', '2026-01', '2026-12')],
    ['open findings of a center', (spy: Database) => liveFindingCounts(spy, 'c1')],
  ] as [string, (spy: Database) => unknown][])('%s uses an index', (_name, work) => {
    const found = plans(work);
    expect(found.length).toBeGreaterThan(0);
    for (const plan of found) expect(plan).toMatch(/SEARCH (finding|cell) USING (COVERING )?INDEX/);
  });

  it.each([
    ['episodes since a day', (spy: Database) => listEvents(spy, 'all', { from: '2026-09-01' }, 0, 50)],
    ['episodes of a center', (spy: Database) => listEvents(spy, ['c1'], { facility: 'c1' }, 0, 50)],
    ['what lasts in a center', (spy: Database) => openEvents(spy, ['c1'], 'c1')],
    ['episodes of a kind', (spy: Database) => countEvents(spy, ['on-battery'], 0, 'all')],
    ['availability of everything', (spy: Database) => judgedUptimes(spy, 'year', 'all')],
    ['availability of an area', (spy: Database) => judgedUptimes(spy, { month: '2026-11' }, ['c1', 'c2'])],
    ['devices whose card stands', (spy: Database) => standingDevices(spy, 'imaging', 'all')],
    ['the uptime of a month', (spy: Database) => uptimeItems(spy, { month: '2026-11' }, 'all')],
    ['the uptime of a center', (spy: Database) => uptimeItems(spy, 'months', ['c1'], 'c1')],
    ['closings of an agent', (spy: Database) => closingsOf(spy, 'a1')],
    ['when an agent was heard', (spy: Database) => sightingsOf(spy, 'a1', 0)],
    ['what an agent told of its gaps', (spy: Database) => gapsOf(spy, 'a1', 0)],
    ['when an agent could not reach the console', (spy: Database) => linesOf(spy, 'a1', 0)],
  ] as [string, (spy: Database) => unknown][])('%s uses an index', (_name, work) => {
    const found = plans(work);
    expect(found.length).toBeGreaterThan(0);
    for (const plan of found) {
      expect(plan).toMatch(/SEARCH \w+ USING (COVERING )?INDEX/);
      expect(plan).not.toMatch(/SCAN (?!CONSTANT)/);
    }
  });

  it('ingest reads by key', () => {
    for (const text of [
      'SELECT state FROM agent WHERE agent_id = ?',
      'SELECT body_sha256 FROM batch WHERE agent_id = ? AND seq = ?',
      'SELECT agent_id FROM finding WHERE facility_id = ? AND finding_id = ?',
    ]) {
      const rows = db
        .prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
        .all(...(text.match(/\?/g) ?? []).map(() => null));
      expect(rows.map((row) => row.detail).join()).toMatch(/SEARCH .* USING (COVERING )?INDEX sqlite_autoindex/);
    }
  });
});
