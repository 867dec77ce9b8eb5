import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDateAt,
  type HoldingsFacts,
  type Instant,
  must,
  parseCalendarDate,
  startOfDay,
} from '@center/contract';
import {
  forecast,
  onlineShare,
  type RetentionParameters,
  retentionDefaults,
  retrievalFigures,
  settingsFacts,
  settingsSeries,
  watchedThrough,
  type YearPage,
  yearPages,
} from '../../core/index.ts';
import type { Ledger } from '../ledger/index.ts';

/** One calendar year of the archive with how it was looked at. */
export interface ArchiveYear extends YearPage {
  readonly firstSeenOn: CalendarDate;
  readonly silentSince?: Instant;
}

const ever = must(parseCalendarDate('1900-01-01'));

/** The day from which the agent saw studies as they were made: that of its first observation. */
function watchedSince({ archive }: Ledger): CalendarDate | undefined {
  return archive.lastObservation() === 0 ? undefined : calendarDateAt(archive.observation(1).at);
}

/** A time that has not come yet is that of a clock that was wrong: nothing is known by it. */
function hasCome(at: Instant | undefined, today: CalendarDate): at is Instant {
  return at !== undefined && calendarDateAt(at) <= addDays(today, 1);
}

type Look = ReturnType<Ledger['archive']['yearLooks']>[number] & { readonly interrupted: boolean };

/**
 * How each year was looked at. An archive that does not answer at all is no matter of one day or year: since the first such miss, if it lasts over a night, every year is
 * silent that was not listed after it.
 */
function looksOf(ledger: Ledger, today: CalendarDate, parameters: RetentionParameters): readonly Look[] {
  const { archive } = ledger;
  const misses = [...archive.misses()]
    .flatMap(([kind, miss]) => (kind === 'recent' || kind === 'online' || kind === 'kept' ? [miss] : []))
    .toSorted((a, b) => a.since - b.since);
  const since = watchedSince(ledger);
  return archive.yearLooks().map(({ lastListedAt, ...look }): Look => {
    const [first, last] = [`${String(look.year)}-01-01`, `${String(look.year)}-12-31`].map((text) =>
      must(parseCalendarDate(text)),
    );
    const from = since !== undefined && first !== undefined && since > first ? since : first;
    const to = last !== undefined && last < today ? last : today;
    const interrupted =
      from !== undefined && from <= to && !watchedThrough(from, to, archive.measuredOn(from, to), parameters);
    const listed = hasCome(lastListedAt, today) ? lastListedAt : undefined;
    const missed = misses.find((miss) => miss.since > (listed ?? 0) && calendarDateAt(miss.since) < today);
    return {
      ...(missed === undefined ? {} : { notMeasured: missed.why, silentSince: missed.since }),
      ...look,
      ...(listed === undefined ? {} : { lastListedAt: listed }),
      ...(lastListedAt !== undefined && listed === undefined && missed === undefined
        ? { notMeasured: 'stopped', silentSince: startOfDay(today) }
        : {}),
      interrupted,
    };
  });
}

/** Every year that the ledger knows a study of, oldest first. Reads sums, not studies. */
export function archiveYears(
  ledger: Ledger,
  today: CalendarDate,
  parameters: RetentionParameters = retentionDefaults,
): readonly ArchiveYear[] {
  const { archive } = ledger;
  const looks = looksOf(ledger, today, parameters);
  const byYear = new Map(looks.map((look) => [look.year, look]));
  const pages = yearPages(
    archive.yearRows(today, parameters),
    looks,
    archive.samplesByYear(ever, parameters),
    watchedSince(ledger),
  );
  return pages.map((page) => {
    const look = byYear.get(page.figures.year);
    return {
      ...page,
      firstSeenOn: look?.firstSeenOn ?? today,
      ...(look?.silentSince === undefined ? {} : { silentSince: look.silentSince }),
    };
  });
}

/** The first reading has been through every day that the archive owes: ten years back, without a gap. */
function isBackfilled({ archive }: Ledger, today: CalendarDate, { keepMonths }: RetentionParameters): boolean {
  const [first, ...more] = archive.backfill().windows;
  return first !== undefined && more.length === 0 && first.from <= addMonths(today, -keepMonths);
}

/** Day since which no kind of asking has measured anything; absent when one does, or when nothing was ever tried. */
function silentSince({ archive }: Ledger, today: CalendarDate): CalendarDate | undefined {
  const misses = [...archive.misses().values()];
  const [oldest] = misses.toSorted((a, b) => a.since - b.since);
  if (oldest === undefined) return undefined;
  const lastMeasured = archive
    .yearLooks()
    .some(({ lastListedAt }) => hasCome(lastListedAt, today) && lastListedAt > oldest.since);
  return lastMeasured ? undefined : calendarDateAt(oldest.since);
}

type ArchiveHoldings = Pick<HoldingsFacts, 'online' | 'retrieval' | 'settings' | 'silentSince'> & {
  readonly forecast: NonNullable<HoldingsFacts['forecast']>;
};

/** What the archive as a whole has shown: how it delivers, what it shows of its space, when that ends. */
export function archiveHoldings(
  ledger: Ledger,
  today: CalendarDate,
  parameters: RetentionParameters = retentionDefaults,
): ArchiveHoldings {
  const { archive } = ledger;
  const samples = archive.retrievals(addMonths(today, -3));
  const input = {
    asOf: today,
    settings: settingsSeries(archive.settings()),
    months: archive.growth(),
    backfilled: isBackfilled(ledger, today, parameters),
    // The same through a month, so that a forecast moves only with what was measured.
    seed: today.slice(0, 7).replace('-', ''),
  };
  const forecasted = forecast(input, parameters);
  const settings = settingsFacts(input, forecasted, archive.expiry());
  const silent = silentSince(ledger, today);
  return {
    online: onlineShare(samples, today, parameters),
    retrieval: retrievalFigures(samples, today, parameters).map(({ pathSlow: _, ...figures }) => figures),
    forecast: forecasted,
    ...(settings === undefined ? {} : { settings }),
    ...(silent === undefined ? {} : { silentSince: silent }),
  };
}
