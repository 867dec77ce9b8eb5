import { type ArchiveEntry, entryDigest } from './archive.ts';
import { archiveFold } from './archive-fold.ts';
import { type ObservationRows, observationRows } from './archive-observations.ts';
import { type Member, memberDigest, packDigest } from './object-text.ts';
import { type SealedEntry, sealedDigest } from './sealing.ts';
import { type Entry, entryHash, genesisHash, type Store, sha256Hex } from './store.ts';
import { fromJson } from './stored-json.ts';
import { addedSpans, type SpanEntry, spansDigest } from './watch-spans.ts';

export type ChainResult =
  | { readonly ok: true; readonly entries: number; readonly head: string }
  | { readonly ok: false; readonly seq: number; readonly problem: string };

interface Tally {
  objects: number;
  superseded: number;
  revisions: number;
  batches: number;
  records: number;
  /** Observations of the archive. */
  looks: number;
  /** Revisions of records on equipment, spans of probes, gaps of the agent, revisions of closed months. */
  equipmentRevisions: number;
  spans: number;
  gaps: number;
  months: number;
}

/**
 * Walks the chain from its first entry: numbers without gap, each hash recomputed, each previous hash that of the entry before; then holds the derived tables
 * against it: as many objects, finding revisions, records, batches and observations of the archive as entries made them, and each object's and observation's content under
 * the digest that its entry names. Objects of sealed studies are gone, and the entry that says so names the entries that had written them.
 * A chain cut at its end is still a chain; that is seen by who knows the later head (the console has it from the heartbeat).
 */
export function verifyChain({ db }: Store): ChainResult {
  let prev = genesisHash;
  let seq = 0;
  const tally: Tally = {
    objects: 0,
    superseded: 0,
    revisions: 0,
    batches: 0,
    records: 0,
    looks: 0,
    equipmentRevisions: 0,
    spans: 0,
    gaps: 0,
    months: 0,
  };
  const bodies = db.prepare<[number], Pick<Entry, 'kind' | 'body'>>('SELECT kind, body FROM entry WHERE seq = ?');
  const observations = observationRows({ db }, archiveFold({ db }).rows);
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
    const wrong = entry.kind === 'archive' ? brokenLook(entry, tally, observations) : undefined;
    if (wrong !== undefined) return { ok: false, seq, problem: wrong };
    const span = entry.kind === 'spans' ? brokenSpan({ db }, entry, tally) : undefined;
    if (span !== undefined) return { ok: false, seq, problem: span };
    const unsealed = entry.kind === 'sealed' ? brokenSeal(entry, tally, bodies) : undefined;
    if (unsealed !== undefined) return { ok: false, seq, problem: unsealed };
  }
  return brokenTable({ db }, tally, seq) ?? brokenObject({ db }) ?? { ok: true, entries: seq, head: prev };
}

function count({ kind, body }: Entry, tally: Tally): void {
  if (kind === 'observation') {
    const { first, objects, supersedes } = fromJson<{ first?: boolean; objects?: number; supersedes?: object }>(body);
    // An entry of a single object says whether it was the first of its UID; what came later was written in its place.
    tally.objects += objects ?? (first === true ? 1 : 0);
    if (supersedes !== undefined) tally.superseded += 1;
  }
  if (kind === 'finding') tally.revisions += 1;
  if (kind === 'batch') tally.batches += 1;
  if (kind === 'equipment-record' && 'revision' in fromJson<object>(body)) tally.equipmentRevisions += 1;
  if (kind === 'agent-gap') tally.gaps += 1;
  if (kind === 'uptime-month') tally.months += 1;
  if (kind === 'care-record' && 'kind' in fromJson<object>(body)) tally.records += 1;
}

/** Observations are numbered without gap in the order of their entries, and each entry names the digest of those that it binds. */
function brokenLook({ body }: Entry, tally: Tally, observations: ObservationRows): string | undefined {
  const { first, count: bound, sha256 } = fromJson<ArchiveEntry>(body);
  if (first !== tally.looks + 1 || bound < 1)
    return 'observations of the archive are not in the order of their entries';
  const digests: string[] = [];
  for (let number = first; number < first + bound; number += 1) {
    const digest = digestOf(number, observations);
    if (digest === undefined) return `observation ${String(number)} of the archive is missing or cannot be read`;
    digests.push(digest);
  }
  tally.looks += bound;
  return entryDigest(digests) === sha256 ? undefined : 'an observation of the archive is not the one that was made';
}

/** Spans are numbered without gap in the order of their entries, and each entry names the digest of those that it binds. */
function brokenSpan({ db }: Pick<Store, 'db'>, { body }: Entry, tally: Tally): string | undefined {
  const { first, count: bound, sha256 } = fromJson<SpanEntry>(body);
  if (first !== tally.spans + 1 || bound < 1) return 'spans of probes are not in the order of their entries';
  const rows = addedSpans({ db }).read(first, bound);
  if (rows.length !== bound) return `span ${String(first + rows.length)} of a probe is missing`;
  tally.spans += bound;
  return spansDigest({ db }, rows) === sha256 ? undefined : 'a span of a probe is not the one that was seen';
}

