import { type Static, Type } from 'typebox';
import { contentNotes, keptExplanations, keptStates } from '../retention-facts.ts';
import { RetrievalLimits } from '../retrieval-limits.ts';
import { ForecastItem, RetentionItem, RetrievalItem } from '../wire/archive.ts';
import { Count, closed, DateText, InstantText, literalUnion, orNull, SlugText } from '../wire/parts.ts';
import { IdentityText, PageQuery, personExplanations, ReasonWritten, StudyUidText } from './parts.ts';
import { StationStudyRow } from './studies.ts';

const Milliseconds = Type.Number({ minimum: 0 });
/** Level of proof. */
export const LevelNumber = Type.Union([
  Type.Literal(0),
  Type.Literal(1),
  Type.Literal(2),
  Type.Literal(3),
  Type.Literal(4),
  Type.Literal(5),
  Type.Literal(6),
]);
const PersonText = Type.String({ minLength: 1, maxLength: 80, dataClass: 'staff' });

/** One calendar year of the archive, as the console is told of it, with what only the center needs. */
export const StationArchiveYear = Type.Object(
  {
    ...Type.Omit(RetentionItem, ['type', 'asOf']).properties,
    /** Day on which the agent saw the first study of the year: "first seen in the first reading on …". */
    firstSeenOn: orNull(DateText),
    /** Studies not older than 120 months. */
    owed: Count,
    silentSince: orNull(InstantText),
    /** The last random sample of the year that came back, of the last twelve months. */
    lastProvenAt: orNull(InstantText),
  },
  closed,
);
export type StationArchiveYear = Static<typeof StationArchiveYear>;

/** What the gate of a PACS does at the moment, and why. */
export const StationGate = Type.Object(
  {
    pacs: Type.String(),
    mode: literalUnion(['open', 'slowed', 'stopped'] as const),
    stoppedUntil: orNull(InstantText),
    duty: Type.Number(),
    dutyLimit: Type.Number(),
    /** Share of the last ten minutes in which a request was under way. */
    dutyUsed: Type.Number(),
    inFlight: Count,
    waiting: Type.Object({ probe: Count, live: Count, audit: Count, backfill: Count }, closed),
    requestsLastHour: Count,
    failuresLastHour: Count,
    latencyMs: orNull(Milliseconds),
    baselineMs: orNull(Milliseconds),
    offHours: Type.Boolean(),
  },
  closed,
);
export type StationGate = Static<typeof StationGate>;

/** Days of study dates, both included; null stands for the studies without a date. */
const WindowObject = orNull(Type.Object({ from: DateText, to: DateText }, closed));

/** How far the first reading of one archive has come. */
export const StationBackfill = Type.Object(
  {
    channel: Type.String(),
    pacs: Type.String(),
    phase: Type.String(),
    windowsDone: Count,
    windowsTotal: Count,
    studies: Count,
    next: Type.Union([Type.Object({ window: WindowObject }, closed), Type.Null()]),
    left: Count,
    waitsFor: orNull(literalUnion(['off-hours', 'the-pacs'] as const)),
    timeLeftMs: orNull(Milliseconds),
  },
  closed,
);
export type StationBackfill = Static<typeof StationBackfill>;

/** The kinds of asking, and the last of each that measured nothing since it last measured. */
export const askingKinds = ['recent', 'online', 'kept', 'backfill', 'check', 'count', 'commit', 'retrieve'] as const;
export const StationMiss = Type.Object(
  {
    kind: literalUnion(askingKinds),
    at: InstantText,
    since: InstantText,
    channel: Type.String(),
    why: Type.String(),
    detail: orNull(Type.String()),
  },
  closed,
);
export type StationMiss = Static<typeof StationMiss>;

/**
 * Lists of studies that a person should look at. `slow`: beyond the limit at their last retrieve of the last 90 days. `fewer-objects`, `not-delivered`, `needed-recall`,
 * `expiry-early` and the notes on content: what their last looks told.
 */
export const archiveLists = [
  'lost',
  'missing',
  'unlisted',
  'explained',
  'slow',
  'needed-recall',
  'not-delivered',
  'fewer-objects',
  'expiry-early',
  ...contentNotes,
] as const;
export const ArchiveListText = literalUnion(archiveLists);
export type ArchiveList = (typeof archiveLists)[number];

