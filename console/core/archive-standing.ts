import {
  type ArchiveAttention,
  archiveAttentions,
  type ConsoleArchiveRow,
  type ConsoleStanding,
  type ForecastItem,
  type ImageUploadItem,
  type RetentionItem,
  type RetrievalItem,
} from '@center/contract';
import { firstDifference } from './order.ts';

/** What one agent told of the archive beside it. */
export interface ToldArchive {
  readonly agentId: string;
  /** The agent reports at present. */
  readonly speaks: boolean;
  readonly years: readonly RetentionItem[];
  readonly retrieval: readonly RetrievalItem[];
  readonly forecast: ForecastItem | null;
  readonly uploads: readonly ImageUploadItem[];
}

const nothing: ConsoleStanding = { proven: 0, claimed: 0, unlisted: 0, lost: 0, explained: 0 };

const alarms: readonly ForecastItem['alarm'][] = ['past', 'quarter', 'half-year', 'year', 'none'];

const endOf = (forecast: ForecastItem | null): string => forecast?.tenYears.median ?? '9';

/** The forecast that ends first: by its alarm, then by the day on which ten years no longer fit. */
function firstToEnd(forecasts: readonly ForecastItem[]): ForecastItem | null {
  const [first] = forecasts.toSorted((a, b) =>
    firstDifference(alarms.indexOf(a.alarm) - alarms.indexOf(b.alarm), endOf(a).localeCompare(endOf(b))),
  );
  return first ?? null;
}

const latest = (texts: readonly (string | null)[]): string | null =>
  texts
    .filter((text) => text !== null)
    .sort()
    .at(-1) ?? null;

const most = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
};

const wasAsked = ({ lastListedAt, levels, sampled }: RetentionItem): boolean =>
  lastListedAt !== null || sampled > 0 || levels.slice(1).some((n) => n > 0);

/** A study that is past its ten years is no longer owed; a year with none that is owes nothing. */
const isOwed = ({ online, kept }: RetentionItem): boolean => online + kept > 0;

/**
 * What a center's archives ask of its supervisor. Silence outranks everything but loss, since what was lost stays lost; that nobody ever asked outranks a forecast, for a
 * quiet archive is not a proven one.
 */
function attentionOf(archives: readonly ToldArchive[], standing: ConsoleStanding): ArchiveAttention {
  const years = archives.flatMap((archive) => archive.years);
  if (standing.lost > 0) return 'lost';
  if (archives.some(({ speaks }) => !speaks)) return 'silent';
  if (!years.some(wasAsked))
    return years.some(({ notMeasured }) => notMeasured !== null) ? 'not-measured' : 'never-asked';
  if (years.some((year) => isOwed(year) && year.notMeasured !== null)) return 'not-measured';
  if (archives.some(({ forecast }) => forecast !== null && forecast.alarm !== 'none')) return 'forecast';
  return standing.unlisted > 0 ? 'unlisted' : 'none';
}

/** A center's archives in one row; several agents' counts are added, of figures the worst is told. */
export function archiveRow(
  facilityId: string,
  facilityName: string,
  archives: readonly ToldArchive[],
): ConsoleArchiveRow {
  const years = archives.flatMap((archive) => archive.years);
  const standing = years.reduce<ConsoleStanding>(
    (sum, { standing: one }) => ({
      proven: sum.proven + one.proven,
      claimed: sum.claimed + one.claimed,
      unlisted: sum.unlisted + one.unlisted,
      lost: sum.lost + one.lost,
      explained: sum.explained + one.explained,
    }),
    nothing,
  );
  const online = archives.flatMap(({ retrieval }) => retrieval).filter(({ age }) => age === 'online');
  const numbers = (kept: readonly RetentionItem[]): number[] => [...new Set(kept.map(({ year }) => year))];
  const newestFirst = years.toSorted((a, b) => b.year - a.year);
  return {
    facilityId,
    facilityName,
    attention: attentionOf(archives, standing),
    standing,
    years: numbers(years).length,
    yearsUnseen: numbers(years.filter(({ seenWhole }) => !seenWhole)).length,
    yearsLost: numbers(newestFirst.filter((year) => year.standing.lost > 0)),
    notMeasured: newestFirst.find((year) => isOwed(year) && year.notMeasured !== null)?.notMeasured ?? null,
    lastListedAt: latest(years.map(({ lastListedAt }) => lastListedAt)),
    sampled: years.reduce((sum, { sampled }) => sum + sampled, 0),
    samplesLost: years.reduce((sum, { samplesLost }) => sum + samplesLost, 0),
    firstImageP95Ms: most(online.map(({ firstImageP95Ms }) => firstImageP95Ms)),
    wholeP95Ms: most(online.map(({ wholeP95Ms }) => wholeP95Ms)),
    forecast: firstToEnd(archives.flatMap(({ forecast }) => forecast ?? [])),
    uploadOverdue: archives.flatMap(({ uploads }) => uploads).reduce((sum, { overdue }) => sum + overdue, 0),
    asOf: latest(years.map(({ asOf }) => asOf)),
  };
}

/** Worst first, then by how much is lost, then by name. */
export function byAttention(a: ConsoleArchiveRow, b: ConsoleArchiveRow): number {
  return firstDifference(
    archiveAttentions.indexOf(a.attention) - archiveAttentions.indexOf(b.attention),
    b.standing.lost - a.standing.lost,
    endOf(a.forecast).localeCompare(endOf(b.forecast)),
    a.facilityName.localeCompare(b.facilityName, 'zh'),
  );
}