/** What was taken away of sealed studies is what entries before had written of them, and is not counted any more. */
function brokenSeal(
  { seq, body }: Entry,
  tally: Tally,
  bodies: { get(seq: number): Pick<Entry, 'kind' | 'body'> | undefined },
): string | undefined {
  for (const { StudyInstanceUID, entries, objects, superseded, sha256 } of fromJson<{ studies: SealedEntry[] }>(body)
    .studies) {
    const digests: string[] = [];
    let written = 0;
    for (const number of entries) {
      const entry = number < seq ? bodies.get(number) : undefined;
      if (entry?.kind !== 'observation') return 'what was sealed was never observed';
      const told = fromJson<{ StudyInstanceUID: string; digest: string; objects?: number }>(entry.body);
      if (told.StudyInstanceUID !== StudyInstanceUID) return 'what was sealed was observed of another study';
      digests.push(told.digest);
      written += told.objects ?? 1;
    }
    if (written !== objects || sealedDigest(digests) !== sha256) return 'what was sealed is not what was observed';
    tally.objects -= objects;
    tally.superseded -= superseded;
  }
  return undefined;
}

function digestOf(number: number, observations: ObservationRows): string | undefined {
  try {
    return observations.digestOf(number);
  } catch (fault) {
    // A row whose bytes or whose studies were damaged: what it was cannot be told any more.
    if (fault instanceof Error) return undefined;
    throw fault;
  }
}

function brokenTable({ db }: Pick<Store, 'db'>, tally: Tally, seq: number): ChainResult | undefined {
  const tables = [
    ['pack', 'coalesce(sum(objects), 0)', tally.objects],
    ['object', 'count(*)', tally.objects - tally.superseded],
    ['superseded', 'count(*)', tally.superseded],
    ['finding_revision', 'count(*)', tally.revisions],
    ['batch', 'count(*)', tally.batches],
    ['care_record', 'count(*)', tally.records],
    ['archive_observation', 'count(*)', tally.looks],
    ['equipment_record_revision', 'count(*)', tally.equipmentRevisions],
    ['watch_span', 'count(*)', tally.spans],
    ['agent_gap', 'count(*)', tally.gaps],
    ['uptime_month', 'count(*)', tally.months],
  ] as const;
  for (const [table, number, expected] of tables) {
    const found = db.prepare<[], { n: number }>(`SELECT ${number} AS n FROM ${table}`).get()?.n ?? 0;
    if (found !== expected)
      return {
        ok: false,
        seq,
        problem: `table ${table} holds ${String(found)} rows, the entries made ${String(expected)}`,
      };
  }
  const counts = db
    .prepare<[], { uid: string }>(
      `SELECT uid FROM study s WHERE sealed IS NULL AND objects <> (SELECT coalesce(sum(objects), 0) FROM pack WHERE study = s.uid)
         - (SELECT count(*) FROM pack p CROSS JOIN superseded x ON x.pack = p.id WHERE p.study = s.uid) LIMIT 1`,
    )
    .get();
  return counts === undefined ? undefined : { ok: false, seq, problem: 'a study counts other objects than it has' };
}

interface PackTexts {
  seq: number;
  study: string;
  series: string;
  class: string;
  transfer_syntax: string;
  header_id: number;
  objects: number;
  digest: string;
  single: number;
  body: string;
  entry: string | null;
}

/** Each pack against the digest that its entry names, and each header against the digest it is found by. */
function brokenObject({ db }: Pick<Store, 'db'>): ChainResult | undefined {
  const headers = new Map<number, string>();
  for (const { id, digest, body } of db
    .prepare<[], { id: number; digest: string; body: string }>('SELECT id, digest, body FROM header')
    .iterate()) {
    if (sha256Hex(body) === digest) headers.set(id, digest);
  }
  const text = db.prepare<[number], { body: string }>('SELECT body FROM header WHERE id = ?');
  const rows = db.prepare<[], PackTexts>(
    `SELECT p.seq, p.study, p.series, p.class, p.transfer_syntax, p.header_id, p.objects, p.digest, p.single, p.body, e.body AS entry
     FROM pack p LEFT JOIN entry e ON e.seq = p.seq ORDER BY p.seq`,
  );
  const wrong = { ok: false, problem: 'the content of an object is not the one that was observed' } as const;
  for (const row of rows.all()) {
    const named = row.entry === null ? undefined : fromJson<{ digest?: string }>(row.entry).digest;
    const header = headers.get(row.header_id);
    const members = fromJson<Member[]>(row.body);
    if (named !== row.digest || header === undefined || members.length !== row.objects)
      return { ...wrong, seq: row.seq };
    const [only] = members;
    const found =
      row.single === 1 && only !== undefined
        ? memberDigest(text.get(row.header_id)?.body ?? '', only)
        : packDigest(row, header, row.body);
    if (found !== row.digest) return { ...wrong, seq: row.seq };
  }
  return undefined;
}
