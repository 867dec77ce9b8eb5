/** What can happen to one object, or to a study, under an archive that goes on answering. */
export const damages = [
  'none',
  'file-missing',
  'zero-length',
  'cut-in-half',
  'pixel-flipped',
  'patient-id-changed',
  'study-deleted',
  'merged-into-another',
  'recompressed-lossy',
] as const;
export type Damage = (typeof damages)[number];

/**
 * How a level sees it. `yes`: each time. `cold`: only when the archive reads its store for the answer; a cache hides it. `if-asked`: only when the damaged object is the
 * one that is asked for. `varies`: archives, and one archive at two times, answer differently, so that nothing may rest on it. `no`: never.
 */
export type Sees = 'yes' | 'cold' | 'if-asked' | 'varies' | 'no';

export interface Detection {
  readonly listed: Sees;
  readonly counted: Sees;
  readonly committed: Sees;
  readonly firstImage: Sees;
  readonly whole: Sees;
  readonly digest: Sees;
  /** What the ledger says of the study once the weakest level that sees it has looked. */
  readonly says: 'nothing' | 'short' | 'changed' | 'header-changed' | 'lost' | 'explained' | 'newly-lossy';
}

/**
 * What detects what: one object of a study of twenty damaged under the archive, its caches cold. Levels 1 to 6 as they ask: a list by UID, the UIDs of all objects, storage
 * commitment, one object, all objects, their digests. A digest sees what was read once before; `changed` becomes `header-changed` where the pixels were digested by
 * themselves.
 */
export const whatDetects: Readonly<Record<Damage, Detection>> = {
  none: { listed: 'no', counted: 'no', committed: 'no', firstImage: 'no', whole: 'no', digest: 'no', says: 'nothing' },
  'file-missing': {
    listed: 'no',
    counted: 'varies',
    committed: 'cold',
    firstImage: 'if-asked',
    whole: 'cold',
    digest: 'cold',
    says: 'short',
  },
  'zero-length': {
    listed: 'no',
    counted: 'varies',
    committed: 'cold',
    firstImage: 'if-asked',
    whole: 'cold',
    digest: 'cold',
    says: 'short',
  },
  'cut-in-half': {
    listed: 'no',
    counted: 'no',
    committed: 'cold',
    firstImage: 'if-asked',
    whole: 'cold',
    digest: 'cold',
    says: 'short',
  },
  'pixel-flipped': {
    listed: 'no',
    counted: 'no',
    committed: 'no',
    firstImage: 'no',
    whole: 'no',
    digest: 'cold',
    says: 'changed',
  },
  'patient-id-changed': {
    listed: 'no',
    counted: 'no',
    committed: 'no',
    firstImage: 'no',
    whole: 'no',
    digest: 'cold',
    says: 'header-changed',
  },
  'study-deleted': {
    listed: 'yes',
    counted: 'yes',
    committed: 'yes',
    firstImage: 'yes',
    whole: 'yes',
    digest: 'yes',
    says: 'lost',
  },
  'merged-into-another': {
    listed: 'yes',
    counted: 'yes',
    committed: 'varies',
    firstImage: 'yes',
    whole: 'yes',
    digest: 'yes',
    says: 'explained',
  },
  'recompressed-lossy': {
    listed: 'no',
    counted: 'no',
    committed: 'no',
    firstImage: 'no',
    whole: 'no',
    digest: 'cold',
    says: 'newly-lossy',
  },
};
