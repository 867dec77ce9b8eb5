import type { CalendarDate, Instant } from '@center/contract';
import type { ArchiveObservation } from '../../core/index.ts';
import { dayOf, observationText } from './archive-codes.ts';
import { type ArchiveFigures, archiveFigures } from './archive-figures.ts';
import { archiveFold } from './archive-fold.ts';
import { type ArchiveLooked, archiveLooked } from './archive-looked.ts';
import { observationRows } from './archive-observations.ts';
import { type Rebuilt, rebuildArchive } from './archive-rebuild.ts';
import { type ArchiveStudies, archiveStudies } from './archive-studies.ts';
import { type Store, sha256Hex } from './store.ts';

/** `known`: the very same content stands under that number already; nothing was written. */
export interface Applied {
  readonly kind: 'applied' | 'known';
  readonly number: number;
}

/** What is known of the archive: observations come in and are folded at once; studies and figures are read. */
export interface ArchiveRepository extends ArchiveStudies, ArchiveFigures, ArchiveLooked {
  /** Writes the observation, its entry in the chain and what it changes, in one transaction (inside a running one it joins it). */
  apply(observation: ArchiveObservation): Applied;
  /** The same for several, in their order, with one entry for all of them. Those that stand already are passed over. */
  applyAll(observations: readonly ArchiveObservation[]): Applied[];
  /** Number of the last observation; 0 when there is none. */
  lastObservation(): number;
  /** The latest moment that any observation names: a clock that stands before it has been set back. */
  lastAt(): Instant | undefined;
  /** Last good list of a day. */
  listedAt(day: CalendarDate): Instant | undefined;
  /** One observation as it was applied. Throws RangeError for a number that is not there. */
  observation(number: number): ArchiveObservation;
  /** Folds all tables anew from the observations, in one transaction, and says whether they are what they were. */
  rebuild(progress?: (done: number, of: number) => void): Rebuilt;
}

/** What an entry of the chain says of the observations that it binds. */
export interface ArchiveEntry {
  readonly first: number;
  readonly count: number;
  /** Over the content of one observation; of several, over their digests, one a line. */
  readonly sha256: string;
}

/** The digest that an entry names for observations with these digests. */
export function entryDigest(digests: readonly string[]): string {
  const [only] = digests;
  return digests.length === 1 && only !== undefined ? only : sha256Hex(digests.join('\n'));
}

export function archiveRepository(store: Store): ArchiveRepository {
  const fold = archiveFold(store);
  const observations = observationRows(store, fold.rows);
  const uidOf = (study: number): string => {
    const kept = fold.rows.byId(study);
    if (kept === undefined) throw new RangeError(`study ${String(study)} is not there`);
    return kept.study.StudyInstanceUID;
  };

  const applyAll: ArchiveRepository['applyAll'] = (given) =>
    store.transaction(() => {
      const digests: string[] = [];
      let first = 0;
      let at: Instant | undefined;
      const applied = given.map((observation): Applied => {
        const text = observationText(observation);
        const known = observations.numberOf(text);
        if (known !== undefined) return { kind: 'known', number: known };
        const number = observations.add(observation, text);
        if (digests.length === 0) first = number;
        digests.push(text.sha256);
        ({ at } = observation);
        // As it will be read again: what a rebuild folds is what was folded.
        fold.fold(observations.read(number).observation, number);
        return { kind: 'applied', number };
      });
      if (at !== undefined) {
        const entry: ArchiveEntry = { first, count: digests.length, sha256: entryDigest(digests) };
        store.append('archive', entry, at);
      }
      return applied;
    });

  return {
    ...archiveStudies(store, fold),
    ...archiveFigures(store, fold.words, uidOf),
    ...archiveLooked(store),
    applyAll,
    apply(observation) {
      const [applied] = applyAll([observation]);
      if (applied === undefined) throw new Error('an observation was neither applied nor known');
      return applied;
    },
    lastObservation: () => observations.last(),
    lastAt: () => fold.looks.lastAt(),
    listedAt: (day) => fold.looks.listedAt(dayOf(day)),
    observation: (number) => observations.read(number).observation,
    rebuild: (progress) => rebuildArchive(store, progress),
  };
}
