// Plain facts of the archive ledger for tests: a sampled study, a proven year, holdings with nothing to say against them.
import {
  type ArchiveYearFacts,
  addMonths,
  type DeliveryFacts,
  type ForecastFigures,
  type HoldingsFacts,
  type KeptStudyFacts,
  must,
  parseStudyInstanceUID,
  type RetrievalFigures,
  type SettingsFacts,
  type YearFigures,
} from '@center/contract';
import { day, judgedDay } from './moments.ts';

export const provenDay = day('2026-05-01');
const keptDate = day('2021-03-10');

export function delivery(change: Partial<DeliveryFacts> = {}): DeliveryFacts {
  return {
    on: provenDay,
    delivered: true,
    whole: true,
    recall: 'no',
    firstImageMs: 800,
    wholeMs: 9000,
    absent: 0,
    incomplete: 0,
    short: false,
    ...change,
  };
}

/** A study of five years ago that came back whole, every object complete. */
export function keptStudy(change: Partial<KeptStudyFacts> = {}): KeptStudyFacts {
  return {
    subject: 'study',
    StudyInstanceUID: must(parseStudyInstanceUID('1.2.156.1.7')),
    class: 'kept',
    clock: 'StudyDate',
    date: keptDate,
    keepUntil: addMonths(keptDate, 120),
    ageMonths: 62,
    state: 'present',
    stateOn: provenDay,
    proof: { level: 5, on: provenDay },
    objects: { most: 120, found: 120, foundOn: provenDay },
    delivery: delivery(),
    content: [],
    reviews: [],
    asOf: judgedDay,
    ...change,
  };
}

/** The same of a year ago. */
export function onlineStudy(change: Partial<KeptStudyFacts> = {}): KeptStudyFacts {
  const date = day('2025-04-10');
  return keptStudy({ class: 'online', date, keepUntil: addMonths(date, 120), ageMonths: 13, ...change });
}

/** Removes members of built facts: what nobody has asked is absent, not undefined. */
export function without<F extends object, K extends keyof F>(facts: F, ...names: readonly K[]): Omit<F, K> {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !names.some((each) => each === name))) as Omit<
    F,
    K
  >;
}

/** 1000 studies of 2019, listed, 312 of them sampled without a loss. */
export function yearFigures(change: Partial<YearFigures> = {}): YearFigures {
  return {
    year: 2019,
    online: 0,
    kept: 1000,
    older: 0,
    proven: 312,
    lost: 0,
    standing: { proven: 312, claimed: 688, unlisted: 0, lost: 0, explained: 0 },
    levels: [0, 0, 688, 0, 0, 300, 12],
    seenWhole: true,
    sampled: 312,
    samplesLost: 0,
    bound: 3 / 312,
    deliveredOnline: 0,
    neededRecall: 0,
    lastListedAt: '2026-05-10T18:00:00.000Z',
    notMeasured: null,
    ...change,
  };
}

export function archiveYear(
  figures: Partial<YearFigures> = {},
  change: Partial<Omit<ArchiveYearFacts, 'figures'>> = {},
): ArchiveYearFacts {
  return { subject: 'archive', figures: yearFigures(figures), owed: 1000, reviews: [], asOf: judgedDay, ...change };
}

export function retrieval(change: Partial<RetrievalFigures> = {}): RetrievalFigures {
  return {
    modality: 'CT',
    age: 'online',
    month: '2026-05',
    n: 40,
    firstImageP50Ms: 700,
    firstImageP95Ms: 2400,
    wholeN: 34,
    wholeP50Ms: 12_000,
    wholeP95Ms: 26_000,
    needRecall: 0,
    ...change,
  };
}

const far = { early: null, median: null, late: null };
export function forecast(change: Partial<ForecastFigures> = {}): ForecastFigures {
  return {
    basis: 'disk',
    usedBytes: 4e12,
    limitBytes: 40e12,
    growth: { p05: 1e9, median: 2e9, p95: 3e9, months: 24 },
    full: far,
    threeYears: far,
    tenYears: far,
    alarm: 'none',
    ...change,
  };
}

export function settings(change: Partial<SettingsFacts> = {}): SettingsFacts {
  return { on: provenDay, recycling: 'off', expiry: { set: 0, early: 0 }, ...change };
}

export function holdings(change: Partial<HoldingsFacts> = {}): HoldingsFacts {
  return {
    subject: 'archive',
    online: { sampled: 300, delivered: 300, neededRecall: 0, claimedOffline: 0 },
    retrieval: [retrieval()],
    settings: settings(),
    forecast: forecast(),
    canRetrieve: true,
    reviews: [],
    asOf: judgedDay,
    ...change,
  };
}
