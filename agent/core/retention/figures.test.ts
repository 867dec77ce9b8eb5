import { addDays, addMonths, type CalendarDate, type ForecastFigures, instant, startOfDay } from '@center/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ForecastInput,
  forecast,
  growthOf,
  type MonthVolume,
  type ShownSettings,
  settingsFacts,
  settingsSeries,
} from './forecast.ts';
import { keptStudyFactsOf } from './kept-study-facts.ts';
import {
  normalisedMs,
  onlineShare,
  percentileOf,
  type RetrievalSample,
  retrievalFigures,
} from './retrieval-figures.ts';
import { after, aSight, day, delivery, ledgerOf, listed, nowhere, unlisted } from './testing/one-study.ts';
import { watchedThrough, type YearCount, yearFigures, yearPages } from './year-figures.ts';

const asOf = day('2026-03-10');

describe('how fast samples come back', () => {
  const sample = (more: Partial<RetrievalSample> = {}): RetrievalSample => ({
    at: after(-1),
    clock: day('2025-06-01'),
    modality: 'CT',
    delivered: true,
    recall: 'no',
    whole: false,
    firstImageMs: 900,
    bytes: 5e5,
    ...more,
  });
  const many = (n: number, more: (i: number) => Partial<RetrievalSample> = () => ({})) =>
    Array.from({ length: n }, (_, i) => sample(more(i)));

  it('percentiles between the order statistics', () => {
    expect([percentileOf([1, 2, 3, 4], 0.5), percentileOf([1, 2, 3, 4, 5], 0.95), percentileOf([7], 0.95)]).toEqual([
      2.5, 4.8, 7,
    ]);
  });
  it('whole studies per 100 MB; a small one as it came', () => {
    expect([normalisedMs(60_000, 200e6), normalisedMs(2000, 1e6)]).toEqual([30_000, 2000]);
  });
  it('of thirty samples there are percentiles, of twenty-nine there are none', () => {
    expect(
      retrievalFigures(
        many(30, (i) => ({ firstImageMs: (i + 1) * 100 })),
        asOf,
      ),
    ).toEqual([
      {
        modality: 'CT',
        age: 'online',
        month: '2026-03',
        n: 30,
        firstImageP50Ms: 1550,
        firstImageP95Ms: 2855,
        wholeN: 0,
        wholeP50Ms: null,
        wholeP95Ms: null,
        needRecall: 0,
        pathSlow: 0,
      },
    ]);
    expect(retrievalFigures(many(29), asOf)[0]).toMatchObject({ n: 29, firstImageP50Ms: null, firstImageP95Ms: null });
  });
  it('by age and modality, of three months, older studies and slow paths left out', () => {
    const samples = [
      ...many(2, () => ({ modality: 'MR', clock: day('2020-01-01') })),
      ...many(1),
      sample({ at: after(-100) }),
      sample({ clock: day('2010-01-01') }),
      sample({ pathMs: 900, firstImageMs: 60_000, recall: 'needed' }),
      sample({ recall: 'needed' }),
    ];
    expect(
      retrievalFigures(samples, asOf).map(({ age, modality, n, needRecall, pathSlow }) => [
        age,
        modality,
        n,
        needRecall,
        pathSlow,
      ]),
    ).toEqual([
      ['online', 'CT', 2, 1, 1],
      ['kept', 'MR', 2, 0, 0],
    ]);
  });
  it('online is what comes without a recall, however slow, and an own claim of nearline is told beside it', () => {
    const samples = [
      sample(),
      sample({ firstImageMs: 50_000 }),
      sample({ recall: 'needed' }),
      sample({ delivered: false, recall: 'unknown' }),
      sample({ firstImageMs: 50_000, recall: 'unknown' }),
      sample({ claimed: 'NEARLINE' }),
      sample({ clock: day('2020-01-01'), recall: 'needed' }),
    ];
    expect(onlineShare(samples, asOf)).toEqual({ sampled: 5, delivered: 3, neededRecall: 1, claimedOffline: 1 });
  });
});

describe('a stretch of days', () => {
  it('was watched when no gap between good rounds is longer than two weeks, its ends included', () => {
    const through = (...days: string[]) => watchedThrough(day('2026-01-01'), day('2026-02-01'), days.map(day));
    expect([
      through('2026-01-15', '2026-01-29'),
      through('2026-01-16', '2026-01-29'),
      through('2026-01-15', '2026-01-17'),
      through(),
    ]).toEqual([true, false, false, false]);
  });
});

