import type { RetentionFacts } from './fact.ts';
import type { StudyInstanceUID } from './ids.ts';
import type { CalendarDate } from './instant.ts';
import type { ReviewDecision } from './record.ts';
import type { ForecastItem, RetentionItem, RetrievalItem } from './wire/archive.ts';

/**
 * Where a study of the archive ledger stands (domain §7).
 * - `expected`: known, not asked for yet. Not: kept.
 * - `present`: the archive answered for it; how well is the level's matter.
 * - `unlisted`: not in a list whose controls were good, once or twice. Not: missing.
 * - `missing`: the third time, at least seven days after the first, controls good, all known keys asked; nobody has said yet where it went.
 * - `explained`: merged, split, moved, deleted after its term, a registered exception, or withdrawn.
 * - `lost`: missing, before its term, unexplained.
 */
export const keptStates = ['expected', 'present', 'unlisted', 'missing', 'explained', 'lost'] as const;
export type KeptState = (typeof keptStates)[number];

/** 0 claimed · 1 listed · 2 counted · 3 committed · 4 first image in time · 5 whole study, every object complete · 6 digest equal. */
export const keptLevels = [0, 1, 2, 3, 4, 5, 6] as const;
export type KeptLevel = (typeof keptLevels)[number];

export const keptExplanations = ['merged', 'split', 'moved', 'deleted-after-term', 'exception', 'withdrawn'] as const;
export type KeptExplanation = (typeof keptExplanations)[number];

/**
 * How what came back differs from what had come before, each kind once a study with the number of objects.
 * - `new-syntax`: another transfer syntax; begins a new baseline and is no alarm.
 * - `header-changed`: another header over the same pixels (a merge, a corrected name): the normal case.
 * - `pixels-changed`: other pixels in the same transfer syntax.
 * - `content-changed`: another digest in the same transfer syntax, and nobody could tell header from pixels.
 * - `newly-lossy`: (0028,2110) has become 01. `smaller`: fewer rows, columns or frames. `fewer-bits`: (0028,0101) is less.
 */
export const contentNotes = [
  'new-syntax',
  'header-changed',
  'pixels-changed',
  'content-changed',
  'newly-lossy',
  'smaller',
  'fewer-bits',
] as const;
export type ContentNote = (typeof contentNotes)[number];

/** The latest timed retrieve of a study. */
export interface DeliveryFacts {
  readonly on: CalendarDate;
  /** Images came: the first one, or the whole study when `whole`. */
  readonly delivered: boolean;
  /** The whole study was asked for. */
  readonly whole: boolean;
  /**
   * `needed`: slow at first and fast at once when asked again. `no`: fast, or as slow both times, for slow is not offline. `unknown`: slow, and not asked again.
   */
  readonly recall: 'no' | 'needed' | 'unknown';
  readonly firstImageMs?: number;
  readonly wholeMs?: number;
  /** Objects that the ledger knows and that did not come, though the whole study was asked for. */
  readonly absent: number;
  /** Objects that ended before their end. */
  readonly incomplete: number;
  /** The answer ended before its end although its status said success. */
  readonly short: boolean;
}

