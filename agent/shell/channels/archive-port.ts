import type { CalendarDate, Instant } from '@center/contract';
import type { DayWindow, NotMeasured, ObjectSight } from '../../core/index.ts';
import type { Observation } from '../intake/index.ts';

/** Which traffic a request belongs to; the scheduler serves them in this order. */
export type Lane = 'probe' | 'live' | 'audit' | 'backfill';

/** An answer that came to its end, or why nothing is known. What a broken answer held is not handed on: it proves nothing. */
export type Asked<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'not-measured'; readonly why: NotMeasured; readonly detail: string };

/** A row of a study search. Identity stays inside the center; it is only used to ask by. */
export interface ListedStudy {
  readonly StudyInstanceUID: string;
  readonly StudyDate?: CalendarDate;
  readonly AccessionNumber?: string;
  readonly PatientID?: string;
  readonly modalities: readonly string[];
  readonly series?: number;
  readonly objects?: number;
  readonly availability?: 'ONLINE' | 'NEARLINE' | 'OFFLINE' | 'UNAVAILABLE';
}

export interface ListedObject {
  readonly SeriesInstanceUID: string;
  readonly SOPInstanceUID: string;
  /** Empty when the archive does not tell it: an optional key of an image search (PS3.4 §C.6). */
  readonly SOPClassUID: string;
  readonly Modality: string;
}

export type StudyQuery =
  | { readonly by: 'window'; readonly window: DayWindow }
  | { readonly by: 'study'; readonly StudyInstanceUID: string }
  | { readonly by: 'series'; readonly SeriesInstanceUID: string }
  | { readonly by: 'object'; readonly SOPInstanceUID: string }
  | { readonly by: 'accession-patient'; readonly AccessionNumber: string; readonly PatientID: string };

export interface Retrieved {
  readonly objects: readonly ObjectSight[];
  /** Milliseconds from asking to the last byte of the first object. */
  readonly firstMs?: number;
  readonly totalMs: number;
  readonly bytes: number;
  /** The answer said success and ended before its end (no closing boundary, fewer objects than the archive's own count). */
  readonly short: boolean;
}

export interface RetrieveWish {
  readonly StudyInstanceUID: string;
  /** One object; absent: the whole study. */
  readonly object?: { readonly SeriesInstanceUID: string; readonly SOPInstanceUID: string };
  readonly lane: Lane;
  readonly signal: AbortSignal;
}

/** Studies that began in a short time, of one modality, and of one device of it where its StationName (0008,1010) is given. */
export interface LatestStudyWish {
  readonly modality: string;
  readonly stationName?: string;
  readonly since: Instant;
  readonly until: Instant;
}

/**
 * What a way into an archive offers to those who audit it. Every call takes its turn at the gate of its PACS, ends within its time limit and never throws for what the
 * archive does: that is `not-measured`. It rejects only when `signal` is aborted.
 */
export interface ArchivePort {
  /** Name of the channel, `kind:number`. */
  readonly channel: string;
  /** Name of the PACS whose gate it goes through. */
  readonly pacs: string;
  readonly card?: ChannelCard;
  /** Whether this archive may be expected to hold the study at all; absent: every study. What it never held it cannot have lost. */
  readonly mayHold?: (StudyInstanceUID: string) => boolean;
  findStudies(query: StudyQuery, lane: Lane, signal: AbortSignal): Promise<Asked<readonly ListedStudy[]>>;
  /** When the newest study that fits began; `undefined`: none did. `not-supported`: the archive does not tell devices apart. Absent when the way has no times. */
  readonly latestStudy?: (
    wish: LatestStudyWish,
    lane: Lane,
    signal: AbortSignal,
  ) => Promise<Asked<Instant | undefined>>;
  /** Every object of a study as the archive lists it. */
  listObjects(StudyInstanceUID: string, lane: Lane, signal: AbortSignal): Promise<Asked<readonly ListedObject[]>>;
  /** Absent when the way cannot deliver. */
  readonly retrieve?: (wish: RetrieveWish) => Promise<Asked<Retrieved>>;
  /**
   * Asks the archive to commit to objects of one study, at most 500; answered once the archive has taken the request. Its report may take a day, outlives a restart of
   * ours, and is found among the ended commitments (room `commitment`) with the study's UID as its subject.
   */
  readonly commit?: (
    StudyInstanceUID: string,
    objects: readonly Pick<ListedObject, 'SOPClassUID' | 'SOPInstanceUID'>[],
    signal: AbortSignal,
  ) => Promise<Asked<{ readonly transactionUID: string }>>;
}

/** Headers that a study gave. An object that alone cannot be delivered is an unreadable observation. */
export interface StudyHeaders {
  readonly observations: readonly Observation[];
  /** Something could not be had now; what was read is there, and the study is read again later. */
  readonly incomplete?: string;
  /** The PACS as a whole does not answer now: no fault of this study. */
  readonly away?: boolean;
}

/** A way to headers of an archive, for the first reading and for late arrivals. Every request takes its turn at the gate; rejects only when `signal` is aborted. */
export interface HeaderReader {
  /** Name of the channel, `kind:number`. */
  readonly channel: string;
  /** `all`: every header of a study. `sample`: one object a series and every dose report, since the pixels come along. */
  readonly reads: 'all' | 'sample';
  readStudy(StudyInstanceUID: string, lane: Lane, signal: AbortSignal): Promise<StudyHeaders>;
  /** Headers of the objects named, a report whole; one that cannot be had now is an unreadable observation. */
  readObjects(
    StudyInstanceUID: string,
    objects: readonly Pick<ListedObject, 'SeriesInstanceUID' | 'SOPInstanceUID' | 'SOPClassUID'>[],
    lane: Lane,
    signal: AbortSignal,
  ): Promise<StudyHeaders>;
}

/** What a channel can prove and what it costs, for the page and the site card. Levels as in domain §7. */
export interface ChannelCard {
  readonly kind: string;
  readonly proves: readonly (0 | 1 | 2 | 3 | 4 | 5 | 6)[];
  /** Headers come with the bytes of the device (real names can be judged), or only what the archive makes of them. */
  readonly headers: 'bytes' | 'archive-json' | 'archive-rows' | 'none';
  /** What it asks of the PACS for one study, in words, both languages. */
  readonly cost: { readonly zh: string; readonly en: string };
  readonly says: { readonly zh: string; readonly en: string };
}
