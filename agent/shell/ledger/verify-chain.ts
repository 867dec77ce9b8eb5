import { contentDigest } from './object.ts';
import { type Entry, entryHash, genesisHash, type Store } from './store.ts';
import { fromJson } from './stored-json.ts';

export type ChainResult =
  | { readonly ok: true; readonly entries: number; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly problem: string };

interface Tally {
  objects: number;
  revisions: number;
  batches: number;
  records: number;
}

/**
 * Walks the chain from its first entry: numbers without gap, each hash recomputed, each previous hash that of the entry before; then holds the derived tables
 * against it: as many objects, finding revisions, records and batches as entries made them, and each object's content under the digest that its entry names.
 * A chain cut at its end is still a chain; that is seen by who knows the later head (the console has it from the heartbeat).
 */
export function verifyChain({ db }: Store): ChainResult {
  let prev = genesisHash;
  let seq = 0;
  const tally: Tally = { objects: 0, revisions: 0, batches: 0, records: 0 };
  for (const entry of db
    .prepare<[], Entry>('SELECT seq, at, kind, body, prev, hash FROM entry ORDER BY seq')
    .iterate()) {
    seq += 1;
    if (entry.seq !== seq) return { ok: false, seq, problem: `entry ${String(seq)} is missing` };
    if (entry.prev !== prev) return { ok: false, seq, problem: 'the previous hash is not that of the entry before' };
    if (entryHash(prev, entry.seq, entry.at, entry.kind, entry.body) !== entry.hash)
      return { ok: false, seq, problem: 'the content does not give the stored hash' };
    prev = entry.hash;
    count(entry, tally);
  }
  return brokenTable({ db }, tally, seq) ?? brokenObject({ db }) ?? { ok: true, entries: seq, head: prev };
}

function count({ kind, body }: Entry, tally: Tally): void {
  if (kind === 'observation' && fromJson<{ first: boolean }>(body).first) tally.objects += 1;
  if (kind === 'finding') tally.revisions += 1;
  if (kind === 'batch') tally.batches += 1;
  if (kind === 'care-record' && 'kind' in fromJson<object>(body)) tally.records += 1;
}

function brokenTable({ db }: Pick<Store, 'db'>, tally: Tally, seq: number): ChainResult | undefined {
  const tables = [
    ['object', tally.objects],
    ['finding_revision', tally.revisions],
    ['batch', tally.batches],
    ['care_record', tally.records],
  ] as const;
  for (const [table, expected] of tables) {
    const found = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0;
    if (found !== expected)
      return {
        ok: false,
        seq,
        problem: `table ${table} holds ${String(found)} rows, the entries made ${String(expected)}`,
      };
  }
  const counts = db
    .prepare<[], { uid: string }>(
      'SELECT uid FROM study s WHERE objects <> (SELECT count(*) FROM object WHERE study = s.uid) LIMIT 1',
    )
    .get();
  return counts === undefined ? undefined : { ok: false, seq, problem: 'a study counts other objects than it has' };
}

interface ObjectTexts {
  seq: number;
  digest: string;
  own: string;
  damage: string;
  dose: string | null;
  shared: string;
  body: string | null;
}

function brokenObject({ db }: Pick<Store, 'db'>): ChainResult | undefined {
  const rows = db.prepare<[], ObjectTexts>(
    `SELECT o.seq, o.digest, o.own, o.damage, o.dose, h.body AS shared, e.body FROM object o JOIN header h ON h.id = o.header_id LEFT JOIN entry e ON e.seq = o.seq`,
  );
  for (const row of rows.iterate()) {
    const named = row.body === null ? undefined : fromJson<{ digest?: string }>(row.body).digest;
    if (named !== row.digest || contentDigest(row) !== row.digest)
      return { ok: false, seq: row.seq, problem: 'the content of an object is not the one that was observed' };
  }
  return undefined;
}
