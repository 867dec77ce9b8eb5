import type { Instant } from '@center/contract';
import type { Store } from './store.ts';

export type ChannelCondition = 'working' | 'silent' | 'failed' | 'off';

/** `name` is `kind:number`, as `folder:0`. */
export interface ChannelRow {
  readonly name: string;
  readonly state: ChannelCondition;
  readonly since: Instant;
  readonly lastObservationAt?: Instant;
  readonly objects: number;
  readonly problem?: string;
}

interface Row {
  name: string;
  state: ChannelCondition;
  since: Instant;
  last_observation_at: Instant | null;
  objects: number;
  problem: string | null;
}

export interface SourceFile {
  readonly size: number;
  readonly mtimeMs: number;
}

export interface ChannelRepository {
  state(name: string, state: ChannelCondition, problem: string | undefined, at: Instant): void;
  observed(name: string, objects: number, at: Instant): void;
  list(): ChannelRow[];
  cursor(name: string): string | undefined;
  saveCursor(name: string, value: string): void;
  /** How a file was when it was read last; `mtimeMs` without its fraction. */
  knownFile(path: string): SourceFile | undefined;
  noteFile(path: string, file: SourceFile, outcome: string): void;
  /** An object that is known as it is was read from this file too: a copy of it, or where it was moved to. */
  noteOtherPlace(sop: string, path: string): void;
  otherPlaces(sop: string): string[];
}

export function channelRepository({ db }: Store): ChannelRepository {
  const upsert = db.prepare<[string, string, number, string | null]>(
    `INSERT INTO channel (name, state, since, problem) VALUES (?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET since = CASE WHEN state = excluded.state THEN since ELSE excluded.since END, state = excluded.state, problem = excluded.problem`,
  );
  const observed = db.prepare<[string, number, number, number]>(
    `INSERT INTO channel (name, state, since, last_observation_at, objects) VALUES (?, 'working', ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET last_observation_at = excluded.last_observation_at, objects = objects + excluded.objects`,
  );
  const all = db.prepare<[], Row>('SELECT * FROM channel ORDER BY name');
  const cursor = db.prepare<[string], { value: string }>('SELECT value FROM cursor WHERE channel = ?');
  const saveCursor = db.prepare<[string, string]>(
    'INSERT INTO cursor (channel, value) VALUES (?, ?) ON CONFLICT (channel) DO UPDATE SET value = excluded.value',
  );
  const file = db.prepare<[string], { size: number; mtime_ms: number }>(
    'SELECT size, mtime_ms FROM source_file WHERE path = ?',
  );
  const noteFile = db.prepare<[string, number, number, string]>(
    'INSERT INTO source_file (path, size, mtime_ms, outcome) VALUES (?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET size = excluded.size, mtime_ms = excluded.mtime_ms, outcome = excluded.outcome',
  );
  const noteOther = db.prepare<[string, string]>('INSERT OR IGNORE INTO other_place (sop, path) VALUES (?, ?)');
  const others = db.prepare<[string], { path: string }>('SELECT path FROM other_place WHERE sop = ? ORDER BY path');
  // In a ledger that knew no file, one behind all that were noted since cannot be known: a first walk, which goes by names, asks nothing.
  let behind = db.prepare('SELECT 1 FROM source_file LIMIT 1').get() === undefined ? '' : undefined;
  return {
    state: (name, state, problem, at) => void upsert.run(name, state, at, problem ?? null),
    observed: (name, objects, at) => void observed.run(name, at, at, objects),
    list: () =>
      all.all().map((row) => ({
        name: row.name,
        state: row.state,
        since: row.since,
        objects: row.objects,
        ...(row.last_observation_at === null ? {} : { lastObservationAt: row.last_observation_at }),
        ...(row.problem === null ? {} : { problem: row.problem }),
      })),
    cursor: (name) => cursor.get(name)?.value,
    saveCursor: (name, value) => void saveCursor.run(name, value),
    knownFile(path) {
      if (behind !== undefined && path > behind) return undefined;
      const known = file.get(path);
      return known === undefined ? undefined : { size: known.size, mtimeMs: known.mtime_ms };
    },
    noteFile(path, { size, mtimeMs }, outcome) {
      if (behind !== undefined && path > behind) behind = path;
      noteFile.run(path, size, Math.trunc(mtimeMs), outcome);
    },
    noteOtherPlace: (sop, path) => void noteOther.run(sop, path),
    otherPlaces: (sop) => others.all(sop).map(({ path }) => path),
  };
}
