import type { CalendarDate, Instant } from '@center/contract';
import type { ArchiveObservation, DayWindow, NotMeasured } from '../../core/index.ts';
import { dateOf, dayOf, daysOfWindow, undatedDay } from './archive-codes.ts';
import type { Store } from './store.ts';

type Kind = Extract<ArchiveObservation, { kind: 'not-measured' }>['round'];

export interface Miss {
  readonly at: Instant;
  /** First of the misses since this kind was measured last. */
  readonly since: Instant;
  readonly channel: string;
  readonly why: NotMeasured;
  readonly detail?: string;
}

/** What rounds and the first reading have looked at, and what they could not measure. */
export interface ArchiveLooked {
  /** What the first reading has been through: windows merged where they touch. */
  backfill(): {
    readonly windows: readonly { readonly from: CalendarDate; readonly to: CalendarDate }[];
    readonly undated: boolean;
    readonly studies: number;
    readonly lastAt?: Instant;
  };
  readWindow(window: DayWindow): { readonly at: Instant; readonly studies: number } | undefined;
  /** Last good list of each day from … to; days that were never listed are not in it. */
  listedDays(from: CalendarDate, to: CalendarDate): ReadonlyMap<CalendarDate, Instant>;
  undatedListedAt(): Instant | undefined;
  lastListing(
    window: DayWindow,
  ): { readonly at: Instant; readonly rows: number; readonly mostRows: number } | undefined;
  /** The most rows that a channel ever gave in one list, and how often it gave exactly as many: a limit shows itself so. */
  way(channel: string): { readonly listedAt: Instant; readonly mostRows: number; readonly times: number } | undefined;
  /** Days on which some list was good. */
  measuredDays(): number;
  /** The same within from … to, in order. */
  measuredOn(from: CalendarDate, to: CalendarDate): CalendarDate[];
  /** The last look of this kind that measured nothing; undefined when a later one measured. */
  missed(kind: Kind): Miss | undefined;
  misses(): ReadonlyMap<Kind, Miss>;
}

export function archiveLooked({ db }: Pick<Store, 'db'>): ArchiveLooked {
  const readings = db.prepare<[], { first: number; last: number; at: Instant; studies: number }>(
    'SELECT first, last, at, studies FROM kept_reading ORDER BY first, last',
  );
  const reading = db.prepare<[number, number], { at: Instant; studies: number }>(
    'SELECT at, studies FROM kept_reading WHERE first <= ? AND last >= ? ORDER BY at DESC LIMIT 1',
  );
  const listed = db.prepare<[number, number], { day: number; listed_at: Instant }>(
    'SELECT day, listed_at FROM kept_day WHERE day BETWEEN ? AND ? AND listed_at IS NOT NULL ORDER BY day',
  );
  const listing = db.prepare<[number, number], { at: Instant; rows: number; mostRows: number }>(
    'SELECT listed_at AS at, rows, most_rows AS mostRows FROM kept_window WHERE first = ? AND last = ?',
  );
  const way = db.prepare<[string], { listedAt: Instant; mostRows: number; times: number }>(
    'SELECT listed_at AS listedAt, most_rows AS mostRows, times FROM kept_way WHERE channel = ?',
  );
  const measured = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM kept_measured');
  const measuredOn = db.prepare<[number, number], { day: number }>(
    'SELECT day FROM kept_measured WHERE day BETWEEN ? AND ? ORDER BY day',
  );
  const misses = db.prepare<
    [],
    { kind: Kind; at: Instant; since: Instant; channel: string; why: NotMeasured; detail: string | null }
  >('SELECT kind, at, since, channel, why, detail FROM kept_miss ORDER BY kind');

  const allMisses = (): ReadonlyMap<Kind, Miss> =>
    new Map(
      misses
        .all()
        .map(({ kind, detail, ...miss }) => [kind, { ...miss, ...(detail === null ? {} : { detail }) }] as const),
    );

  return {
    backfill() {
      const spans: { first: number; last: number }[] = [];
      let studies = 0;
      let lastAt: Instant | undefined;
      let undated = false;
      for (const row of readings.iterate()) {
        studies += row.studies;
        lastAt = lastAt === undefined || row.at > lastAt ? row.at : lastAt;
        const open = spans.at(-1);
        if (row.first === undatedDay) undated = true;
        else if (open !== undefined && row.first <= open.last + 1) open.last = Math.max(open.last, row.last);
        else spans.push({ first: row.first, last: row.last });
      }
      return {
        windows: spans.map(({ first, last }) => ({ from: dateOf(first), to: dateOf(last) })),
        undated,
        studies,
        ...(lastAt === undefined ? {} : { lastAt }),
      };
    },
    readWindow(window) {
      const { first, last } = daysOfWindow(window);
      return reading.get(first, last);
    },
    listedDays: (from, to) =>
      new Map(listed.all(dayOf(from), dayOf(to)).map(({ day, listed_at }) => [dateOf(day), listed_at])),
    undatedListedAt: () => listed.get(undatedDay, undatedDay)?.listed_at,
    lastListing(window) {
      const { first, last } = daysOfWindow(window);
      return listing.get(first, last);
    },
    way: (channel) => way.get(channel),
    measuredDays: () => measured.get()?.n ?? 0,
    measuredOn: (from, to) => measuredOn.all(dayOf(from), dayOf(to)).map(({ day }) => dateOf(day)),
    missed: (kind) => allMisses().get(kind),
    misses: allMisses,
  };
}
