import { canonicalJson } from '@center/contract';
import type { ArchiveObservation } from '../../core/index.ts';
import { keyOfDigest, type ObservationText, packText, unpackText } from './archive-codes.ts';
import type { StudyRows } from './archive-rows.ts';
import { type Store, sha256Hex } from './store.ts';
import { fromJson } from './stored-json.ts';

interface StoredObservation {
  readonly number: number;
  readonly observation: ArchiveObservation;
  readonly sha256: string;
}

/** The rows of observations: written once, read by their number. */
export interface ObservationRows {
  last(): number;
  /** Number under which the very same content stands already. */
  numberOf(text: ObservationText): number | undefined;
  /** Writes it behind all others and returns its number. */
  add(observation: ArchiveObservation, text: ObservationText): number;
  /** Throws for a number that is not there, and for a row that cannot be read. */
  read(number: number): StoredObservation;
  /** Digest over the content as it is kept; undefined when the row is not there. Throws for a row that cannot be read. */
  digestOf(number: number): string | undefined;
}

type Numbered = Omit<Extract<ArchiveObservation, { kind: 'counted-as-known' }>, 'studies'> & {
  /** Numbers of the studies in the ledger, each as its distance from the one before. */
  readonly numbers: readonly number[];
};

/**
 * Every night counts thousands of studies that are as they were. They are kept by their numbers: a number is given by the observations before, and is the same whenever these
 * are folded. The digest is over the UIDs.
 */
function numbered(observation: ArchiveObservation, studies: StudyRows): Numbered | undefined {
  if (observation.kind !== 'counted-as-known') return undefined;
  const { studies: uids, ...rest } = observation;
  const numbers: number[] = [];
  let before = 0;
  for (const uid of uids) {
    const id = studies.byUid(uid)?.id;
    if (id === undefined) return undefined;
    numbers.push(id - before);
    before = id;
  }
  return { ...rest, numbers };
}

function byUid(text: string, studies: StudyRows): string {
  // Only this kind has the member, and only in this form.
  if (!text.includes('"kind":"counted-as-known","numbers":[')) return text;
  const { numbers, ...rest } = fromJson<Numbered>(text);
  let id = 0;
  const uids = numbers.map((distance) => {
    id += distance;
    const kept = studies.byId(id);
    if (kept === undefined) throw new RangeError(`an observation names study ${String(id)}, which is not there`);
    return kept.study.StudyInstanceUID;
  });
  return canonicalJson({ ...rest, studies: uids });
}

export function observationRows({ db }: Pick<Store, 'db'>, studies: StudyRows): ObservationRows {
  const last = db.prepare<[], { number: number | null }>('SELECT max(number) AS number FROM archive_observation');
  const byKey = db.prepare<[number], { number: number; body: Uint8Array }>(
    'SELECT number, body FROM archive_observation WHERE key = ?',
  );
  const body = db.prepare<[number], { body: Uint8Array }>('SELECT body FROM archive_observation WHERE number = ?');
  const insert = db.prepare<[number, number, Uint8Array]>(
    'INSERT INTO archive_observation (number, key, body) VALUES (?, ?, ?)',
  );
  const textOf = (bytes: Uint8Array): string => byUid(unpackText(bytes), studies);
  const lastNumber = (): number => last.get()?.number ?? 0;
  return {
    last: lastNumber,
    numberOf: ({ text, sha256 }) => byKey.all(keyOfDigest(sha256)).find((row) => textOf(row.body) === text)?.number,
    add(observation, { text, sha256 }) {
      const number = lastNumber() + 1;
      const short = numbered(observation, studies);
      insert.run(number, keyOfDigest(sha256), packText(short === undefined ? text : canonicalJson(short)));
      return number;
    },
    read(number) {
      const row = body.get(number);
      if (row === undefined) throw new RangeError(`observation ${String(number)} is not there`);
      const text = textOf(row.body);
      return { number, observation: fromJson<ArchiveObservation>(text), sha256: sha256Hex(text) };
    },
    digestOf(number) {
      const row = body.get(number);
      return row === undefined ? undefined : sha256Hex(textOf(row.body));
    },
  };
}
