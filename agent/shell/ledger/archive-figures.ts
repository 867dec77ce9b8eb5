import { addMonths, type CalendarDate, type Instant } from '@center/contract';
import {
  type ArchiveObservation,
  type NotMeasured,
  type ProofLevel,
  type RetentionParameters,
  retentionDefaults,
} from '../../core/index.ts';
import { availabilities, dateOf, dayOf, type Standing, standingOfCode, yearOfDay } from './archive-codes.ts';
import { recallCodes } from './archive-fold.ts';
import { dayAt, flagBit } from './archive-rows.ts';
import type { Words } from './archive-words.ts';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

/** Known studies of one year (of the day from which their terms run), class, standing and level. */
export interface YearRow {
  readonly year: number;
  readonly class: 'online' | 'kept' | 'older';
  readonly standing: Standing;
  readonly level: ProofLevel;
  readonly studies: number;
}

/** How a year was looked at. */
export interface YearLook {
  readonly year: number;
  /** First day on which any study of the year was seen. */
  readonly firstSeenOn: CalendarDate;
  /** Latest good list of any of its days. */
  readonly lastListedAt?: Instant;
  /** Why the last look at a day of the year measured nothing; absent when it measured. */
  readonly notMeasured?: NotMeasured;
  /** Instant since which no look over the year has measured anything; only beside `notMeasured`. */
  readonly silentSince?: Instant;
}

/** One timed retrieve of a random sample. Milliseconds and bytes. */
export interface RetrievalRow {
  readonly at: Instant;
  readonly StudyInstanceUID: string;
  /** Day from which the terms of the study run. */
  readonly clock: CalendarDate;
  readonly modality: string;
  readonly delivered: boolean;
  readonly recall: 'no' | 'needed' | 'unknown';
  readonly whole: boolean;
  readonly firstImageMs?: number;
  readonly repeatMs?: number;
  readonly wholeMs?: number;
  readonly bytes: number;
  /** Round trip on the way there just before. */
  readonly pathMs?: number;
  /** As the archive claimed it when it was drawn. */
  readonly claimed?: (typeof availabilities)[number];
}

/** Distinct studies of a year that were drawn since a day, by how the latest draw of each came back. */
export interface SampleRow {
  readonly year: number;
  readonly sampled: number;
  /** The latest draw of the study did not come back as it was asked for. */
  readonly lost: number;
  /** Of those whose class was online at the draw: delivered without a recall, and those that needed one. */
  readonly deliveredOnline: number;
  readonly neededRecall: number;
}

export interface SettingsRow {
  readonly channel: string;
  readonly day: CalendarDate;
  readonly at: Instant;
  readonly shown: Omit<Extract<ArchiveObservation, { kind: 'settings' }>, 'kind' | 'at' | 'channel' | 'expiry'>;
}

/** What the studies of one month hold. `bytes` are those of the `sized` studies only. */
export interface GrowthRow {
  readonly month: string;
  readonly studies: number;
  readonly objects: number;
  readonly bytes: number;
  readonly sized: number;
}

/** Sums over the archive, all from tables that are kept up with it: none of these reads every study. */
export interface ArchiveFigures {
  yearRows(asOf: CalendarDate, parameters?: RetentionParameters): YearRow[];
  yearLooks(): YearLook[];
  /** Random samples drawn on `since` or later. */
  retrievals(since: CalendarDate, until?: CalendarDate): RetrievalRow[];
  samplesByYear(since: CalendarDate, parameters?: RetentionParameters): SampleRow[];
  /** Of each channel the last one of every day, oldest first. */
  settings(since?: CalendarDate): SettingsRow[];
  growth(): GrowthRow[];
  expiry(): { readonly set: number; readonly early: number };
  /** Devices that images of the archive name. */
  devices(): {
    readonly deviceId: string;
    readonly studies: number;
    readonly firstOn: CalendarDate;
    readonly lastOn: CalendarDate;
  }[];
}

interface CountRow {
  level: ProofLevel;
  standing: number;
  n: number;
}

interface LookRow {
  listed: Instant | null;
  missed: Instant | null;
  silent: Instant | null;
}

interface DrawRow {
  study: number;
  at: Instant;
  clock: number;
  delivered: number;
  recall: number;
}

