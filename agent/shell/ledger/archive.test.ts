import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveObservation } from '../../core/index.ts';
import { packUid, unpackUid } from './archive-codes.ts';
import { digestsOfTables } from './archive-rebuild.ts';
import { type Ledger, openLedger } from './index.ts';
import { dayOfStudy, objectOf, seriesOf, sightOf, uidOf, wildObservations } from './testing/archive-specimens.ts';

let folder: string;
let ledger: Ledger;
const today = must(parseCalendarDate('2026-08-01'));
const at = (day: number, hour = 1) => instant(startOfDay(addDays(today, day)) + hour * 3_600_000);
const look = (day: number, hour?: number) => ({ at: at(day, hour), channel: 'dicomweb:0' });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-ledger-'));
  ledger = openLedger(folder);
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

const read = (numbers: readonly number[], day = 0): ArchiveObservation => ({
  ...look(day),
  kind: 'seen',
  studies: numbers.map((n) => sightOf(n)),
  window: { from: dayOfStudy(0), to: dayOfStudy(0) },
});
const listed = (day: number, unlisted: readonly string[], more: object = {}): ArchiveObservation => ({
  ...look(day),
  kind: 'listed',
  round: 'online',
  window: { from: dayOfStudy(0), to: dayOfStudy(0) },
  rows: 5 - unlisted.length,
  controls: 3,
  unlisted,
  counts: [],
  ...more,
});

describe('observations', () => {
  it('are kept as they were told, whatever their form', () => {
    const told = [...wildObservations('forms', 200)];
    ledger.archive.applyAll(told);
    expect(told.map((_, index) => ledger.archive.observation(index + 1))).toEqual(told);
  });

  it('that come twice write nothing and name the first', () => {
    const observation = read([1, 2]);
    expect(ledger.archive.apply(observation)).toEqual({ kind: 'applied', number: 1 });
    const before = [ledger.head(), digestsOfTables(ledger.store)];
    expect(ledger.archive.apply(observation)).toEqual({ kind: 'known', number: 1 });
    expect(ledger.archive.applyAll([observation, observation])).toEqual([
      { kind: 'known', number: 1 },
      { kind: 'known', number: 1 },
    ]);
    expect([ledger.head(), digestsOfTables(ledger.store)]).toEqual(before);
  });

  it('are neither changed nor removed', () => {
    ledger.archive.apply(read([1]));
    expect(() => ledger.store.db.exec('UPDATE archive_observation SET key = 0')).toThrow(/never changed/);
    expect(() => ledger.store.db.exec('DELETE FROM archive_observation')).toThrow(/never removed/);
  });

  it('are one with what they change: a transaction that fails leaves neither', () => {
    expect(() =>
      ledger.transaction(() => {
        ledger.archive.apply(read([1]));
        throw new Error('power cut');
      }),
    ).toThrow('power cut');
    expect(ledger.archive.study(uidOf(1))).toBeUndefined();
    expect(ledger.archive.lastObservation()).toBe(0);
    ledger.archive.apply(read([2]));
    expect(ledger.archive.study(uidOf(2))?.modalities).toEqual(['CT']);
    expect(ledger.archive.rebuild().same).toBe(true);
  });

  it('of a study that nobody has seen tell nothing and harm nothing', () => {
    ledger.archive.apply({ ...look(1), kind: 'counted', StudyInstanceUID: 'x', series: [seriesOf(1, 3)] });
    ledger.archive.apply({ ...look(1), kind: 'counted-as-known', studies: ['x'] });
    expect(ledger.archive.count()).toBe(0);
    expect(ledger.archive.observation(2)).toMatchObject({ studies: ['x'] });
  });
});

describe('the chain', () => {
  const broken = (sql: string): string => {
    ledger.store.db.exec(
      'DROP TRIGGER IF EXISTS archive_observation_no_update; DROP TRIGGER IF EXISTS archive_observation_no_delete;',
    );
    ledger.store.db.exec(sql);
    const result = ledger.verifyChain();
    return result.ok ? 'whole' : result.problem;
  };
  beforeEach(() => {
    ledger.archive.apply(read([1, 2]));
    ledger.archive.applyAll([listed(1, []), listed(2, [uidOf(1)])]);
    ledger.archive.apply({ ...look(3), kind: 'counted-as-known', studies: [uidOf(2)] });
    expect(ledger.verifyChain()).toMatchObject({ ok: true, entries: 3 });
  });
  it('names an observation that was changed', () => {
    expect(
      broken(
        'UPDATE archive_observation SET body = (SELECT body FROM archive_observation WHERE number = 2) WHERE number = 3',
      ),
    ).toMatch(/not the one/);
  });
  it('names one that cannot be read', () => {
    expect(broken(`UPDATE archive_observation SET body = x'0100' WHERE number = 2`)).toMatch(
      /observation 2 .* cannot be read/,
    );
  });
  it('names one that was removed, and one that no entry binds', () => {
    expect(broken('DELETE FROM archive_observation WHERE number = 4')).toMatch(/observation 4/);
    expect(
      broken(
        `INSERT INTO archive_observation (number, key, body) SELECT number + 3, 0, body FROM archive_observation WHERE number < 3`,
      ),
    ).toMatch(/holds 5 rows|not the one/);
  });
  it('names a study that was put in the place of another', () => {
    expect(broken(`UPDATE kept_study SET uid = x'1234' WHERE id = 2`)).toMatch(/not the one/);
  });
});

