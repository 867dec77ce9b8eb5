import type { CalendarDate, Instant } from '@center/contract';

/** Why a look at the archive says nothing. None of these means that something is missing there. */
export const notMeasuredReasons = [
  /** The answer did not end as its service has it end: no final status, 0xFE00, HTTP other than 200 and 204, a cut body. */
  'not-final',
  /** A Warning header, a warning status, or sub-operations that the archive itself says to have failed. */
  'warned',
  /** As many rows as a limit could let through. */
  'limit-suspected',
  /** Pages overlapped or the total shrank while it was read. */
  'pages-moved',
  /** No row for a window that had rows at the last look. */
  'rows-vanished',
  /** A study that was confirmed a day ago was not found over the same way: the way is at fault. */
  'control-failed',
  'no-controls',
  'unreachable',
  'timed-out',
  'refused',
  'not-supported',
  /** The courtesy rules had stopped all asking. */
  'stopped',
] as const;
export type NotMeasured = (typeof notMeasuredReasons)[number];

const away: readonly NotMeasured[] = ['unreachable', 'timed-out', 'refused', 'stopped'];

/** Reasons that lie with the PACS as a whole: what else is asked now is answered no better. All others may lie with what was asked for. */
export function isPacsAway(why: NotMeasured): boolean {
  return away.includes(why);
}

/** A series as it was when it was first seen whole, or as a later count found it. */
export interface SeriesSight {
  readonly SeriesInstanceUID: string;
  readonly Modality: string;
  readonly classes: readonly string[];
  readonly objects: number;
  /** Order-free digest over the SOP Instance UIDs: absent when only a count is known. */
  readonly uidDigest?: string;
  readonly bytes?: number;
}

export interface StudySight {
  readonly StudyInstanceUID: string;
  /** StudyDate; absent when it is missing or impossible. */
  readonly date?: CalendarDate;
  readonly series: readonly SeriesSight[];
  /** Every object was seen, not only a count or one object a series. */
  readonly whole: boolean;
  /** Keyed digests, for the search by accession number and patient; never the texts. */
  readonly accessionKey?: string;
  readonly patientKey?: string;
  /** Claimed by the archive; can only make a verdict worse. */
  readonly availability?: 'ONLINE' | 'NEARLINE' | 'OFFLINE' | 'UNAVAILABLE';
  /** Devices that its images name. */
  readonly deviceIds?: readonly string[];
}

/** Days from … to, both included, or the studies that carry no date. */
export type DayWindow = { readonly from: CalendarDate; readonly to: CalendarDate } | 'undated';

/** Which round looked: `recent` the last 60 days daily, `online` to 36 months weekly, `kept` to ten years monthly, `backfill` the first reading. */
export type Round = 'recent' | 'online' | 'kept' | 'backfill';

/** One object that came back whole, as it was: what later deliveries are compared with. */
export interface ObjectSight {
  readonly SOPInstanceUID: string;
  readonly SOPClassUID: string;
  readonly TransferSyntaxUID: string;
  /** Length of the data set without group 0002. */
  readonly bytes: number;
  /** SHA-256 over the data set without group 0002, in the transfer syntax it came in. */
  readonly sha256: string;
  /** SHA-256 over the value of the pixel data alone, so that a corrected header is told from lost pixels; absent when the object has none or nobody computed it. */
  readonly pixelSha256?: string;
  /** The object ended where its last element says, its pixel data included. */
  readonly complete: boolean;
  readonly LossyImageCompression?: '00' | '01';
  readonly BitsStored?: number;
  readonly Rows?: number;
  readonly Columns?: number;
  readonly NumberOfFrames?: number;
}

/** What a study can be asked for by. */
export type StudyKey = 'study' | 'series' | 'object' | 'accession-patient';

interface Look {
  readonly at: Instant;
  /** Name of the channel that looked. */
  readonly channel: string;
}

/**
 * What one asking of the archive told: the append-only source of everything that is known of retention. The derived tables are folded from these, in order, and from
 * nothing else.
 */
