import { type Static, Type } from 'typebox';
import { RetrievalLimits } from '../retrieval-limits.ts';
import { ForecastItem, ImageUploadItem, RetentionItem, RetrievalItem } from '../wire/archive.ts';
import { Count, closed, InstantText, literalUnion, PlainText, SlugText } from '../wire/parts.ts';
import { FacilityNameText, PageNumber, PageSize } from './parts.ts';

/** Studies by where they stand, over years. The counts add up to the known studies. */
export const ConsoleStanding = Type.Object(
  { proven: Count, claimed: Count, unlisted: Count, lost: Count, explained: Count },
  closed,
);
export type ConsoleStanding = Static<typeof ConsoleStanding>;

/**
 * What a center's archive asks of its supervisor, worst first; one center has one.
 * - `lost`: studies lost before their term.
 * - `silent`: the agent does not speak; what it said last holds no more.
 * - `not-measured`: rounds ran and measured nothing in a year that is still to be kept.
 * - `never-asked`: no year has ever been listed and no study ever been asked for. Not: nothing is missing.
 * - `forecast`: space ends within a year, or has ended.
 * - `unlisted`: studies are off the lists and not yet confirmed as missing.
 * - `none`: asked, measured, nothing lost. Not: all of it proven.
 */
export const archiveAttentions = [
  'lost',
  'silent',
  'not-measured',
  'never-asked',
  'forecast',
  'unlisted',
  'none',
] as const;
export const ArchiveAttentionText = literalUnion(archiveAttentions);
export type ArchiveAttention = Static<typeof ArchiveAttentionText>;

const Milliseconds = Type.Union([Type.Number({ minimum: 0, dataClass: 'operational' }), Type.Null()]);

/** One center in the list of archives. Counts are of all its years and agents. */
export const ConsoleArchiveRow = Type.Object(
  {
    facilityId: SlugText,
    facilityName: FacilityNameText,
    attention: ArchiveAttentionText,
    standing: ConsoleStanding,
    /** Calendar years with studies; those that no agent saw while they happened; those with lost studies, newest first. */
    years: Count,
    yearsUnseen: Count,
    yearsLost: Type.Array(Type.Integer()),
    /** Why the last round measured nothing, of the newest year that says so. */
    notMeasured: Type.Union([PlainText, Type.Null()]),
    lastListedAt: Type.Union([InstantText, Type.Null()]),
    sampled: Count,
    samplesLost: Count,
    /** Slowest modality, images up to 36 months old. */
    firstImageP95Ms: Milliseconds,
    wholeP95Ms: Milliseconds,
    /** Of the agent whose space ends first. */
    forecast: Type.Union([ForecastItem, Type.Null()]),
    uploadOverdue: Count,
    asOf: Type.Union([InstantText, Type.Null()]),
  },
  closed,
);
export type ConsoleArchiveRow = Static<typeof ConsoleArchiveRow>;

/** GET /api/archives: centers by what their archive asks of the supervisor, worst first. */
export const ConsoleArchivesQuery = Type.Object(
  {
    facility: Type.Optional(SlugText),
    attention: Type.Optional(ArchiveAttentionText),
    page: Type.Optional(PageNumber),
    pageSize: Type.Optional(PageSize),
  },
  closed,
);
export type ConsoleArchivesQuery = Static<typeof ConsoleArchivesQuery>;

export const ConsoleArchives = Type.Object(
  {
    asOf: InstantText,
    total: Count,
    page: PageNumber,
    pageSize: PageSize,
    /** Centers by attention, before the filter. */
    attention: Type.Array(Type.Object({ attention: ArchiveAttentionText, centers: Count }, closed)),
    rows: Type.Array(ConsoleArchiveRow),
  },
  closed,
);
export type ConsoleArchives = Static<typeof ConsoleArchives>;

/** What one agent knows of the archive beside it: its years oldest first. `speaks`: the agent reports at present. */
export const ConsoleAgentArchive = Type.Object(
  {
    agentId: SlugText,
    speaks: Type.Boolean(),
    years: Type.Array(RetentionItem),
    retrieval: Type.Array(RetrievalItem),
    forecast: Type.Union([ForecastItem, Type.Null()]),
    uploads: Type.Array(ImageUploadItem),
  },
  closed,
);
export type ConsoleAgentArchive = Static<typeof ConsoleAgentArchive>;

/** GET /api/facilities/:id/archive: one entry an agent, since two archives are not one. */
export const ConsoleArchive = Type.Object(
  {
    asOf: InstantText,
    facilityId: SlugText,
    facilityName: FacilityNameText,
    row: ConsoleArchiveRow,
    limits: RetrievalLimits,
    archives: Type.Array(ConsoleAgentArchive),
  },
  closed,
);
export type ConsoleArchive = Static<typeof ConsoleArchive>;

/** GET /api/exports/retention.csv and /api/exports/archive.xlsx */
export const ConsoleArchiveExportQuery = Type.Object({ facility: Type.Optional(SlugText) }, closed);
export type ConsoleArchiveExportQuery = Static<typeof ConsoleArchiveExportQuery>;
