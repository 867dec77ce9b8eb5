import { type CalendarDate, daysBetween, type Instant, instantToIso, type YearFigures } from '@center/contract';
import { lossStatement } from './loss-bound.ts';
import type { NotMeasured, ProofLevel } from './observation.ts';
import { type RetentionParameters, retentionDefaults } from './parameters.ts';
import type { standingOf } from './study-standing.ts';

/** Known studies of one year that stand alike, counted by the ledger. */
export interface YearCount {
  readonly class: 'online' | 'kept' | 'older';
  readonly standing: ReturnType<typeof standingOf>;
  readonly level: ProofLevel;
  readonly studies: number;
}

/** What else is known of a year. */
export interface YearAccount {
  readonly year: number;
  readonly counts: readonly YearCount[];
  /** Random samples over all time, and those that did not come. */
  readonly sampled: number;
  readonly samplesLost: number;
  readonly deliveredOnline: number;
  readonly neededRecall: number;
  readonly lastListedAt?: Instant;
  readonly notMeasured?: NotMeasured;
  /** For some time of the year nothing was looked at; see `watchedThrough`. */
  readonly interrupted?: boolean;
}

/**
 * Whether rounds looked at the archive through a stretch of days, from its first to its last, without a longer gap than is allowed. `measuredOn`: the days with a good round,
 * in order.
 */
export function watchedThrough(
  from: CalendarDate,
  to: CalendarDate,
  measuredOn: readonly CalendarDate[],
  { watchGapDays }: RetentionParameters = retentionDefaults,
): boolean {
  let before = from;
  for (const day of [...measuredOn, to]) {
    if (daysBetween(before, day) > watchGapDays) return false;
    before = day;
  }
  return true;
}

/** Figures of a year with the parts that no year may mix. */
export interface YearPage {
  readonly figures: YearFigures;
  /** Studies not older than ten years: only these owe a proof. */
  readonly owed: number;
  /**
   * `unseen`: the agent came later and knows only what was left then. `lost`, `proven` (all that are owed came back as images), `claimed` (the archive's own word for some
   * of them), `empty` (nothing known: not the same as nothing lost).
   */
  readonly standing: 'unseen' | 'lost' | 'proven' | 'claimed' | 'empty';
}

const total = (counts: readonly YearCount[], of: (count: YearCount) => boolean): number =>
  counts.reduce((sum, count) => sum + (of(count) ? count.studies : 0), 0);

/**
 * Figures of one calendar year. `watchedSince`: the day from which the agent saw studies as they were made; a year that began before it was never seen whole, and what was
 * lost of it before can be known to nobody. The same holds of one in which the agent was off for weeks.
 */
export function yearFigures(account: YearAccount, watchedSince: CalendarDate | undefined): YearPage {
  const { year, counts, sampled, samplesLost } = account;
  const is = (standing: YearCount['standing']): number => total(counts, (count) => count.standing === standing);
  const levels = Array.from({ length: 7 }, (_, level) => total(counts, (count) => count.level === level));
  const seenWhole =
    watchedSince !== undefined && watchedSince <= `${String(year)}-01-01` && account.interrupted !== true;
  const figures: YearFigures = {
    year,
    online: total(counts, (count) => count.class === 'online'),
    kept: total(counts, (count) => count.class === 'kept'),
    older: total(counts, (count) => count.class === 'older'),
    proven: is('proven'),
    lost: is('lost'),
    standing: {
      proven: is('proven'),
      claimed: is('claimed'),
      unlisted: is('unlisted'),
      lost: is('lost'),
      explained: is('explained'),
    },
    levels,
    seenWhole,
    sampled,
    samplesLost,
    bound: lossStatement(sampled, samplesLost).bound,
    deliveredOnline: account.deliveredOnline,
    neededRecall: account.neededRecall,
    lastListedAt: account.lastListedAt === undefined ? null : instantToIso(account.lastListedAt),
    notMeasured: account.notMeasured ?? null,
  };
  const owed = figures.online + figures.kept;
  const unproven = total(
    counts,
    (count) => count.class !== 'older' && count.standing !== 'proven' && count.standing !== 'explained',
  );
  return {
    figures,
    owed,
    standing:
      figures.lost > 0
        ? 'lost'
        : counts.every(({ studies }) => studies === 0)
          ? 'empty'
          : !seenWhole
            ? 'unseen'
            : unproven === 0
              ? 'proven'
              : 'claimed',
  };
}

/** Every year that the ledger knows anything of, in order, from what it counts: rows that stand alike, how the years were looked at, and their random samples. */
export function yearPages(
  rows: readonly (YearCount & { readonly year: number })[],
  looks: readonly {
    readonly year: number;
    readonly lastListedAt?: Instant;
    readonly notMeasured?: NotMeasured;
    readonly interrupted?: boolean;
  }[],
  samples: readonly {
    readonly year: number;
    readonly sampled: number;
    readonly lost: number;
    readonly deliveredOnline: number;
    readonly neededRecall: number;
  }[],
  watchedSince: CalendarDate | undefined,
): readonly YearPage[] {
  const years = [...new Set([...rows, ...looks].map(({ year }) => year))].sort((a, b) => a - b);
  return years.map((year) => {
    const look = looks.find((each) => each.year === year);
    const sample = samples.find((each) => each.year === year);
    return yearFigures(
      {
        year,
        counts: rows.filter((row) => row.year === year),
        sampled: sample?.sampled ?? 0,
        samplesLost: sample?.lost ?? 0,
        deliveredOnline: sample?.deliveredOnline ?? 0,
        neededRecall: sample?.neededRecall ?? 0,
        ...(look?.lastListedAt === undefined ? {} : { lastListedAt: look.lastListedAt }),
        ...(look?.notMeasured === undefined ? {} : { notMeasured: look.notMeasured }),
        interrupted: look?.interrupted === true,
      },
      watchedSince,
    );
  });
}
