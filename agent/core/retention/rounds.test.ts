import {
  addDays,
  addMonths,
  type CalendarDate,
  daysBetween,
  type Instant,
  instant,
  startOfDay,
} from '@center/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockStands, judgeControls, judgeListing, type Listing, looksLikeLimit } from './judge-listing.ts';
import { retentionDefaults } from './parameters.ts';
import { checkDueAt, commitParts, countDue, countsANight, dueChecks, mayBeSampled } from './rotation.ts';
import { after, day, delivery, ledgerOf, listed, nowhere, start, type Told, unlisted } from './testing/one-study.ts';
import { dueWindows, roundOf } from './windows.ts';

const today = day('2026-03-10');

describe('windows', () => {
  it.each([
    ['2026-03-10', 'recent'],
    ['2026-01-10', 'recent'],
    ['2026-01-09', 'online'],
    ['2023-03-11', 'online'],
    ['2023-03-10', 'kept'],
    ['2016-03-11', 'kept'],
    ['2016-03-10', undefined],
    ['2026-03-11', undefined],
  ])('%s is listed in the round %s', (date, round) => {
    expect(roundOf(day(date), today)).toBe(round);
  });

  it('what was never listed is due, recent days first, and no day beyond ten years', () => {
    const all = dueWindows({ today, earliest: day('2010-01-01'), listedAt: () => undefined, undated: {} });
    expect(all[0]).toEqual({ round: 'recent', window: { from: today, to: today } });
    expect(all.filter(({ round }) => round === 'recent')).toHaveLength(60);
    expect(all.filter(({ window }) => window === 'undated')).toHaveLength(1);
    const days = all.flatMap(({ window }) => (window === 'undated' ? [] : [window.from]));
    expect(days.length).toBe(daysBetween(day('2016-03-10'), today));
    expect(new Set(days).size).toBe(days.length);
  });

  it('every window is listed again within its period, and no night has them all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 1400 }), (firstNight) => {
        const earliest = addDays(today, -firstNight);
        const at = new Map<CalendarDate, Instant>();
        const night = (date: CalendarDate): Instant => instant(startOfDay(date) + 3_600_000);
        let busiest = 0;
        for (let n = 0; n < 70; n += 1) {
          const now = addDays(today, n);
          const due = dueWindows({ today: now, earliest, listedAt: (each) => at.get(each) });
          // The first reading lists all in one night; from the second month on the work is spread.
          if (n > 31) busiest = Math.max(busiest, due.filter(({ round }) => round === 'kept').length);
          for (const { window } of due) if (window !== 'undated') at.set(window.from, night(now));
          if (n % 9 !== 0) continue;
          for (let each = now; each >= earliest; each = addDays(each, -11)) {
            const round = roundOf(each, now);
            if (round === undefined) break;
            const last = at.get(each) ?? 0;
            expect(last + retentionDefaults.listEveryDays[round] * 86_400_000).toBeGreaterThan(night(now));
          }
        }
        const kept = Math.max(0, firstNight - daysBetween(addMonths(today, -36), today));
        expect(busiest).toBeLessThanOrEqual(Math.ceil(kept / 30) + 6);
      }),
      { numRuns: 3 },
    );
  });
});

describe('what a list says', () => {
  const uids = (n: number, from = 0): readonly string[] =>
    Array.from({ length: n }, (_, i) => `1.2.${String(i + from)}`);
  const map = (keys: readonly string[], objects = 20) =>
    new Map<string, number | undefined>(keys.map((key) => [key, objects]));
  const good = ['a', 'b', 'c'].map((StudyInstanceUID) => ({ StudyInstanceUID, found: true }));
  const listing = (more: Partial<Listing>): Listing => ({
    rows: map(uids(33)),
    known: map(uids(44)),
    limits: [],
    controls: good,
    ...more,
  });

  it('known studies that it lacks, studies that are new, other counts', () => {
    const rows = new Map([...map(uids(42)), ['1.2.0', 17], ['1.3', 5]]);
    expect(judgeListing(listing({ rows }))).toEqual({
      kind: 'measured',
      controls: 3,
      unlisted: ['1.2.42', '1.2.43'],
      counts: [{ StudyInstanceUID: '1.2.0', objects: 17 }],
      unknown: ['1.3'],
    });
  });
  it.each<[string, string, Partial<Listing>]>([
    ['a control was not found', 'control-failed', { controls: [...good, { StudyInstanceUID: 'd', found: false }] }],
    ['two controls only', 'no-controls', { controls: good.slice(1) }],
    [
      'the same control three times',
      'no-controls',
      { controls: good.map(() => ({ StudyInstanceUID: 'a', found: true })) },
    ],
    ['as many rows as half a limit', 'limit-suspected', { limits: [66] }],
    ['a round number', 'limit-suspected', { rows: map(uids(25)) }],
    ['one more than a round number', 'limit-suspected', { rows: map(uids(11)) }],
    ['as many as other windows gave at most', 'limit-suspected', { mostElsewhere: { rows: 33, windows: 2 } }],
    ['no row where there had been some', 'rows-vanished', { rows: map([]) }],
  ])('%s: nothing (%s)', (_, why, more) => {
    expect(judgeListing(listing(more))).toMatchObject({ kind: 'not-measured', why });
  });
  it('a day whose studies are all gone is asked for by UID, for no list can show it', () => {
    expect(judgeListing(listing({ rows: map([]), known: map(uids(4)) }))).toMatchObject({
      why: 'rows-vanished',
      ask: uids(4),
    });
    expect(judgeListing(listing({ rows: map(uids(10)) }))).toMatchObject({
      ask: uids(44)
        .filter((uid) => !uids(10).includes(uid))
        .sort(),
    });
  });
  it('with all that is known it needs no controls and may have any length', () => {
    expect(judgeListing(listing({ rows: map(uids(100)), known: map(uids(100)), controls: [] }))).toMatchObject({
      kind: 'measured',
      controls: 0,
      unlisted: [],
    });
    expect(judgeListing(listing({ rows: map([]), known: map([]), lastRows: 4 }))).toMatchObject({
      kind: 'measured',
      unlisted: [],
    });
  });
  it('says of nobody that it is gone unless controls are good and its length is no limit', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 260 }),
        fc.nat({ max: 260 }),
        fc.array(fc.boolean(), { maxLength: 5 }),
        fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
        (n, m, found, limit) => {
          const controls = found.map((each, i) => ({ StudyInstanceUID: String(i), found: each }));
          const judged = judgeListing(
            listing({ rows: map(uids(n)), known: map(uids(m)), controls, limits: limit === undefined ? [] : [limit] }),
          );
          if (judged.kind !== 'measured' || judged.unlisted.length === 0) return true;
          return (
            judgeControls(controls) === 'good' && n > 0 && !looksLikeLimit(n) && (limit === undefined || n * 2 < limit)
          );
        },
      ),
    );
  });
  it('the clock is believed unless it is behind what was written', () => {
    expect(clockStands(undefined, start)).toBe('right');
    expect(clockStands(start, instant(start - 299_000))).toBe('right');
    expect(clockStands(start, instant(start - 301_000))).toBe('behind');
    expect(clockStands(start, after(2.9))).toBe('right');
    expect(clockStands(start, after(3.1))).toBe('leapt');
  });
});

