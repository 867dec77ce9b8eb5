import { type Static, Type } from 'typebox';
import { Count, closed, DeviceText, InstantText, literalUnion, MonthText, PlainText } from './parts.ts';

const Milliseconds = Type.Number({ minimum: 0, dataClass: 'operational' });
const Bytes = Type.Number({ minimum: 0, dataClass: 'operational' });
const Figure = Type.Union([Milliseconds, Type.Null()]);

/** Where the known studies of a calendar year stand. The counts add up to the known studies of the year. */
const StandingCounts = Type.Object(
  {
    /** Came back as images (level 4 and more) at their last asking. */
    proven: Count,
    /** Only the archive's own word: level 0 to 3. */
    claimed: Count,
    /** Missing from a list, not yet confirmed as missing, or missing and not yet past its term of seven days. */
    unlisted: Count,
    lost: Count,
    /** Merged, moved, deleted after its term, or registered as an exception. */
    explained: Count,
  },
  closed,
);

/**
 * One calendar year of the archive: known studies by retention class, where they stand, and how far retention has been proven. `proven` and `lost` on top stand for
 * themselves and are repeated in `standing`.
 */
export const RetentionItem = Type.Object(
  {
    type: Type.Literal('retention'),
    year: Type.Integer({ minimum: 1900, maximum: 2200 }),
    online: Count,
    kept: Count,
    older: Count,
    proven: Count,
    lost: Count,
    standing: StandingCounts,
    /** Studies by the highest level reached, index 0 … 6; never asked for: index 0. */
    levels: Type.Array(Count, { minItems: 7, maxItems: 7 }),
    /** The agent saw the year while it happened. False: it only knows what the archive still had when the agent came. */
    seenWhole: Type.Boolean(),
    /** Random samples and those of them that did not come. With none lost, the loss lies below `bound` (0…1) with 95 % confidence. */
    sampled: Count,
    samplesLost: Count,
    bound: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
    /** Of the samples up to 36 months old: delivered without a recall, and those that needed one. */
    deliveredOnline: Count,
    neededRecall: Count,
    lastListedAt: Type.Union([InstantText, Type.Null()]),
    /** Why the last round measured nothing; null when it measured. */
    notMeasured: Type.Union([PlainText, Type.Null()]),
    asOf: InstantText,
  },
  closed,
);
export type RetentionItem = Static<typeof RetentionItem>;

/** How fast images came back: random samples of one modality, by age, over the three months that end with `month`. */
export const RetrievalItem = Type.Object(
  {
    type: Type.Literal('retrieval'),
    modality: DeviceText,
    age: literalUnion(['online', 'kept'] as const),
    month: MonthText,
    n: Count,
    firstImageP50Ms: Figure,
    firstImageP95Ms: Figure,
    /** Whole studies, normalised to 100 MB. */
    wholeN: Count,
    wholeP50Ms: Figure,
    wholeP95Ms: Figure,
    needRecall: Count,
    asOf: InstantText,
  },
  closed,
);
export type RetrievalItem = Static<typeof RetrievalItem>;

const Day = Type.Union([Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', dataClass: 'operational' }), Type.Null()]);

/** When the archive will no longer hold what the law asks for. Dates: `early` and `late` bound 90 %; null = not within twenty years, or not to be told. */
export const ForecastItem = Type.Object(
  {
    type: Type.Literal('forecast'),
    /** `disk`: free space. `recycling`: the archive deletes the oldest at a limit of its own. `unknown`: the archive shows neither. */
    basis: literalUnion(['disk', 'recycling', 'unknown'] as const),
    usedBytes: Type.Union([Bytes, Type.Null()]),
    limitBytes: Type.Union([Bytes, Type.Null()]),
    /** Bytes a day, of the months that were looked at: median and 90 % band. */
    growth: Type.Union([Type.Object({ p05: Bytes, median: Bytes, p95: Bytes, months: Count }, closed), Type.Null()]),
    full: Type.Object({ early: Day, median: Day, late: Day }, closed),
    /** Three years online and ten years kept no longer fit from this day on. */
    threeYears: Type.Object({ early: Day, median: Day, late: Day }, closed),
    tenYears: Type.Object({ early: Day, median: Day, late: Day }, closed),
    alarm: literalUnion(['none', 'year', 'half-year', 'quarter', 'past'] as const),
    asOf: InstantText,
  },
  closed,
);
export type ForecastItem = Static<typeof ForecastItem>;

/** Images due at the regional platform (MIDC-3.11d), by month of the study. */
export const ImageUploadItem = Type.Object(
  {
    type: Type.Literal('image-upload'),
    month: MonthText,
    finished: Count,
    receipted: Count,
    /** Of the receipted: after the day by which it was due. */
    late: Count,
    refused: Count,
    /** Finished and without a receipt past the day by which it is due. */
    overdue: Count,
    delayP50Hours: Figure,
    delayP95Hours: Figure,
    asOf: InstantText,
  },
  closed,
);
export type ImageUploadItem = Static<typeof ImageUploadItem>;
