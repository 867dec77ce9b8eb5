import type { CalendarDate, ContentNote, Instant } from '@center/contract';
import type {
  ArchiveObservation,
  DayWindow,
  NotMeasured,
  ObjectSight,
  ProofLevel,
  RetentionState,
  SeriesSight,
  StudySight,
} from './observation.ts';

/** One confirmation that the archive does not have a study: asked for by every known key, controls good. */
export interface Absence {
  readonly at: Instant;
  /** Days on which the archive had been measured by then. */
  readonly measuredDays?: number;
}

/** Another study that may hold what was of this one; a person decides. */
export interface Candidate {
  readonly at: Instant;
  readonly otherUID?: string;
}

export interface Explanation {
  readonly at: Instant;
  readonly reason: Extract<ArchiveObservation, { kind: 'explained' }>['reason'];
  readonly otherUID?: string;
  readonly note?: string;
  /** A person, or `archive`: the archive's own answer under a UID proves it. */
  readonly who: string;
}

/** How a study came back when it was last asked for. */
export interface Delivery {
  readonly at: Instant;
  readonly whole: boolean;
  /** What was asked for came, complete. */
  readonly delivered: boolean;
  /** `needed`: slow, and fast at once when asked again. `no`: fast, or slow both times. `unknown`: slow, and not asked again. */
  readonly recall: 'no' | 'needed' | 'unknown';
  readonly firstImageMs?: number;
  readonly repeatMs?: number;
  readonly wholeMs?: number;
  readonly bytes: number;
  readonly absent: number;
  readonly incomplete: number;
  readonly short: boolean;
}

/**
 * A study of the archive ledger, as far as its observations tell. Time decides, not the order in which observations come: every part is the latest, the first, or the
 * most of what was told, so that an observation that comes twice or late changes nothing that it should not.
 */
export interface KeptStudy {
  readonly StudyInstanceUID: string;
  /** StudyDate of the first sight that had a possible one. Its terms run from it, else from `firstSeenOn`. */
  readonly date?: CalendarDate;
  readonly firstSeenOn: CalendarDate;
  /** Sorted, each once. */
  readonly modalities: readonly string[];
  readonly series: number;
  /** Objects as the ledger knows them. */
  readonly objects: number;
  readonly mostObjects: number;
  readonly bytes?: number;
  readonly whole: boolean;
  readonly accessionKey?: string;
  readonly patientKey?: string;
  readonly deviceIds: readonly string[];
  readonly availability?: NonNullable<StudySight['availability']>;
  /** Always what `stateOf` says of the rest. */
  readonly state: RetentionState;
  /** When each level was reached last. From level 1 on the archive had it then. */
  readonly confirmed: Readonly<Partial<Record<ProofLevel, Instant>>>;
  /** When an asking at a level came back wrong last; see `levelOf`. */
  readonly refuted: Readonly<Partial<Record<ProofLevel, Instant>>>;
  /** Last list that lacked it. */
  readonly unlistedAt?: Instant;
  /** Last asking by its keys, whatever it found. */
  readonly checkedAt?: Instant;
  /** Confirmed absences, oldest first; those before the last sight of it are history. */
  readonly absences: readonly Absence[];
  readonly candidate?: Candidate;
  readonly explained?: Explanation;
  readonly retrieved?: Delivery;
  /** Objects that the last list, count or whole retrieve found. */
  readonly found?: { readonly at: Instant; readonly objects: number; readonly how: 'listed' | 'counted' | 'retrieved' };
  /** Latest of each kind, sorted by kind. */
  readonly content: readonly { readonly note: ContentNote; readonly objects: number; readonly at: Instant }[];
  readonly expires?: { readonly at: Instant; readonly on: CalendarDate };
  /** The last look at it that measured nothing. Says nothing of the study. */
  readonly notMeasured?: { readonly at: Instant; readonly why: NotMeasured };
}

/** One observation as it concerns one study. */
export type StudyEvent = { readonly at: Instant; readonly channel: string } & (
  | { readonly kind: 'seen'; readonly sight: StudySight; readonly window?: DayWindow }
  /** In a list whose controls were good. */
  | { readonly kind: 'listed' }
  | { readonly kind: 'unlisted' }
  /** The list tells another number of objects than the ledger. */
  | { readonly kind: 'listed-count'; readonly objects: number }
  | { readonly kind: 'as-counted' }
  | { readonly kind: 'expiry'; readonly expiresOn: CalendarDate }
  | { readonly kind: 'not-measured'; readonly why: NotMeasured; readonly detail?: string }
  | Extract<ArchiveObservation, { kind: 'checked' | 'counted' | 'committed' | 'retrieved' | 'explained' }>
);

/** What the ledger holds of a study beside its row: its series, and the objects that deliveries are compared with. */
export interface KnownOfStudy {
  readonly study: KeptStudy | undefined;
  readonly series: readonly SeriesSight[];
  readonly samples: readonly ObjectSight[];
}
