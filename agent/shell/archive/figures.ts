import {
  addMonths,
  type CalendarDate,
  calendarDateAt,
  type HoldingsFacts,
  type Instant,
  must,
  parseCalendarDate,
} from '@center/contract';
import {
  forecast,
  onlineShare,
  type RetentionParameters,
  retentionDefaults,
  retrievalFigures,
  settingsFacts,
  settingsSeries,
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

/** Every year that the ledger knows a study of, oldest first. Reads sums, not studies. */
export function archiveYears(
  ledger: Ledger,
  today: CalendarDate,
  parameters: RetentionParameters = retentionDefaults,
): readonly ArchiveYear[] {
  const { archive } = ledger;
  const looks = archive.yearLooks();
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
function silentSince({ archive }: Ledger): CalendarDate | undefined {
  const misses = [...archive.misses().values()];
  const [oldest] = misses.toSorted((a, b) => a.since - b.since);
  if (oldest === undefined) return undefined;
  const lastMeasured = archive.yearLooks().some(({ lastListedAt }) => (lastListedAt ?? 0) > oldest.since);
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
  const silent = silentSince(ledger);
  return {
    online: onlineShare(samples, today, parameters),
    retrieval: retrievalFigures(samples, today, parameters).map(({ pathSlow: _, ...figures }) => figures),
    forecast: forecasted,
    ...(settings === undefined ? {} : { settings }),
    ...(silent === undefined ? {} : { silentSince: silent }),
  };
}