/** One study of the archive ledger of which there is something to say: it was sampled, or it is not where it should be, or not as it was. */
export interface KeptStudyFacts {
  readonly subject: 'study';
  readonly StudyInstanceUID: StudyInstanceUID;
  readonly class: RetentionFacts['class'];
  readonly clock: RetentionFacts['clock'];
  /** Day from which its terms run, and the last day of the term of ten years. */
  readonly date: CalendarDate;
  readonly keepUntil: CalendarDate;
  /** Completed months from `date` to the day of judging. Not part of the fact hash. */
  readonly ageMonths: number;
  readonly state: KeptState;
  readonly stateOn: CalendarDate;
  /** Confirmations that it is not listed, and the days of the first and the last. */
  readonly unlisted?: { readonly times: number; readonly since: CalendarDate; readonly last: CalendarDate };
  /** `archive`: its own record (found under another UID) or another archive's; `person`: somebody's word. */
  readonly explanation?: { readonly reason: KeptExplanation; readonly by: 'archive' | 'person' };
  /** Best level of the latest asking of each kind, with its day; absent until something was asked. */
  readonly proof?: { readonly level: KeptLevel; readonly on: CalendarDate };
  readonly objects: {
    /** Most objects that were ever seen of it. */
    readonly most: number;
    /** What the latest count or whole retrieve found, with its day. */
    readonly found?: number;
    readonly foundOn?: CalendarDate;
  };
  readonly delivery?: DeliveryFacts;
  /** Claimed by the archive; can only make a verdict worse. */
  readonly claimed?: 'ONLINE' | 'NEARLINE' | 'OFFLINE' | 'UNAVAILABLE';
  readonly content: readonly { readonly note: ContentNote; readonly objects: number; readonly on: CalendarDate }[];
  /** The latest look at it measured nothing, and why. */
  readonly notMeasured?: { readonly why: string; readonly on: CalendarDate };
  readonly reviews: readonly ReviewDecision[];
  /** The day of judging. Not part of the fact hash. */
  readonly asOf: CalendarDate;
}

/** What the console is told of a year, without the moment of telling. */
export type YearFigures = Omit<RetentionItem, 'type' | 'asOf'>;
export type RetrievalFigures = Omit<RetrievalItem, 'type' | 'asOf'>;
export type ForecastFigures = Omit<ForecastItem, 'type' | 'asOf'>;

/** One calendar year of the archive. */
export interface ArchiveYearFacts {
  readonly subject: 'archive';
  readonly figures: YearFigures;
  /** Day on which the agent first saw studies of a year that it did not see happen ("first seen in backfill on …"). */
  readonly firstSeenOn?: CalendarDate;
  /** Studies of the year not older than 120 months: only these owe a proof. */
  readonly owed: number;
  /** Day since which no round over the year has measured anything; absent when the last one did. */
  readonly silentSince?: CalendarDate;
  readonly reviews: readonly ReviewDecision[];
  readonly asOf: CalendarDate;
}

/** What the archive's own interface shows of how it deletes. */
export interface SettingsFacts {
  readonly on: CalendarDate;
  /** `unknown`: the interface does not show it. */
  readonly recycling: 'on' | 'off' | 'unknown';
  /** By growth and limits, the day on which recycling reaches studies younger than 120 months; `past` when it does already, `never` not within twenty years. Absent: not to be told. */
  readonly reachesYoung?: CalendarDate | 'past' | 'never';
  /** Studies with an expiration day, and those of them whose day lies before their term of ten years. */
  readonly expiry: { readonly set: number; readonly early: number };
}

/** Delivery of the random samples up to 36 months old, over the three months that end with the day of judging. */
export interface OnlineShareFacts {
  readonly sampled: number;
  /** Without a recall. */
  readonly delivered: number;
  readonly neededRecall: number;
  /** Those of the delivered ones that the archive itself claims to be NEARLINE, OFFLINE or UNAVAILABLE. */
  readonly claimedOffline: number;
}

/** The archive's holdings as a whole. */
export interface HoldingsFacts {
  readonly subject: 'archive';
  readonly online: OnlineShareFacts;
  readonly retrieval: readonly RetrievalFigures[];
  /** Absent when no way into the archive shows its settings. */
  readonly settings?: SettingsFacts;
  readonly forecast?: ForecastFigures;
  /** Planned steps of the worklist by the status that it gave them last, and those of them whose study has not come. Absent: no worklist is connected. */
  readonly planned?: {
    readonly from: CalendarDate;
    readonly to: CalendarDate;
    readonly statuses: readonly { readonly status: string; readonly steps: number; readonly absent: number }[];
  };
  /** Day since which no round has measured anything; absent when the last one did. */
  readonly silentSince?: CalendarDate;
  /** A way into the archive that can retrieve is set up. */
  readonly canRetrieve: boolean;
  readonly reviews: readonly ReviewDecision[];
  readonly asOf: CalendarDate;
}
