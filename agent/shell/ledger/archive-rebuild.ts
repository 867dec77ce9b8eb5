import { createHash } from 'node:crypto';
import { archiveFold } from './archive-fold.ts';
import { observationRows } from './archive-observations.ts';
import { keptTables } from './archive-tables.ts';
import type { Store } from './store.ts';

export interface Rebuilt {
  readonly observations: number;
  /** The tables are what they were before, row for row. */
  readonly same: boolean;
  /** Tables that were not what the observations make of them. */
  readonly differed: readonly string[];
}

const tableNames = [...keptTables.matchAll(/^CREATE TABLE (\w+)/gm)].map(([, name = '']) => name);

/** SHA-256 over the rows of each folded table, in the order of its key. */
export function digestsOfTables({ db }: Pick<Store, 'db'>): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const name of tableNames) {
    const keys = db
      .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
      .all(name)
      .map((column) => column.name);
    const digest = createHash('sha256');
    for (const row of db
      .prepare<[], unknown[]>(`SELECT * FROM ${name} ORDER BY ${keys.join(', ')}`)
      .raw()
      .iterate())
      digest.update(rowText(row));
    digests.set(name, digest.digest('hex'));
  }
  return digests;
}

function rowText(row: readonly unknown[]): string {
  return `${JSON.stringify(row.map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : value)))}\n`;
}

/**
 * Folds every table anew from the observations, in their order and in one transaction: a power cut leaves the tables as they were. Whoever reads in between reads what was.
 */
export function rebuildArchive(store: Store, progress?: (done: number, of: number) => void): Rebuilt {
  return store.transaction(() => {
    const before = digestsOfTables(store);
    for (const name of tableNames) store.db.exec(`DROP TABLE ${name}`);
    store.db.exec(keptTables);
    const fold = archiveFold(store);
    const observations = observationRows(store, fold.rows);
    const last = observations.last();
    for (let number = 1; number <= last; number += 1) {
      fold.fold(observations.read(number).observation, number);
      if (number % 1000 === 0) progress?.(number, last);
    }
    progress?.(last, last);
    const after = digestsOfTables(store);
    const differed = tableNames.filter((name) => before.get(name) !== after.get(name));
    return { observations: last, same: differed.length === 0, differed };
  });
}
