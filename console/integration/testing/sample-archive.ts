import type { BatchItem, RetentionItem } from '@center/contract';

/** A whole item of one year: nothing asked yet, unless `more` says so. What is not told to stand elsewhere is claimed. */
export function retentionYear(
  year: number,
  known: number,
  asOf: string,
  {
    standing = {},
    ...more
  }: Partial<Omit<RetentionItem, 'standing'>> & { readonly standing?: Partial<RetentionItem['standing']> } = {},
): RetentionItem {
  const { proven = 0, unlisted = 0, lost = 0, explained = 0 } = standing;
  const claimed = known - proven - unlisted - lost - explained;
  return {
    type: 'retention',
    year,
    online: 0,
    kept: known,
    older: 0,
    proven,
    lost,
    standing: { proven, claimed, unlisted, lost, explained },
    levels: [known - proven, 0, 0, 0, proven, 0, 0],
    seenWhole: false,
    sampled: 0,
    samplesLost: 0,
    bound: null,
    deliveredOnline: 0,
    neededRecall: 0,
    lastListedAt: null,
    notMeasured: null,
    asOf,
    ...more,
  };
}

/** How an archive fares: in order but for what `manner` says. */
export type ArchiveManner = 'good' | 'losing' | 'unmeasured' | 'filling' | 'never-asked';

const gigabyte = 1e9;

function years(now: Date, asOf: string, manner: ArchiveManner): RetentionItem[] {
  const thisYear = now.getUTCFullYear();
  return Array.from({ length: 11 }, (_, at) => {
    const age = 10 - at;
    const year = thisYear - age;
    const known = 3_100 + at * 420;
    if (manner === 'never-asked') return retentionYear(year, known, asOf);
    const online = age < 3 ? known : age === 3 ? Math.round(known * 0.9) : 0;
    const older = age === 10 ? Math.round(known * 0.9) : 0;
    const sampled = age === 0 ? 140 : 300 + at;
    const proven = sampled;
    const lost = manner === 'losing' && age === 7 ? 3 : manner === 'losing' && age === 8 ? 41 : 0;
    const unlisted = manner === 'losing' && age === 6 ? 12 : 0;
    const samplesLost = lost > 40 ? 2 : 0;
    return retentionYear(year, known, asOf, {
      online,
      kept: known - online - older,
      older,
      standing: { proven, unlisted, lost, explained: age === 5 ? 9 : 0 },
      levels: [
        0,
        known - 2_000 - proven,
        2_000,
        0,
        Math.round(proven * 0.8),
        proven - Math.round(proven * 0.8) - 20,
        20,
      ],
      seenWhole: age === 0,
      sampled,
      samplesLost,
      bound: samplesLost > 0 ? null : 3 / sampled,
      deliveredOnline: online > 0 ? sampled - 4 : 0,
      neededRecall: online > 0 ? 4 : 0,
      lastListedAt: asOf,
      notMeasured: manner === 'unmeasured' && age < 4 ? 'control-failed' : null,
    });
  });
}

/** Retention, retrieval, forecast and upload of one center. */
export function sampleArchive(
  months: readonly string[],
  asOf: string,
  now: Date,
  manner: ArchiveManner = 'good',
): BatchItem[] {
  const day = (yearsAhead: number): string =>
    new Date(now.getTime() + yearsAhead * 365.25 * 86_400_000).toISOString().slice(0, 10);
  const month = months.at(-1) ?? '';
  const items: BatchItem[] = years(now, asOf, manner);
  if (manner === 'never-asked') {
    const none = { early: null, median: null, late: null };
    items.push({
      type: 'forecast',
      basis: 'unknown',
      usedBytes: null,
      limitBytes: null,
      growth: null,
      full: none,
      threeYears: none,
      tenYears: none,
      alarm: 'none',
      asOf,
    });
    return items;
  }
  const slow = manner === 'losing' ? 6 : 1;
  for (const [at, modality] of ['CT', 'MR', 'DX', 'US'].entries())
    for (const age of ['online', 'kept'] as const)
      items.push({
        type: 'retrieval',
        modality,
        age,
        month,
        n: age === 'online' ? 60 - at * 9 : 34 - at * 9,
        firstImageP50Ms: (age === 'online' ? 420 : 1_900) * slow + at * 60,
        firstImageP95Ms: (age === 'online' ? 1_150 : 6_400) * slow + at * 90,
        wholeN: age === 'online' ? 6 : at < 2 ? 3 : 0,
        wholeP50Ms: age === 'kept' && at > 1 ? null : 9_000 * slow,
        wholeP95Ms: age === 'kept' && at > 1 ? null : 19_000 * slow,
        needRecall: age === 'kept' ? 7 : 0,
        asOf,
      });
  const ends = manner === 'filling' ? 0.3 : 6.4;
  const dates = (shift: number) => ({
    early: day(ends + shift - 0.15),
    median: day(ends + shift),
    late: day(ends + shift + 0.6),
  });
  items.push({
    type: 'forecast',
    basis: 'disk',
    usedBytes: 31_400 * gigabyte,
    limitBytes: manner === 'filling' ? 33_000 * gigabyte : 60_000 * gigabyte,
    growth: { p05: 9 * gigabyte, median: 12 * gigabyte, p95: 17 * gigabyte, months: 18 },
    full: dates(0),
    threeYears: { early: null, median: null, late: null },
    tenYears: dates(0.1),
    alarm: manner === 'filling' ? 'half-year' : 'none',
    asOf,
  });
  for (const [at, each] of months.entries())
    items.push({
      type: 'image-upload',
      month: each,
      finished: 210 + at * 9,
      receipted: 204 + at * 9,
      late: 2,
      refused: at % 5 === 0 ? 1 : 0,
      overdue: at === months.length - 1 ? 4 : 0,
      delayP50Hours: 6.5,
      delayP95Hours: 30,
      asOf,
    });
  return items;
}
