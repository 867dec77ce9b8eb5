import type { Store } from './store.ts';

/** Texts that repeat (sets of modalities, classes, devices), each kept once and named by its number. */
export interface Words {
  /** Number of a text, given when it is new; the numbers follow the order of the observations. */
  numberOf(text: string): number;
  /** Throws for a number that was never given. */
  textOf(number: number): string;
}

/** Asks the database each time: a transaction that was rolled back has taken its words with it. */
export function archiveWords({ db }: Pick<Store, 'db'>): Words {
  const find = db.prepare<[string], { id: number }>('SELECT id FROM kept_word WHERE text = ?');
  const add = db.prepare<[string], { id: number }>('INSERT INTO kept_word (text) VALUES (?) RETURNING id');
  const read = db.prepare<[number], { text: string }>('SELECT text FROM kept_word WHERE id = ?');
  return {
    numberOf(text) {
      const row = find.get(text) ?? add.get(text);
      if (row === undefined) throw new Error('a word was neither found nor written');
      return row.id;
    },
    textOf(number) {
      const row = read.get(number);
      if (row === undefined) throw new RangeError(`no word has the number ${String(number)}`);
      return row.text;
    },
  };
}