export type ArchiveObservation =
  /** Studies seen for the first time, or seen anew with other content (more series, another count). Live intake writes one a study, the first reading one a window. */
  | (Look & { readonly kind: 'seen'; readonly studies: readonly StudySight[]; readonly window?: DayWindow })
  /** A window was listed to its end, controls good. `unlisted`: known studies of the window that the list lacks. */
  | (Look & {
      readonly kind: 'listed';
      readonly round: Round;
      readonly window: DayWindow;
      readonly rows: number;
      readonly controls: number;
      readonly unlisted: readonly string[];
      /**
       * Studies that were lost or explained and are in the list after all. Whoever else of the window is known and not in `unlisted` is listed.
       */
      readonly found?: readonly string[];
      /** Studies of the window whose listed object count is not the known one. */
      readonly counts: readonly { readonly StudyInstanceUID: string; readonly objects: number }[];
    })
  | (Look & {
      readonly kind: 'not-measured';
      readonly round: Round | 'check' | 'count' | 'commit' | 'retrieve';
      readonly window?: DayWindow;
      readonly StudyInstanceUID?: string;
      readonly why: NotMeasured;
      readonly detail?: string;
    })
  /** An unlisted study was asked for by all its keys (study, series, object, accession + patient), controls good. */
  | (Look & {
      readonly kind: 'checked';
      readonly StudyInstanceUID: string;
      readonly controls: number;
      readonly found: 'as-known' | 'under-other-uid' | 'in-other-archive' | 'parts-only' | 'nowhere';
      readonly otherUID?: string;
      /** Its objects lie under several other studies; `otherUID` is one of them. */
      readonly split?: boolean;
      /** Keys that were asked by; `nowhere` counts only when all that are known were. */
      readonly asked: readonly StudyKey[];
      /**
       * Keys by which the archive does not find even a study that it has: asking by them would tell nothing. Counts for series and object only: every archive
       * answers for a study by its UID, and by accession number and patient.
       */
      readonly unsupported?: readonly StudyKey[];
      /**
       * What joins it to the study that was found. The same objects under another study UID prove where it went; accession number and patient only make it likely, and a
       * person decides.
       */
      readonly proof?: 'same-objects' | 'same-digests' | 'accession-patient';
      /** Days on which this archive has been measured so far, this one included: seven days that only the clock has passed are none. */
      readonly measuredDays?: number;
    })
  /** L2: the UIDs of all objects of a study, as the archive lists them. */
  | (Look & { readonly kind: 'counted'; readonly StudyInstanceUID: string; readonly series: readonly SeriesSight[] })
  /** L2 of many studies at once: those whose UIDs, series by series, are the ledger's. */
  | (Look & { readonly kind: 'counted-as-known'; readonly studies: readonly string[] })
  /** L3: the archive's answer to a storage commitment request. */
  | (Look & {
      readonly kind: 'committed';
      readonly StudyInstanceUID: string;
      readonly transactionUID: string;
      readonly committed: number;
      readonly failed: readonly { readonly SOPInstanceUID: string; readonly reason: number }[];
    })
  /** L4 to L6: a timed retrieve with identity encoding. */
  | (Look & {
      readonly kind: 'retrieved';
      readonly StudyInstanceUID: string;
      /** Of the round's generator, so that the draw can be drawn again. */
      readonly seed: string;
      readonly stratum: string;
      readonly whole: boolean;
      /** Milliseconds from asking to the last byte of the first image; absent when none came. */
      readonly firstImageMs?: number;
      /** A repeat of the same asking at once, when the first was slow: fast then means that the first was a recall. */
      readonly repeatMs?: number;
      /** Round trip of a smallest question just before, milliseconds: the path, before the archive is called slow. */
      readonly pathMs?: number;
      /** Milliseconds to the last byte of the whole study, when it was asked for. */
      readonly wholeMs?: number;
      readonly bytes: number;
      /** Objects that are new to the ledger or differ from what it has of them. */
      readonly objects: readonly ObjectSight[];
      /** Objects that came whole and equal to the ledger's, and are not in `objects`. */
      readonly asBaseline?: number;
      /** Objects that the ledger knows and that did not come, when the whole study was asked for. */
      readonly absent: number;
      /** The answer ended before its end although its status said success. */
      readonly short: boolean;
    })
  /** A person, or the archive's own record, says where a study went. */
  | (Look & {
      readonly kind: 'explained';
      readonly StudyInstanceUID: string;
      readonly reason: 'merged' | 'split' | 'moved' | 'deleted-after-term' | 'exception' | 'withdrawn';
      readonly otherUID?: string;
      readonly note?: string;
      readonly who: string;
    })
  /** What the archive's own interface shows of itself. Bytes; absent = not shown. */
  | (Look & {
      readonly kind: 'settings';
      readonly usedBytes?: number;
      readonly freeBytes?: number;
      readonly maximumBytes?: number;
      readonly maximumPatients?: number;
      readonly patients?: number;
      readonly studies?: number;
      readonly instances?: number;
      readonly recycling?: boolean;
      readonly expiry?: readonly { readonly StudyInstanceUID: string; readonly expiresOn: CalendarDate }[];
    });

/**
 * Where a study stands (domain §7): `expected` known and not asked for yet · `present` · `unlisted` once or twice · `missing` the third time, at least seven days after the
 * first, controls good, all keys tried · `explained` · `lost` before its term.
 */
export const retentionStates = ['expected', 'present', 'unlisted', 'missing', 'explained', 'lost'] as const;
export type RetentionState = (typeof retentionStates)[number];

/** 0 claimed · 1 listed · 2 counted · 3 committed · 4 first image in time · 5 whole study, every object complete · 6 digest equal. */
export type ProofLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6;