describe('a list of a window', () => {
  beforeEach(() => ledger.archive.apply(read([0, 1, 2, 3, 4])));

  it('confirms whoever is not named without touching the rows', () => {
    const rows = digestsOfTables(ledger.store).get('kept_study');
    ledger.archive.apply(listed(1, []));
    expect(digestsOfTables(ledger.store).get('kept_study')).toBe(rows);
    expect(ledger.archive.study(uidOf(3))).toMatchObject({ state: 'present', confirmed: { 1: at(1) } });
  });
  it('puts in doubt whoever is named, and the last list that had it stays its last sight', () => {
    ledger.archive.apply(listed(1, []));
    ledger.archive.apply(listed(2, [uidOf(3)]));
    expect(ledger.archive.study(uidOf(3))).toMatchObject({
      state: 'unlisted',
      confirmed: { 1: at(1) },
      unlistedAt: at(2),
    });
    expect(ledger.archive.study(uidOf(2))).toMatchObject({ state: 'present', confirmed: { 1: at(2) } });
    expect(ledger.archive.doubted(9).map(({ study }) => study?.StudyInstanceUID)).toEqual([uidOf(3)]);
    expect(ledger.archive.list('unlisted', 10, 0)).toMatchObject({ total: 1, rows: [{ StudyInstanceUID: uidOf(3) }] });
    ledger.archive.apply(listed(3, []));
    expect(ledger.archive.study(uidOf(3))).toMatchObject({ state: 'present', confirmed: { 1: at(3) } });
    expect(ledger.archive.list('unlisted', 10, 0).total).toBe(0);
  });
  it('confirms a study that only a device had shown until then', () => {
    const { window: _none, ...live } = read([20]) as Extract<ArchiveObservation, { kind: 'seen' }>;
    ledger.archive.apply({ ...live, studies: [{ ...sightOf(20), date: dayOfStudy(0) }], channel: 'scp:0' });
    expect(ledger.archive.study(uidOf(20))?.state).toBe('expected');
    ledger.archive.apply(listed(1, []));
    expect(ledger.archive.study(uidOf(20))).toMatchObject({ state: 'present', confirmed: { 1: at(1) } });
  });
  it('tells when it was looked at, and why not', () => {
    ledger.archive.apply(listed(1, []));
    expect(ledger.archive.lastListing({ from: dayOfStudy(0), to: dayOfStudy(0) })).toEqual({
      at: at(1),
      rows: 5,
      mostRows: 5,
    });
    expect(ledger.archive.listedAt(dayOfStudy(0))).toBe(at(1));
    expect(ledger.archive.way('dicomweb:0')).toEqual({ listedAt: at(1), mostRows: 5, times: 1 });
    expect(ledger.archive.measuredDays()).toBe(1);
    for (const day of [2, 3])
      ledger.archive.apply({
        ...look(day),
        kind: 'not-measured',
        round: 'online',
        window: { from: dayOfStudy(0), to: dayOfStudy(0) },
        why: 'control-failed',
      });
    expect(ledger.archive.missed('online')).toMatchObject({ at: at(3), since: at(2), why: 'control-failed' });
    expect(ledger.archive.yearLooks()).toMatchObject([
      { year: 2024, lastListedAt: at(1), notMeasured: 'control-failed', silentSince: at(2) },
    ]);
    ledger.archive.apply(listed(4, []));
    expect(ledger.archive.missed('online')).toBeUndefined();
    expect(ledger.archive.yearLooks()[0]).not.toHaveProperty('notMeasured');
    expect(ledger.archive.lastAt()).toBe(at(4));
  });
});