/** GET /api/archive */
export const StationArchive = Type.Object(
  {
    asOf: InstantText,
    /** Studies in the archive's ledger. */
    known: Count,
    /** Something was ever asked of the archive. False: nothing here says anything about what it holds. */
    asked: Type.Boolean(),
    /** Names of the PACS that are set up to be asked. */
    asksAny: Type.Boolean(),
    lastAt: orNull(InstantText),
    years: Type.Array(StationArchiveYear),
    lists: Type.Array(Type.Object({ list: ArchiveListText, total: Count }, closed)),
    /** Explanations that wait for a second person. */
    explanationsWaiting: Count,
    misses: Type.Array(StationMiss),
    retrieval: Type.Array(Type.Omit(RetrievalItem, ['type', 'asOf'])),
    limits: RetrievalLimits,
    online: Type.Object({ sampled: Count, delivered: Count, neededRecall: Count, claimedOffline: Count }, closed),
    forecast: orNull(Type.Object({ ...Type.Omit(ForecastItem, ['type']).properties }, closed)),
    recycling: orNull(
      Type.Object({ on: DateText, recycling: literalUnion(['on', 'off', 'unknown'] as const) }, closed),
    ),
    expiry: Type.Object({ set: Count, early: Count }, closed),
    gates: Type.Array(StationGate),
    backfills: Type.Array(StationBackfill),
    /** What the first reading has been through: spans of study dates, merged. */
    read: Type.Object(
      {
        windows: Type.Array(Type.Object({ from: DateText, to: DateText }, closed)),
        undated: Type.Boolean(),
        studies: Count,
        lastAt: orNull(InstantText),
      },
      closed,
    ),
  },
  closed,
);
export type StationArchive = Static<typeof StationArchive>;

/** A study of the archive's ledger. `study` is its row with identity where the agent holds its headers; null: only the archive's own list is known of it. */
export const StationKeptStudy = Type.Object(
  {
    StudyInstanceUID: StudyUidText,
    study: orNull(StationStudyRow),
    date: orNull(DateText),
    firstSeenOn: DateText,
    keepUntil: DateText,
    modalities: Type.Array(Type.String()),
    objects: Count,
    mostObjects: Count,
    found: orNull(Type.Object({ objects: Count, at: InstantText }, closed)),
    state: literalUnion(keptStates),
    stateOn: DateText,
    /** Confirmations that it is not there, and the days of the first and the last. */
    doubt: orNull(Type.Object({ times: Count, first: DateText, last: DateText }, closed)),
    proof: orNull(Type.Object({ level: LevelNumber, at: InstantText }, closed)),
    delivery: orNull(
      Type.Object(
        {
          at: InstantText,
          whole: Type.Boolean(),
          delivered: Type.Boolean(),
          recall: literalUnion(['no', 'needed', 'unknown'] as const),
          firstImageMs: orNull(Milliseconds),
          wholeMs: orNull(Milliseconds),
          bytes: Count,
          absent: Count,
          incomplete: Count,
          short: Type.Boolean(),
        },
        closed,
      ),
    ),
    content: Type.Array(Type.Object({ note: literalUnion(contentNotes), objects: Count, at: InstantText }, closed)),
    expiresOn: orNull(DateText),
    /** A study that may hold what was of this one; a person decides. */
    candidateUID: orNull(Type.String()),
    explanation: orNull(
      Type.Object(
        {
          reason: literalUnion(keptExplanations),
          otherUID: orNull(Type.String()),
          note: orNull(IdentityText),
          who: PersonText,
          at: InstantText,
        },
        closed,
      ),
    ),
    /** Written down by one person, waiting for another. */
    waiting: orNull(
      Type.Object(
        {
          recordId: SlugText,
          reason: literalUnion(personExplanations),
          otherUID: orNull(Type.String()),
          note: IdentityText,
          enteredBy: PersonText,
          enteredAt: InstantText,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationKeptStudy = Static<typeof StationKeptStudy>;

/** GET /api/archive/studies */
export const StationKeptStudiesQuery = Type.Object({ list: ArchiveListText, ...PageQuery }, closed);
export type StationKeptStudiesQuery = Static<typeof StationKeptStudiesQuery>;

export const StationKeptStudies = Type.Object(
  {
    asOf: InstantText,
    list: ArchiveListText,
    total: Count,
    page: Count,
    pageSize: Count,
    rows: Type.Array(StationKeptStudy),
  },
  closed,
);
export type StationKeptStudies = Static<typeof StationKeptStudies>;

/**
 * POST /api/archive/explanations → StationKeptStudy: one person says where a study went; it counts once another has accepted the record. `formKey` is made once for each
 * opened form: the same form sent twice is one record.
 */
export const StationExplain = Type.Object(
  {
    formKey: Type.String({ pattern: '^[0-9a-f]{32}$' }),
    StudyInstanceUID: StudyUidText,
    reason: literalUnion(personExplanations),
    /** The study under which its images are now: needed for `merged`, `split` and, where it has another UID there, `moved`. */
    otherUID: Type.Optional(StudyUidText),
    note: ReasonWritten,
  },
  closed,
);
export type StationExplain = Static<typeof StationExplain>;
