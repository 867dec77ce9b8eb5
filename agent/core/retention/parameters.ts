/** The numbers of the protocol, each with its unit. A site may widen them; the defaults are what the verdicts refer to. */
export interface RetentionParameters {
  /** Online term and term of keeping (MIDC-3.11a, b), months from the study date. */
  readonly onlineMonths: number;
  readonly keepMonths: number;
  /** Studies confirmed the day before that are asked for before anything is called absent. */
  readonly controls: number;
  /** A study is missing at this confirmation, at least `missingAfterDays` after the first. */
  readonly confirmations: number;
  readonly missingAfterDays: number;
  /** Two confirmations closer together than this are one: an answer that comes twice confirms nothing. */
  readonly confirmationSpacingHours: number;
  /**
   * Days with a good round that must lie between the first confirmation and the last. Seven days that the clock alone has passed (set forward, a dead battery) are none.
   */
  readonly measuredDaysBetween: number;
  /** Longest stretch of days without a good round after which a year still counts as watched: what was made and lost in a longer one was never seen. */
  readonly watchGapDays: number;
  /** A first image slower than this may have come from a recall; only fast at once when asked again it has. Milliseconds. */
  readonly recallMs: number;
  /** A round trip to the archive, measured just before, above which a slow delivery says nothing of the archive. Milliseconds. */
  readonly slowPathMs: number;
  readonly recentDays: number;
  /** How old the last good listing of a window may become, days. */
  readonly listEveryDays: { readonly recent: number; readonly online: number; readonly kept: number };
  /** Days after the first sight of a study on which its objects are counted, and in how many nights the whole ledger is. */
  readonly countAfterDays: readonly number[];
  readonly countNights: number;
  /** Most objects of one storage commitment transaction. */
  readonly commitObjects: number;
  /** A study that anybody of us touched within these days is not sampled: it may come from a cache. */
  readonly untouchedDays: number;
  /** One sampled study of so many is retrieved whole. */
  readonly wholeOneIn: number;
  /** Fewest samples of which a 95th percentile is told. */
  readonly percentileSamples: number;
}

export const retentionDefaults: RetentionParameters = {
  onlineMonths: 36,
  keepMonths: 120,
  controls: 3,
  confirmations: 3,
  missingAfterDays: 7,
  confirmationSpacingHours: 6,
  measuredDaysBetween: 3,
  watchGapDays: 14,
  recallMs: 30_000,
  slowPathMs: 250,
  recentDays: 60,
  listEveryDays: { recent: 1, online: 7, kept: 30 },
  countAfterDays: [1, 7, 30],
  countNights: 90,
  commitObjects: 500,
  untouchedDays: 30,
  wholeOneIn: 10,
  percentileSamples: 30,
};