describe('a year', () => {
  const count = (
    studies: number,
    standing: YearCount['standing'],
    level: YearCount['level'] = 1,
    kind: YearCount['class'] = 'kept',
  ): YearCount => ({ class: kind, standing, level, studies });
  const account = (counts: readonly YearCount[]) => ({
    year: 2019,
    counts,
    sampled: 312,
    samplesLost: 0,
    deliveredOnline: 0,
    neededRecall: 0,
  });
  it.each<[string, string, readonly YearCount[], CalendarDate | undefined]>([
    ['nobody saw it happen', 'unseen', [count(900, 'claimed'), count(12, 'proven', 5)], day('2024-01-01')],
    ['nobody has seen anything happen yet', 'unseen', [count(900, 'claimed')], undefined],
    ['seen, part of it only claimed', 'claimed', [count(900, 'claimed'), count(12, 'proven', 5)], day('2018-06-01')],
    ['all of it came back', 'proven', [count(12, 'proven', 5), count(3, 'explained')], day('2019-01-01')],
    ['one is lost, seen or not', 'lost', [count(900, 'proven', 5), count(1, 'lost')], undefined],
    ['one is in doubt', 'claimed', [count(900, 'proven', 5), count(1, 'unlisted')], day('2018-06-01')],
    ['nothing is known of it', 'empty', [], day('2018-06-01')],
  ])('%s: %s', (_, standing, counts, since) => {
    expect(yearFigures(account(counts), since).standing).toBe(standing);
  });
  it('adds up, and tells the bound', () => {
    const counts = [
      count(900, 'claimed', 1),
      count(80, 'claimed', 2, 'online'),
      count(12, 'proven', 5),
      count(2, 'lost'),
      count(3, 'explained', 0, 'older'),
      count(5, 'unlisted'),
    ];
    const { figures, owed } = yearFigures({ ...account(counts), notMeasured: 'timed-out' }, undefined);
    expect(figures).toMatchObject({
      online: 80,
      kept: 919,
      older: 3,
      proven: 12,
      lost: 2,
      standing: { proven: 12, claimed: 980, unlisted: 5, lost: 2, explained: 3 },
      levels: [3, 907, 80, 0, 0, 12, 0],
      seenWhole: false,
      sampled: 312,
      bound: 3 / 312,
      lastListedAt: null,
      notMeasured: 'timed-out',
    });
    expect(owed).toBe(999);
    const { standing } = figures;
    expect(standing.proven + standing.claimed + standing.unlisted + standing.lost + standing.explained).toBe(
      figures.online + figures.kept + figures.older,
    );
  });
  it('years come in order, each with its own samples', () => {
    const rows = [
      { ...count(4, 'claimed'), year: 2020 },
      { ...count(5, 'proven', 4), year: 2019 },
    ];
    const pages = yearPages(
      rows,
      [{ year: 2018, notMeasured: 'refused' }],
      [{ year: 2019, sampled: 30, lost: 1, deliveredOnline: 2, neededRecall: 3 }],
      undefined,
    );
    expect(
      pages.map(({ figures }) => [
        figures.year,
        figures.proven,
        figures.sampled,
        figures.samplesLost,
        figures.notMeasured,
      ]),
    ).toEqual([
      [2018, 0, 0, 0, 'refused'],
      [2019, 5, 30, 1, null],
      [2020, 0, 0, 0, null],
    ]);
  });
});

describe('facts of one study', () => {
  it('name class, clock, state, level and day', () => {
    const { study } = ledgerOf(aSight({ date: day('2023-03-10') }));
    const uid = study.StudyInstanceUID as Parameters<typeof keptStudyFactsOf>[1];
    expect(keptStudyFactsOf(study, uid, asOf)).toMatchObject({
      class: 'kept',
      clock: 'StudyDate',
      ageMonths: 36,
      keepUntil: '2033-03-09',
      state: 'expected',
      objects: { most: 20 },
    });
    expect(keptStudyFactsOf(study, uid, addDays(asOf, -1))).toMatchObject({ class: 'online', ageMonths: 35 });
    const later = addDays(asOf, 10);
    const lost = ledgerOf().tell(listed(0), unlisted(1), nowhere(1), nowhere(2), nowhere(8));
    expect(keptStudyFactsOf(lost, uid, later)).toMatchObject({
      state: 'lost',
      stateOn: '2026-03-18',
      unlisted: { times: 3, since: '2026-03-11', last: '2026-03-18' },
    });
    const silent = ledgerOf().tell(delivery(1), { kind: 'not-measured', at: after(2), why: 'refused' });
    expect(keptStudyFactsOf(silent, uid, later)).toMatchObject({
      proof: { level: 4, on: '2026-03-11' },
      delivery: { delivered: true, recall: 'no' },
      notMeasured: { why: 'refused', on: '2026-03-12' },
    });
    const spoken = ledgerOf().tell({ kind: 'not-measured', at: after(2), why: 'refused' }, listed(3));
    expect(keptStudyFactsOf(spoken, uid, later).notMeasured).toBeUndefined();
    // Proven on a day that has not come: by a clock that was wrong.
    const ahead = keptStudyFactsOf(ledgerOf().tell(delivery(400)), uid, later);
    expect(ahead).toMatchObject({ notMeasured: { why: 'stopped', on: later } });
    expect(ahead).not.toHaveProperty('proof');
  });
});