describe('what pages and rounds ask', () => {
  it('years by class, standing and level add up to the known studies', () => {
    ledger.archive.applyAll([...wildObservations('years', 400)]);
    const rows = ledger.archive.yearRows(today);
    expect(rows.reduce((sum, { studies }) => sum + studies, 0)).toBe(ledger.archive.count());
    const { n } = ledger.store.db.prepare<[], { n: number }>('SELECT count(*) AS n FROM kept_study').get() ?? { n: 0 };
    expect(n).toBe(ledger.archive.count());
    expect(ledger.archive.growth().reduce((sum, { studies }) => sum + studies, 0)).toBe(n);
  });
  it('the class of a year changes when its months are complete', () => {
    ledger.archive.apply(read([0]));
    const day = dayOfStudy(0);
    const classOn = (date: string) => ledger.archive.yearRows(must(parseCalendarDate(date))).map((row) => row.class);
    expect(day).toBe('2024-03-01');
    expect(classOn('2027-02-28')).toEqual(['online']);
    expect(classOn('2027-03-01')).toEqual(['kept']);
    expect(classOn('2034-02-28')).toEqual(['kept']);
    expect(classOn('2034-03-01')).toEqual(['older']);
  });
  it('a stratum gives each of its studies once, in an order that stays', () => {
    for (const n of [0, 1, 2, 3, 4, 6, 7]) ledger.archive.apply(read([n]));
    const strata = ledger.archive.strata();
    const drawn = strata.flatMap((stratum) =>
      Array.from({ length: stratum.studies }, (_, index) => ledger.archive.ofStratum(stratum, index)?.StudyInstanceUID),
    );
    expect(new Set(drawn).size).toBe(7);
    expect(drawn).not.toContain(undefined);
    expect(strata).toContainEqual({ year: 2024, modality: 'MR', tier: 'NEARLINE', studies: 1 });
    for (const stratum of strata) expect(ledger.archive.ofStratum(stratum, stratum.studies)).toBeUndefined();
  });
  it('counting goes first to the young, then to the longest not counted', () => {
    ledger.archive.apply(read([0, 1, 2], 0));
    ledger.archive.apply({ ...look(0), kind: 'seen', studies: [{ ...sightOf(30), date: today }] });
    expect(ledger.archive.countDue(today, 10)).toEqual([]);
    const due = (day: number) =>
      ledger.archive.countDue(addDays(today, day), 2).map(({ StudyInstanceUID }) => StudyInstanceUID);
    expect(due(1)).toEqual([uidOf(30), uidOf(0)]);
    ledger.archive.apply({ ...look(1, 2), kind: 'counted-as-known', studies: [uidOf(30), uidOf(0)] });
    expect(due(1)).toEqual([uidOf(1), uidOf(2)]);
    expect(due(7)[0]).toBe(uidOf(30));
  });
  it('samples are told by year, each study by its latest delivery, and by list when it did not come', () => {
    ledger.archive.apply(read([1, 2]));
    const retrieved = (n: number, day: number, more: object): ArchiveObservation => ({
      ...look(day),
      kind: 'retrieved',
      StudyInstanceUID: uidOf(n),
      seed: 's',
      stratum: '2024/CT',
      whole: false,
      bytes: 10,
      objects: [],
      absent: 0,
      short: false,
      ...more,
    });
    ledger.archive.apply(retrieved(1, 1, {}));
    ledger.archive.apply(retrieved(2, 1, { firstImageMs: 40_000, repeatMs: 500, objects: [objectOf(2, 1)] }));
    expect(ledger.archive.samplesByYear(today)).toEqual([
      { year: 2024, sampled: 2, lost: 1, deliveredOnline: 0, neededRecall: 1 },
    ]);
    expect(ledger.archive.list('not-delivered', 10, 0).rows.map(({ StudyInstanceUID }) => StudyInstanceUID)).toEqual([
      uidOf(1),
    ]);
    ledger.archive.apply(retrieved(1, 2, { firstImageMs: 300, objects: [objectOf(1, 1)] }));
    expect(ledger.archive.samplesByYear(today)).toEqual([
      { year: 2024, sampled: 2, lost: 0, deliveredOnline: 1, neededRecall: 1 },
    ]);
    expect(ledger.archive.samples(uidOf(1))).toEqual([objectOf(1, 1)]);
    expect(ledger.archive.retrievals(today)).toHaveLength(3);
  });
  it('changes are read behind a cursor, a study that changes again comes again', () => {
    ledger.archive.apply(read([0, 1, 2]));
    expect(ledger.archive.changed(undefined, 10)).toEqual({ uids: [], cursor: undefined });
    ledger.archive.apply(listed(1, [uidOf(0), uidOf(1)]));
    const first = ledger.archive.changed(undefined, 1);
    expect(first.uids).toEqual([uidOf(0)]);
    const second = ledger.archive.changed(first.cursor, 5);
    expect(second.uids).toEqual([uidOf(1)]);
    ledger.archive.apply({
      ...look(2),
      kind: 'explained',
      StudyInstanceUID: uidOf(0),
      reason: 'exception',
      who: 'user-1',
    });
    expect(ledger.archive.changed(second.cursor, 5).uids).toEqual([uidOf(0)]);
  });
  it('an expiry that is set too early is listed and counted, and makes no study one to be judged', () => {
    ledger.archive.apply(read([0, 1]));
    const expiresOn = must(parseCalendarDate('2030-01-01'));
    const expiry = [{ StudyInstanceUID: uidOf(0), expiresOn }];
    ledger.archive.apply({ ...look(1), kind: 'settings', recycling: false, expiry });
    expect(ledger.archive.expiry()).toEqual({ set: 1, early: 1 });
    expect(ledger.archive.list('expiry-early', 10, 0).total).toBe(1);
    expect(ledger.archive.changed(undefined, 10).uids).toEqual([]);
    expect(ledger.archive.settings()).toMatchObject([{ shown: { recycling: false } }]);
  });
  it('what the first reading has been through is told in spans', () => {
    const span = (from: string, to: string): ArchiveObservation => ({
      ...look(0),
      kind: 'seen',
      studies: [],
      window: { from: must(parseCalendarDate(from)), to: must(parseCalendarDate(to)) },
    });
    ledger.archive.applyAll([
      span('2024-01-01', '2024-01-31'),
      span('2024-02-01', '2024-02-03'),
      span('2023-01-01', '2023-01-01'),
    ]);
    expect(ledger.archive.backfill().windows).toEqual([
      { from: '2023-01-01', to: '2023-01-01' },
      { from: '2024-01-01', to: '2024-02-03' },
    ]);
    expect(ledger.archive.backfill().undated).toBe(false);
  });
});

