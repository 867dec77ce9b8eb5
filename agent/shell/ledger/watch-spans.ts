import { type Store, sha256Hex } from './store.ts';

/** Content of an entry `spans`: the rows that it binds, by their numbers. */
export interface SpanEntry {
  readonly first: number;
  readonly count: number;
  readonly sha256: string;
}

export interface SpanNumbers {
  readonly number: number;
  readonly probe: number;
  readonly begins: number;
  readonly ends: number;
  readonly state: number;
  readonly word: number;
  readonly samples: number;
  readonly epoch: number;
  readonly doubtful: number;
}

/** Digest over spans with the names of their probes and the words they carry, so that none of these can be changed unseen. */
export function spansDigest({ db }: Pick<Store, 'db'>, rows: readonly SpanNumbers[]): string {
  const probe = db.prepare<[number], { equipment: string; name: string; type: string; grade: string }>(
    'SELECT equipment, name, type, grade FROM watch_probe WHERE id = ?',
  );
  const word = db.prepare<[number], { text: string }>('SELECT text FROM watch_word WHERE id = ?');
  const lines = rows.map((row) => {
    const of = probe.get(row.probe);
    return JSON.stringify([
      of?.equipment ?? null,
      of?.name ?? null,
      of?.type ?? null,
      of?.grade ?? null,
      row.begins,
      row.ends,
      row.state,
      word.get(row.word)?.text ?? null,
      row.samples,
      row.epoch,
      row.doubtful,
    ]);
  });
  return sha256Hex(lines.join('\n'));
}

/** Rows of spans: written behind all others, read by their numbers. */
export function addedSpans({ db }: Pick<Store, 'db'>): {
  last(): number;
  insert(row: SpanNumbers): void;
  read(first: number, count: number): SpanNumbers[];
} {
  const last = db.prepare<[], { n: number | null }>('SELECT max(number) AS n FROM watch_span');
  const insert = db.prepare<[SpanNumbers]>(
    `INSERT INTO watch_span (number, probe, begins, ends, state, word, samples, epoch, doubtful)
     VALUES (@number, @probe, @begins, @ends, @state, @word, @samples, @epoch, @doubtful)`,
  );
  const read = db.prepare<[number, number], SpanNumbers>(
    'SELECT number, probe, begins, ends, state, word, samples, epoch, doubtful FROM watch_span WHERE number >= ? AND number < ? ORDER BY number',
  );
  return {
    last: () => last.get()?.n ?? 0,
    insert: (row) => void insert.run(row),
    read: (first, count) => read.all(first, first + count),
  };
}