interface RetrievalRecord {
  at: Instant;
  uid: string;
  clock: number;
  modality: number;
  delivered: number;
  recall: number;
  whole: number;
  first_ms: number | null;
  repeat_ms: number | null;
  whole_ms: number | null;
  bytes: number;
  path_ms: number | null;
  claimed: number | null;
}

/** First and last day of a calendar year. */
function daysOfYear(year: number): readonly [number, number] {
  return [Date.UTC(year, 0, 1) / 86_400_000, Date.UTC(year + 1, 0, 1) / 86_400_000 - 1];
}

/** First day of a study that has not completed so many months on a day: the class of every study is told by comparing numbers. */
function firstDayWithin(asOf: CalendarDate, months: number): number {
  // addMonths shortens days that a month does not have; so the first day is looked for beside the simple answer.
  let day = dayOf(addMonths(asOf, -months)) - 4;
  while (addMonths(dateOf(day), months) <= asOf) day += 1;
  return day;
}

export function archiveFigures(
  { db }: Pick<Store, 'db'>,
  words: Words,
  uidOf: (study: number) => string,
): ArchiveFigures {
  const span = db.prepare<[], { first: number | null; last: number | null }>(
    'SELECT min(clock) AS first, max(clock) AS last FROM kept_count',
  );
  const counts = db.prepare<[number, number], CountRow>(
    'SELECT level, standing, sum(studies) AS n FROM kept_count WHERE clock BETWEEN ? AND ? GROUP BY level, standing',
  );
  const years = db.prepare<[], { year: number; first_seen: number }>(
    'SELECT year, first_seen FROM kept_year ORDER BY year',
  );
  const look = db.prepare<[number, number], LookRow>(
    'SELECT max(listed_at) AS listed, max(missed_at) AS missed, min(silent_since) AS silent FROM kept_day WHERE day BETWEEN ? AND ?',
  );
  const lastWhy = db.prepare<[number, number], { why: NotMeasured }>(
    'SELECT why FROM kept_day WHERE day BETWEEN ? AND ? AND why IS NOT NULL ORDER BY missed_at DESC, day LIMIT 1',
  );
  const draws = db.prepare<[number], DrawRow>(
    'SELECT study, at, clock, delivered, recall FROM kept_retrieval WHERE day >= ? ORDER BY at, number',
  );
  const retrievals = db.prepare<[number, number], RetrievalRecord & { study: number }>(
    'SELECT * FROM kept_retrieval WHERE day BETWEEN ? AND ? ORDER BY day, number',
  );
  const settings = db.prepare<[number], { channel: string; day: number; at: Instant; body: string }>(
    'SELECT channel, day, at, body FROM kept_settings WHERE day >= ? ORDER BY day, channel',
  );
  const growth = db.prepare<[], { clock: number; studies: number; objects: number; bytes: number; sized: number }>(
    'SELECT clock, sum(studies) AS studies, sum(objects) AS objects, sum(bytes) AS bytes, sum(sized) AS sized FROM kept_count GROUP BY clock ORDER BY clock',
  );
  const expirySet = db.prepare<[], { n: number }>(`SELECT n FROM kept_sum WHERE name = 'expiry-set'`);
  const expiryEarly = db.prepare<[number], { n: number }>(
    'SELECT count(*) AS n FROM kept_study WHERE flags & ? AND flags <> 0',
  );
  const devices = db.prepare<[], { text: string; studies: number; first: number; last: number }>(
    'SELECT w.text, d.studies, d.first, d.last FROM kept_device d JOIN kept_word w ON w.id = d.word ORDER BY w.text',
  );
  const limits = new Map<string, number>();
  /** First day on which a study is not online any more. */
  const onlineUntil = (clock: number, months: number): number => {
    const key = `${String(clock)} ${String(months)}`;
    const limit = limits.get(key) ?? dayOf(addMonths(dateOf(clock), months));
    limits.set(key, limit);
    return limit;
  };
  const retrievalRows = (since: number, until: number): RetrievalRow[] =>
    retrievals.all(since, until).map((row) => {
      const claimed = row.claimed === null ? undefined : availabilities[row.claimed];
      return {
        at: row.at,
        StudyInstanceUID: uidOf(row.study),
        clock: dateOf(row.clock),
        modality: words.textOf(row.modality),
        delivered: row.delivered === 1,
        recall: recallCodes[row.recall] ?? 'unknown',
        whole: row.whole === 1,
        ...(row.first_ms === null ? {} : { firstImageMs: row.first_ms }),
        ...(row.repeat_ms === null ? {} : { repeatMs: row.repeat_ms }),
        ...(row.whole_ms === null ? {} : { wholeMs: row.whole_ms }),
        bytes: row.bytes,
        ...(row.path_ms === null ? {} : { pathMs: row.path_ms }),
        ...(claimed === undefined ? {} : { claimed }),
      };
    });
  return {
    yearRows(asOf, parameters = retentionDefaults) {
      const { first, last } = span.get() ?? { first: null, last: null };
      if (first === null || last === null) return [];
      const online = firstDayWithin(asOf, parameters.onlineMonths);
      const kept = firstDayWithin(asOf, parameters.keepMonths);
      const found: YearRow[] = [];
      for (let year = yearOfDay(first); year <= yearOfDay(last); year += 1) {
        const [begin, end] = daysOfYear(year);
        const parts = [
          ['older', begin, Math.min(end, kept - 1)],
          ['kept', Math.max(begin, kept), Math.min(end, online - 1)],
          ['online', Math.max(begin, online), end],
        ] as const;
        for (const [of, from, to] of parts) {
          if (from > to) continue;
          for (const { level, standing, n } of counts.all(from, to))
            found.push({ year, class: of, standing: standingOfCode(standing), level, studies: n });
        }
      }
      return found;
    },
    yearLooks: () =>
      years.all().map(({ year, first_seen }): YearLook => {
        const [begin, end] = daysOfYear(year);
        const { listed: at, missed, silent } = look.get(begin, end) ?? { listed: null, missed: null, silent: null };
        const why = missed !== null && missed > (at ?? 0) ? lastWhy.get(begin, end)?.why : undefined;
        return {
          year,
          firstSeenOn: dateOf(first_seen),
          ...(at === null ? {} : { lastListedAt: at }),
          ...(why === undefined ? {} : { notMeasured: why }),
          ...(why === undefined || silent === null ? {} : { silentSince: silent }),
        };
      }),
    retrievals: (since, until) =>
      retrievalRows(dayOf(since), until === undefined ? Number.MAX_SAFE_INTEGER : dayOf(until)),
    samplesByYear(since, parameters = retentionDefaults) {
      // The later draw of a study takes the place of the one before.
      const latest = new Map(draws.all(dayOf(since)).map((row) => [row.study, row]));
      const sums = new Map<number, { sampled: number; lost: number; deliveredOnline: number; neededRecall: number }>();
      for (const { at, clock, delivered, recall } of latest.values()) {
        const year = yearOfDay(clock);
        const sum = sums.get(year) ?? { sampled: 0, lost: 0, deliveredOnline: 0, neededRecall: 0 };
        const online = dayAt(at) < onlineUntil(clock, parameters.onlineMonths);
        const recalled = recallCodes[recall] === 'needed';
        sum.sampled += 1;
        if (delivered === 0) sum.lost += 1;
        if (online && delivered === 1 && recallCodes[recall] === 'no') sum.deliveredOnline += 1;
        if (online && recalled) sum.neededRecall += 1;
        sums.set(year, sum);
      }
      return [...sums].sort(([a], [b]) => a - b).map(([year, sum]) => ({ year, ...sum }));
    },
    settings: (since) =>
      settings
        .all(since === undefined ? Number.MIN_SAFE_INTEGER : dayOf(since))
        .map(({ channel, day, at, body }) => ({ channel, day: dateOf(day), at, shown: fromJson(body) })),
    growth() {
      const months = new Map<string, GrowthRow>();
      for (const { clock, ...row } of growth.iterate()) {
        const month = dateOf(clock).slice(0, 7);
        const sum = months.get(month) ?? { month, studies: 0, objects: 0, bytes: 0, sized: 0 };
        months.set(month, {
          month,
          studies: sum.studies + row.studies,
          objects: sum.objects + row.objects,
          bytes: sum.bytes + row.bytes,
          sized: sum.sized + row.sized,
        });
      }
      return [...months.values()];
    },
    expiry: () => ({ set: expirySet.get()?.n ?? 0, early: expiryEarly.get(flagBit('expiry-early'))?.n ?? 0 }),
    devices: () =>
      devices.all().map(({ text, studies, first, last }) => ({
        deviceId: text,
        studies,
        firstOn: dateOf(first),
        lastOn: dateOf(last),
      })),
  };
}