describe('rebuilding', { timeout: 90_000 }, () => {
  it.each(['a', 'b', 'c'])('gives the same rows after hundreds of observations of every kind (%s)', (seed) => {
    const told = [...wildObservations(seed, 700)];
    for (let from = 0; from < told.length; from += 40) ledger.archive.applyAll(told.slice(from, from + 40));
    const before = digestsOfTables(ledger.store);
    expect(ledger.archive.rebuild()).toEqual({
      observations: ledger.archive.lastObservation(),
      same: true,
      differed: [],
    });
    expect(digestsOfTables(ledger.store)).toEqual(before);
    expect(ledger.verifyChain().ok).toBe(true);
    // And goes on from there as if nothing had been.
    ledger.archive.applyAll([...wildObservations(`${seed} on`, 50)]);
    expect(ledger.archive.rebuild().same).toBe(true);
  });
  it('mends rows that were not what the observations make of them, and names their tables', () => {
    ledger.archive.applyAll([...wildObservations('mend', 100)]);
    const before = digestsOfTables(ledger.store);
    ledger.store.db.exec('UPDATE kept_study SET state = 5 WHERE id = 3; DELETE FROM kept_day;');
    expect(ledger.archive.rebuild().differed).toEqual(['kept_study', 'kept_day']);
    expect(digestsOfTables(ledger.store)).toEqual(before);
  });
});

describe('what every night asks', () => {
  it.each([
    'SELECT id FROM kept_study WHERE day BETWEEN 1 AND 2 AND state IN (0, 2, 3) ORDER BY id',
    'SELECT id, first_seen, l2 FROM kept_study WHERE day >= 1 AND state <= 1 AND first_seen < 4 ORDER BY day, id',
    'SELECT * FROM kept_study WHERE l2 < 6 AND state <= 1 AND first_seen < 5 ORDER BY l2, id',
    'SELECT * FROM kept_study WHERE l3 < 6 AND state = 1 ORDER BY l3, id LIMIT 4',
    'SELECT id FROM kept_study WHERE stratum = 3 ORDER BY id LIMIT 1 OFFSET 4',
    'SELECT * FROM kept_study WHERE notable = 1 AND (changed, id) > (4, 5) ORDER BY changed, id LIMIT 5',
    'SELECT * FROM kept_study WHERE state IN (2, 3, 5) AND state > 1 ORDER BY state_on, id LIMIT 5',
    'SELECT uid FROM study WHERE sealed IS NULL AND seal_after <= 5 ORDER BY seal_after, uid LIMIT 5',
    'SELECT uid FROM study WHERE opened_objects IS NOT NULL AND opened_objects > objects ORDER BY uid LIMIT 4',
    'SELECT month, sealed, count(*) FROM study WHERE sealed IS NOT NULL GROUP BY month, sealed',
  ])('%s uses its index', (sql) => {
    const plan = ledger.store.db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
    expect(plan.map(({ detail }) => detail).join('\n')).toMatch(/USING (COVERING )?INDEX/);
  });
});

describe('packed UIDs', () => {
  it.each([
    '1',
    '1.2',
    '1.2.840.10008.5.1.4.1.1.2',
    '2.25.329800735698586629295641978511506172918',
    '',
    'no uid',
    '1.2\0',
  ])('%j comes back', (uid) => {
    expect(unpackUid(packUid(uid))).toBe(uid);
  });
});