describe('forecast', () => {
  const GB = 1e9;
  /** Months before the day, oldest first, of so many bytes a day. */
  const months = (n: number, perDay: number): readonly MonthVolume[] =>
    Array.from({ length: n }, (_, i) => {
      const from = addMonths(day('2026-03-01'), i - n);
      const days = (Date.parse(addMonths(from, 1)) - Date.parse(from)) / 86_400_000;
      return { month: from.slice(0, 7), studies: 100, objects: 30_000, bytes: perDay * days, sized: 100 };
    });
  const shown = (more: Partial<ShownSettings> = {}): ShownSettings => ({
    at: after(-1),
    usedBytes: 1000 * GB,
    freeBytes: 100 * GB,
    ...more,
  });
  const input = (more: Partial<ForecastInput> = {}): ForecastInput => ({
    asOf,
    settings: [shown()],
    months: months(24, GB),
    backfilled: true,
    seed: '5eed',
    ...more,
  });
  const all = (date: string | null) => ({ early: date, median: date, late: date });

  it('steady growth fills the free space on the day that division gives', () => {
    // 100 GB free at 1 GB a day: 100 days fill it, on the 101st it is more than full.
    const told = forecast(input());
    expect(told).toMatchObject({
      basis: 'disk',
      limitBytes: 1100 * GB,
      growth: { p05: GB, median: GB, p95: GB, months: 24 },
    });
    expect(told.full).toEqual(all(addDays(asOf, 101)));
  });
  it('three years of 1 GB a day fit into 1 100 GB, ten years do not', () => {
    // 24 known months and nothing before: 730 days until 1 March, and 9 of March; the 1 101st day is the 362nd from now.
    const told = forecast(input());
    expect(told.threeYears).toEqual(all(null));
    expect(told.tenYears).toEqual(all(addDays(asOf, 362)));
    expect(told.alarm).toBe('year');
    expect(forecast(input({ settings: [shown({ freeBytes: 110 * GB })] })).alarm).toBe('none');
  });
  it('when what is owed no longer fits, it says so, and what recycling reaches', () => {
    const full = forecast(
      input({
        months: months(120, GB),
        settings: [shown({ usedBytes: 1095 * GB, freeBytes: 5 * GB, maximumBytes: 1100 * GB, recycling: true })],
      }),
    );
    expect(full).toMatchObject({
      basis: 'recycling',
      limitBytes: 1100 * GB,
      tenYears: all('2026-03-10'),
      alarm: 'past',
    });
    const shows = (recycling: boolean | undefined) => ({
      asOf,
      backfilled: true,
      settings: [shown(recycling === undefined ? {} : { recycling })],
    });
    expect(settingsFacts(shows(true), full, { set: 0, early: 0 })).toEqual({
      on: '2026-03-09',
      recycling: 'on',
      reachesYoung: 'past',
      expiry: { set: 0, early: 0 },
    });
    const later = forecast(input({ settings: [shown({ maximumBytes: 900 * GB, recycling: true })] }));
    expect(settingsFacts(shows(true), later, { set: 3, early: 1 })?.reachesYoung).toBe(later.tenYears.median);
    expect(settingsFacts(shows(false), later, { set: 0, early: 0 })).not.toHaveProperty('reachesYoung');
    expect(settingsFacts(shows(undefined), later, { set: 0, early: 0 })).toMatchObject({ recycling: 'unknown' });
    expect(settingsFacts({ asOf, backfilled: true, settings: [] }, later, { set: 0, early: 0 })).toBeUndefined();
    const vast = forecast(input({ settings: [shown({ freeBytes: 90_000 * GB, recycling: true })] }));
    expect(settingsFacts(shows(true), vast, { set: 0, early: 0 })?.reachesYoung).toBe('never');
    expect(settingsFacts({ ...shows(true), backfilled: false }, vast, { set: 0, early: 0 })).not.toHaveProperty(
      'reachesYoung',
    );
  });
  it('three years alone may be too much', () => {
    // 36 months are 1 096 days: 1 000 GB hold 1 000 of them.
    const told = forecast(
      input({ months: months(12, GB), settings: [shown({ usedBytes: 400 * GB, freeBytes: 600 * GB })] }),
    );
    expect(told.threeYears.median).toBe(addDays(asOf, 1001 - 365 - 9));
    expect(told.tenYears.median).toBe(told.threeYears.median);
  });
  it.each<[string, string, Partial<ForecastInput>]>([
    ['a quarter', 'quarter', { settings: [shown({ usedBytes: 700 * GB, freeBytes: 100 * GB })] }],
    ['half a year', 'half-year', { settings: [shown({ usedBytes: 800 * GB, freeBytes: 100 * GB })] }],
    ['a year', 'year', { settings: [shown({ usedBytes: 900 * GB, freeBytes: 100 * GB })] }],
  ])('alarm %s before', (_, alarm, more) => {
    expect(forecast(input(more)).alarm).toBe(alarm);
  });
  it('a limit of patients counts by what a patient takes', () => {
    expect(
      forecast(
        input({ settings: [shown({ freeBytes: 9000 * GB, patients: 500, maximumPatients: 600, recycling: true })] }),
      ),
    ).toMatchObject({ basis: 'recycling', limitBytes: 1200 * GB });
  });
  it('one month of migration does not move it', () => {
    const jump = months(24, GB).map((month, i) => (i === 12 ? { ...month, bytes: month.bytes * 400 } : month));
    expect(
      growthOf(
        jump.map(({ bytes }) => bytes / 30),
        '1',
      )?.p95,
    ).toBeLessThan(1.1 * GB);
    expect(forecast(input({ months: jump })).full.median).toBe(addDays(asOf, 101));
  });
  it('sizes that nobody knows come from what an object weighs in the archive', () => {
    const unsized = months(24, GB).map((month) => ({ ...month, bytes: 0, sized: 0 }));
    const told = forecast(input({ months: unsized, settings: [shown({ instances: 1e6 })] }));
    // 30 000 objects a month of 1 MB.
    expect(told.growth?.median).toBeGreaterThan(0.96 * GB);
    expect(told.growth?.median).toBeLessThan(1.08 * GB);
    expect(forecast(input({ months: unsized })).growth).toBeNull();
  });
  it('growth is read from the archive itself where it shows it over three months', () => {
    const series = Array.from({ length: 5 }, (_, i) =>
      shown({
        at: instant(startOfDay(addDays(asOf, (i - 4) * 30))),
        usedBytes: (900 + i * 60) * GB,
        freeBytes: (300 - i * 60) * GB,
      }),
    );
    const told = forecast(input({ settings: series }));
    expect(told.growth).toMatchObject({ median: 2 * GB, months: 4 });
    expect(told.full.median).toBe(addDays(asOf, 31));
  });
  it.each<[string, Partial<ForecastInput>, Partial<ForecastFigures>]>([
    [
      'no settings',
      { settings: [] },
      { basis: 'unknown', limitBytes: null, full: all(null), tenYears: all(null), alarm: 'none' },
    ],
    ['two months only', { months: months(2, GB) }, { growth: null, full: all(null), tenYears: all(null) }],
    [
      'the first reading not at its end',
      { backfilled: false },
      { full: all(addDays(asOf, 101)), threeYears: all(null), tenYears: all(null), alarm: 'none' },
    ],
  ])('%s: unknown stays unknown', (_, more, figures) => {
    expect(forecast(input(more))).toMatchObject(figures);
  });
  it('the settings of the archive that holds most, oldest first', () => {
    const row = (channel: string, days: number, usedBytes?: number) => ({
      channel,
      at: after(days),
      shown: usedBytes === undefined ? {} : { usedBytes },
    });
    expect(settingsSeries([row('b', 2, 5), row('a', 1), row('b', 1, 4), row('a', 3, 1)])).toEqual([
      { at: after(1), usedBytes: 4 },
      { at: after(2), usedBytes: 5 },
    ]);
    expect(settingsSeries([])).toEqual([]);
  });
  it('early is not after median, median not after late, more space is never earlier, and the same seed tells the same', () => {
    const rates = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(
        rates,
        fc.integer({ min: 1, max: 900_000 }),
        fc.integer({ min: 0, max: 100_000 }),
        (daily, free, more) => {
          const volumes = months(daily.length, 1).map((month, i) => ({
            ...month,
            bytes: month.bytes * (daily[i] ?? 0),
          }));
          const given = (freeBytes: number) =>
            forecast(input({ months: volumes, settings: [shown({ usedBytes: 1000, freeBytes })] }));
          const [small, large] = [given(free), given(free + more)];
          for (const kind of ['full', 'threeYears', 'tenYears'] as const) {
            const { early, median, late } = small[kind];
            const order = [early, median, late].map((each) => each ?? '9999');
            expect(order).toEqual(order.toSorted());
            expect((large[kind].median ?? '9999') >= (median ?? '9999')).toBe(true);
          }
          expect(given(free)).toEqual(small);
        },
      ),
      { numRuns: 40 },
    );
  });
});