describe('checks, counts, samples', () => {
  const dueAfter = (...events: readonly Told[]) => checkDueAt(ledgerOf().tell(...events));
  it('a doubted study is asked for at once, the next night, and after seven days', () => {
    expect(dueAfter(listed(1))).toBeUndefined();
    expect(dueAfter(listed(1), unlisted(2))).toBe(after(2));
    expect(dueAfter(unlisted(2), nowhere(2.01))).toBe(after(2.51));
    expect(dueAfter(unlisted(2), nowhere(2.01), nowhere(3))).toBe(after(9.01));
    expect(dueAfter(nowhere(2), nowhere(3), nowhere(9))).toBe(after(39));
  });
  it('not at once again when a check confirmed nothing, and daily when days were not measured', () => {
    expect(dueAfter(unlisted(2), nowhere(2.1, { asked: ['study'] }))).toBe(after(2.6));
    expect(
      dueAfter(nowhere(2, { measuredDays: 9 }), nowhere(3, { measuredDays: 10 }), nowhere(9.5, { measuredDays: 10 })),
    ).toBe(after(10.5));
  });
  it('by this plan three checks decide, and an answer that is found ends it', () => {
    const ledger = ledgerOf();
    ledger.tell(listed(0), unlisted(1));
    let checks = 0;
    for (let night = 1; night < 30 && ledger.study.state === 'unlisted'; night += 1) {
      const now = after(night + 0.1);
      const [due] = dueChecks([ledger.known], now);
      if (due === undefined) continue;
      expect(due.keys).toEqual(['study', 'series', 'accession-patient']);
      checks += 1;
      ledger.tell(nowhere(night + 0.1, { asked: due.keys }));
    }
    expect([ledger.study.state, checks]).toEqual(['lost', 3]);
    ledger.tell(listed(31));
    expect(dueChecks([ledger.known], after(90))).toEqual([]);
  });
  it('counts: one of ninety a night; new ones after 1, 7 and 30 days', () => {
    expect(countsANight(600_000)).toBe(6667);
    expect(countsANight(0)).toBe(0);
    const ledger = ledgerOf();
    const count = (days: number) => ledger.tell({ kind: 'as-counted', at: after(days) });
    const due = () => Array.from({ length: 130 }, (_, n) => n).filter((n) => countDue(ledger.study, addDays(today, n)));
    expect(due()[0]).toBe(1);
    count(1);
    expect(due()[0]).toBe(7);
    count(7);
    expect(due()[0]).toBe(30);
    count(30);
    expect(due()[0]).toBe(120);
    ledger.tell(unlisted(31));
    expect(due()).toEqual([]);
  });
  it('a study that somebody touched, or that was explained, is not sampled; a lost one is', () => {
    const ledger = ledgerOf();
    expect(mayBeSampled(ledger.study, after(1))).toBe(true);
    ledger.tell(delivery(2));
    expect([mayBeSampled(ledger.study, after(31.9)), mayBeSampled(ledger.study, after(32))]).toEqual([false, true]);
    expect(mayBeSampled(ledgerOf().tell(nowhere(1), nowhere(2), nowhere(9)), after(40))).toBe(true);
    expect(mayBeSampled(ledgerOf().tell(nowhere(1, { found: 'in-other-archive' })), after(40))).toBe(false);
  });
  it('a commitment has at most 500 objects', () => {
    expect(commitParts(Array.from({ length: 1201 }, (_, n) => n)).map((part) => part.length)).toEqual([500, 500, 201]);
  });
});
