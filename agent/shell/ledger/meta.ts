import type { Store } from './store.ts';

/** Small facts of the ledger itself. Secrets are files and never stand here. */
export type MetaKey =
  | 'supervision-start'
  | 'facility'
  | 'enrolment'
  | 'dump-wanted'
  | 'digest-day'
  | 'assess-basis'
  | 'group-basis'
  /** Day and rule set of the last judging of the archive as a whole. */
  | 'archive-judged'
  /** Judging of what the archive answered: rule set and month, where the pass over all studies, the changed ones and the decisions have come to. */
  | 'kept-basis'
  | 'kept-pass'
  | 'kept-cursor'
  | 'kept-reviews'
  /** What years and holdings were last judged by, and when. */
  | 'archive-whole'
  /** The same of devices, people and uploads. */
  | 'reconciled'
  /** Figures of the uploads as they were last judged, and the hour in which the archive's figures were last told. */
  | 'uploads-judged'
  | 'upload-figures'
  | 'archive-told'
  /** What devices, UPS and rooms were last judged by, and JSON list of the subjects that were judged then. */
  | 'equipment-judged'
  | 'equipment-subjects'
  /** JSON: the last episode and gap of the agent that were told, and the ten minutes in which figures were told last. */
  | 'equipment-told'
  /** JSON list: what was measured of each PACS at set-up. */
  | 'site-cards'
  | 'clock-offset-ms'
  /** JSON: times in which this agent could not reach its console and that the console has not been told. */
  | 'console-unreached'
  | 'retention-day'
  /** JSON list of the names under which the center writes InstitutionName, as its people keep it at the station. */
  | 'institution-names';

export interface MetaRepository {
  get(key: MetaKey): string | undefined;
  set(key: MetaKey, value: string): void;
  remove(key: MetaKey): void;
}

export function metaRepository({ db }: Store): MetaRepository {
  const get = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?');
  const set = db.prepare<[string, string]>(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare<[string]>('DELETE FROM meta WHERE key = ?');
  return {
    get: (key) => get.get(key)?.value,
    set: (key, value) => void set.run(key, value),
    remove: (key) => void remove.run(key),
  };
}
